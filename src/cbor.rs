//! CBOR documents: their items one after the other, and in words for the log.

use std::borrow::Cow;
use std::fmt::Write;

/// Arrays and maps within each other; what is deeper is no document of AWS's.
const DEEPEST: u32 = 32;

/// An item; what a container holds follows it.
#[derive(Clone, Debug, PartialEq)]
pub enum Item<'a> {
    Whole(i128),
    Real(f64),
    Flag(bool),
    Nothing,
    Text(Cow<'a, str>),
    Bytes(Cow<'a, [u8]>),
    /// Seconds since 1970.
    Time(f64),
    /// A list of so many items, or of those before the next break.
    List(Option<u64>),
    /// A map of so many pairs of items, or of those before the next break.
    Map(Option<u64>),
}

impl Item<'_> {
    /// What it is, in words.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Whole(_) | Self::Real(_) => "a number",
            Self::Flag(_) => "true or false",
            Self::Nothing => "null",
            Self::Text(_) => "a text",
            Self::Bytes(_) => "a string of bytes",
            Self::Time(_) => "a time",
            Self::List(_) => "a list",
            Self::Map(_) => "a map",
        }
    }
}

/// A document's items, read one after the other; None where it is not well-formed.
#[derive(Clone)]
pub struct Items<'a>(&'a [u8]);

impl<'a> Items<'a> {
    #[must_use]
    pub fn new(document: &'a [u8]) -> Self {
        Self(document)
    }

    /// Whether nothing follows.
    #[must_use]
    pub fn ended(&self) -> bool {
        self.0.is_empty()
    }

