//! CBOR documents, read as pages are and as text, and their times lifted.
#![no_main]

use libfuzzer_sys::fuzz_target;
use reboto_core::protocol::cbor::{Item, Items};
use reboto_core::protocol::cbor_text::shown;
use reboto_core::protocol::timestamp_rounding;

/// Reads all items, in the order in which a page's reader may ask for them.
fn walk(bytes: &[u8]) {
    let mut items = Items::new(bytes);
    let mut turn = 0_usize;
    while !items.ended() {
        turn += 1;
        assert!(turn <= bytes.len(), "an item takes a byte at the least");
        let before = items.clone();
        let short = items.short_text().is_some() || items.double().is_some() || items.time().is_some();
        let read = short || if turn.is_multiple_of(3) { items.skip().is_some() } else { items.item().is_some() };
        if !read {
            return;
        }
        let written = items.since(&before);
        assert!(!written.is_empty() && before.clone().follows(written));
    }
}

/// Goes through maps and lists as the reader of a page does; no deeper than pages are.
fn page(items: &mut Items<'_>, depth: u32) -> Option<()> {
    let (mut left, each) = match items.item()? {
        Item::List(left) => (left, 1),
        Item::Map(left) => (left, 2),
        _ => return Some(()),
    };
    while items.goes_on(&mut left) {
        for _ in 0..each {
            if depth == 0 { items.skip()? } else { page(items, depth - 1)? }
        }
    }
    Some(())
}

fuzz_target!(|bytes: &[u8]| {
    walk(bytes);
    let whole = Items::new(bytes).skip();
    page(&mut Items::new(bytes), 5);
    let text = shown(bytes, 10_000);
    assert!(text.is_none() || whole.is_some());
    let mut lifted = bytes.to_vec();
    timestamp_rounding::lift(&mut lifted);
    // A time is lifted where it stands: the document keeps its shape.
    assert_eq!(lifted.len(), bytes.len());
    assert_eq!(shown(&lifted, 10_000).is_some(), text.is_some());
});
