//! CBOR documents as text, for the log.

use std::fmt::Write;

use crate::protocol::cbor::{DEEPEST, Item, Items};

/// A document as JSON would have it, or None if it is not well-formed. Of a text that is longer
/// than `most` bytes the beginning.
#[must_use]
pub fn shown(document: &[u8], most: usize) -> Option<String> {
    let mut shown = Shown { items: Items::new(document), text: String::new(), most };
    shown.item(DEEPEST)?;
    shown.items.ended().then_some(shown.text)
}

/// A document that is being written down.
struct Shown<'a> {
    items: Items<'a>,
    text: String,
    most: usize,
}

impl Shown<'_> {
    fn item(&mut self, depth: u32) -> Option<()> {
        let depth = depth.checked_sub(1)?;
        let text = &mut self.text;
        match self.items.item()? {
            Item::Whole(number) => write!(text, "{number}").ok()?,
            Item::Real(real) | Item::Time(real) => write!(text, "{real}").ok()?,
            Item::Flag(flag) => write!(text, "{flag}").ok()?,
            Item::Nothing => text.push_str("null"),
            Item::Text(string) => write!(text, "{:?}", &string[..string.floor_char_boundary(self.most)]).ok()?,
            Item::Bytes(bytes) => {
                write!(text, "b\"{}\"", bytes[..bytes.len().min(self.most)].escape_ascii()).ok()?;
            }
            Item::List(left) => self.container(('[', ']'), left, depth, Self::item)?,
            Item::Map(left) => self.container(('{', '}'), left, depth, Self::pair)?,
        }
        Some(())
    }

    fn pair(&mut self, depth: u32) -> Option<()> {
        self.item(depth)?;
        self.text.push_str(": ");
        self.item(depth)
    }

    /// Writes the entries of a container; steps over those that begin beyond the limit.
    fn container(
        &mut self,
        (open, close): (char, char),
        mut left: Option<u64>,
        depth: u32,
        entry: fn(&mut Self, u32) -> Option<()>,
    ) -> Option<()> {
        self.text.push(open);
        let mut first = true;
        while self.items.goes_on(&mut left) {
            if self.text.len() > self.most {
                let before = self.text.len();
                entry(self, depth)?;
                self.text.truncate(before);
                continue;
            }
            if !first {
                self.text.push_str(", ");
            }
            first = false;
            entry(self, depth)?;
        }
        self.text.push(close);
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_shown_as_json_would_have_it() {
        let document =
            b"\xbfiNamespacegAWS/EC2fPeriod\x18\x3cfLowest\x29eThere\xf5eNames\x82aa\xc1\xfb\x3f\xf8\0\0\0\0\0\0\xff";
        let shown = shown(document, 1000).expect("a document");
        assert_eq!(
            shown,
            r#"{"Namespace": "AWS/EC2", "Period": 60, "Lowest": -10, "There": true, "Names": ["a", 1.5]}"#
        );
    }

    #[test]
    fn what_is_no_document_is_not_shown() {
        for bytes in [&b""[..], b"\xbf", b"\xa1aa", b"\x63ab", b"\x61\xff", b"\x00\x00", b"\x1c", b"\xff", b"\x9b"] {
            assert_eq!(shown(bytes, 1000), None, "{bytes:?}");
        }
        assert_eq!(shown(&[0x81; 1000], 1000), None);
    }

    #[test]
    fn a_length_that_is_a_lie_takes_no_memory() {
        assert_eq!(shown(b"\x9b\xff\xff\xff\xff\xff\xff\xff\xff\x00", 1000), None);
        assert_eq!(shown(b"\x7b\xff\xff\xff\xff\xff\xff\xff\xff", 1000), None);
    }
}