    fn take(&mut self, count: u64) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(usize::try_from(count).ok()?)?;
        self.0 = rest;
        Some(taken)
    }

    /// The head's kind and the bits below it, and its number; no number begins what ends at a break.
    fn head(&mut self) -> Option<(u8, u8, Option<u64>)> {
        let (&first, rest) = self.0.split_first()?;
        let (kind, short) = (first >> 5, first & 31);
        let number = match short {
            0..24 => {
                self.0 = rest;
                return Some((kind, short, Some(u64::from(short))));
            }
            24 => rest.first_chunk::<1>().map(|bytes| u64::from(bytes[0])),
            25 => rest.first_chunk().map(|bytes| u64::from(u16::from_be_bytes(*bytes))),
            26 => rest.first_chunk().map(|bytes| u64::from(u32::from_be_bytes(*bytes))),
            27 => rest.first_chunk().map(|bytes| u64::from_be_bytes(*bytes)),
            31 => {
                self.0 = rest;
                return Some((kind, short, None));
            }
            _ => None,
        }?;
        self.0 = &rest[1 << (short - 24)..];
        Some((kind, short, Some(number)))
    }

    /// The next item; a tag but that of times says nothing of its own.
    pub fn item(&mut self) -> Option<Item<'a>> {
        loop {
            return Some(match self.head()? {
                (0, _, Some(number)) => Item::Whole(number.into()),
                (1, _, Some(number)) => Item::Whole(-1 - i128::from(number)),
                (2, _, Some(length)) => Item::Bytes(Cow::Borrowed(self.take(length)?)),
                (2, _, None) => Item::Bytes(Cow::Owned(self.chunks(2)?)),
                (3, _, Some(length)) => Item::Text(Cow::Borrowed(std::str::from_utf8(self.take(length)?).ok()?)),
                (3, _, None) => Item::Text(Cow::Owned(String::from_utf8(self.chunks(3)?).ok()?)),
                (4, _, length) => Item::List(length),
                (5, _, length) => Item::Map(length),
                (6, _, Some(1)) => Item::Time(self.number()?),
                (6, _, Some(_)) => continue,
                (7, short, Some(value)) => simple(short, value)?,
                _ => return None,
            });
        }
    }

    /// Steps over these bytes if they are next.
    pub fn follows(&mut self, bytes: &[u8]) -> bool {
        match self.0.strip_prefix(bytes) {
            Some(rest) => {
                self.0 = rest;
                true
            }
            None => false,
        }
    }

    /// Steps over pieces that are known, with a double's eight bytes between each two, if they are next.
    pub fn numbers(&mut self, pieces: &[&[u8]], numbers: &mut Vec<f64>) -> bool {
        numbers.clear();
        let mut rest = self.0;
        for (at, piece) in pieces.iter().enumerate() {
            if at > 0 {
                let Some((bytes, after)) = rest.split_first_chunk() else { return false };
                numbers.push(f64::from_be_bytes(*bytes));
                rest = after;
            }
            let Some(after) = rest.strip_prefix(*piece) else { return false };
            rest = after;
        }
        self.0 = rest;
        true
    }

    /// The bytes that were read since it stood where another does.
    #[must_use]
    pub fn since(&self, before: &Self) -> &'a [u8] {
        &before.0[..before.0.len().saturating_sub(self.0.len())]
    }

    /// The next item's bytes, if it is a text of the shortest form, as names are.
    pub fn short_text(&mut self) -> Option<&'a [u8]> {
        let (first, rest) = self.0.split_first()?;
        let length = first.checked_sub(0x60).filter(|length| *length < 24)?;
        let (text, rest) = rest.split_at_checked(length.into())?;
        self.0 = rest;
        Some(text)
    }

    /// The next item, if it is a double in its longest form, as statistics are.
    pub fn double(&mut self) -> Option<f64> {
        let (bytes, rest) = self.0.strip_prefix(&[0xfb])?.split_first_chunk()?;
        self.0 = rest;
        Some(f64::from_be_bytes(*bytes))
    }

    /// The next item's seconds, if it is a time in its longest form.
    pub fn time(&mut self) -> Option<f64> {
        let (bytes, rest) = self.0.strip_prefix(&[0xc1, 0xfb])?.split_first_chunk()?;
        self.0 = rest;
        Some(f64::from_be_bytes(*bytes))
    }

    /// What a string in pieces is made of.
    fn chunks(&mut self, kind: u8) -> Option<Vec<u8>> {
        let mut whole = Vec::new();
        while !self.breaks() {
            match self.head()? {
                (same, _, Some(length)) if same == kind => whole.extend_from_slice(self.take(length)?),
                _ => return None,
            }
        }
        Some(whole)
    }

    /// The next item, which is a number, as a double.
    fn number(&mut self) -> Option<f64> {
        match self.item()? {
            Item::Real(real) => Some(real),
            #[expect(clippy::cast_precision_loss, reason = "a time's seconds have no more than 53 bits")]
            Item::Whole(whole) => Some(whole as f64),
            _ => None,
        }
    }

    /// Steps over a break, if one is next.
    fn breaks(&mut self) -> bool {
        match self.0.split_first() {
            Some((0xff, rest)) => {
                self.0 = rest;
                true
            }
            _ => false,
        }
    }

    /// Whether a container, of which so much is left, goes on.
    pub fn goes_on(&mut self, left: &mut Option<u64>) -> bool {
        match left {
            None => !self.breaks(),
            Some(0) => false,
            Some(left) => {
                *left -= 1;
                true
            }
        }
    }

    /// Steps over the next item and all that it holds.
    pub fn skip(&mut self) -> Option<()> {
        self.skip_within(DEEPEST)
    }

    fn skip_within(&mut self, depth: u32) -> Option<()> {
        let depth = depth.checked_sub(1)?;
        let (mut left, each) = match self.item()? {
            Item::List(length) => (length, 1),
            Item::Map(length) => (length, 2),
            _ => return Some(()),
        };
        while self.goes_on(&mut left) {
            for _ in 0..each {
                self.skip_within(depth)?;
            }
        }
        Some(())
    }
}

fn simple<'a>(width: u8, value: u64) -> Option<Item<'a>> {
    Some(match width {
        20 => Item::Flag(false),
        21 => Item::Flag(true),
        22 | 23 => Item::Nothing,
        25 => Item::Real(half(u16::try_from(value).ok()?)),
        26 => Item::Real(f32::from_bits(u32::try_from(value).ok()?).into()),
        27 => Item::Real(f64::from_bits(value)),
        _ => return None,
    })
}

