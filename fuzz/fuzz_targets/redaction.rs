//! Responses as text for the log and for errors, without their secrets.
#![no_main]

use std::sync::LazyLock;

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_types::body::SdkBody;
use libfuzzer_sys::fuzz_target;
use reboto_core::redaction::registry::ActiveSecrets;
use reboto_core::redaction::log_format;

fn response(kind: &str, bytes: &[u8]) -> HttpResponse {
    let made = http::Response::builder().header("content-type", kind).body(SdkBody::from(bytes));
    HttpResponse::try_from(made.expect("valid headers")).expect("valid headers")
}

/// A secret that is in use, so that texts are searched for it.
static SECRET: LazyLock<ActiveSecrets> = LazyLock::new(|| ActiveSecrets::of(["wJalrXUtnFEMI/K7MDENG+bPxRfi"]));

fuzz_target!(|bytes: &[u8]| {
    LazyLock::force(&SECRET);
    for kind in ["text/xml", "application/cbor", "application/x-www-form-urlencoded", "text/plain"] {
        let words = log_format::response(&response(kind, bytes), true);
        // A value is redacted up to the first character that is not Base64.
        let first = |after: &str| after.trim_start_matches(' ').chars().next();
        let bare = |after: &str| first(after).is_some_and(|sign| sign.is_ascii_alphanumeric());
        assert!(!words.split("<UserData>").skip(1).any(bare), "{words}");
        assert!(words.len() < 110_000, "{}", words.len());
    }
    for most in [0, 10, 10_000] {
        for words in [log_format::text(bytes, most), log_format::cbor(bytes, most)] {
            assert!(words.len() < most + 40, "{words}");
        }
    }
});
