//! The raw bytes of an operation's response.
//!
//! Auto Scaling responds in XML, and boto's objects follow the document: unknown elements become
//! attributes, and text stays text. So the SDK serializes, signs and retries the call as usual, but
//! returns the document unparsed.

use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use aws_smithy_runtime_api::client::interceptors::context;
use aws_smithy_runtime_api::client::orchestrator::{HttpResponse, OrchestratorError};
use aws_smithy_runtime_api::client::ser_de::DeserializeResponse;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::ConfigBag;
use bytes::Bytes;
use http_body::Body;

use crate::client::operation_error::OperationError;
use crate::error::LONGEST_KEPT;
use crate::protocol::query::error_metadata;

/// Returns a successful response raw, and parses only errors.
#[derive(Debug)]
pub struct RawDeserializer(pub HeaderSelection);

/// The response headers to keep.
#[derive(Clone, Copy, Debug)]
pub enum HeaderSelection {
    All,
    /// The headers with these names, in lower case.
    Named(&'static [&'static str]),
}

/// A raw response.
#[derive(Debug)]
pub struct RawResponse {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Bytes,
}

impl RawResponse {
    #[must_use]
    pub fn of(response: &HttpResponse, selection: HeaderSelection) -> Self {
        let field = |name: &&str| Some(((*name).to_owned(), response.headers().get(*name)?.to_owned()));
        Self {
            status: response.status().as_u16(),
            headers: match selection {
                HeaderSelection::All => headers(response),
                HeaderSelection::Named(names) => names.iter().filter_map(field).collect(),
            },
            body: shared(response.body()),
        }
    }
}

impl DeserializeResponse for RawDeserializer {
    fn deserialize_nonstreaming_with_config(
        &self,
        response: &HttpResponse,
        _: &ConfigBag,
    ) -> Result<context::Output, OrchestratorError<context::Error>> {
        let body = response.body().bytes().unwrap_or_default();
        if !response.status().is_success() {
            return Err(OrchestratorError::operation(context::Error::erase(OperationError(error_metadata(
                &body[..body.len().min(LONGEST_KEPT)],
            )))));
        }
        Ok(context::Output::erase(RawResponse::of(response, self.0)))
    }
}

/// The bytes of a body in memory, without a copy because a page may have megabytes.
fn shared(body: &SdkBody) -> Bytes {
    let mut clone = body.try_clone();
    let frame = clone.as_mut().map(|body| Pin::new(body).poll_frame(&mut Context::from_waker(Waker::noop())));
    match frame {
        Some(Poll::Ready(Some(Ok(frame)))) => frame.into_data().unwrap_or_default(),
        _ => Bytes::copy_from_slice(body.bytes().unwrap_or_default()),
    }
}

/// All response headers.
#[must_use]
pub fn headers(response: &HttpResponse) -> Vec<(String, String)> {
    response.headers().iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(body: SdkBody) -> HttpResponse {
        let built = http::Response::builder()
            .header("Content-Type", "text/xml")
            .header("x-amzn-RequestId", "r")
            .header("date", "today")
            .body(body);
        HttpResponse::try_from(built.expect("a response")).expect("a response")
    }

    #[test]
    fn a_responses_bytes_are_not_copied() {
        let body = Bytes::from(vec![b'a'; 100]);
        let received = RawResponse::of(&made(SdkBody::from(body.clone())), HeaderSelection::All);
        assert_eq!(received.body, body);
        assert_eq!(received.body.as_ptr(), body.as_ptr());
        assert_eq!(RawResponse::of(&made(SdkBody::empty()), HeaderSelection::All).body, Bytes::new());
    }

    #[test]
    fn only_selected_headers_are_kept() {
        let response = made(SdkBody::empty());
        let selection = HeaderSelection::Named(&["x-amzn-requestid", "content-type", "server"]);
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(
            RawResponse::of(&response, selection).headers,
            [pair("x-amzn-requestid", "r"), pair("content-type", "text/xml")]
        );
        assert_eq!(RawResponse::of(&response, HeaderSelection::All).headers.len(), 3);
        assert!(RawResponse::of(&response, HeaderSelection::Named(&[])).headers.is_empty());
    }
}
