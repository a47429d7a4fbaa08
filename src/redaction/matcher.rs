//! Finds secrets in a text in any form in which a service, a proxy or a log may repeat them.
//!
//! The forms are plain text, Base64 and hexadecimal, each with up to three layers of escaping for
//! URLs, forms, XML, JSON or Python. The text is decoded layer by layer, and one automaton searches
//! for all forms of all secrets at once: the time depends on the text, not on the number of secrets
//! (decision 012).

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use aho_corasick::{AhoCorasick, AhoCorasickKind, Input, MatchKind};

/// Minimum length of a secret. Shorter values would match unrelated text.
pub const SHORTEST: usize = 8;
/// Number of leading bytes that identify a value, because services truncate the values that they repeat.
const BEGINNING: usize = 48;
/// Maximum number of layers of escaping.
const MAX_LAYERS: usize = 3;

/// A value in all encodings to search for.
#[derive(Debug)]
pub struct Encodings(Vec<Encoding>);

#[derive(Debug)]
struct Encoding {
    folded: Vec<u8>,
    /// Whether adjacent Base64 characters belong to the same word.
    base64: bool,
}

impl Encodings {
    /// The encodings of a value; empty if the value is too short.
    #[must_use]
    pub fn of(value: &[u8]) -> Self {
        if value.len() < SHORTEST {
            return Self(Vec::new());
        }
        let encoding = |bytes: &[u8], base64| Encoding { folded: bytes.iter().copied().map(fold).collect(), base64 };
        let mut encodings = vec![encoding(value, false)];
        // In the Base64 of a longer text, the value may start at any of three offsets. Characters that
        // also depend on adjacent bytes are left out.
        encodings.extend((0..3).map(|before| {
            let encoded = aws_smithy_types::base64::encode([&[0; 2][..before], value].concat());
            encoding(&encoded.as_bytes()[(before * 8).div_ceil(6)..(before + value.len()) * 8 / 6], true)
        }));
        let hex = |write: fn(&u8) -> String, between| value.iter().map(write).collect::<Vec<_>>().join(between);
        for written in [hex(|byte| format!("{byte:02x}"), ""), hex(|byte| format!("{byte:02X}"), "")] {
            encodings.push(encoding(written.as_bytes(), false));
        }
        encodings.push(encoding(hex(|byte| format!("{byte:02x}"), " ").as_bytes(), false));
        Self(encodings)
    }
}

/// Finds values in texts.
#[derive(Debug)]
pub struct Matcher {
    /// Finds the beginnings of encodings, the longest one at each position.
    beginnings: AhoCorasick,
    values: Vec<Arc<Encodings>>,
    /// For each beginning: the values and encodings that have it.
    encodings: Vec<Vec<(usize, usize)>>,
}

impl Matcher {
    /// A matcher of these values.
    ///
    /// # Panics
    ///
    /// If the values take gigabytes.
    #[must_use]
    pub fn new(values: Vec<Arc<Encodings>>) -> Self {
        let (mut numbers, mut encodings): (HashMap<&[u8], usize>, Vec<Vec<_>>) = (HashMap::new(), Vec::new());
        for (value, all) in values.iter().enumerate() {
            for (number, encoding) in all.0.iter().enumerate() {
                let beginning = &encoding.folded[..encoding.folded.len().min(BEGINNING)];
                let at = *numbers.entry(beginning).or_insert_with(|| {
                    encodings.push(Vec::new());
                    encodings.len() - 1
                });
                encodings[at].push((value, number));
            }
        }
        let mut beginnings = vec![&[][..]; encodings.len()];
        for (beginning, at) in numbers {
            beginnings[at] = beginning;
        }
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(beginnings);
        Self { beginnings: automaton.expect("beginnings are short"), encodings, values }
    }

