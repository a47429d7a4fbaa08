//! A value found in a text in whatever form a service, a proxy or a log repeats it.
//!
//! As it is, in Base64 or in hexadecimal, and each of them as URLs, forms, XML, JSON and
//! Python escape it, also three times over.

use std::ops::Range;
use std::sync::{Arc, LazyLock};

/// What is shorter would be found in texts that only happen to have it.
pub const SHORTEST: usize = 8;
/// By so many of its first bytes a value is found: services cut short what they repeat.
const BEGINNING: usize = 48;
/// How often a text may have been escaped.
const DEEPEST: usize = 3;

/// A value, in the forms that a text is searched for.
#[derive(Debug)]
pub struct Sought(Vec<Form>);

#[derive(Debug)]
struct Form {
    folded: Vec<u8>,
    /// Whether what stands beside it in the same alphabet goes with it.
    base64: bool,
}

impl Sought {
    /// What is to be found of a value; nothing of one that is too short.
    #[must_use]
    pub fn of(value: &[u8]) -> Self {
        if value.len() < SHORTEST {
            return Self(Vec::new());
        }
        let form = |bytes: &[u8], base64| Form { folded: bytes.iter().copied().map(fold).collect(), base64 };
        let mut forms = vec![form(value, false)];
        // Within a longer text its bytes may begin at any of three places; what its neighbours decide is left out.
        forms.extend((0..3).map(|before| {
            let encoded = aws_smithy_types::base64::encode([&[0; 2][..before], value].concat());
            form(&encoded.as_bytes()[(before * 8).div_ceil(6)..(before + value.len()) * 8 / 6], true)
        }));
        let hex = |write: fn(&u8) -> String, between| value.iter().map(write).collect::<Vec<_>>().join(between);
        for written in [hex(|byte| format!("{byte:02x}"), ""), hex(|byte| format!("{byte:02X}"), "")] {
            forms.push(form(written.as_bytes(), false));
        }
        forms.push(form(hex(|byte| format!("{byte:02x}"), " ").as_bytes(), false));
        Self(forms)
    }
}

/// Where values stand in a text, in order.
#[must_use]
pub fn found(text: &str, values: &[Arc<Sought>]) -> Vec<Range<usize>> {
    let mut places = Vec::new();
    if values.is_empty() {
        return places;
    }
    let mut begins: [Vec<&Form>; 256] = [const { Vec::new() }; 256];
    for form in values.iter().flat_map(|value| &value.0) {
        begins[usize::from(form.folded[0])].push(form);
    }
    let bytes = text.as_bytes();
    let (mut at, mut done) = (0, 0);
    while at < bytes.len() {
        let Some(range) = at_place(bytes, at, done, &begins) else {
            at += 1;
            continue;
        };
        let range = text.floor_char_boundary(range.start)..text.ceil_char_boundary(range.end);
        (at, done) = (range.end, range.end);
        places.push(range);
    }
    places
}

/// The longest value that begins at a place, with what belongs to it.
fn at_place(text: &[u8], at: usize, done: usize, begins: &[Vec<&Form>; 256]) -> Option<Range<usize>> {
    let of = |first: u8| &begins[usize::from(fold(first))];
    if is_escape(text[at]) {
        let each = LAYERINGS.iter().filter_map(|layers| Some((layers, of(read(text, at, layers)?.bytes[0]))));
        let each = each.flat_map(|(layers, forms)| forms.iter().map(move |form| (layers, form)));
        return each.filter_map(|(layers, form)| whole(form, text, at, done, layers)).max_by_key(|range| range.end);
    }
    of(text[at]).iter().filter_map(|form| longest(form, text, at, done)).max_by_key(|range| range.end)
}

/// The most that is like a form, whatever its later signs were escaped for.
fn longest(form: &Form, text: &[u8], at: usize, done: usize) -> Option<Range<usize>> {
    let plain = whole(form, text, at, done, &[]);
    let end = plain.as_ref().map_or_else(|| alike(&form.folded, text, at, &[]).1, |range| range.end);
    if !text[at..text.len().min(end + 1)].iter().copied().any(is_escape) {
        return plain;
    }
    LAYERINGS.iter().filter_map(|layers| whole(form, text, at, done, layers)).max_by_key(|range| range.end)
}

/// What is like a form, if its beginning is there, with the rest of its word.
fn whole(form: &Form, text: &[u8], at: usize, done: usize, layers: &[Layer]) -> Option<Range<usize>> {
    let (same, mut end) = alike(&form.folded, text, at, layers);
    if same < form.folded.len().min(BEGINNING) {
        return None;
    }
    let mut start = at;
    if form.base64 {
        while start > done && is_base64(text[start - 1]) {
            start -= 1;
        }
        while let Some(sign) = read(text, end, layers).filter(|sign| is_base64(sign.bytes[0]) || sign.bytes[0] == b'=')
        {
            end = sign.after;
        }
    }
    Some(start..end)
}

/// How much of a form is there, and where that ends.
fn alike(folded: &[u8], text: &[u8], at: usize, layers: &[Layer]) -> (usize, usize) {
    let (mut same, mut end) = (0, at);
    while let Some(sign) = read(text, end, layers) {
        let Some(wanted) = folded.get(same..same + sign.length) else { break };
        if !sign.bytes[..sign.length].iter().copied().map(fold).eq(wanted.iter().copied()) {
            break;
        }
        (same, end) = (same + sign.length, sign.after);
        if same == folded.len() {
            break;
        }
    }
    (same, end)
}

