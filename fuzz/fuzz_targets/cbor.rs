//! CBOR documents: decoded as pages, formatted as text, and with rounded timestamps.
#![no_main]

use libfuzzer_sys::fuzz_target;
use reboto_core::protocol::cbor::{Item, Items};
use reboto_core::protocol::cbor_text::format;

/// Reads all items, with each of the methods that decode a page.
fn walk(bytes: &[u8]) {
    let mut items = Items::new(bytes);
    let mut turn = 0_usize;
    while !items.is_at_end() {
        turn += 1;
        assert!(turn <= bytes.len(), "an item takes at least one byte");
        let before = items.clone();
        let short = items.short_text().is_some() || items.double().is_some() || items.time().is_some();
        let read = short || if turn.is_multiple_of(3) { items.skip().is_some() } else { items.item().is_some() };
        if !read {
            return;
        }
        let written = items.bytes_since(&before);
        assert!(!written.is_empty() && before.clone().skip_bytes(written));
    }
}

/// Reads maps and lists as the decoder of a page does, to a page's depth.
fn page(items: &mut Items<'_>, depth: u32) -> Option<()> {
    let (mut left, each) = match items.item()? {
        Item::List(left) => (left, 1),
        Item::Map(left) => (left, 2),
        _ => return Some(()),
    };
    while items.has_next(&mut left) {
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
    let text = format(bytes, 10_000);
    assert!(text.is_none() || whole.is_some());
});
