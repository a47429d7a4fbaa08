//! The record of a running call, for its error message and for retry decisions.

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::time::Instant;

use crate::redaction::registry::ActiveSecrets;

tokio::task_local! {
    static CURRENT: CallRecord;
}

#[derive(Default)]
struct CallRecord {
    attempts: Cell<u32>,
    may_be_applied: Cell<bool>,
    /// The attempt after which credentials were refreshed, which happens at most once per call.
    renewed_after: Cell<Option<u32>>,
    renew: RefCell<Option<Renew>>,
    user_data: RefCell<Option<ActiveSecrets>>,
    /// The address of the last request for credentials.
    credentials_endpoint: RefCell<Option<String>>,
    /// The endpoint of the current attempt, if that is a closed local endpoint.
    closed_endpoint: RefCell<Option<String>>,
    refused: Cell<bool>,
}

/// Drops the credentials that signed an attempt, and returns whether new ones may be available.
type Renew = Box<dyn Fn() -> bool + Send>;

/// Statistics of a call that has ended.
#[derive(Debug)]
pub struct CallStats {
    /// Number of attempts, including those that found no connection.
    pub attempts: u32,
    /// Whether AWS may have applied an attempt whose response did not arrive.
    pub may_be_applied: bool,
    started: Instant,
    /// Keeps the request's user data redacted until the error is built, which may quote it.
    _user_data: Option<ActiveSecrets>,
}

impl CallStats {
    /// Seconds since the call began.
    #[must_use]
    pub fn seconds(&self) -> f64 {
        self.started.elapsed().as_secs_f64()
    }
}

/// Runs a call and returns its statistics.
pub async fn recorded<T>(call: impl Future<Output = T>) -> (T, CallStats) {
    let started = Instant::now();
    let recorded = async {
        let outcome = call.await;
        let stats = CURRENT.with(|record| CallStats {
            attempts: record.attempts.get(),
            may_be_applied: record.may_be_applied.get(),
            started,
            _user_data: record.user_data.take(),
        });
        (outcome, stats)
    };
    CURRENT.scope(CallRecord::default(), recorded).await
}

// Requests outside of a call, such as those for instance metadata, are not recorded.

/// Records the start of an attempt; `closed` is its endpoint if that is a closed local endpoint.
pub fn attempt_started(closed: Option<String>, user_data: impl FnOnce() -> Option<ActiveSecrets>) {
    let _ = CURRENT.try_with(|record| {
        record.attempts.set(record.attempts.get() + 1);
        record.closed_endpoint.replace(closed);
        if record.attempts.get() == 1 {
            record.user_data.replace(user_data());
        }
    });
}

/// Records whether AWS may have applied the current attempt; `classify` gets the number of attempts.
pub fn attempt_failed(classify: impl FnOnce(u32) -> bool) {
    let _ = CURRENT.try_with(|record| {
        let may_be_applied = classify(record.attempts.get());
        record.may_be_applied.set(record.may_be_applied.get() || may_be_applied);
    });
}

/// Records that the current attempt's connection was refused.
pub fn connection_refused() {
    let _ = CURRENT.try_with(|record| record.refused.set(true));
}

/// The endpoint of the call, if that is a closed local endpoint that refused the connection.
#[must_use]
pub fn closed_endpoint() -> Option<String> {
    let closed = |record: &CallRecord| record.refused.get().then(|| record.closed_endpoint.borrow().clone()).flatten();
    CURRENT.try_with(closed).ok().flatten()
}

/// Records the address of a request for the call's credentials.
pub fn credentials_requested_from(address: &str) {
    let _ = CURRENT.try_with(|record| *record.credentials_endpoint.borrow_mut() = Some(address.to_owned()));
}

/// If no attempt has started yet: " from" and the address of the request for credentials, or an empty text.
#[must_use]
pub fn waiting_for_credentials() -> Option<String> {
    let waiting = |record: &CallRecord| {
        let endpoint = record.credentials_endpoint.borrow();
        let endpoint = endpoint.as_ref().map(|address| format!(" from {address}")).unwrap_or_default();
        (record.attempts.get() == 0).then_some(endpoint)
    };
    CURRENT.try_with(waiting).ok().flatten()
}

/// Records how to refresh the credentials that sign the next attempt.
pub fn signed_with(renew: impl Fn() -> bool + Send + 'static) {
    let _ = CURRENT.try_with(|record| *record.renew.borrow_mut() = Some(Box::new(renew)));
}

/// Whether the next attempt may use new credentials; true at most once per call.
#[must_use]
pub fn renew_credentials() -> bool {
    let renew = |record: &CallRecord| {
        // The SDK classifies an attempt more than once.
        let first = record.renewed_after.get().is_none_or(|after| after == record.attempts.get());
        record.renewed_after.set(record.renewed_after.get().or(Some(record.attempts.get())));
        record.renew.borrow().as_ref().is_some_and(|renew| renew()) && first
    };
    CURRENT.try_with(renew).unwrap_or(false)
}
