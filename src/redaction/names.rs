//! Redaction of values by their names, such as header and field names.
//!
//! Services repeat the input that they refuse: `SignatureDoesNotMatch` contains all headers that
//! should have been signed, and `ValidationError` the invalid value.

use std::borrow::Cow;

/// The replacement for a secret.
pub const REDACTED: &str = "***";

/// Names of secrets: headers, form parameters and document elements.
const NAMES: [&str; 7] = [
    "authorization",
    "x-amz-security-token",
    "cookie",
    "userdata",
    "webidentitytoken",
    "secretaccesskey",
    "sessiontoken",
];
/// Quotes that may enclose a name or a value.
const QUOTES: [&str; 7] = ["\\\"", "\"", "'", "&quot;", "&#34;", "&#39;", "&apos;"];
/// Separators between a name and its value.
const SEPARATORS: [&str; 5] = [":", "=", ">", "%3a", "%3d"];
/// Characters that end a value; tokens, Base64 and form values do not contain them.
const ENDS: [char; 7] = ['\n', '\r', '\'', '"', '<', '&', '\\'];

/// Whether a header's value is secret.
#[must_use]
pub fn is_secret_header(field: &str) -> bool {
    ["authorization", "proxy-authorization", "x-amz-security-token", "cookie", "set-cookie"]
        .iter()
        .any(|secret| field.eq_ignore_ascii_case(secret))
}

/// Redacts the values that follow or precede the name of a secret.
#[must_use]
pub fn redact_fields(text: &str) -> Cow<'_, str> {
    let lower = text.to_ascii_lowercase();
    let mut redacted = String::new();
    let mut done = 0;
    let mut at = 0;
    let (mut names, mut openings) = (Names::default(), Openings::default());
    while let Some((start, end)) = names.next(&lower, at) {
        at = end;
        let value = value_after(&lower, end).or_else(|| value_before(&lower, start, &mut openings));
        let Some((from, to)) = value else { continue };
        if from < done {
            continue;
        }
        redacted.push_str(&text[done..from]);
        redacted.push_str(REDACTED);
        done = to;
        at = at.max(to);
    }
    if done == 0 { Cow::Borrowed(text) } else { Cow::Owned(redacted + &text[done..]) }
}

/// The next position of each name. No part of the text is searched twice for the same name, so the
/// time is linear in the length of the text.
#[derive(Default)]
struct Names(Option<[usize; NAMES.len()]>);

impl Names {
    /// The start and end of the next name.
    fn next(&mut self, lower: &str, at: usize) -> Option<(usize, usize)> {
        let found = |name: &str| lower[at..].find(name).map_or(usize::MAX, |start| at + start);
        let starts = self.0.get_or_insert_with(|| NAMES.map(found));
        for (start, name) in starts.iter_mut().zip(NAMES) {
            if *start < at {
                *start = found(name);
            }
        }
        let known = starts.iter().zip(NAMES).filter(|(start, _)| **start < usize::MAX);
        known.map(|(start, name)| (*start, start + name.len())).min()
    }
}

/// For each quote, how far the text was searched for `value '` and the last match: nothing is searched twice.
#[derive(Default)]
struct Openings([(usize, Option<usize>); QUOTES.len()]);

impl Openings {
    /// The start of the value whose closing quote is at `to`.
    fn last(&mut self, lower: &str, quote: usize, to: usize) -> Option<usize> {
        let opening = format!("value {}", QUOTES[quote]);
        let (searched, last) = &mut self.0[quote];
        // A match may start before the end of the searched part and end after it.
        let from = searched.saturating_sub(opening.len());
        let from = (from..=*searched).find(|from| lower.is_char_boundary(*from)).unwrap_or_default();
        if let Some(found) = lower[from.min(to)..to].rfind(&opening) {
            *last = Some(from.min(to) + found + opening.len());
        }
        *searched = to.max(*searched);
        *last
    }
}

/// The value in `name: value`, `name=value`, `"name": "value"` or `<name>value<`.
fn value_after(lower: &str, end: usize) -> Option<(usize, usize)> {
    let rest = without(&lower[end..], &QUOTES).trim_start_matches(' ');
    let separator = SEPARATORS.iter().find(|separator| rest.starts_with(**separator))?;
    let value = without(rest[separator.len()..].trim_start_matches(' '), &QUOTES);
    let from = lower.len() - value.len();
    let to = value.find(ENDS).map_or(lower.len(), |length| from + length);
    (to > from).then_some((from, to))
}

/// The value in AWS's "Value 'value' at 'name' failed to satisfy constraint".
fn value_before(lower: &str, start: usize, openings: &mut Openings) -> Option<(usize, usize)> {
    let before = QUOTES.iter().find_map(|quote| lower[..start].strip_suffix(quote))?.strip_suffix(" at ")?;
    let quote = QUOTES.iter().position(|quote| before.ends_with(quote))?;
    let to = before.len() - QUOTES[quote].len();
    let from = openings.last(lower, quote, to)?;
    (to > from).then_some((from, to))
}

