//! Formats requests and responses for the log, with secrets redacted.

use std::fmt::Write;

use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::http::Headers;

use crate::protocol::cbor_text;
use crate::redaction::names::{REDACTED, is_secret_header, redact_fields};
use crate::redaction::registry::{self, redact_prefix, search_length};

/// Maximum number of bytes of a body in the log.
const LONGEST: usize = 100_000;

/// Formats a request: method, URL, headers and body.
#[must_use]
pub fn request(request: &HttpRequest) -> String {
    let content = request.body().bytes().unwrap_or_default();
    let (headers, body) = (format_headers(request.headers()), format_body(request.headers(), content));
    registry::redact_values(format!("{} {} {{{headers}}} {body}", request.method(), request.uri()))
}

/// Formats a response: status, headers and optionally the body.
#[must_use]
pub fn response(response: &HttpResponse, with_body: bool) -> String {
    let mut text = format!("{} {{{}}}", response.status().as_u16(), format_headers(response.headers()));
    if with_body {
        text.push(' ');
        text.push_str(&format_body(response.headers(), response.body().bytes().unwrap_or_default()));
    }
    registry::redact_values(text)
}

/// The response headers with secrets redacted.
#[must_use]
pub fn redacted_headers(response: &HttpResponse) -> Vec<(String, String)> {
    let redacted = |value: &str| registry::redact(value).into_owned();
    response.headers().iter().map(|(name, value)| (name.to_owned(), redacted(value))).collect()
}

fn format_headers(fields: &Headers) -> String {
    let mut text = String::new();
    for (name, value) in fields {
        let separator = if text.is_empty() { "" } else { ", " };
        let value = if is_secret_header(name) { REDACTED.into() } else { redact_fields(value) };
        // Writing to a string cannot fail.
        let _ = write!(text, "{separator}{name}: {value}");
    }
    text
}

fn format_body(fields: &Headers, content: &[u8]) -> String {
    let kind = fields.get("content-type").unwrap_or_default();
    if kind.contains("cbor") && fields.get("content-encoding").is_none() {
        return cbor(content, LONGEST);
    }
    match std::str::from_utf8(content) {
        Ok(text) => shortened(text, LONGEST, text.len()),
        Err(_) => format!("({} bytes)", content.len()),
    }
}

/// Formats a CBOR document with secrets redacted; a long one is cut and its length added.
#[must_use]
pub fn cbor(document: &[u8], most: usize) -> String {
    match cbor_text::format(document, search_length(most)) {
        Some(text) => shortened(&text, most, document.len()),
        None => format!("({} bytes)", document.len()),
    }
}

/// Formats a document with secrets redacted; a long one is cut and its length added.
#[must_use]
pub fn text(document: &[u8], most: usize) -> String {
    let text = String::from_utf8_lossy(&document[..document.len().min(search_length(most))]);
    shortened(&text, most, document.len())
}

/// The first `most` bytes of a text with secrets redacted, and its length in bytes if it is longer.
#[must_use]
pub fn shortened(text: &str, most: usize, length: usize) -> String {
    let beginning = redact_prefix(text, most);
    if text.len() > most { format!("{beginning}... ({length} bytes)") } else { beginning.into_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_smithy_types::body::SdkBody;

    fn sent(kind: &str, content: &'static [u8]) -> String {
        let made = http::Request::post("https://example.com/path")
            .header("content-type", kind)
            .header("authorization", "AWS4-HMAC-SHA256 Signature=hush")
            .header("X-Amz-Security-Token", "hush")
            .body(SdkBody::from(content));
        request(&HttpRequest::try_from(made.expect("a request")).expect("a request"))
    }

    #[test]
    fn a_request_is_formatted_without_secrets() {
        let text = sent("application/x-www-form-urlencoded", b"Action=Create&UserData=aHVzaA%3D%3D&Name=a");
        assert!(text.starts_with("POST https://example.com/path {"), "{text}");
        assert!(text.ends_with("Action=Create&UserData=***&Name=a"), "{text}");
        assert!(text.contains("authorization: ***, x-amz-security-token: ***"), "{text}");
        assert!(!text.contains("hush"), "{text}");
    }

    #[test]
    fn a_cbor_body_is_formatted_as_text() {
        assert!(sent("application/cbor", b"\xa1aa\x01").ends_with(r#"{"a": 1}"#));
        assert!(sent("application/cbor", b"\xa1").ends_with("(1 bytes)"));
    }

    #[test]
    fn a_binary_body_is_shown_by_its_length() {
        assert!(sent("application/octet-stream", b"\xff\xfe").ends_with("(2 bytes)"));
    }

    #[test]
    fn a_responses_body_is_formatted_without_user_data() {
        let body = "<a><UserData>aHVzaA==</UserData><b>1</b><UserData>aHVz</UserData></a>";
        let made = http::Response::builder().status(200).header("content-type", "text/xml").body(SdkBody::from(body));
        let received = HttpResponse::try_from(made.expect("a response")).expect("a response");
        assert_eq!(response(&received, false), "200 {content-type: text/xml}");
        let text = response(&received, true);
        assert!(text.ends_with("<a><UserData>***</UserData><b>1</b><UserData>***</UserData></a>"), "{text}");
    }

    #[test]
    fn a_long_body_is_cut() {
        let long: &'static [u8] = "é".repeat(LONGEST).leak().as_bytes();
        let text = sent("text/plain", long);
        assert!(text.ends_with("... (200000 bytes)") && text.len() < LONGEST + 400, "{}", text.len());
    }
}
