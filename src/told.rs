//! Requests and answers in words for the log, without their secrets.

use std::fmt::Write;

use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::http::Headers;

use crate::cbor;

const HIDDEN: &str = "***";
/// What of a longer body is left out.
const LONGEST: usize = 100_000;

/// A request: its line, its head and its body.
#[must_use]
pub fn request(request: &HttpRequest) -> String {
    let content = request.body().bytes().unwrap_or_default();
    format!(
        "{} {} {{{}}} {}",
        request.method(),
        request.uri(),
        head(request.headers()),
        body(request.headers(), content)
    )
}

/// An answer: its status and its head, with its body where that is wanted.
#[must_use]
pub fn answer(response: &HttpResponse, with_body: bool) -> String {
    let mut told = format!("{} {{{}}}", response.status().as_u16(), head(response.headers()));
    if with_body {
        told.push(' ');
        told.push_str(&body(response.headers(), response.body().bytes().unwrap_or_default()));
    }
    told
}

/// A field of the head that says who sends it.
#[must_use]
pub fn is_secret(field: &str) -> bool {
    ["authorization", "proxy-authorization", "x-amz-security-token", "cookie", "set-cookie"]
        .iter()
        .any(|secret| field.eq_ignore_ascii_case(secret))
}

fn head(fields: &Headers) -> String {
    let mut told = String::new();
    for (name, value) in fields {
        let separator = if told.is_empty() { "" } else { ", " };
        let value = if is_secret(name) { HIDDEN } else { value };
        // Writing to a string does not fail.
        let _ = write!(told, "{separator}{name}: {value}");
    }
    told
}

fn body(fields: &Headers, content: &[u8]) -> String {
    let kind = fields.get("content-type").unwrap_or_default();
    let told = if kind.contains("cbor") && fields.get("content-encoding").is_none() {
        cbor::shown(content)
    } else {
        std::str::from_utf8(content).ok().map(|text| if kind.contains("form") { form(text) } else { document(text) })
    };
    match told {
        Some(text) if text.len() > LONGEST => {
            format!("{}... ({} bytes)", &text[..text.floor_char_boundary(LONGEST)], content.len())
        }
        Some(text) => text,
        None => format!("({} bytes)", content.len()),
    }
}

/// A form without the instances' user data, which often holds passwords.
fn form(text: &str) -> String {
    let hidden = |pair: &str| match pair.split_once('=') {
        Some((name, _)) if name.ends_with("UserData") => format!("{name}={HIDDEN}"),
        _ => pair.to_owned(),
    };
    text.split('&').map(hidden).collect::<Vec<_>>().join("&")
}

/// An XML document without the instances' user data.
fn document(text: &str) -> String {
    let (open, close) = ("<UserData>", "</UserData>");
    let mut told = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(open) {
        told.extend([before, open, HIDDEN]);
        // Without its end, the rest may be all user data.
        rest = &after[after.find(close).unwrap_or(after.len())..];
    }
    told + rest
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
    fn a_request_is_told_without_its_secrets() {
        let told = sent("application/x-www-form-urlencoded", b"Action=Create&UserData=aHVzaA%3D%3D&Name=a");
        assert!(told.starts_with("POST https://example.com/path {"), "{told}");
        assert!(told.ends_with("Action=Create&UserData=***&Name=a"), "{told}");
        assert!(told.contains("authorization: ***, x-amz-security-token: ***"), "{told}");
        assert!(!told.contains("hush"), "{told}");
    }

    #[test]
    fn a_cbor_body_is_told_in_words() {
        assert!(sent("application/cbor", b"\xa1aa\x01").ends_with(r#"{"a": 1}"#));
        assert!(sent("application/cbor", b"\xa1").ends_with("(1 bytes)"));
    }

    #[test]
    fn what_is_no_text_is_counted() {
        assert!(sent("application/octet-stream", b"\xff\xfe").ends_with("(2 bytes)"));
    }

    #[test]
    fn an_answers_body_is_told_when_wanted_without_user_data() {
        let body = "<a><UserData>aHVzaA==</UserData><b>1</b><UserData>aHVz</UserData></a>";
        let made = http::Response::builder().status(200).header("content-type", "text/xml").body(SdkBody::from(body));
        let response = HttpResponse::try_from(made.expect("an answer")).expect("an answer");
        assert_eq!(answer(&response, false), "200 {content-type: text/xml}");
        let told = answer(&response, true);
        assert!(told.ends_with("<a><UserData>***</UserData><b>1</b><UserData>***</UserData></a>"), "{told}");
    }

    #[test]
    fn user_data_without_an_end_is_hidden_to_the_end() {
        assert_eq!(document("<a><UserData>aHVzaA"), "<a><UserData>***");
    }

    #[test]
    fn a_long_body_is_cut() {
        let long: &'static [u8] = "é".repeat(LONGEST).leak().as_bytes();
        let told = sent("text/plain", long);
        assert!(told.ends_with("... (200000 bytes)") && told.len() < LONGEST + 400, "{}", told.len());
    }
}