fn without<'a>(text: &'a str, quotes: &[&str]) -> &'a str {
    quotes.iter().find_map(|quote| text.strip_prefix(quote)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_redacted_in_each_notation() {
        for (text, redacted) in [
            ("X-Amz-Security-Token:hush/1+2==\nhost:a", "X-Amz-Security-Token:***\nhost:a"),
            ("{'x-amz-security-token': 'hush', 'host': 'a'}", "{'x-amz-security-token': '***', 'host': 'a'}"),
            (r#"{"authorization": "AWS4 a, b", "c": 1}"#, r#"{"authorization": "***", "c": 1}"#),
            (r#"{\"authorization\": \"hush\"}"#, r#"{\"authorization\": \"***\"}"#),
            ("&quot;cookie&quot;: &quot;hush&quot;", "&quot;cookie&quot;: &quot;***&quot;"),
            ("Proxy-Authorization: Basic hush\r\n", "Proxy-Authorization: ***\r\n"),
            ("Action=A&UserData=aHVzaA%3D%3D&Name=a", "Action=A&UserData=***&Name=a"),
            ("?X-Amz-Security-Token%3Dhush&b", "?X-Amz-Security-Token%3D***&b"),
            ("<a><UserData>hush</UserData><b>1</b></a>", "<a><UserData>***</UserData><b>1</b></a>"),
            ("<SessionToken>hush</SessionToken>", "<SessionToken>***</SessionToken>"),
            ("Value 'hush' at 'userData' failed", "Value '***' at 'userData' failed"),
            ("Value &#39;hush&#39; at &#39;webIdentityToken&#39;", "Value &#39;***&#39; at &#39;webIdentityToken&#39;"),
            ("{&#34;userdata&#34;:&#34;hush&#34;}", "{&#34;userdata&#34;:&#34;***&#34;}"),
            ("&apos;SessionToken&apos; : &apos;hush&apos;", "&apos;SessionToken&apos; : &apos;***&apos;"),
            ("SecretAccessKey = hush", "SecretAccessKey = ***"),
            ("authorization%3Ahush&b", "authorization%3A***&b"),
            ("cookie: authorization=a; b\nc", "cookie: ***\nc"),
            ("Value 'cookie: hush' at 'userData' failed", "Value 'cookie: ***' at 'userData' failed"),
            (
                "Value 'é' at 'userData', value 'hush' at 'userData'",
                "Value '***' at 'userData', value '***' at 'userData'",
            ),
        ] {
            assert_eq!(redact_fields(text), redacted);
        }
    }

    #[test]
    fn a_value_without_an_end_is_redacted_to_the_end() {
        assert_eq!(redact_fields("<a><UserData>hush"), "<a><UserData>***");
        assert_eq!(redact_fields("é authorization: hush é"), "é authorization: ***");
    }

    #[test]
    fn secret_headers_are_recognized_in_any_case() {
        for field in ["Authorization", "proxy-authorization", "X-Amz-Security-Token", "COOKIE", "Set-Cookie"] {
            assert!(is_secret_header(field), "{field}");
        }
        for field in ["host", "x-amz-date", "authorizations", "user-agent"] {
            assert!(!is_secret_header(field), "{field}");
        }
    }

    #[test]
    fn a_value_is_redacted_next_to_a_possible_end_of_another() {
        assert_eq!(redact_fields("value ' at 'userdata' hush' at 'userdata'"), "value '***' at 'userdata'");
        for (before, between) in (0..9).flat_map(|before| (0..9).map(move |between| (before, between))) {
            let (before, between) = ("a".repeat(before), "é".repeat(between));
            let text = |value| format!("é{before}' at 'userdata'{between} value '{value}' at 'userdata'");
            assert_eq!(redact_fields(&text("hush")), text("***"));
        }
    }

    #[test]
    fn the_time_is_linear_in_the_length_of_the_text() {
        for part in ["userdata cookie ", "' at 'userdata", "é value 'x' at 'userdata' "] {
            let (done, waiting) = std::sync::mpsc::channel();
            std::thread::spawn(move || done.send(redact_fields(&part.repeat(200_000)).len()));
            // This takes less than a second; it would take many minutes if each name had its own search.
            let length = waiting.recv_timeout(std::time::Duration::from_mins(1));
            assert!(length.is_ok(), "{part}");
        }
    }

    #[test]
    fn other_text_is_unchanged() {
        for text in [
            "",
            "SignedHeaders=host;x-amz-security-token;x-amz-date\n",
            "The security token included in the request is invalid",
            "<UserData></UserData>",
            "UserData=&b=1",
            "Value 'a' at 'launchConfigurationName' failed",
            "no at 'userData' here",
            "value '' at 'userData'",
            "userdata",
        ] {
            assert!(matches!(redact_fields(text), Cow::Borrowed(same) if same == text), "{text}");
        }
    }
}
