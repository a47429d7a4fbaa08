//! JSON text as a tree, read strictly: a repeated key is an error, and an error names its key.

use std::cell::RefCell;
use std::collections::HashSet;
use std::fmt;

use serde::de::{DeserializeSeed, Error as _, MapAccess, SeqAccess, Visitor};

use super::super::error::{Error, Result};

#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(String),
    List(Vec<Node>),
    Map(Vec<(String, Node)>),
}

/// Maps up to this size are searched for repeated keys without a hash set.
const SMALL_MAP: usize = 16;

enum Step {
    Key(String),
    Index(usize),
}

/// The keys down to the value being read. After an error it still holds the path of the error.
type Trail = RefCell<Vec<Step>>;

pub fn parse(text: &str) -> Result<Node> {
    let trail = Trail::default();
    let mut source = serde_json::Deserializer::from_str(text);
    Reader(&trail)
        .deserialize(&mut source)
        .and_then(|node| source.end().map(|()| node))
        .map_err(|error| Error::Syntax { path: path(&trail.borrow()), reason: error.to_string() })
}

fn path(trail: &[Step]) -> String {
    let mut text = String::new();
    for step in trail {
        match step {
            Step::Key(key) if text.is_empty() => text.push_str(key),
            Step::Key(key) => text.extend([".", key]),
            Step::Index(index) => text.extend(["[", &index.to_string(), "]"]),
        }
    }
    super::super::error::shorten(&text)
}

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(value) => write!(f, "{value}"),
            Self::Int(value) => write!(f, "{value}"),
            Self::Float(value) => write!(f, "{value:?}"),
            Self::Text(value) => write!(f, "{value:?}"),
            Self::List(items) => write!(f, "a list of {}", items.len()),
            Self::Map(_) => f.write_str("an object"),
        }
    }
}

#[derive(Clone, Copy)]
struct Reader<'t>(&'t Trail);

impl<'de> DeserializeSeed<'de> for Reader<'_> {
    type Value = Node;

    fn deserialize<D: serde::Deserializer<'de>>(self, source: D) -> std::result::Result<Node, D::Error> {
        source.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reader<'_> {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> std::result::Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E>(self, value: bool) -> std::result::Result<Node, E> {
        Ok(Node::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> std::result::Result<Node, E> {
        Ok(Node::Int(value))
    }

    #[allow(clippy::cast_precision_loss)] // Beyond i64 a number serves as a double or is refused.
    fn visit_u64<E>(self, value: u64) -> std::result::Result<Node, E> {
        Ok(i64::try_from(value).map_or(Node::Float(value as f64), Node::Int))
    }

    fn visit_f64<E>(self, value: f64) -> std::result::Result<Node, E> {
        Ok(Node::Float(value))
    }

    fn visit_str<E>(self, value: &str) -> std::result::Result<Node, E> {
        Ok(Node::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> std::result::Result<Node, E> {
        Ok(Node::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> std::result::Result<Node, A::Error> {
        let mut list = Vec::new();
        self.0.borrow_mut().push(Step::Index(0));
        while let Some(item) = items.next_element_seed(self)? {
            list.push(item);
            if let Some(Step::Index(index)) = self.0.borrow_mut().last_mut() {
                *index = list.len();
            }
        }
        self.0.borrow_mut().pop();
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> std::result::Result<Node, A::Error> {
        let mut map: Vec<(String, Node)> = Vec::new();
        let mut seen = HashSet::new();
        while let Some(key) = entries.next_key::<String>()? {
            self.0.borrow_mut().push(Step::Key(key.clone()));
            let repeated = if map.len() < SMALL_MAP {
                map.iter().any(|(known, _)| *known == key)
            } else {
                if seen.is_empty() {
                    seen.extend(map.iter().map(|(known, _)| known.clone()));
                }
                !seen.insert(key.clone())
            };
            if repeated {
                return Err(A::Error::custom("the key is repeated"));
            }
            let value = entries.next_value_seed(self)?;
            self.0.borrow_mut().pop();
            map.push((key, value));
        }
        Ok(Node::Map(map))
    }
}

/// Text as a JSON string.
pub fn quote(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_kind_and_every_bit() {
        let node = parse("[1, -0.0, 0.1, 9223372036854775807, 1e300, 18446744073709551615]").expect("valid");
        let Node::List(items) = node else { panic!("expected a list") };
        assert_eq!(items[0], Node::Int(1));
        assert!(matches!(items[1], Node::Float(value) if value.to_bits() == (-0.0f64).to_bits()));
        assert_eq!(items[2], Node::Float(0.1));
        assert_eq!(items[3], Node::Int(i64::MAX));
        assert_eq!(items[4], Node::Float(1e300));
        assert_eq!(items[5], Node::Float(18_446_744_073_709_551_615.0));
    }

    #[test]
    fn an_error_names_the_key_it_stands_at() {
        for (text, start) in [
            (r#"{"a": {"b": [1, NaN]}}"#, "a.b[1] is not valid JSON: expected value"),
            (r#"{"a": {"b": 1, "b": 2}}"#, "a.b is not valid JSON: the key is repeated"),
            (r#"{"a": 1e999}"#, "a is not valid JSON: number out of range"),
            ("[1, 2", "[2] is not valid JSON: EOF"),
            ("", "the text is not valid JSON: EOF"),
            ("1 2", "the text is not valid JSON: trailing characters"),
        ] {
            let error = parse(text).expect_err(text).to_string();
            assert!(error.starts_with(start), "{text}: {error}");
        }
    }

    #[test]
    fn a_repeated_key_is_found_among_many() {
        let keys: Vec<String> = (0..100).map(|k| format!("\"k{k}\": {k}")).collect();
        assert!(parse(&format!("{{{}}}", keys.join(","))).is_ok());
        assert!(parse(&format!("{{{}, \"k40\": 1}}", keys.join(","))).is_err());
    }

    #[test]
    fn deep_nesting_is_an_error_and_not_an_overflow() {
        assert!(parse(&"[".repeat(1_000_000)).is_err());
    }
}
