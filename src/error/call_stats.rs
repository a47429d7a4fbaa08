//! A call's attempts: how many, what became of them, and which are worth another.

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::{
    BeforeDeserializationInterceptorContextMut, BeforeTransmitInterceptorContextRef, Error, InterceptorContext,
};
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::orchestrator::{HttpResponse, OrchestratorError};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::retries::classifiers::{ClassifyRetry, RetryAction, RetryClassifierPriority};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::ConfigBag;
use aws_smithy_types::date_time::Format;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use aws_smithy_types::{DateTime, base64};
use percent_encoding::percent_decode_str;

use crate::client::operation_error::Refused;
use crate::credentials::identity_cache::{ConnectionCredentials, Loaded};
use crate::error::closed_endpoints;
use crate::error::deepest;
use crate::error::hints;
use crate::http::response_limit::{self, LONGEST_RESPONSE};
use crate::redaction::registry::Known;

/// A request whose time is further off than this is refused by AWS.
const SKEW: Duration = Duration::from_mins(4);

tokio::task_local! {
    static ATTEMPTS: Attempts;
}

#[derive(Default)]
struct Attempts {
    count: Cell<u32>,
    unsure: Cell<bool>,
    /// After which attempt the keys were fetched anew: once a call is enough.
    renewed: Cell<Option<u32>>,
    signer: RefCell<Option<(ConnectionCredentials, Arc<Loaded>)>>,
    user_data: RefCell<Option<Known>>,
    /// Who was asked for keys last.
    asked: RefCell<Option<String>>,
    /// The local endpoint that the call was for, if it has closed, once it is refused.
    closed: RefCell<Option<String>>,
    refused: Cell<bool>,
}

/// What it took until a call ended.
#[derive(Debug)]
pub struct Tries {
    /// Requests that were sent, or would have been if there had been a connection.
    pub attempts: u32,
    /// Whether AWS may have done what was asked without its answer being heard.
    pub unsure: bool,
    started: Instant,
    /// What the call sent and nobody may repeat, as long as there is something to be told of it.
    _user_data: Option<Known>,
}

impl Tries {
    /// Seconds since the call began.
    #[must_use]
    pub fn seconds(&self) -> f64 {
        self.started.elapsed().as_secs_f64()
    }
}

/// Runs a call and counts its attempts.
pub async fn counted<T>(call: impl Future<Output = T>) -> (T, Tries) {
    let started = Instant::now();
    let counted = async {
        let outcome = call.await;
        let tries = ATTEMPTS.with(|attempts| Tries {
            attempts: attempts.count.get(),
            unsure: attempts.unsure.get(),
            started,
            _user_data: attempts.user_data.take(),
        });
        (outcome, tries)
    };
    ATTEMPTS.scope(Attempts::default(), counted).await
}

/// Remembers who is asked for the call's keys.
pub fn asks_for_keys(address: &str) {
    // Outside a counted call nobody tells of it.
    let _ = ATTEMPTS.try_with(|attempts| *attempts.asked.borrow_mut() = Some(address.to_owned()));
}

/// Who was asked for keys, in words, where the call got no further than that.
#[must_use]
pub fn waited_for_keys() -> Option<String> {
    let waited = |attempts: &Attempts| {
        let asked = attempts.asked.borrow().as_ref().map(|address| format!(" from {address}")).unwrap_or_default();
        (attempts.count.get() == 0).then_some(asked)
    };
    ATTEMPTS.try_with(waited).ok().flatten()
}

/// The local endpoint that the call was for, if it has closed.
#[must_use]
pub fn closed_endpoint() -> Option<String> {
    let closed = |attempts: &Attempts| attempts.refused.get().then(|| attempts.closed.borrow().clone()).flatten();
    ATTEMPTS.try_with(closed).ok().flatten()
}

/// Remembers the credentials that sign the call's next attempt, and whose they are.
pub fn signed_by(credentials: &ConnectionCredentials, used: Arc<Loaded>) {
    // Outside a counted call there is nothing to remember.
    let _ = ATTEMPTS.try_with(|attempts| *attempts.signer.borrow_mut() = Some((credentials.clone(), used)));
}

/// Counts a call's attempts, and reads no answer beyond all bounds.
#[derive(Debug)]
pub struct CountAttempts;

#[dyn_dispatch_hint]
impl Intercept for CountAttempts {
    fn name(&self) -> &'static str {
        "CountAttempts"
    }

    fn read_before_transmit(
        &self,
        context: &BeforeTransmitInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        // Outside a counted call there is nothing to count.
        let _ = ATTEMPTS.try_with(|attempts| {
            attempts.count.set(attempts.count.get() + 1);
            // The request is gone by the time that the attempt is judged.
            attempts.closed.replace(closed_endpoints::closed_endpoint(context.request().uri()));
            if attempts.count.get() == 1 {
                attempts.user_data.replace(user_data(context.request().body().bytes().unwrap_or_default()));
            }
        });
        Ok(())
    }

    fn modify_before_deserialization(
        &self,
        context: &mut BeforeDeserializationInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        Ok(response_limit::limit(context.response_mut(), LONGEST_RESPONSE)?)
    }
}

