//! What can go wrong with a call, without any type of the SDK or of Python.

pub mod call_stats;
pub mod chain;
pub mod closed_endpoints;
pub mod hints;
#[cfg(feature = "python")]
pub(crate) mod python;
pub mod sdk;
#[cfg(feature = "python")]
pub(crate) mod suppress;

use std::any::Any;
use std::error::Error;
use std::fmt;
use std::sync::Arc;

/// A call that did not give what was asked.
#[derive(Debug)]
pub enum CallError {
    /// AWS answered with an error, or with something that cannot be read.
    Service(Box<ErrorResponse>),
    /// No answer came: no connection, or it broke.
    Unreachable(String),
    /// No answer came in time.
    TimedOut(String),
    /// No credentials were found; the text says where they were looked for.
    NoCredentials(String),
    /// The caller's own `credentials_provider` raised an exception.
    ProviderRaised(ProviderException),
    /// The profile that was asked for is in no file.
    ProfileNotFound(String),
    /// An argument that cannot be meant.
    InvalidArgument(String),
    /// The request could not be made.
    Client(String),
}

/// An answer that tells of an error.
#[derive(Debug)]
pub struct ErrorResponse {
    /// The HTTP status.
    pub status: u16,
    /// The answer's head.
    pub headers: Vec<(String, String)>,
    /// The error document: as it came, or as the Query API would have worded it.
    pub body: String,
    /// AWS's id of the request, from the answer's head.
    pub request_id: Option<String>,
    /// Why it cannot be read, if it tells of success.
    pub unreadable: Option<String>,
    /// What was done in the call's favour when this came, if it is not the call's own answer.
    pub during: Option<String>,
}

impl fmt::Display for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Service(answer) => write!(f, "{} {}", answer.status, answer.body),
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
    /// The same fault with what was done before it, where the text does not say so itself.
    #[must_use]
    pub fn within(self, during: &str) -> Self {
        match self {
            Self::Service(mut answer) => {
                answer.during = Some(during.to_owned());
                Self::Service(answer)
            }
            other => other.map_text(|text| format!("{during}: {text}")),
        }
    }

    /// The process lacks a resource, such as file descriptors or threads. The next call tries again.
    #[must_use]
    pub fn resource_exhausted(need: &str, error: &std::io::Error) -> Self {
        let remedy = hints::for_resource(error);
        Self::Unreachable(format!("{need}, and the system gives none: {error}; {remedy}"))
    }

    /// The same error with another text; that of a response, an argument or an exception stays.
    #[must_use]
    pub fn map_text(self, words: impl FnOnce(&str) -> String) -> Self {
        match self {
            Self::Unreachable(text) => Self::Unreachable(words(&text)),
            Self::TimedOut(text) => Self::TimedOut(words(&text)),
            Self::NoCredentials(text) => Self::NoCredentials(words(&text)),
            Self::ProfileNotFound(text) => Self::ProfileNotFound(words(&text)),
            Self::Client(text) => Self::Client(words(&text)),
            known @ (Self::Service(_) | Self::ProviderRaised(_) | Self::InvalidArgument(_)) => known,
        }
    }
}

/// What of an answer's text is kept: an error document of AWS's has some kilobytes.
pub const LONGEST_KEPT: usize = 1_000_000;
/// What is kept of an answer that cannot be read.
pub const LONGEST_SHOWN: usize = 10_000;

/// An exception that a provider of the caller's raised.
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

/// An argument that only the finished request shows to be invalid.
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
    fn context_goes_before_what_happened() {
        let fault = CallError::TimedOut("read timeout".to_owned()).within("no role was assumed");
        assert_eq!(fault.to_string(), "no role was assumed: read timeout");
    }
}
