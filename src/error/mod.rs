//! What can go wrong with a call, told without any SDK type.

pub mod call_stats;
pub mod closed_endpoints;
pub mod hints;
#[cfg(feature = "python")]
pub mod python;
#[cfg(feature = "python")]
pub mod suppress;

use std::error::Error;
use std::fmt;

use aws_credential_types::provider::error::CredentialsError;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;

use crate::client::interceptors::request_limit::TooLarge;
use crate::credentials::chain::{self, Raised};
use crate::error::call_stats::{Tries, closed_endpoint, connecting, waited_for_keys};
use crate::error::closed_endpoints::explained;
use crate::redaction::log_format;
use crate::redaction::registry::hidden;

/// A call that did not give what was asked.
#[derive(Debug)]
pub enum Fault {
    /// AWS answered with an error, or with something that cannot be read.
    Service(Box<Answer>),
    /// No answer came: no connection, or it broke.
    Unreachable(String),
    /// No answer came in time.
    TimedOut(String),
    /// No credentials were found; the text says where they were looked for.
    NoCredentials(String),
    /// The caller's own `credentials_provider` raised an exception.
    Raised(Raised),
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
    /// Why it cannot be read, if it tells of success.
    pub unreadable: Option<String>,
    /// What was done in the call's favour when this came, if it is not the call's own answer.
    pub during: Option<String>,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Service(answer) => write!(f, "{} {}", answer.status, answer.body),
            Self::Raised(raised) => raised.fmt(f),
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
            SdkError::ServiceError(context) => Self::Service(Box::new(answer(context.raw(), context.err()))),
            SdkError::TimeoutError(_) => match waited_for_keys() {
                Some(whence) => Self::late(&format!("AWS credentials did not come in time{whence}"), KEYS_LIMIT),
                None => Self::late("no complete answer came in time", ANSWER_LIMIT),
            },
            SdkError::ResponseError(_) => {
                let (meaning, remedy) = hints::of_loss(&hidden(&deepest(error)));
                let broken = if meaning.starts_with(hints::LENGTH_LIMIT) { "" } else { "the answer broke off: " };
                Self::Unreachable(format!("{broken}{meaning}; {remedy}"))
            }
            SdkError::DispatchFailure(failure) => {
                if let Some(missing) = find::<CredentialsError>(error) {
                    return chain::fault(missing);
                }
                if let Some(address) = closed_endpoint() {
                    return Self::Unreachable(explained(&address));
                }
                if !failure.is_timeout() {
                    let certificate = find::<rustls::Error>(error).and_then(hints::of_certificate);
                    let (meaning, remedy) = certificate.unwrap_or_else(|| hints::of_loss(&hidden(&deepest(error))));
                    return Self::Unreachable(format!("{meaning}; {remedy}"));
                }
                if connecting(error) {
                    return Self::late("no connection was made in time", CONNECTION_LIMIT);
                }
                Self::late("no answer came in time", ANSWER_LIMIT)
            }
            _ => match find::<TooLarge>(error) {
                Some(large) => Self::Argument(large.to_string()),
                None => Self::Client(format!("the request could not be made: {}", hidden(&deepest(error)))),
            },
        }
    }

    fn late(what: &str, remedy: &str) -> Self {
        Self::TimedOut(format!("{what}; {remedy}"))
    }

    /// The same fault with what was done before it, where the text does not say so itself.
    #[must_use]
    pub fn within(self, during: &str) -> Self {
        match self {
            Self::Service(mut answer) => {
                answer.during = Some(during.to_owned());
                Self::Service(answer)
            }
            other => other.reworded(|text| format!("{during}: {text}")),
        }
    }

    /// The same fault with the call that it ended; an answer's own words are left as they are.
    #[must_use]
    pub fn told(self, call: &Call<'_>) -> Self {
        self.reworded(|text| format!("{call}: {text}{}", call.warning(None)))
    }

    fn reworded(self, words: impl FnOnce(&str) -> String) -> Self {
        match self {
            Self::Unreachable(text) => Self::Unreachable(words(&text)),
            Self::TimedOut(text) => Self::TimedOut(words(&text)),
            Self::NoCredentials(text) => Self::NoCredentials(words(&text)),
            Self::NoProfile(text) => Self::NoProfile(words(&text)),
            Self::Client(text) => Self::Client(words(&text)),
            known @ (Self::Service(_) | Self::Raised(_) | Self::Argument(_)) => known,
        }
    }
}