/// A double of sixteen bits: a sign, five bits of exponent, ten of fraction.
fn half(bits: u16) -> f64 {
    let (exponent, fraction) = (i32::from(bits >> 10 & 31), f64::from(bits & 0x3ff) / 1024.0);
    let size = match exponent {
        0 => fraction * 2_f64.powi(-14),
        31 if fraction == 0.0 => f64::INFINITY,
        31 => f64::NAN,
        _ => (1.0 + fraction) * 2_f64.powi(exponent - 15),
    };
    if bits >> 15 == 0 { size } else { -size }
}

/// The document as JSON would have it, or None if it is none.
#[must_use]
pub fn shown(document: &[u8]) -> Option<String> {
    let (mut items, mut text) = (Items::new(document), String::new());
    show(&mut items, &mut text, DEEPEST)?;
    items.ended().then_some(text)
}

fn show(items: &mut Items<'_>, text: &mut String, depth: u32) -> Option<()> {
    let depth = depth.checked_sub(1)?;
    match items.item()? {
        Item::Whole(number) => write!(text, "{number}").ok()?,
        Item::Real(real) | Item::Time(real) => write!(text, "{real}").ok()?,
        Item::Flag(flag) => write!(text, "{flag}").ok()?,
        Item::Nothing => text.push_str("null"),
        Item::Text(string) => write!(text, "{string:?}").ok()?,
        Item::Bytes(bytes) => write!(text, "b\"{}\"", bytes.escape_ascii()).ok()?,
        Item::List(left) => listed(items, text, ('[', ']'), left, |items, text| show(items, text, depth))?,
        Item::Map(left) => listed(items, text, ('{', '}'), left, |items, text| {
            show(items, text, depth)?;
            text.push_str(": ");
            show(items, text, depth)
        })?,
    }
    Some(())
}

