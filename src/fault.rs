//! What can go wrong with a call, told without any SDK type.

use std::error::Error;
use std::fmt;

use aws_credential_types::provider::error::CredentialsError;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;

use crate::credentials;
use crate::raw;

/// A call that did not give what was asked.
#[derive(Debug)]
pub enum Fault {
    /// AWS answered with an error, or with something that cannot be read.
    Service(Answer),
    /// No answer came: no connection, or it broke.
    Unreachable(String),
    /// No answer came in time.
    TimedOut(String),
    /// No credentials were found; the text says where they were looked for.
    NoCredentials(String),
    /// The profile that was asked for is in no file.
    NoProfile(String),
    /// An argument that cannot be meant.
    Argument(String),
    /// The request could not be made.
    Client(String),
}

/// An answer that tells of an error.
#[derive(Debug)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The answer's head.
    pub head: Vec<(String, String)>,
    /// The error document: as it came, or as the Query API would have worded it.
    pub body: String,
    /// AWS's id of the request, from the answer's head.
    pub request_id: Option<String>,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Service(answer) => write!(f, "{} {}", answer.status, answer.body),
            Self::Unreachable(text)
            | Self::TimedOut(text)
            | Self::NoCredentials(text)
            | Self::NoProfile(text)
            | Self::Argument(text)
            | Self::Client(text) => f.write_str(text),
        }
    }
}

impl Fault {
    /// What the SDK says, for every operation of both services.
    pub fn from_sdk<E>(error: &SdkError<E, HttpResponse>) -> Self
    where
        E: ProvideErrorMetadata + Error + 'static,
    {
        match error {
            SdkError::ServiceError(context) => Self::Service(answer(context.raw(), context.err())),
            SdkError::TimeoutError(_) => Self::TimedOut("no complete answer came in time".to_owned()),
            SdkError::ResponseError(_) => Self::Unreachable(format!("the answer broke off: {}", deepest(error))),
            SdkError::DispatchFailure(failure) => {
                if let Some(missing) = find::<CredentialsError>(error) {
                    return credentials::fault(missing);
                }
                if !failure.is_timeout() {
                    return Self::Unreachable(deepest(error));
                }
                let connecting = chain(error).any(|error| error.to_string().contains("connect timeout"));
                let what = if connecting { "no connection was made in time" } else { "no answer came in time" };
                Self::TimedOut(what.to_owned())
            }
            _ => Self::Client(format!("the request could not be made: {}", deepest(error))),
        }
    }

    /// The same fault with what was tried appended, where the text does not say so itself.
    #[must_use]
    pub fn within(self, call: &str) -> Self {
        match self {
            Self::Unreachable(text) => Self::Unreachable(format!("{call}: {text}")),
            Self::TimedOut(text) => Self::TimedOut(format!("{call}: {text}")),
            Self::Client(text) => Self::Client(format!("{call}: {text}")),
            other => other,
        }
    }
}

fn answer<E: ProvideErrorMetadata + Error>(raw: &HttpResponse, error: &E) -> Answer {
    let head = raw.headers();
    let request_id = ["x-amzn-requestid", "x-amz-request-id"].iter().find_map(|name| head.get(name)).map(str::to_owned);
    let kind = head.get("content-type").unwrap_or_default();
    let body = if kind.contains("cbor") {
        query_document(error.code(), error.message(), raw.status().as_u16(), request_id.as_deref())
    } else {
        String::from_utf8_lossy(raw.body().bytes().unwrap_or_default()).into_owned()
    };
    Answer { status: raw.status().as_u16(), head: raw::head(raw), body, request_id }
}

/// The error document that the Query API gives: scripts search it for a code.
fn query_document(code: Option<&str>, message: Option<&str>, status: u16, request_id: Option<&str>) -> String {
    use quick_xml::escape::escape;
    let side = if status < 500 { "Sender" } else { "Receiver" };
    format!(
        "<ErrorResponse xmlns=\"http://monitoring.amazonaws.com/doc/2010-08-01/\">\n  <Error>\n    \
         <Type>{side}</Type>\n    <Code>{}</Code>\n    <Message>{}</Message>\n  </Error>\n  \
         <RequestId>{}</RequestId>\n</ErrorResponse>\n",
        escape(code.unwrap_or("UnknownError")),
        escape(message.unwrap_or_default()),
        escape(request_id.unwrap_or_default()),
    )
}

/// The errors from this one to its first cause.
fn chain<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |error: &&'a (dyn Error + 'static)| (*error).source())
}

/// The first error of a kind, among this one and its causes.
pub fn find<'a, T: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a T> {
    chain(error).find_map(|error| error.downcast_ref())
}

/// The first cause in words: what is above it repeats where it happened.
pub fn deepest(error: &(dyn Error + 'static)) -> String {
    let texts: Vec<String> = chain(error).map(ToString::to_string).filter(|text| !text.is_empty()).collect();
    texts.last().cloned().unwrap_or_else(|| "unknown error".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_query_document_escapes_what_the_service_said() {
        let document = query_document(Some("Oops"), Some("a < b & c"), 400, Some("r-1"));
        assert!(document.contains("<Message>a &lt; b &amp; c</Message>"), "{document}");
        assert!(document.contains("<Type>Sender</Type>"), "{document}");
        assert!(document.contains("<RequestId>r-1</RequestId>"), "{document}");
    }

    #[test]
    fn a_server_side_error_says_so() {
        assert!(query_document(None, None, 503, None).contains("<Type>Receiver</Type>"));
    }

    #[test]
    fn the_first_cause_is_told() {
        let io = std::io::Error::other("connection refused");
        let outer = std::io::Error::other(io);
        assert_eq!(deepest(&outer), "connection refused");
    }

    #[test]
    fn context_goes_before_what_happened() {
        let fault = Fault::TimedOut("read timeout".to_owned()).within("DescribeAlarms at http://127.0.0.1:1");
        assert_eq!(fault.to_string(), "DescribeAlarms at http://127.0.0.1:1: read timeout");
    }
}