/// What of an answer's text is kept: an error document of AWS's has some kilobytes.
pub const LONGEST_KEPT: usize = 1_000_000;
/// What is kept of an answer that cannot be read.
pub const LONGEST_SHOWN: usize = 10_000;

const ANSWER_LIMIT: &str =
    "allow more with http_connection_kwargs['timeout'] or boto.cfg's http_socket_timeout, or try again later";
const KEYS_LIMIT: &str = "see why their source is slow, or allow more with http_connection_kwargs['timeout']";
const CONNECTION_LIMIT: &str = "check host= and port=, the proxy if there is one, and that no firewall is in the way";

/// A call as the words about its failure tell it.
pub struct Call<'a> {
    pub operation: &'a str,
    /// Where it was sent, and through what.
    pub address: &'a str,
    pub tries: Tries,
}

impl fmt::Display for Call<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { operation, address, tries } = self;
        let (attempts, seconds) = (tries.attempts, tries.seconds());
        match attempts {
            0 => write!(f, "{operation} at {address} was not sent, given up after {seconds:.1} s"),
            1 => write!(f, "{operation} at {address} failed after 1 attempt in {seconds:.1} s"),
            _ => write!(f, "{operation} at {address} failed after {attempts} attempts in {seconds:.1} s"),
        }
    }
}

impl Call<'_> {
    /// What the caller should know where AWS may have done what was asked, unheard.
    ///
    /// `status` is that of the answer that ended the call, if one came.
    #[must_use]
    pub fn warning(&self, status: Option<u16>) -> &'static str {
        let reads = ["Describe", "List", "Get"].iter().any(|verb| self.operation.starts_with(verb));
        match status {
            _ if reads => "",
            Some(400..500) if self.tries.unsure => {
                "; an earlier attempt, whose answer was lost, may have been carried out and be the reason: \
                 look at what is there"
            }
            Some(400..500) => "",
            Some(200..300) => MAY_BE_DONE,
            _ if self.tries.unsure => MAY_BE_DONE,
            _ => "",
        }
    }
}

const MAY_BE_DONE: &str = "; AWS may have carried it out all the same: look before you do it again";

fn answer<E: ProvideErrorMetadata + Error + 'static>(raw: &HttpResponse, error: &E) -> Answer {
    let head = raw.headers();
    let request_id = ["x-amzn-requestid", "x-amz-request-id"].iter().find_map(|name| head.get(name));
    let request_id = request_id.map(|id| hidden(id).into_owned());
    let kind = head.get("content-type").unwrap_or_default();
    let content = raw.body().bytes().unwrap_or_default();
    let is_cbor = kind.contains("cbor");
    let unreadable = raw.status().is_success().then(|| {
        let trouble = if is_cbor { deepest(error) } else { format!("its type is '{kind}'") };
        format!("the answer is not the CBOR that was expected: {trouble}")
    });
    let body = match (is_cbor, unreadable.is_some()) {
        (true, false) => {
            let document = query_document(error.code(), error.message(), raw.status().as_u16(), request_id.as_deref());
            log_format::shortened(&document, LONGEST_KEPT, document.len())
        }
        (true, true) => log_format::cbor(content, LONGEST_SHOWN),
        (false, false) => log_format::text(content, LONGEST_KEPT),
        (false, true) => log_format::text(content, LONGEST_SHOWN),
    };
    Answer { status: raw.status().as_u16(), head: log_format::fields(raw), body, request_id, unreadable, during: None }
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
    chain(error).find_map(|error| {
        // An error of input and output passes over the one that it was made of.
        let made_of = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        error.downcast_ref().or_else(|| made_of.and_then(|inner| find(inner)))
    })
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
    fn the_error_within_one_of_input_and_output_is_found() {
        let inner = rustls::Error::HandshakeNotComplete;
        let outer = std::io::Error::other(std::io::Error::other(inner.clone()));
        assert_eq!(find::<rustls::Error>(&std::io::Error::other(inner.clone())), Some(&inner));
        assert_eq!(find::<rustls::Error>(&outer), Some(&inner));
    }

    #[test]
    fn context_goes_before_what_happened() {
        let fault = Fault::TimedOut("read timeout".to_owned()).within("no role was assumed");
        assert_eq!(fault.to_string(), "no role was assumed: read timeout");
    }
}