    /// Finds the positions of values in a text, sorted and without overlaps.
    #[must_use]
    pub fn find(&self, text: &str) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        self.search(&Decoded { bytes: text.as_bytes().into(), starts: None }, MAX_LAYERS, &mut found);
        found.sort_unstable_by_key(|range| (range.start, range.end));
        let mut places: Vec<Range<usize>> = Vec::new();
        for range in found {
            let range = text.floor_char_boundary(range.start)..text.ceil_char_boundary(range.end);
            match places.last_mut() {
                Some(last) if range.start < last.end => last.end = last.end.max(range.end),
                _ => places.push(range),
            }
        }
        places
    }

    /// Searches a text, and the texts that result from unescaping it.
    fn search(&self, text: &Decoded<'_>, layers: usize, found: &mut Vec<Range<usize>>) {
        let folded: Vec<u8> = text.bytes.iter().copied().map(fold).collect();
        let mut at = 0;
        while let Some(beginning) = self.beginnings.find(Input::new(&folded).range(at..)) {
            let each = self.encodings[beginning.pattern().as_usize()].iter();
            let whole = each.map(|(value, number)| {
                let encoding = &self.values[*value].0[*number];
                whole(encoding, &text.bytes, &folded, beginning.start(), at)
            });
            let Some(range) = whole.max_by_key(|range| range.end) else { break };
            at = range.end;
            found.push(text.source(range));
        }
        if let Some(layers) = layers.checked_sub(1) {
            for layer in [Layer::Url, Layer::Xml, Layer::Json] {
                if let Some(decoded) = text.decode(layer) {
                    self.search(&decoded, layers, found);
                }
            }
        }
    }
}

/// The range of an encoding, which may be truncated, and of the Base64 word around it.
fn whole(encoding: &Encoding, text: &[u8], folded: &[u8], at: usize, done: usize) -> Range<usize> {
    let same = encoding.folded.iter().zip(&folded[at..]).take_while(|(one, other)| one == other).count();
    let (mut start, mut end) = (at, at + same);
    if encoding.base64 {
        while start > done && is_base64(text[start - 1]) {
            start -= 1;
        }
        while text.get(end).is_some_and(|byte| is_base64(*byte) || *byte == b'=') {
            end += 1;
        }
    }
    start..end
}

/// Maps bytes to the same value that forms and URL-safe Base64 use for each other.
fn fold(byte: u8) -> u8 {
    match byte {
        b'+' | b'-' => b' ',
        b'_' => b'/',
        other => other,
    }
}

fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"+/-_".contains(&byte)
}

/// A kind of escaping.
#[derive(Clone, Copy, Debug)]
enum Layer {
    Url,
    Xml,
    /// JSON strings and Python literals.
    Json,
}

/// A text after unescaping.
struct Decoded<'a> {
    bytes: Cow<'a, [u8]>,
    /// The position of each byte in the original text, and its length; `None` for the original text.
    starts: Option<Vec<usize>>,
}

impl Decoded<'_> {
    fn start(&self, at: usize) -> usize {
        self.starts.as_ref().map_or(at, |starts| starts[at])
    }

    /// The range in the original text.
    fn source(&self, range: Range<usize>) -> Range<usize> {
        let (start, mut end) = (self.start(range.start), range.end);
        // Include all bytes of an escape that stands for several.
        while end < self.bytes.len() && self.start(end) == self.start(end - 1) {
            end += 1;
        }
        start..self.start(end)
    }

    /// Unescapes one layer; `None` if the text has no such escape.
    fn decode(&self, layer: Layer) -> Option<Decoded<'static>> {
        let marker = match layer {
            Layer::Url => b'%',
            Layer::Xml => b'&',
            Layer::Json => b'\\',
        };
        let text = &*self.bytes;
        let first = text.iter().position(|byte| *byte == marker)?;
        let mut bytes = text[..first].to_vec();
        let mut starts: Vec<usize> = (0..first).map(|at| self.start(at)).collect();
        let (mut at, mut changed) = (first, false);
        while let Some(byte) = text.get(at) {
            let meaning = if *byte == marker { meaning(layer, &text[at + 1..]) } else { None };
            changed |= meaning.is_some();
            let (escaped, length) = meaning.unwrap_or((Escaped::byte(*byte), 0));
            for byte in &escaped.bytes[..escaped.length] {
                bytes.push(*byte);
                starts.push(self.start(at));
            }
            at += 1 + length;
        }
        starts.push(self.start(text.len()));
        changed.then_some(Decoded { bytes: bytes.into(), starts: Some(starts) })
    }
}

/// An unescaped character in UTF-8.
struct Escaped {
    bytes: [u8; 4],
    length: usize,
}

impl Escaped {
    fn byte(byte: u8) -> Self {
        Self { bytes: [byte, 0, 0, 0], length: 1 }
    }

    fn char(code: u32) -> Option<Self> {
        let mut bytes = [0; 4];
        let length = char::from_u32(code)?.encode_utf8(&mut bytes).len();
        Some(Self { bytes, length })
    }
}

/// Unescapes the escape that continues with `rest`; returns the character and the number of bytes used.
fn meaning(layer: Layer, rest: &[u8]) -> Option<(Escaped, usize)> {
    match layer {
        Layer::Url => hexadecimal(rest, 2).and_then(|code| Some((Escaped::byte(u8::try_from(code).ok()?), 2))),
        Layer::Xml => entity(rest),
        Layer::Json => backslashed(rest),
    }
}

