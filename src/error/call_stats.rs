//! What is known of a call while it runs: for its error, and to decide on retries.

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
    /// After which attempt credentials were renewed: once a call is enough.
    renewed_after: Cell<Option<u32>>,
    renew: RefCell<Option<Renew>>,
    user_data: RefCell<Option<ActiveSecrets>>,
    /// Who was asked for credentials last.
    credentials_endpoint: RefCell<Option<String>>,
    /// The local endpoint that the current attempt is for, if it has closed.
    closed_endpoint: RefCell<Option<String>>,
    refused: Cell<bool>,
}

/// Drops the credentials that signed an attempt, and tells whether there may be others.
type Renew = Box<dyn Fn() -> bool + Send>;

/// What it took until a call ended.
#[derive(Debug)]
pub struct CallStats {
    /// Requests that were sent, or would have been if there had been a connection.
    pub attempts: u32,
    /// Whether AWS may have applied an attempt whose response did not arrive.
    pub may_be_applied: bool,
    started: Instant,
    /// Kept redacted until the error is built, which may quote the request.
    _user_data: Option<ActiveSecrets>,
}

impl CallStats {
    /// Seconds since the call began.
    #[must_use]
    pub fn seconds(&self) -> f64 {
        self.started.elapsed().as_secs_f64()
    }
}

/// Runs a call and keeps its record.
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

// Requests outside of a recorded call, such as those of the instance metadata, leave no record.

/// Records that an attempt is sent; `closed` is the local endpoint that it is for, if it has closed.
pub fn attempt_started(closed: Option<String>, user_data: impl FnOnce() -> Option<ActiveSecrets>) {
    let _ = CURRENT.try_with(|record| {
        record.attempts.set(record.attempts.get() + 1);
        record.closed_endpoint.replace(closed);
        if record.attempts.get() == 1 {
            record.user_data.replace(user_data());
        }
    });
}

/// Records whether AWS may have applied the current attempt; `judge` gets the number of attempts.
pub fn attempt_failed(judge: impl FnOnce(u32) -> bool) {
    let _ = CURRENT.try_with(|record| {
        let may_be_applied = judge(record.attempts.get());
        record.may_be_applied.set(record.may_be_applied.get() || may_be_applied);
    });
}

/// Records that the current attempt's connection was refused.
pub fn connection_refused() {
    let _ = CURRENT.try_with(|record| record.refused.set(true));
}

/// The local endpoint that the call is for, if it has closed.
#[must_use]
pub fn closed_endpoint() -> Option<String> {
    let closed = |record: &CallRecord| record.refused.get().then(|| record.closed_endpoint.borrow().clone()).flatten();
    CURRENT.try_with(closed).ok().flatten()
}

/// Records who is asked for the call's credentials.
pub fn credentials_requested_from(address: &str) {
    let _ = CURRENT.try_with(|record| *record.credentials_endpoint.borrow_mut() = Some(address.to_owned()));
}

/// Who was asked for credentials, in words, where the call got no further than that.
#[must_use]
pub fn waiting_for_credentials() -> Option<String> {
    let waiting = |record: &CallRecord| {
        let endpoint = record.credentials_endpoint.borrow();
        let endpoint = endpoint.as_ref().map(|address| format!(" from {address}")).unwrap_or_default();
        (record.attempts.get() == 0).then_some(endpoint)
    };
    CURRENT.try_with(waiting).ok().flatten()
}

/// Records how to renew the credentials that sign the next attempt.
pub fn signed_with(renew: impl Fn() -> bool + Send + 'static) {
    let _ = CURRENT.try_with(|record| *record.renew.borrow_mut() = Some(Box::new(renew)));
}

/// Whether there may be other credentials for the next attempt, for this call the first time.
#[must_use]
pub fn renew_credentials() -> bool {
    let renew = |record: &CallRecord| {
        // An attempt is judged more than once.
        let first = record.renewed_after.get().is_none_or(|after| after == record.attempts.get());
        record.renewed_after.set(record.renewed_after.get().or(Some(record.attempts.get())));
        record.renew.borrow().as_ref().is_some_and(|renew| renew()) && first
    };
    CURRENT.try_with(renew).unwrap_or(false)
}
