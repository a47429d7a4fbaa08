//! Secrets found in a text in whatever form a service, a proxy or a log repeats them.
//!
//! As they are, in Base64 or in hexadecimal, and each of these as URLs, forms, XML, JSON and
//! Python escape it, also three times over. The text is decoded layer by layer, and one automaton
//! looks for all forms of all secrets at once: the time depends on the text, not on the number of
//! secrets (decision 009).

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use aho_corasick::{AhoCorasick, AhoCorasickKind, Input, MatchKind};

/// Shorter values would be found in texts that only happen to contain them.
pub const SHORTEST: usize = 8;
/// By so many of its first bytes a value is found: services cut short what they repeat.
const BEGINNING: usize = 48;
/// How often a text may have been escaped.
const MAX_LAYERS: usize = 3;

/// A value in the encodings that a text is searched for.
#[derive(Debug)]
pub struct Encodings(Vec<Encoding>);

#[derive(Debug)]
struct Encoding {
    folded: Vec<u8>,
    /// Whether its neighbors in the same alphabet belong to it.
    base64: bool,
}

impl Encodings {
    /// The encodings of a value; none of one that is too short.
    #[must_use]
    pub fn of(value: &[u8]) -> Self {
        if value.len() < SHORTEST {
            return Self(Vec::new());
        }
        let encoding = |bytes: &[u8], base64| Encoding { folded: bytes.iter().copied().map(fold).collect(), base64 };
        let mut encodings = vec![encoding(value, false)];
        // Within a longer text its bytes may begin at any of three places; what its neighbors decide is left out.
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
    /// Finds the beginnings of encodings, the longest of those at one place.
    beginnings: AhoCorasick,
    values: Vec<Arc<Encodings>>,
    /// By beginning: which encodings of which values have it.
    encodings: Vec<Vec<(usize, usize)>>,
}

impl Matcher {
    /// A matcher of these values.
    ///
    /// # Panics
    ///
    /// When the values take gigabytes.
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

    /// Where values stand in a text, in order and without overlaps.
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

    /// Searches a text, and what it means in each layer of escapes.
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

/// As much of an encoding as is there, with the rest of its Base64 word.
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

/// Bytes that forms and URL-safe Base64 write one for the other become the same.
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

/// What a text was escaped for.
#[derive(Clone, Copy, Debug)]
enum Layer {
    Url,
    Xml,
    /// And Python's literals.
    Json,
}

/// A text without some layers of escapes.
struct Decoded<'a> {
    bytes: Cow<'a, [u8]>,
    /// Where each byte begins in the text as it came, and where that ends; none for that text itself.
    starts: Option<Vec<usize>>,
}

impl Decoded<'_> {
    fn start(&self, at: usize) -> usize {
        self.starts.as_ref().map_or(at, |starts| starts[at])
    }

    /// The range in the text as it came.
    fn source(&self, range: Range<usize>) -> Range<usize> {
        let (start, mut end) = (self.start(range.start), range.end);
        // An escape may stand for several bytes; it is not cut.
        while end < self.bytes.len() && self.start(end) == self.start(end - 1) {
            end += 1;
        }
        start..self.start(end)
    }