/// Parses a number with this many hexadecimal digits.
fn hexadecimal(text: &[u8], digits: usize) -> Option<u32> {
    let mut digits = text.get(..digits)?.iter().map(|digit| char::from(*digit).to_digit(16));
    digits.try_fold(0, |number, digit| Some(number * 16 + digit?))
}

fn entity(rest: &[u8]) -> Option<(Escaped, usize)> {
    // The longest is `#x10ffff`.
    let length = rest.iter().take(9).position(|byte| *byte == b';')?;
    let name = std::str::from_utf8(&rest[..length]).ok()?;
    let escaped = match name {
        "amp" => Escaped::byte(b'&'),
        "lt" => Escaped::byte(b'<'),
        "gt" => Escaped::byte(b'>'),
        "quot" => Escaped::byte(b'"'),
        "apos" => Escaped::byte(b'\''),
        _ => {
            let code = name.strip_prefix('#')?;
            let hex = code.strip_prefix(['x', 'X']);
            Escaped::char(hex.map_or_else(|| code.parse().ok(), |hex| u32::from_str_radix(hex, 16).ok())?)?
        }
    };
    Some((escaped, length + 1))
}

/// Unescapes a backslash sequence of JSON or Python.
fn backslashed(rest: &[u8]) -> Option<(Escaped, usize)> {
    let byte = |byte| Some((Escaped::byte(byte), 1));
    match *rest.first()? {
        plain @ (b'"' | b'\'' | b'\\' | b'/') => byte(plain),
        b'n' => byte(b'\n'),
        b'r' => byte(b'\r'),
        b't' => byte(b'\t'),
        b'b' => byte(8),
        b'f' => byte(12),
        b'x' => Some((Escaped::byte(u8::try_from(hexadecimal(&rest[1..], 2)?).ok()?), 3)),
        b'u' => {
            let code = hexadecimal(&rest[1..], 4)?;
            if !(0xd800..0xdc00).contains(&code) {
                return Some((Escaped::char(code)?, 5));
            }
            let low = hexadecimal(rest[5..].strip_prefix(b"\\u")?, 4).filter(|low| (0xdc00..0xe000).contains(low))?;
            Some((Escaped::char(0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00))?, 11))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VALUE: &str = "p@ss+w/rd\"é\n<&>%41\u{1f600}";

    fn redacted(text: &str, value: &str) -> String {
        let mut redacted = text.to_owned();
        for place in Matcher::new(vec![Arc::new(Encodings::of(value.as_bytes()))]).find(text).into_iter().rev() {
            redacted.replace_range(place, "*");
        }
        redacted
    }

    fn each(text: &str, write: impl Fn(char) -> String) -> String {
        text.chars().map(write).collect()
    }

    fn bytes(text: &str, write: impl Fn(u8) -> String) -> String {
        text.bytes().map(write).collect()
    }

    fn percent(text: &str, upper: bool) -> String {
        let digits = |byte: u8| if upper { format!("%{byte:02X}") } else { format!("%{byte:02x}") };
        text.bytes()
            .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { digits(byte) })
            .collect()
    }

    fn xml(text: &str) -> String {
        quick_xml::escape::escape(text).into_owned()
    }

    fn json(text: &str) -> String {
        each(text, |character| match character {
            '"' => "\\\"".to_owned(),
            '\\' => "\\\\".to_owned(),
            '\n' => "\\n".to_owned(),
            '/' => "\\/".to_owned(),
            ascii if ascii.is_ascii() => ascii.to_string(),
            other => {
                other.encode_utf16(&mut [0; 2]).iter().fold(String::new(), |text, unit| format!("{text}\\u{unit:04x}"))
            }
        })
    }

    #[test]
    fn a_value_is_found_in_each_escaping() {
        for (name, written) in [
            ("as it is", VALUE.to_owned()),
            ("for a URL", percent(VALUE, true)),
            ("for a URL, in lower case", percent(VALUE, false)),
            ("for a URL, each byte", bytes(VALUE, |byte| format!("%{byte:02X}"))),
            ("for a form", percent(&VALUE.replace('+', " "), true).replace("%20", "+")),
            ("for XML", xml(VALUE)),
            ("for XML, by numbers", each(VALUE, |character| format!("&#{};", u32::from(character)))),
            ("for XML, by hexadecimal numbers", each(VALUE, |character| format!("&#x{:X};", u32::from(character)))),
            (
                "for XML, by numbers with a capital X",
                each(VALUE, |character| format!("&#X{:x};", u32::from(character))),
            ),
            ("for JSON", json(VALUE)),
            ("for Python", bytes(VALUE, |byte| format!("\\x{byte:02x}"))),
            ("for a URL twice", percent(&percent(VALUE, true), true)),
            ("for a URL, then XML", xml(&percent(VALUE, true))),
            ("for XML twice", xml(&xml(VALUE))),
            ("for JSON, then XML", xml(&json(VALUE))),
            ("for JSON twice, then XML", xml(&json(&json(VALUE)))),
            ("for XML, then a URL, then JSON", json(&percent(&xml(VALUE), true))),
        ] {
            assert_eq!(redacted(&format!("é\\ {written};é"), VALUE), "é\\ *;é", "{name}: {written}");
        }
    }

    #[test]
    fn a_value_is_found_in_base64_at_each_offset() {
        for before in 0..5 {
            let whole = [&b"user:"[..before], VALUE.as_bytes(), b"."].concat();
            let written = aws_smithy_types::base64::encode(whole);
            for written in [written.clone(), written.replace('+', "-").replace('/', "_"), percent(&written, true)] {
                assert_eq!(redacted(&format!("Basic {written}, b"), VALUE), "Basic *, b", "{written}");
            }
        }
    }

    #[test]
    fn a_value_is_found_in_hexadecimal() {
        let digits = |write: fn(&u8) -> String| VALUE.as_bytes().iter().map(write).collect::<Vec<_>>();
        for written in [
            digits(|byte| format!("{byte:02x}")).concat(),
            digits(|byte| format!("{byte:02X}")).concat(),
            digits(|byte| format!("{byte:02x}")).join(" "),
        ] {
            assert_eq!(redacted(&format!("x{written}x"), VALUE), "x*x");
        }
    }

    #[test]
    fn a_truncated_value_is_found() {
        let long = "0123456789".repeat(10);
        assert_eq!(redacted(&format!("a {}... b", &long[..BEGINNING + 3]), &long), "a *... b");
        assert_eq!(redacted(&long[..BEGINNING - 1], &long), long[..BEGINNING - 1]);
        assert_eq!(redacted(&long[..BEGINNING], &long), "*");
        assert_eq!(redacted(&percent(&"/?".repeat(40), true)[..BEGINNING * 3 + 4], &"/?".repeat(40)), "*%");
    }

    #[test]
    fn only_the_value_is_found() {
        assert_eq!(redacted("12345678 1234567 123456781234567812345679", "12345678"), "* 1234567 **12345679");
        for text in [
            "",
            "p@ss",
            "%",
            "&",
            "\\",
            "\\u",
            "\\ud83d",
            "\\ud83d\\u0041",
            "&#x110000;",
            "&#;",
            "%4",
            "&abcdefghi;",
            "é",
        ] {
            assert_eq!(redacted(text, VALUE), text);
        }
        assert_eq!(redacted("short", "short"), "short");
    }

    #[test]
    fn a_base64_word_is_redacted_as_a_whole() {
        let value = "??>>~~~~";
        for standard in [true, false] {
            let word = aws_smithy_types::base64::encode(format!("me{value}"));
            let word = if standard { word } else { word.replace('+', "-").replace('/', "_") };
            assert_eq!(redacted(&format!("a {word} {word}"), value), "a * *");
        }
        // Adjacent values do not overlap.
        let word = aws_smithy_types::base64::encode("123456789");
        assert_eq!(redacted(&format!("123456789{word}"), "123456789"), "**");
    }

    #[test]
    fn a_match_in_the_middle_of_a_character_includes_it() {
        let place = Matcher::new(vec![Arc::new(Encodings::of(b"12345678\xc3"))]).find("12345678\u{e9}");
        assert_eq!(place.first(), Some(&(0..10)));
    }

    #[test]
    fn an_escape_of_several_bytes_is_not_cut() {
        let matcher = Matcher::new(vec![Arc::new(Encodings::of(b"12345678\xc3"))]);
        assert_eq!(matcher.find("12345678&#233;!"), std::iter::once(0..14).collect::<Vec<_>>());
    }

    #[test]
    fn several_values_are_found_and_the_longest_at_each_position() {
        let values = ["12345678", "123456789abc", "other-secret"];
        let matcher = Matcher::new(values.map(|value| Arc::new(Encodings::of(value.as_bytes()))).into());
        assert_eq!(matcher.find("123456789abc 123456789ab other%2Dsecret"), [0..12, 13..21, 25..39]);
    }
}
