//! The JSON interface of the simulator: each request has one response of one line.
#![no_main]

use libfuzzer_sys::fuzz_target;
use reboto_core::foresight::respond;

fuzz_target!(|bytes: &[u8]| {
    let response = respond(bytes);
    assert!(response.starts_with("{\"result\":") || response.starts_with("{\"error\":\""), "{response}");
    assert!(response.ends_with('}') && !response.contains('\n'), "{response}");
    assert_eq!(response, respond(bytes));
});