/// Tells of a failed attempt whether AWS may have done what was asked, and finds
/// another worth it where the keys or the clock were at fault and are put right.
#[derive(Debug)]
pub struct Judge;

impl ClassifyRetry for Judge {
    fn name(&self) -> &'static str {
        "Judge"
    }

    fn priority(&self) -> RetryClassifierPriority {
        RetryClassifierPriority::run_after(RetryClassifierPriority::http_status_code_classifier())
    }

    fn classify_retry(&self, context: &InterceptorContext) -> RetryAction {
        let Some(Err(error)) = context.output_or_error() else { return RetryAction::NoActionIndicated };
        let answer = context.response();
        let _ = ATTEMPTS.try_with(|attempts| {
            // What AWS refused, it has not done; and nothing was done before it was sent.
            let unsure = match answer {
                Some(answer) => answer.status().is_success() || answer.status().is_server_error(),
                None => attempts.count.get() > 0 && may_have_arrived(error),
            };
            attempts.unsure.set(attempts.unsure.get() || unsure);
        });
        let cause = deepest(error);
        if cause.contains(hints::LENGTH_LIMIT) {
            return RetryAction::RetryForbidden;
        }
        if cause.contains(hints::REFUSED) {
            let _ = ATTEMPTS.try_with(|attempts| attempts.refused.set(true));
            if closed_endpoint().is_some() {
                return RetryAction::RetryForbidden;
            }
        }
        let again = match answer {
            Some(answer) => match code(error) {
                Some("ExpiredToken" | "ExpiredTokenException") => renewed(),
                // The SDK signs the next attempt by the answer's date; this code it does not know.
                Some("RequestExpired") => skewed(answer),
                _ => false,
            },
            None => false,
        };
        if again { RetryAction::client_error() } else { RetryAction::NoActionIndicated }
    }
}

/// The user data in a request: as it is sent, and as the instance will read it.
fn user_data(form: &[u8]) -> Option<Known> {
    let form = form.starts_with(b"Action=CreateLaunchConfiguration&").then_some(form)?;
    let sent = std::str::from_utf8(form).ok()?.split('&').find_map(|field| field.strip_prefix("UserData="))?;
    let sent: Vec<u8> = percent_decode_str(sent).collect();
    let read = std::str::from_utf8(&sent).ok().and_then(|text| base64::decode(text).ok());
    Some(Known::of([Some(sent), read].into_iter().flatten()))
}

fn may_have_arrived(error: &OrchestratorError<Error>) -> bool {
    if error.as_connector_error().is_some_and(ConnectorError::is_timeout) {
        return !connecting(error);
    }
    (error.is_connector_error() || error.is_timeout_error() || error.is_response_error())
        && hints::may_have_arrived(&deepest(error))
}

/// Whether it was the connection that was not made in time.
#[must_use]
pub fn connecting(error: &(dyn std::error::Error + 'static)) -> bool {
    std::iter::successors(Some(error), |error| error.source())
        .any(|error| error.to_string().contains("connect timeout"))
}

/// The error's code, as AWS's answer has it.
fn code(error: &OrchestratorError<Error>) -> Option<&str> {
    ProvideErrorMetadata::code(error.as_operation_error()?.downcast_ref::<Refused>()?)
}

/// Whether there may be other keys for the next attempt, for this call the first time.
fn renewed() -> bool {
    let renew = |attempts: &Attempts| {
        // An attempt is judged more than once.
        let first = attempts.renewed.get().is_none_or(|after| after == attempts.count.get());
        attempts.renewed.set(attempts.renewed.get().or(Some(attempts.count.get())));
        let signer = attempts.signer.borrow();
        signer.as_ref().is_some_and(|(credentials, used)| credentials.renew(used)) && first
    };
    ATTEMPTS.try_with(renew).unwrap_or(false)
}

/// Whether this machine's clock and the server's are too far apart.
fn skewed(answer: &HttpResponse) -> bool {
    let date = answer.headers().get("date").and_then(|date| DateTime::from_str(date, Format::HttpDate).ok());
    let Some(theirs) = date.and_then(|date| SystemTime::try_from(date).ok()) else { return false };
    let ours = SystemTime::now();
    let apart = ours.duration_since(theirs).or_else(|_| theirs.duration_since(ours)).unwrap_or_default();
    apart > SKEW
}