/// Signs that forms and URL's Base64 write one for the other.
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

/// A sign of a text, and where the next one begins.
#[derive(Clone, Copy)]
struct Sign {
    bytes: [u8; 4],
    length: usize,
    after: usize,
}

impl Sign {
    fn byte(byte: u8, after: usize) -> Self {
        Self { bytes: [byte, 0, 0, 0], length: 1, after }
    }

    fn char(code: u32, after: usize) -> Option<Self> {
        let mut bytes = [0; 4];
        let length = char::from_u32(code)?.encode_utf8(&mut bytes).len();
        Some(Self { bytes, length, after })
    }
}

/// What a text was escaped for.
#[derive(Clone, Copy, Debug)]
enum Layer {
    Url,
    Xml,
    Json,
}

/// Each way of being escaped, the last one first: a value's own signs may look like escapes of another kind.
static LAYERINGS: LazyLock<Vec<Vec<Layer>>> = LazyLock::new(|| {
    let mut all = vec![Vec::new()];
    let mut from = 0;
    for _ in 0..DEEPEST {
        let inner = from..all.len();
        from = all.len();
        for number in inner {
            all.extend([Layer::Url, Layer::Xml, Layer::Json].map(|layer| [&[layer], &all[number][..]].concat()));
        }
    }
    all
});

fn is_escape(byte: u8) -> bool {
    matches!(byte, b'%' | b'&' | b'\\')
}

/// The sign at a place of a text that was escaped so.
fn read(text: &[u8], at: usize, layers: &[Layer]) -> Option<Sign> {
    let first = *text.get(at)?;
    let Some((layer, outer)) = layers.split_last().filter(|_| is_escape(first)) else {
        return Some(Sign::byte(first, at + 1));
    };
    let sign = read(text, at, outer)?;
    let meant = match (layer, sign.bytes[0]) {
        (Layer::Url, b'%') => number(text, sign.after, outer, 2).and_then(|(code, after)| byte(code, after)),
        (Layer::Xml, b'&') => entity(text, sign.after, outer),
        (Layer::Json, b'\\') => backslashed(text, sign.after, outer),
        _ => None,
    };
    Some(meant.unwrap_or(sign))
}

fn byte(code: u32, after: usize) -> Option<Sign> {
    Some(Sign::byte(u8::try_from(code).ok()?, after))
}

/// A number of so many hexadecimal digits.
fn number(text: &[u8], mut at: usize, layers: &[Layer], digits: usize) -> Option<(u32, usize)> {
    let mut number = 0;
    for _ in 0..digits {
        let digit = read(text, at, layers)?;
        number = number * 16 + char::from(digit.bytes[0]).to_digit(16)?;
        at = digit.after;
    }
    Some((number, at))
}

/// What stands for a sign in XML, behind its `&`.
fn entity(text: &[u8], mut at: usize, layers: &[Layer]) -> Option<Sign> {
    // The longest is `#x10ffff`.
    let mut name = [0; 8];
    for length in 0..=name.len() {
        let sign = read(text, at, layers)?;
        at = sign.after;
        if sign.bytes[0] == b';' {
            let name = std::str::from_utf8(&name[..length]).ok()?;
            let Some(code) = name.strip_prefix('#') else {
                return named(name).map(|byte| Sign::byte(byte, at));
            };
            let hex = code.strip_prefix(['x', 'X']);
            let code = hex.map_or_else(|| code.parse().ok(), |hex| u32::from_str_radix(hex, 16).ok());
            return Sign::char(code?, at);
        }
        if !(sign.bytes[0].is_ascii_alphanumeric() || sign.bytes[0] == b'#') {
            return None;
        }
        *name.get_mut(length)? = sign.bytes[0];
    }
    None
}

fn named(name: &str) -> Option<u8> {
    Some(match name {
        "amp" => b'&',
        "lt" => b'<',
        "gt" => b'>',
        "quot" => b'"',
        "apos" => b'\'',
        _ => return None,
    })
}

/// What stands for a sign in JSON and in Python, behind its backslash.
fn backslashed(text: &[u8], at: usize, layers: &[Layer]) -> Option<Sign> {
    let kind = read(text, at, layers)?;
    let plain = |byte| Some(Sign::byte(byte, kind.after));
    match kind.bytes[0] {
        sign @ (b'"' | b'\'' | b'\\' | b'/') => plain(sign),
        b'n' => plain(b'\n'),
        b'r' => plain(b'\r'),
        b't' => plain(b'\t'),
        b'b' => plain(8),
        b'f' => plain(12),
        b'x' => number(text, kind.after, layers, 2).and_then(|(code, after)| byte(code, after)),
        b'u' => {
            let (code, after) = number(text, kind.after, layers, 4)?;
            if !(0xd800..0xdc00).contains(&code) {
                return Sign::char(code, after);
            }
            let backslash = read(text, after, layers)?;
            let letter = read(text, backslash.after, layers)?;
            let (low, end) = number(text, letter.after, layers, 4)?;
            let pair = (backslash.bytes[0], letter.bytes[0]) == (b'\\', b'u') && (0xdc00..0xe000).contains(&low);
            Sign::char(if pair { 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00) } else { code }, end)
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
        for place in found(text, &[Arc::new(Sought::of(value.as_bytes()))]).into_iter().rev() {
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
        let place = found("12345678\u{e9}", &[Arc::new(Sought::of(b"12345678\xc3"))]);
        assert_eq!(place.first(), Some(&(0..10)));
    }
}
