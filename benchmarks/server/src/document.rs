//! The same content in the three formats of AWS.

use std::fmt::Write;

/// A value in a response.
pub enum Node {
    Text(String),
    Integer(i64),
    Real(f64),
    Truth(bool),
    /// Seconds since 1970.
    Time(i64),
    List(Vec<Node>),
    Map(Vec<(&'static str, Node)>),
}

impl From<&str> for Node {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Node {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

/// The response of an action of the Query API.
pub fn xml(namespace: &str, action: &str, result: &Node) -> String {
    let mut out = format!("<{action}Response xmlns=\"{namespace}\">");
    if let Node::Map(fields) = result
        && !fields.is_empty()
    {
        element(&mut out, &format!("{action}Result"), result);
    }
    element(&mut out, "ResponseMetadata", &Node::Map(vec![("RequestId", REQUEST_ID.into())]));
    out + &format!("</{action}Response>\n")
}

/// An error in the format of the Query API.
pub fn xml_failure(side: &str, code: &str, message: &str) -> String {
    let error = Node::Map(vec![("Type", side.into()), ("Code", code.into()), ("Message", message.into())]);
    let mut out = String::new();
    element(&mut out, "ErrorResponse", &Node::Map(vec![("Error", error), ("RequestId", REQUEST_ID.into())]));
    out
}

pub const REQUEST_ID: &str = "7a62c49f-347e-4fc4-9331-6e8eed6e3b2a";

fn element(out: &mut String, name: &str, node: &Node) {
    write!(out, "<{name}>").expect("a string takes all");
    match node {
        Node::List(items) => items.iter().for_each(|item| element(out, "member", item)),
        Node::Map(fields) => fields.iter().for_each(|(name, value)| element(out, name, value)),
        Node::Text(text) => out.push_str(&escaped(text)),
        Node::Integer(number) => out.push_str(&number.to_string()),
        Node::Real(number) => out.push_str(&number.to_string()),
        Node::Truth(truth) => out.push_str(&truth.to_string()),
        Node::Time(seconds) => out.push_str(&iso(*seconds)),
    }
    write!(out, "</{name}>").expect("a string takes all");
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// UTC, in the format of the Query API.
fn iso(seconds: i64) -> String {
    let (days, rest) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    // Days to a date of the Gregorian calendar, years counted from March.
    let shifted = days + 719_468;
    let (era, of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    let (hour, minute, second) = (rest / 3_600, rest % 3_600 / 60, rest % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

/// The response of an AWS JSON 1.0 operation.
pub fn json(node: &Node) -> String {
    let mut out = String::new();
    write_json(&mut out, node);
    out
}

fn write_json(out: &mut String, node: &Node) {
    match node {
        Node::Text(text) => write!(out, "\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")),
        Node::Integer(number) => write!(out, "{number}"),
        Node::Real(number) => write!(out, "{number:?}"),
        Node::Truth(truth) => write!(out, "{truth}"),
        Node::Time(seconds) => write!(out, "{seconds}.0"),
        Node::List(items) => {
            return separated(out, '[', ']', items.iter(), write_json);
        }
        Node::Map(fields) => {
            return separated(out, '{', '}', fields.iter(), |out, (name, value)| {
                write!(out, "\"{name}\":").expect("a string takes all");
                write_json(out, value);
            });
        }
    }
    .expect("a string takes all");
}

fn separated<T>(
    out: &mut String,
    open: char,
    close: char,
    items: impl Iterator<Item = T>,
    write: impl Fn(&mut String, T),
) {
    out.push(open);
    for (position, item) in items.enumerate() {
        if position > 0 {
            out.push(',');
        }
        write(out, item);
    }
    out.push(close);
}

/// The response of an RPC v2 CBOR operation.
pub fn cbor(node: &Node) -> Vec<u8> {
    let mut out = Vec::new();
    write_cbor(&mut out, node);
    out
}

#[expect(clippy::cast_precision_loss, reason = "seconds of this century fit")]
fn write_cbor(out: &mut Vec<u8>, node: &Node) {
    match node {
        Node::Text(text) => {
            head(out, 3, text.len() as u64);
            out.extend(text.as_bytes());
        }
        Node::Integer(number) => match u64::try_from(*number) {
            Ok(natural) => head(out, 0, natural),
            Err(_) => head(out, 1, (-1 - number).unsigned_abs()),
        },
        Node::Real(number) => {
            out.push(0xfb);
            out.extend(number.to_be_bytes());
        }
        Node::Truth(truth) => out.push(0xf4 + u8::from(*truth)),
        Node::Time(seconds) => {
            head(out, 6, 1);
            write_cbor(out, &Node::Real(*seconds as f64));
        }
        Node::List(items) => {
            head(out, 4, items.len() as u64);
            for item in items {
                write_cbor(out, item);
            }
        }
        Node::Map(fields) => {
            head(out, 5, fields.len() as u64);
            for (name, value) in fields {
                write_cbor(out, &(*name).into());
                write_cbor(out, value);
            }
        }
    }
}

/// A major type and its argument in the shortest encoding.
fn head(out: &mut Vec<u8>, major: u8, argument: u64) {
    let major = major << 5;
    match (u8::try_from(argument), u16::try_from(argument), u32::try_from(argument)) {
        (Ok(small), ..) if small < 24 => out.push(major + small),
        (Ok(byte), ..) => out.extend([major + 24, byte]),
        (_, Ok(short), _) => {
            out.push(major + 25);
            out.extend(short.to_be_bytes());
        }
        (.., Ok(word)) => {
            out.push(major + 26);
            out.extend(word.to_be_bytes());
        }
        _ => {
            out.push(major + 27);
            out.extend(argument.to_be_bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Node {
        Node::Map(vec![
            ("Name", "a & b".into()),
            ("Size", Node::Integer(1_440)),
            ("Least", Node::Integer(-2)),
            ("Mean", Node::Real(0.5)),
            ("On", Node::Truth(true)),
            ("At", Node::Time(1_790_000_000)),
            ("Parts", Node::List(vec!["x".into()])),
            ("Rest", Node::List(vec![])),
        ])
    }

    #[test]
    fn a_query_apis_response_is_in_its_actions_envelope() {
        assert_eq!(
            xml("urn:n", "Do", &sample()),
            "<DoResponse xmlns=\"urn:n\"><DoResult><Name>a &amp; b</Name><Size>1440</Size><Least>-2</Least>\
             <Mean>0.5</Mean><On>true</On><At>2026-09-21T14:13:20Z</At><Parts><member>x</member></Parts><Rest></Rest>\
             </DoResult><ResponseMetadata><RequestId>7a62c49f-347e-4fc4-9331-6e8eed6e3b2a</RequestId>\
             </ResponseMetadata></DoResponse>\n"
        );
    }

    #[test]
    fn json_has_the_same_content() {
        assert_eq!(
            json(&sample()),
            r#"{"Name":"a & b","Size":1440,"Least":-2,"Mean":0.5,"On":true,"At":1790000000.0,"Parts":["x"],"Rest":[]}"#
        );
    }

    #[test]
    fn cbor_is_as_the_rfc_writes_it() {
        // RFC 8949, appendix A.
        assert_eq!(cbor(&Node::Integer(23)), [0x17]);
        assert_eq!(cbor(&Node::Integer(24)), [0x18, 0x18]);
        assert_eq!(cbor(&Node::Integer(1_000)), [0x19, 0x03, 0xe8]);
        assert_eq!(cbor(&Node::Integer(1_000_000)), [0x1a, 0x00, 0x0f, 0x42, 0x40]);
        assert_eq!(cbor(&Node::Integer(-100)), [0x38, 0x63]);
        assert_eq!(cbor(&Node::Real(1.1)), [0xfb, 0x3f, 0xf1, 0x99, 0x99, 0x99, 0x99, 0x99, 0x9a]);
        assert_eq!(cbor(&Node::Truth(false)), [0xf4]);
        assert_eq!(cbor(&Node::List(vec!["IETF".into()])), [0x81, 0x64, 0x49, 0x45, 0x54, 0x46]);
        assert_eq!(cbor(&Node::Time(0))[..2], [0xc1, 0xfb]);
    }
}
