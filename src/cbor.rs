//! A CBOR document in words, for the log.

use std::fmt::Write;

/// Arrays and maps within each other; what is deeper is no document of AWS's.
const DEEPEST: u32 = 32;

/// The document as JSON would have it, or None if it is none.
#[must_use]
pub fn shown(document: &[u8]) -> Option<String> {
    let mut reader = Reader { rest: document, text: String::new() };
    reader.item(DEEPEST)?;
    reader.rest.is_empty().then_some(reader.text)
}

struct Reader<'a> {
    rest: &'a [u8],
    text: String,
}

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(taken)
    }

    /// The head's kind, and its number; no number begins what ends at a break.
    fn head(&mut self) -> Option<(u8, Option<u64>)> {
        let first = self.take(1)?[0];
        let number = match first & 31 {
            small @ 0..24 => u64::from(small),
            wide @ 24..28 => self.take(1 << (wide - 24))?.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)),
            31 => return Some((first, None)),
            _ => return None,
        };
        Some((first, Some(number)))
    }

    fn item(&mut self, depth: u32) -> Option<()> {
        let depth = depth.checked_sub(1)?;
        let (first, number) = self.head()?;
        match (first >> 5, number) {
            (0, Some(number)) => write!(self.text, "{number}").ok(),
            (1, Some(number)) => write!(self.text, "{}", -1 - i128::from(number)).ok(),
            (2, Some(length)) => {
                let bytes = self.take(usize::try_from(length).ok()?)?;
                write!(self.text, "b\"{}\"", bytes.escape_ascii()).ok()
            }
            (3, Some(length)) => {
                let text = std::str::from_utf8(self.take(usize::try_from(length).ok()?)?).ok()?;
                write!(self.text, "{text:?}").ok()
            }
            (4, length) => self.items('[', ']', length, |reader| reader.item(depth)),
            (5, length) => self.items('{', '}', length, |reader| {
                reader.item(depth)?;
                reader.text.push_str(": ");
                reader.item(depth)
            }),
            // A tag says how its item is meant, a time most often: the item is shown.
            (6, Some(_)) => self.item(depth),
            (7, Some(value)) => self.simple(first & 31, value),
            _ => None,
        }
    }

    fn items(
        &mut self,
        open: char,
        close: char,
        length: Option<u64>,
        each: impl Fn(&mut Self) -> Option<()>,
    ) -> Option<()> {
        self.text.push(open);
        let mut count = 0;
        while length.map_or_else(|| self.rest.first() != Some(&0xff), |length| count < length) {
            if count > 0 {
                self.text.push_str(", ");
            }
            each(self)?;
            count += 1;
        }
        if length.is_none() {
            self.take(1)?;
        }
        self.text.push(close);
        Some(())
    }

    fn simple(&mut self, width: u8, value: u64) -> Option<()> {
        match (width, value) {
            (20, _) => self.text.push_str("false"),
            (21, _) => self.text.push_str("true"),
            (22 | 23, _) => self.text.push_str("null"),
            (26, bits) => write!(self.text, "{}", f32::from_bits(u32::try_from(bits).ok()?)).ok()?,
            (27, bits) => write!(self.text, "{}", f64::from_bits(bits)).ok()?,
            _ => return None,
        }
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
}
