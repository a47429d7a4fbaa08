//! Times as text and as numbers.
#![no_main]

use libfuzzer_sys::fuzz_target;
use reboto_core::protocol::timestamp::{Clock, instant};

fuzz_target!(|bytes: &[u8]| {
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
