//! Error documents of the Query API: their code and message, and what is kept of them.
#![no_main]

use libfuzzer_sys::fuzz_target;
use reboto_core::protocol::query::error_metadata;
use reboto_core::redaction::log_format;

fuzz_target!(|bytes: &[u8]| {
    let metadata = error_metadata(bytes);
    for text in [metadata.code(), metadata.message()].into_iter().flatten() {
        assert!(text.len() <= bytes.len());
        let _ = log_format::shortened(text, 1_000, text.len());
    }
    assert!(log_format::text(bytes, 10_000).len() < 10_040);
});