    /// The text without one more layer; none if it has no such escape.
    fn decode(&self, layer: Layer) -> Option<Decoded<'static>> {
        let sign = match layer {
            Layer::Url => b'%',
            Layer::Xml => b'&',
            Layer::Json => b'\\',
        };
        let text = &*self.bytes;
        let first = text.iter().position(|byte| *byte == sign)?;
        let mut bytes = text[..first].to_vec();
        let mut starts: Vec<usize> = (0..first).map(|at| self.start(at)).collect();
        let (mut at, mut changed) = (first, false);
        while let Some(byte) = text.get(at) {
            let meaning = if *byte == sign { meaning(layer, &text[at + 1..]) } else { None };
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

/// A character that was escaped, in UTF-8.
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

/// What the escape before `rest` stands for, and how many bytes of `rest` belong to it.
fn meaning(layer: Layer, rest: &[u8]) -> Option<(Escaped, usize)> {
    match layer {
        Layer::Url => hexadecimal(rest, 2).and_then(|code| Some((Escaped::byte(u8::try_from(code).ok()?), 2))),
        Layer::Xml => entity(rest),
        Layer::Json => backslashed(rest),
    }
}

/// A number of so many hexadecimal digits.
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

/// In JSON and in Python.
fn backslashed(rest: &[u8]) -> Option<(Escaped, usize)> {
    let byte = |byte| Some((Escaped::byte(byte), 1));
    match *rest.first()? {
        sign @ (b'"' | b'\'' | b'\\' | b'/') => byte(sign),
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

    fn left(text: &str, value: &str) -> String {
        let mut left = text.to_owned();
        for place in Matcher::new(vec![Arc::new(Encodings::of(value.as_bytes()))]).find(text).into_iter().rev() {
            left.replace_range(place, "*");
        }
        left
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
        each(text, |sign| match sign {
            '"' => "\\\"".to_owned(),
            '\\' => "\\\\".to_owned(),
            '\n' => "\\n".to_owned(),
            '/' => "\\/".to_owned(),
            sign if sign.is_ascii() => sign.to_string(),
            sign => {
                sign.encode_utf16(&mut [0; 2]).iter().fold(String::new(), |told, unit| format!("{told}\\u{unit:04x}"))
            }
        })
    }

    #[test]
    fn a_value_is_found_however_it_is_escaped() {
        for (name, written) in [
            ("as it is", VALUE.to_owned()),
            ("for a URL", percent(VALUE, true)),
            ("for a URL, in small letters", percent(VALUE, false)),
            ("for a URL, each sign", bytes(VALUE, |byte| format!("%{byte:02X}"))),
            ("for a form", percent(&VALUE.replace('+', " "), true).replace("%20", "+")),
            ("for XML", xml(VALUE)),
            ("for XML, by numbers", each(VALUE, |sign| format!("&#{};", u32::from(sign)))),
            ("for XML, by hexadecimal numbers", each(VALUE, |sign| format!("&#x{:X};", u32::from(sign)))),
            ("for XML, by numbers with a large X", each(VALUE, |sign| format!("&#X{:x};", u32::from(sign)))),
            ("for JSON", json(VALUE)),
            ("for Python", bytes(VALUE, |byte| format!("\\x{byte:02x}"))),
            ("for a URL twice", percent(&percent(VALUE, true), true)),
            ("for a URL, then XML", xml(&percent(VALUE, true))),
            ("for XML twice", xml(&xml(VALUE))),
            ("for JSON, then XML", xml(&json(VALUE))),
            ("for JSON twice, then XML", xml(&json(&json(VALUE)))),
            ("for XML, then a URL, then JSON", json(&percent(&xml(VALUE), true))),
        ] {
            assert_eq!(left(&format!("é\\ {written};é"), VALUE), "é\\ *;é", "{name}: {written}");
        }
    }

    #[test]
    fn a_value_is_found_in_base64_wherever_it_begins() {
        for before in 0..5 {
            let whole = [&b"user:"[..before], VALUE.as_bytes(), b"."].concat();
            let written = aws_smithy_types::base64::encode(whole);
            for written in [written.clone(), written.replace('+', "-").replace('/', "_"), percent(&written, true)] {
                assert_eq!(left(&format!("Basic {written}, b"), VALUE), "Basic *, b", "{written}");
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
            assert_eq!(left(&format!("x{written}x"), VALUE), "x*x");
        }
    }

    #[test]
    fn a_long_value_is_found_when_it_is_cut_short() {
        let long = "0123456789".repeat(10);
        assert_eq!(left(&format!("a {}... b", &long[..BEGINNING + 3]), &long), "a *... b");
        assert_eq!(left(&long[..BEGINNING - 1], &long), long[..BEGINNING - 1]);
        assert_eq!(left(&long[..BEGINNING], &long), "*");
        assert_eq!(left(&percent(&"/?".repeat(40), true)[..BEGINNING * 3 + 4], &"/?".repeat(40)), "*%");
    }

    #[test]
    fn each_place_is_found_and_no_other() {
        assert_eq!(left("12345678 1234567 123456781234567812345679", "12345678"), "* 1234567 **12345679");
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
            assert_eq!(left(text, VALUE), text);
        }
        assert_eq!(left("short", "short"), "short");
    }

    #[test]
    fn a_word_in_base64_goes_as_a_whole_and_no_other() {
        let value = "??>>~~~~";
        for standard in [true, false] {
            let word = aws_smithy_types::base64::encode(format!("me{value}"));
            let word = if standard { word } else { word.replace('+', "-").replace('/', "_") };
            assert_eq!(left(&format!("a {word} {word}"), value), "a * *");
        }
        // Two that touch are two: what the first one took, the second leaves.
        let word = aws_smithy_types::base64::encode("123456789");
        assert_eq!(left(&format!("123456789{word}"), "123456789"), "**");
    }

    #[test]
    fn what_is_no_text_leaves_texts_whole() {
        let place = Matcher::new(vec![Arc::new(Encodings::of(b"12345678\xc3"))]).find("12345678\u{e9}");
        assert_eq!(place.first(), Some(&(0..10)));
    }

    #[test]
    fn an_escape_of_several_bytes_is_not_cut() {
        let matcher = Matcher::new(vec![Arc::new(Encodings::of(b"12345678\xc3"))]);
        assert_eq!(matcher.find("12345678&#233;!"), [0..14]);
    }

    #[test]
    fn each_of_several_values_is_found_and_the_longest_at_one_place() {
        let values = ["12345678", "123456789abc", "other-secret"];
        let matcher = Matcher::new(values.map(|value| Arc::new(Encodings::of(value.as_bytes()))).into());
        assert_eq!(matcher.find("123456789abc 123456789ab other%2Dsecret"), [0..12, 13..21, 25..39]);
    }
}
