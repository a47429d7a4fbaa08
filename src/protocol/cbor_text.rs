//! CBOR documents as text, for the log.

use std::fmt::Write;

use crate::protocol::cbor::{Item, Items, MAX_DEPTH};

/// A document in a JSON-like form, or `None` if it is not well-formed. Shortened to about `most` bytes.
#[must_use]
pub fn format(document: &[u8], most: usize) -> Option<String> {
    let mut shown = Formatter { items: Items::new(document), text: String::new(), most };
    shown.item(MAX_DEPTH)?;
    shown.items.is_at_end().then_some(shown.text)
}

/// The state of the formatting of a document.
struct Formatter<'a> {
    items: Items<'a>,
    text: String,
    most: usize,
}

impl Formatter<'_> {
    fn item(&mut self, depth: u32) -> Option<()> {
        let depth = depth.checked_sub(1)?;
        let text = &mut self.text;
        match self.items.item()? {
            Item::Integer(number) => write!(text, "{number}").ok()?,
            Item::Float(real) | Item::Time(real) => write!(text, "{real}").ok()?,
            Item::Bool(flag) => write!(text, "{flag}").ok()?,
            Item::Null => text.push_str("null"),
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

    /// Writes the entries of a container. Entries beyond the limit are decoded but not written.
    fn container(
        &mut self,
        (open, close): (char, char),
        mut left: Option<u64>,
        depth: u32,
        entry: fn(&mut Self, u32) -> Option<()>,
    ) -> Option<()> {
        self.text.push(open);
        let mut first = true;
        while self.items.has_next(&mut left) {
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
    fn a_document_is_formatted_like_json() {
        let document =
            b"\xbfiNamespacegAWS/EC2fPeriod\x18\x3cfLowest\x29eThere\xf5eNames\x82aa\xc1\xfb\x3f\xf8\0\0\0\0\0\0\xff";
        let shown = format(document, 1000).expect("a document");
        assert_eq!(
            shown,
            r#"{"Namespace": "AWS/EC2", "Period": 60, "Lowest": -10, "There": true, "Names": ["a", 1.5]}"#
        );
    }

    #[test]
    fn malformed_documents_are_not_formatted() {
        for bytes in [&b""[..], b"\xbf", b"\xa1aa", b"\x63ab", b"\x61\xff", b"\x00\x00", b"\x1c", b"\xff", b"\x9b"] {
            assert_eq!(format(bytes, 1000), None, "{bytes:?}");
        }
        assert_eq!(format(&[0x81; 1000], 1000), None);
    }

    #[test]
    fn a_false_length_allocates_no_memory() {
        assert_eq!(format(b"\x9b\xff\xff\xff\xff\xff\xff\xff\xff\x00", 1000), None);
        assert_eq!(format(b"\x7b\xff\xff\xff\xff\xff\xff\xff\xff", 1000), None);
    }
}
