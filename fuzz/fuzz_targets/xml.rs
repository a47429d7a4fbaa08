//! XML documents, read as the decoder does.
#![no_main]

use libfuzzer_sys::fuzz_target;
use reboto_core::protocol::xml::{Content, Document, Malformed};

/// Reads an unknown element, and returns the number of its elements.
fn read(document: &mut Document<'_>, skip: &mut impl FnMut() -> bool) -> Result<usize, Malformed> {
    let mut seen = 0;
    while document.child()?.is_some() {
        seen += 1;
        if skip() {
            document.skip()?;
            continue;
        }
        match document.content()? {
            Content::Text(text) => assert!(text.len() < usize::MAX),
            Content::Children => seen += read(document, skip)?,
        }
    }
    Ok(seen)
}

fuzz_target!(|bytes: &[u8]| {
    // The first byte selects the elements to skip.
    let Some((pattern, document)) = bytes.split_first() else { return };
    let mut turn = 0_u32;
    let mut skip = || {
        turn = turn.wrapping_add(1);
        pattern >> (turn % 8) & 1 == 1
    };
    let mut walk = Document::new(document);
    if let Ok(seen) = read(&mut walk, &mut skip) {
        assert!(seen <= document.len());
        // At the end, it stays at the end.
        assert!(matches!(walk.child(), Ok(None) | Err(_)));
    }
});