fn listed(
    items: &mut Items<'_>,
    text: &mut String,
    (open, close): (char, char),
    mut left: Option<u64>,
    each: impl Fn(&mut Items<'_>, &mut String) -> Option<()>,
) -> Option<()> {
    text.push(open);
    let mut first = true;
    while items.goes_on(&mut left) {
        if !first {
            text.push_str(", ");
        }
        first = false;
        each(items, text)?;
    }
    text.push(close);
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_shown_as_json_would_have_it() {
        let document =
            b"\xbfiNamespacegAWS/EC2fPeriod\x18\x3cfLowest\x29eThere\xf5eNames\x82aa\xc1\xfb\x3f\xf8\0\0\0\0\0\0\xff";
        let shown = shown(document).expect("a document");
        assert_eq!(
            shown,
            r#"{"Namespace": "AWS/EC2", "Period": 60, "Lowest": -10, "There": true, "Names": ["a", 1.5]}"#
        );
    }

    #[test]
    fn what_is_no_document_is_not_shown() {
        for bytes in [&b""[..], b"\xbf", b"\xa1aa", b"\x63ab", b"\x61\xff", b"\x00\x00", b"\x1c", b"\xff", b"\x9b"] {
            assert_eq!(shown(bytes), None, "{bytes:?}");
        }
        assert_eq!(shown(&[0x81; 1000]), None);
    }

    #[test]
    fn a_length_that_is_a_lie_takes_no_memory() {
        assert_eq!(shown(b"\x9b\xff\xff\xff\xff\xff\xff\xff\xff\x00"), None);
        assert_eq!(shown(b"\x7b\xff\xff\xff\xff\xff\xff\xff\xff"), None);
    }

    fn only(document: &[u8]) -> Option<Item<'_>> {
        let mut items = Items::new(document);
        let item = items.item()?;
        items.ended().then_some(item)
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
            assert_eq!(only(document), Some(Item::Whole(value)));
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
            assert_eq!(only(document), Some(Item::Real(value)));
        }
    }

    #[test]
    fn times_are_whole_or_broken_seconds() {
        assert_eq!(only(b"\xc1\x1a\x51\x4b\x67\xb0"), Some(Item::Time(1_363_896_240.0)));
        assert_eq!(only(b"\xc1\xfb\x41\xd4\x52\xd9\xec\x20\x00\x00"), Some(Item::Time(1_363_896_240.5)));
        assert_eq!(only(b"\xc1\x61\x31"), None);
    }

    #[test]
    fn strings_come_whole_or_in_pieces() {
        assert_eq!(only(b"\x62ab"), Some(Item::Text("ab".into())));
        assert_eq!(only(b"\x7f\x61a\x61b\xff"), Some(Item::Text("ab".into())));
        assert_eq!(only(b"\x5f\x41a\x41b\xff"), Some(Item::Bytes(b"ab".as_slice().into())));
        assert_eq!(only(b"\x7f\x41a\xff"), None);
        assert_eq!(only(b"\x7f\x61a"), None);
    }

    #[test]
    fn the_most_frequent_forms_are_read_at_once_and_others_left() {
        let document = b"\x62ab\xfb\x3f\xf8\0\0\0\0\0\0\xc1\xfb\x3f\xf8\0\0\0\0\0\0\x01";
        let mut items = Items::new(document);
        assert_eq!((items.double(), items.time()), (None, None));
        assert_eq!(items.short_text(), Some(&b"ab"[..]));
        assert_eq!((items.short_text(), items.time()), (None, None));
        assert_eq!(items.double(), Some(1.5));
        assert_eq!((items.short_text(), items.double()), (None, None));
        assert_eq!(items.time(), Some(1.5));
        assert_eq!((items.short_text(), items.double(), items.time()), (None, None, None));
        assert_eq!(items.item(), Some(Item::Whole(1)));
        for cut in [&b"\x62a"[..], b"\xfb\x3f", b"\xc1\xfb\x3f", b"\x77"] {
            let mut items = Items::new(cut);
            assert_eq!((items.short_text(), items.double(), items.time()), (None, None, None));
        }
    }

    #[test]
    fn bytes_that_are_known_are_stepped_over_and_others_left() {
        let mut items = Items::new(b"\x62ab\x01");
        let before = items.clone();
        assert!(!items.follows(b"\x62ac"));
        assert!(!items.follows(b"\x62ab\x01\x02"));
        assert_eq!(items.since(&before), b"");
        assert!(items.follows(b"\x62ab"));
        assert_eq!(items.since(&before), b"\x62ab");
        assert_eq!(before.since(&items), b"");
        assert_eq!(items.item(), Some(Item::Whole(1)));
    }

    #[test]
    fn numbers_among_bytes_that_are_known_are_read_all_or_none() {
        let number = |number: f64| number.to_be_bytes();
        let document = [b"\xa2aa\xfb", &number(1.5)[..], b"ab\xc1\xfb", &number(-2.5), b"\x01"].concat();
        let pieces: [&[u8]; 3] = [b"\xa2aa\xfb", b"ab\xc1\xfb", b""];
        let (mut items, mut numbers) = (Items::new(&document), vec![7.0]);
        assert!(items.numbers(&pieces, &mut numbers));
        assert_eq!(numbers, [1.5, -2.5]);
        assert_eq!(items.item(), Some(Item::Whole(1)));
        let others: [[&[u8]; 3]; 3] =
            [[b"\xa2ab\xfb", pieces[1], b""], [pieces[0], b"ac\xc1\xfb", b""], [pieces[0], pieces[1], b"\x02"]];
        for other in others {
            let mut items = Items::new(&document);
            assert!(!items.numbers(&other, &mut numbers));
            assert_eq!(items.0, document);
        }
        for cut in 1..document.len() {
            assert!(!Items::new(&document[..cut - 1]).numbers(&pieces, &mut numbers), "{cut}");
        }
    }

    #[test]
    fn what_an_item_holds_is_stepped_over_with_it() {
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
