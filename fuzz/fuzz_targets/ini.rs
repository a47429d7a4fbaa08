//! The shared credentials and config files.
#![no_main]

use libfuzzer_sys::fuzz_target;
use reboto_core::credentials::shared_files::ini::Ini;

fuzz_target!(|bytes: &[u8]| {
    let file = Ini::read(bytes);
    let lines = bytes.len() + 1;
    for section in file.sections.iter().chain([&file.defaults]) {
        assert!(section.line <= lines);
        for value in section.options.values() {
            assert!(value.line <= lines && value.text.len() <= 2 * bytes.len());
        }
    }
});
