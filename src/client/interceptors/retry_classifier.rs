//! Decides whether a failed attempt is retried.

use std::time::{Duration, SystemTime};

use aws_smithy_runtime_api::client::interceptors::context::{Error, InterceptorContext};
use aws_smithy_runtime_api::client::orchestrator::{HttpResponse, OrchestratorError};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::retries::classifiers::{ClassifyRetry, RetryAction, RetryClassifierPriority};
use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;

use crate::client::operation_error::OperationError;
use crate::error::chain::find;
use crate::error::response_too_long::ResponseTooLong;
use crate::error::sdk::is_connect_timeout;
use crate::error::{call_stats, hints};

/// A request whose time differs by more than this may be refused by AWS.
const MAX_CLOCK_SKEW: Duration = Duration::from_mins(4);

/// Records whether AWS may have applied a failed attempt, and requests a retry if expired
/// credentials or a wrong clock can be corrected.
#[derive(Debug)]
pub struct RetryClassifier;

impl ClassifyRetry for RetryClassifier {
    fn name(&self) -> &'static str {
        "RetryClassifier"
    }

    fn priority(&self) -> RetryClassifierPriority {
        RetryClassifierPriority::run_after(RetryClassifierPriority::http_status_code_classifier())
    }

    fn classify_retry(&self, context: &InterceptorContext) -> RetryAction {
        let Some(Err(error)) = context.output_or_error() else { return RetryAction::NoActionIndicated };
        let response = context.response();
        call_stats::attempt_failed(|attempts| match response {
            // AWS has not applied a request that it refused with 4xx, nor one that was not sent.
            Some(response) => response.status().is_success() || response.status().is_server_error(),
            None => attempts > 0 && may_have_arrived(error),
        });
        // The source of the credentials has retries of its own, and the timeout has passed.
        if error.is_timeout_error() && call_stats::waiting_for_credentials().is_some() {
            return RetryAction::RetryForbidden;
        }
        if find::<ResponseTooLong>(error).is_some() {
            return RetryAction::RetryForbidden;
        }
        if hints::is_connection_refused(error) {
            call_stats::connection_refused();
            if call_stats::closed_endpoint().is_some() {
                return RetryAction::RetryForbidden;
            }
        }
        let retry = match response {
            Some(response) => match code(error) {
                Some("ExpiredToken" | "ExpiredTokenException") => call_stats::renew_credentials(),
                // The SDK corrects the clock by the response's date, but does not retry this code.
                Some("RequestExpired") => is_skewed(response),
                _ => false,
            },
            None => false,
        };
        if retry { RetryAction::client_error() } else { RetryAction::NoActionIndicated }
    }
}

fn may_have_arrived(error: &OrchestratorError<Error>) -> bool {
    if error.as_connector_error().is_some_and(ConnectorError::is_timeout) {
        return !is_connect_timeout(error);
    }
    (error.is_connector_error() || error.is_timeout_error() || error.is_response_error())
        && hints::may_have_arrived(error)
}

/// AWS's error code.
fn code(error: &OrchestratorError<Error>) -> Option<&str> {
    ProvideErrorMetadata::code(error.as_operation_error()?.downcast_ref::<OperationError>()?)
}

/// Whether this machine's clock and the server's are too far apart.
fn is_skewed(response: &HttpResponse) -> bool {
    let date = response.headers().get("date").and_then(|date| DateTime::from_str(date, Format::HttpDate).ok());
    let Some(theirs) = date.and_then(|date| SystemTime::try_from(date).ok()) else { return false };
    let ours = SystemTime::now();
    let apart = ours.duration_since(theirs).or_else(|_| theirs.duration_since(ours)).unwrap_or_default();
    apart > MAX_CLOCK_SKEW
}
