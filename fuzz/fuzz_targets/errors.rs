//! Error documents of the Query API: their code and message, and what is kept of them.
#![no_main]

use libfuzzer_sys::fuzz_target;
use reboto_core::{raw, told};

fuzz_target!(|bytes: &[u8]| {
    let metadata = raw::metadata(bytes);
    for text in [metadata.code(), metadata.message()].into_iter().flatten() {
        assert!(text.len() <= bytes.len());
        let _ = told::shortened(text, 1_000, text.len());
    }
    assert!(told::text(bytes, 10_000).len() < 10_040);
});
