//! An operation's answer as the bytes it came in.
//!
//! Auto Scaling answers in XML, and what boto made of it follows the document:
//! unknown elements become attributes, text stays text. So the SDK makes, signs,
//! retries and times the call as ever, and hands out the document unread.

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context;
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse, OrchestratorError};
use aws_smithy_runtime_api::client::ser_de::DeserializeResponse;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::ConfigBag;
use aws_smithy_types::error::ErrorMetadata;
use aws_smithy_types::error::metadata::Builder;
use bytes::Bytes;

use crate::refused::Refused;
use crate::xml::{Document, Malformed};

/// Reads no more of an answer than whether it tells of an error.
#[derive(Debug, Default)]
pub struct Raw {
    /// Whether the answer's head is wanted too.
    pub with_head: bool,
}

/// What came back.
#[derive(Debug)]
pub struct Received {
    pub status: u16,
    pub head: Vec<(String, String)>,
    pub body: Bytes,
}

impl Received {
    #[must_use]
    pub fn of(response: &HttpResponse, with_head: bool) -> Self {
        Self {
            status: response.status().as_u16(),
            head: if with_head { head(response) } else { Vec::new() },
            body: Bytes::copy_from_slice(response.body().bytes().unwrap_or_default()),
        }
    }
}

/// An action of the Query API, written out.
#[derive(Clone, Debug)]
pub struct Form {
    pub path: String,
    /// `Action=...&Version=...` and the parameters, encoded.
    pub body: String,
}

impl Form {
    /// The request that sends it.
    ///
    /// # Errors
    ///
    /// When the path is none.
    pub fn request(self) -> Result<HttpRequest, BoxError> {
        let request = http::Request::post(self.path)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("content-length", self.body.len())
            .body(SdkBody::from(self.body))?;
        Ok(HttpRequest::try_from(request)?)
    }
}

impl DeserializeResponse for Raw {
    fn deserialize_nonstreaming_with_config(
        &self,
        response: &HttpResponse,
        _: &ConfigBag,
    ) -> Result<context::Output, OrchestratorError<context::Error>> {
        let body = response.body().bytes().unwrap_or_default();
        if !response.status().is_success() {
            return Err(OrchestratorError::operation(context::Error::erase(Refused::new(metadata(body)))));
        }
        Ok(context::Output::erase(Received::of(response, self.with_head)))
    }
}

/// The head's fields.
#[must_use]
pub fn head(response: &HttpResponse) -> Vec<(String, String)> {
    response.headers().iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// Code and message of an error document: what decides whether a call is tried again.
#[must_use]
pub fn metadata(body: &[u8]) -> ErrorMetadata {
    let mut found = ErrorMetadata::builder();
    // What cannot be read has no code: the status alone decides then.
    let _ = read_metadata(&mut Document::new(body), &mut found);
    found.build()
}

fn read_metadata(document: &mut Document<'_>, found: &mut Builder) -> Result<(), Malformed> {
    while let Some(element) = document.child()? {
        match element {
            b"Code" => *found = std::mem::take(found).code(document.text()?),
            b"Message" => *found = std::mem::take(found).message(document.text()?),
            b"ErrorResponse" | b"Response" | b"Errors" | b"Error" => read_metadata(document, found)?,
            _ => document.skip()?,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_document_gives_its_code() {
        let body =
            b"<ErrorResponse><Error><Type>Sender</Type>\n<Code>Throttling</Code><Message>Rate exceeded</Message>\
                     </Error><RequestId>r</RequestId></ErrorResponse>";
        let metadata = metadata(body);
        assert_eq!(metadata.code(), Some("Throttling"));
        assert_eq!(metadata.message(), Some("Rate exceeded"));
    }

    #[test]
    fn what_is_no_document_gives_no_code() {
        for body in [&b""[..], b"<html><body>503", b"plain", b"\xff\xfe<", b"<Code>"] {
            assert_eq!(metadata(body).code(), None);
        }
    }
}
