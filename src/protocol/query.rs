//! The Query protocol: form-encoded requests and XML error documents.

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::error::ErrorMetadata;
use aws_smithy_types::error::metadata::Builder;

use crate::protocol::xml::{Document, Malformed};

/// A serialized action of the Query API.
#[derive(Clone, Debug)]
pub struct QueryRequest {
    pub path: String,
    /// `Action=...&Version=...` and the parameters, form-encoded.
    pub body: String,
}

impl QueryRequest {
    /// The HTTP request.
    ///
    /// # Errors
    ///
    /// If the path is invalid.
    pub fn request(self) -> Result<HttpRequest, BoxError> {
        let request = http::Request::post(self.path)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("content-length", self.body.len())
            .body(SdkBody::from(self.body))?;
        Ok(HttpRequest::try_from(request)?)
    }
}

/// Code and message of an error document. They decide whether a call is retried.
#[must_use]
pub fn error_metadata(body: &[u8]) -> ErrorMetadata {
    let mut found = ErrorMetadata::builder();
    // A malformed document has no code; then the HTTP status decides.
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

/// An error document of the Query API. Scripts search it for the code. `members` are the elements
/// of the error's other members.
#[must_use]
pub fn error_document(
    code: Option<&str>,
    message: Option<&str>,
    members: &str,
    status: u16,
    request_id: Option<&str>,
) -> String {
    use quick_xml::escape::escape;
    let side = if status < 500 { "Sender" } else { "Receiver" };
    format!(
        "<ErrorResponse xmlns=\"http://monitoring.amazonaws.com/doc/2010-08-01/\">\n  <Error>\n    \
         {members}<Type>{side}</Type>\n    <Code>{}</Code>\n    <Message>{}</Message>\n  </Error>\n  \
         <RequestId>{}</RequestId>\n</ErrorResponse>\n",
        escape(code.unwrap_or("UnknownError")),
        escape(message.unwrap_or_default()),
        escape(request_id.unwrap_or_default()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_document_escapes_the_message() {
        let document = error_document(Some("Oops"), Some("a < b & c"), "<Path>a</Path>", 400, Some("r-1"));
        assert!(document.contains("<Message>a &lt; b &amp; c</Message>"), "{document}");
        assert!(document.contains("<Path>a</Path>"), "{document}");
        assert!(document.contains("<Type>Sender</Type>"), "{document}");
        assert!(document.contains("<RequestId>r-1</RequestId>"), "{document}");
    }

    #[test]
    fn a_server_error_has_the_type_receiver() {
        assert!(error_document(None, None, "", 503, None).contains("<Type>Receiver</Type>"));
    }

    #[test]
    fn an_error_document_has_code_and_message() {
        let body =
            b"<ErrorResponse><Error><Type>Sender</Type>\n<Code>Throttling</Code><Message>Rate exceeded</Message>\
                     </Error><RequestId>r</RequestId></ErrorResponse>";
        let metadata = error_metadata(body);
        assert_eq!(metadata.code(), Some("Throttling"));
        assert_eq!(metadata.message(), Some("Rate exceeded"));
    }

    #[test]
    fn a_malformed_document_has_no_code() {
        for body in [&b""[..], b"<html><body>503", b"plain", b"\xff\xfe<", b"<Code>"] {
            assert_eq!(error_metadata(body).code(), None);
        }
    }
}
