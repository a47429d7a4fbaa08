//! A pull parser for CBOR documents.
//!
//! `minicbor` decodes the items. This module adds a limit on nesting, and comparisons with
//! expected bytes (decision 007).

use std::borrow::Cow;

use minicbor::Decoder;
use minicbor::data::{IanaTag, Type};
use minicbor::decode::Error;

/// Maximum nesting of arrays, maps and tags. AWS's documents have fewer than ten levels.
pub(super) const MAX_DEPTH: u32 = 32;

/// An item. The items in a container follow it.
#[derive(Clone, Debug, PartialEq)]
pub enum Item<'a> {
    Integer(i128),
    Float(f64),
    Bool(bool),
    Null,
    Text(Cow<'a, str>),
    Bytes(Cow<'a, [u8]>),
    /// Seconds since 1970.
    Time(f64),
    /// A list: its number of items, or `None` if a break ends it.
    List(Option<u64>),
    /// A map: its number of pairs, or `None` if a break ends it.
    Map(Option<u64>),
}

impl Item<'_> {
    /// The item's type, for errors.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Integer(_) | Self::Float(_) => "a number",
            Self::Bool(_) => "true or false",
            Self::Null => "null",
            Self::Text(_) => "a text",
            Self::Bytes(_) => "a string of bytes",
            Self::Time(_) => "a time",
            Self::List(_) => "a list",
            Self::Map(_) => "a map",
        }
    }
}

/// A document and a position in it. Methods return `None` if the document is not well-formed.
#[derive(Clone)]
pub struct Items<'a>(Decoder<'a>);

impl<'a> Items<'a> {
    #[must_use]
    pub fn new(document: &'a [u8]) -> Self {
        Self(Decoder::new(document))
    }

