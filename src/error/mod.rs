//! Errors of a call, independent of the SDK and of Python.

pub mod call_stats;
pub mod chain;
pub mod closed_endpoints;
pub mod hints;
pub mod no_certificates;
#[cfg(feature = "python")]
pub(crate) mod python;
pub mod response_too_long;
pub mod sdk;
#[cfg(feature = "python")]
pub(crate) mod suppress;

use std::any::Any;
use std::error::Error;
use std::fmt;
use std::sync::Arc;

/// The error of a call.
#[derive(Debug)]
pub enum CallError {
    /// AWS returned an error, or a response that cannot be read.
    Service(Box<ErrorResponse>),
    /// No response arrived: there was no connection, or it broke.
    Unreachable(String),
    /// No response arrived within the timeout.
    TimedOut(String),
    /// No credentials were found; the text lists the sources that were tried.
    NoCredentials(String),
    /// The `credentials_provider` raised an exception.
    ProviderRaised(ProviderException),
    /// The requested profile is in neither shared file.
    ProfileNotFound(String),
    /// An argument is invalid.
    InvalidArgument(String),
    /// The request could not be made.
    Client(String),
}

/// An error response, or one that cannot be read.
#[derive(Debug)]
pub struct ErrorResponse {
    /// The HTTP status.
    pub status: u16,
    /// The response headers, redacted.
    pub headers: Vec<(String, String)>,
    /// The error document: as received, or as the Query API would have written it.
    pub body: String,
    /// AWS's request id, from the response headers.
    pub request_id: Option<String>,
    /// Why a successful response cannot be read.
    pub unreadable: Option<String>,
    /// The step that failed before the call itself was sent, such as assuming a role.
    pub during: Option<String>,
}

impl fmt::Display for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Service(response) => write!(f, "{} {}", response.status, response.body),
            Self::ProviderRaised(raised) => raised.fmt(f),
            Self::Unreachable(text)
            | Self::TimedOut(text)
            | Self::NoCredentials(text)
            | Self::ProfileNotFound(text)
            | Self::InvalidArgument(text)
            | Self::Client(text) => f.write_str(text),
        }
    }
}

impl CallError {
    /// Adds the step that failed to the error.
    #[must_use]
    pub fn within(self, during: &str) -> Self {
        match self {
            Self::Service(mut response) => {
                response.during = Some(during.to_owned());
                Self::Service(response)
            }
            other => other.map_text(|text| format!("{during}: {text}")),
        }
    }

    /// The error of a process that lacks a resource, such as file descriptors or threads.
    #[must_use]
    pub fn resource_exhausted(need: &str, error: &std::io::Error) -> Self {
        let remedy = hints::for_resource(error);
        Self::Unreachable(format!("{need}, but the system provides none: {error}; {remedy}"))
    }

    /// Replaces the text, except that of a response, an argument or a provider's exception.
    #[must_use]
    pub fn map_text(self, change: impl FnOnce(&str) -> String) -> Self {
        match self {
            Self::Unreachable(text) => Self::Unreachable(change(&text)),
            Self::TimedOut(text) => Self::TimedOut(change(&text)),
            Self::NoCredentials(text) => Self::NoCredentials(change(&text)),
            Self::ProfileNotFound(text) => Self::ProfileNotFound(change(&text)),
            Self::Client(text) => Self::Client(change(&text)),
            known @ (Self::Service(_) | Self::ProviderRaised(_) | Self::InvalidArgument(_)) => known,
        }
    }
}

/// Bytes that are kept of an error response; AWS's error documents have a few kilobytes.
pub const LONGEST_KEPT: usize = 1_000_000;
/// Bytes that are kept of a response that cannot be read.
pub const LONGEST_SHOWN: usize = 10_000;

/// An exception that a `credentials_provider` raised.
#[derive(Clone)]
pub struct ProviderException(pub Arc<dyn Any + Send + Sync>);

impl std::error::Error for ProviderException {}

impl fmt::Display for ProviderException {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("credentials_provider raised an exception")
    }
}

impl fmt::Debug for ProviderException {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ProviderException")
    }
}

/// An invalid argument that is found only in the complete request.
#[derive(Debug)]
pub struct InvalidRequest(pub String);

impl fmt::Display for InvalidRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for InvalidRequest {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_failed_step_is_shown_first() {
        let error = CallError::TimedOut("read timeout".to_owned()).within("the role was not assumed");
        assert_eq!(error.to_string(), "the role was not assumed: read timeout");
    }
}
