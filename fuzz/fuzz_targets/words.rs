//! What is told of requests and answers: CBOR and XML for the log, times as text.
#![no_main]

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_types::body::SdkBody;
use libfuzzer_sys::fuzz_target;
use reboto_core::clock::{Clock, instant};
use reboto_core::{cbor, moments, told};

fn answer(kind: &str, bytes: &[u8]) -> HttpResponse {
    let made = http::Response::builder().header("content-type", kind).body(SdkBody::from(bytes));
    HttpResponse::try_from(made.expect("a head of ours")).expect("a head of ours")
}

/// Reads all items, in the order in which a page's reader may ask for them.
fn walk(bytes: &[u8]) {
    let mut items = cbor::Items::new(bytes);
    let mut turn = 0_usize;
    while !items.ended() {
        turn += 1;
        assert!(turn <= bytes.len(), "an item takes a byte at the least");
        let short = items.short_text().is_some() || items.double().is_some() || items.time().is_some();
        let read = short || if turn.is_multiple_of(3) { items.skip().is_some() } else { items.item().is_some() };
        if !read {
            return;
        }
    }
}

fuzz_target!(|bytes: &[u8]| {
    walk(bytes);
    let shown = cbor::shown(bytes);
    let mut lifted = bytes.to_vec();
    moments::lift(&mut lifted);
    // A time is lifted where it stands: the document keeps its shape.
    assert_eq!(lifted.len(), bytes.len());
    assert_eq!(cbor::shown(&lifted).is_some(), shown.is_some());
    for kind in ["text/xml", "application/cbor", "application/x-www-form-urlencoded", "text/plain"] {
        let words = told::answer(&answer(kind, bytes), true);
        // A value is hidden up to what no Base64 holds.
        let first = |after: &str| after.trim_start_matches(' ').chars().next();
        let bare = |after: &str| first(after).is_some_and(|sign| sign.is_ascii_alphanumeric());
        assert!(!words.split("<UserData>").skip(1).any(bare), "{words}");
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        let _ = Clock::read(text);
        if let Some(time) = instant(text) {
            let _ = Clock::at(time.secs(), time.subsec_nanos()).to_string();
        }
    }
    if let Some((seconds, _)) = bytes.split_first_chunk() {
        let _ = Clock::at(i64::from_le_bytes(*seconds), 999_999_999).to_string();
    }
});