    /// The bytes after the position.
    fn rest(&self) -> &'a [u8] {
        self.0.input().get(self.0.position()..).unwrap_or_default()
    }

    fn step(&mut self, count: usize) {
        self.0.set_position(self.0.position() + count);
    }

    /// Whether the position is at the end.
    #[must_use]
    pub fn is_at_end(&self) -> bool {
        self.rest().is_empty()
    }

    /// The next item. Tags other than the one for times are ignored.
    pub fn item(&mut self) -> Option<Item<'a>> {
        // Most items are short texts.
        if let Some(text) = self.short_text() {
            return Some(Item::Text(Cow::Borrowed(std::str::from_utf8(text).ok()?)));
        }
        self.decode().ok().flatten()
    }

    fn decode(&mut self) -> Result<Option<Item<'a>>, Error> {
        let decoder = &mut self.0;
        for _ in 0..MAX_DEPTH {
            let item = match decoder.datatype()? {
                Type::String => Item::Text(Cow::Borrowed(decoder.str()?)),
                Type::U8 | Type::U16 | Type::U32 | Type::U64 => Item::Integer(decoder.u64()?.into()),
                Type::I8 | Type::I16 | Type::I32 | Type::I64 | Type::Int => Item::Integer(decoder.int()?.into()),
                Type::F16 | Type::F32 | Type::F64 => Item::Float(decoder.f64()?),
                Type::Bool => Item::Bool(decoder.bool()?),
                Type::Null => {
                    decoder.null()?;
                    Item::Null
                }
                Type::Undefined => {
                    decoder.undefined()?;
                    Item::Null
                }
                Type::StringIndef => Item::Text(Cow::Owned(decoder.str_iter()?.collect::<Result<_, _>>()?)),
                Type::Bytes => Item::Bytes(Cow::Borrowed(decoder.bytes()?)),
                Type::BytesIndef => {
                    let mut whole = Vec::new();
                    for chunk in decoder.bytes_iter()? {
                        whole.extend_from_slice(chunk?);
                    }
                    Item::Bytes(Cow::Owned(whole))
                }
                Type::Array | Type::ArrayIndef => Item::List(decoder.array()?),
                Type::Map | Type::MapIndef => Item::Map(decoder.map()?),
                Type::Tag if decoder.tag()? == IanaTag::Timestamp.tag() => return Ok(self.seconds()?.map(Item::Time)),
                Type::Tag => continue,
                Type::Simple | Type::Break | Type::Unknown(_) => return Ok(None),
            };
            return Ok(Some(item));
        }
        Ok(None)
    }

    /// The number after a time's tag. Further tags are rejected.
    fn seconds(&mut self) -> Result<Option<f64>, Error> {
        let decoder = &mut self.0;
        Ok(match decoder.datatype()? {
            Type::F16 | Type::F32 | Type::F64 => Some(decoder.f64()?),
            #[expect(clippy::cast_precision_loss, reason = "a time's seconds have no more than 53 bits")]
            Type::U8 | Type::U16 | Type::U32 | Type::U64 | Type::I8 | Type::I16 | Type::I32 | Type::I64 | Type::Int => {
                Some(i128::from(decoder.int()?) as f64)
            }
            _ => None,
        })
    }

    /// Skips these bytes if they are next. Returns whether they were.
    pub fn skip_bytes(&mut self, bytes: &[u8]) -> bool {
        let follows = self.rest().starts_with(bytes);
        if follows {
            self.step(bytes.len());
        }
        follows
    }

    /// Reads the doubles between expected pieces of bytes. Returns false, without moving, if the
    /// bytes differ.
    pub fn template_numbers(&mut self, pieces: &[&[u8]], numbers: &mut Vec<f64>) -> bool {
        numbers.clear();
        let before = self.rest();
        let mut rest = before;
        for (at, piece) in pieces.iter().enumerate() {
            if at > 0 {
                let Some((bytes, after)) = rest.split_first_chunk() else { return false };
                numbers.push(f64::from_be_bytes(*bytes));
                rest = after;
            }
            let Some(after) = rest.strip_prefix(*piece) else { return false };
            rest = after;
        }
        self.step(before.len() - rest.len());
        true
    }

    /// The bytes between an earlier position and this one.
    #[must_use]
    pub fn bytes_since(&self, before: &Self) -> &'a [u8] {
        self.0.input().get(before.0.position()..self.0.position()).unwrap_or_default()
    }

    /// The next item's bytes, if it is a text shorter than 24 bytes, as names are.
    pub fn short_text(&mut self) -> Option<&'a [u8]> {
        let (first, rest) = self.rest().split_first()?;
        let length = first.checked_sub(0x60).filter(|length| *length < 24)?.into();
        let text = rest.get(..length)?;
        self.step(1 + length);
        Some(text)
    }

    /// The next item, if it is a 64-bit float, as statistics are.
    pub fn double(&mut self) -> Option<f64> {
        let bytes = self.rest().strip_prefix(&[0xfb])?.first_chunk()?;
        self.step(9);
        Some(f64::from_be_bytes(*bytes))
    }

    /// The next item's seconds, if it is a time with a 64-bit float.
    pub fn time(&mut self) -> Option<f64> {
        let bytes = self.rest().strip_prefix(&[0xc1, 0xfb])?.first_chunk()?;
        self.step(10);
        Some(f64::from_be_bytes(*bytes))
    }

    /// Whether a container has another entry. Updates the number of entries left or skips the break.
    pub fn has_next(&mut self, left: &mut Option<u64>) -> bool {
        match left {
            None => !self.skip_bytes(&[0xff]),
            Some(0) => false,
            Some(left) => {
                *left -= 1;
                true
            }
        }
    }

    /// Skips the next item with its contents.
    pub fn skip(&mut self) -> Option<()> {
        self.skip_within(MAX_DEPTH)
    }

    fn skip_within(&mut self, depth: u32) -> Option<()> {
        let depth = depth.checked_sub(1)?;
        let (mut left, each) = match self.item()? {
            Item::List(length) => (length, 1),
            Item::Map(length) => (length, 2),
            _ => return Some(()),
        };
        while self.has_next(&mut left) {
            for _ in 0..each {
                self.skip_within(depth)?;
            }
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn only(document: &[u8]) -> Option<Item<'_>> {
        let mut items = Items::new(document);
        let item = items.item()?;
        items.is_at_end().then_some(item)
    }

    #[test]
    fn numbers_of_every_width_are_read() {
        for (document, value) in [
            (&b"\x17"[..], 23),
            (b"\x18\xff", 255),
            (b"\x19\x01\x00", 256),
            (b"\x1a\x00\x01\x00\x00", 65_536),
            (b"\x1b\xff\xff\xff\xff\xff\xff\xff\xff", u64::MAX.into()),
            (b"\x20", -1),
            (b"\x3b\xff\xff\xff\xff\xff\xff\xff\xff", -1 - i128::from(u64::MAX)),
        ] {
            assert_eq!(only(document), Some(Item::Integer(value)));
        }
        // RFC 8949, appendix A.
        for (document, value) in [
            (&b"\xf9\x3e\x00"[..], 1.5),
            (b"\xf9\x7b\xff", 65_504.0),
            (b"\xf9\x00\x01", 5.960_464_477_539_063e-8),
            (b"\xf9\x04\x00", 0.000_061_035_156_25),
            (b"\xf9\xc4\x00", -4.0),
            (b"\xf9\x7c\x00", f64::INFINITY),
            (b"\xfa\x47\xc3\x50\x00", 100_000.0),
            (b"\xfb\x3f\xf1\x99\x99\x99\x99\x99\x9a", 1.1),
        ] {
            assert_eq!(only(document), Some(Item::Float(value)));
        }
    }

    #[test]
    fn times_are_whole_or_fractional_seconds() {
        assert_eq!(only(b"\xc1\x1a\x51\x4b\x67\xb0"), Some(Item::Time(1_363_896_240.0)));
        assert_eq!(only(b"\xc1\xfb\x41\xd4\x52\xd9\xec\x20\x00\x00"), Some(Item::Time(1_363_896_240.5)));
        assert_eq!(only(b"\xc1\x61\x31"), None);
    }

    #[test]
    fn strings_are_read_with_and_without_chunks() {
        assert_eq!(only(b"\x62ab"), Some(Item::Text("ab".into())));
        assert_eq!(only(b"\x7f\x61a\x61b\xff"), Some(Item::Text("ab".into())));
        assert_eq!(only(b"\x5f\x41a\x41b\xff"), Some(Item::Bytes(b"ab".as_slice().into())));
        assert_eq!(only(b"\x7f\x41a\xff"), None);
        assert_eq!(only(b"\x7f\x61a"), None);
    }

    #[test]
    fn fast_paths_read_the_frequent_forms_only() {
        let document = b"\x62ab\xfb\x3f\xf8\0\0\0\0\0\0\xc1\xfb\x3f\xf8\0\0\0\0\0\0\x01";
        let mut items = Items::new(document);
        assert_eq!((items.double(), items.time()), (None, None));
        assert_eq!(items.short_text(), Some(&b"ab"[..]));
        assert_eq!((items.short_text(), items.time()), (None, None));
        assert_eq!(items.double(), Some(1.5));
        assert_eq!((items.short_text(), items.double()), (None, None));
        assert_eq!(items.time(), Some(1.5));
        assert_eq!((items.short_text(), items.double(), items.time()), (None, None, None));
        assert_eq!(items.item(), Some(Item::Integer(1)));
        for cut in [&b"\x62a"[..], b"\xfb\x3f", b"\xc1\xfb\x3f", b"\x77"] {
            let mut items = Items::new(cut);
            assert_eq!((items.short_text(), items.double(), items.time()), (None, None, None));
        }
    }

    #[test]
    fn only_expected_bytes_are_skipped() {
        let mut items = Items::new(b"\x62ab\x01");
        let before = items.clone();
        assert!(!items.skip_bytes(b"\x62ac"));
        assert!(!items.skip_bytes(b"\x62ab\x01\x02"));
        assert_eq!(items.bytes_since(&before), b"");
        assert!(items.skip_bytes(b"\x62ab"));
        assert_eq!(items.bytes_since(&before), b"\x62ab");
        assert_eq!(before.bytes_since(&items), b"");
        assert_eq!(items.item(), Some(Item::Integer(1)));
    }

    #[test]
    fn all_or_no_numbers_of_a_template_are_read() {
        let number = |number: f64| number.to_be_bytes();
        let document = [b"\xa2aa\xfb", &number(1.5)[..], b"ab\xc1\xfb", &number(-2.5), b"\x01"].concat();
        let pieces: [&[u8]; 3] = [b"\xa2aa\xfb", b"ab\xc1\xfb", b""];
        let (mut items, mut numbers) = (Items::new(&document), vec![7.0]);
        assert!(items.template_numbers(&pieces, &mut numbers));
        assert_eq!(numbers, [1.5, -2.5]);
        assert_eq!(items.item(), Some(Item::Integer(1)));
        let others: [[&[u8]; 3]; 3] =
            [[b"\xa2ab\xfb", pieces[1], b""], [pieces[0], b"ac\xc1\xfb", b""], [pieces[0], pieces[1], b"\x02"]];
        for other in others {
            let mut items = Items::new(&document);
            assert!(!items.template_numbers(&other, &mut numbers));
            assert_eq!(items.rest(), document);
        }
        for cut in 1..document.len() {
            assert!(!Items::new(&document[..cut - 1]).template_numbers(&pieces, &mut numbers), "{cut}");
        }
    }

    #[test]
    fn an_item_is_skipped_with_its_contents() {
        for document in
            [&b"\x82\x01\xbf\x61a\x80\x61b\x9f\x02\xff\xff\x61z"[..], b"\xa1\x61a\x81\xc1\x01\x61z", b"\xf6\x61z"]
        {
            let mut items = Items::new(document);
            assert_eq!(items.skip(), Some(()));
            assert_eq!(items.item(), Some(Item::Text("z".into())));
        }
        assert_eq!(Items::new(b"\x82\x01").skip(), None);
        assert_eq!(Items::new(&[0x81; 1000]).skip(), None);
    }
}
