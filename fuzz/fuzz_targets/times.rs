//! Timestamps as text and as numbers.
#![no_main]

use libfuzzer_sys::fuzz_target;
use reboto_core::protocol::timestamp::{Timestamp, parse_iso8601};

fuzz_target!(|bytes: &[u8]| {
    if let Ok(text) = std::str::from_utf8(bytes) {
        let _ = Timestamp::parse(text);
        if let Some(time) = parse_iso8601(text) {
            let _ = Timestamp::from_seconds(time.secs(), time.subsec_nanos()).to_string();
        }
    }
    if let Some((seconds, _)) = bytes.split_first_chunk() {
        let _ = Timestamp::from_seconds(i64::from_le_bytes(*seconds), 999_999_999).to_string();
    }
});
