//! Typed access to a JSON tree: every error knows the path of its key.

use std::fmt;
use std::ops::RangeInclusive;

use super::super::error::{Error, Result};
use super::json::Node;

/// Largest count: instances, adjustments, periods.
pub const MOST: i64 = 1_000_000_000;
/// Longest length of time: 100 years.
pub const LONGEST: i64 = 100 * 365 * 86_400;
/// The years 1 to 9999.
pub const TIMES: RangeInclusive<i64> = -62_135_596_800..=253_402_207_199;

#[derive(Clone, Copy)]
enum Step<'a> {
    /// The arguments: their keys stand alone in messages.
    Root,
    Key(&'a str),
    Index(usize),
}

/// A path is a chain on the stack: it costs nothing until an error prints it.
#[derive(Clone, Copy)]
pub struct Path<'a> {
    parent: Option<&'a Path<'a>>,
    step: Step<'a>,
}

impl<'a> Path<'a> {
    pub const ROOT: Self = Self { parent: None, step: Step::Root };

    pub fn join(&'a self, key: &'a str) -> Self {
        Self { parent: Some(self), step: Step::Key(key) }
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at_root = self.parent.is_none_or(|parent| matches!(parent.step, Step::Root));
        if let Some(parent) = self.parent.filter(|_| !at_root) {
            parent.fmt(f)?;
        }
        match self.step {
            Step::Root => f.write_str("the arguments"),
            Step::Key(key) if at_root => f.write_str(key),
            Step::Key(key) => write!(f, ".{key}"),
            Step::Index(index) => write!(f, "[{index}]"),
        }
    }
}

/// A value together with its path.
#[derive(Clone, Copy)]
pub struct Item<'a> {
    pub node: &'a Node,
    pub path: Path<'a>,
}

impl<'a> Item<'a> {
    pub fn new(node: &'a Node, path: Path<'a>) -> Self {
        Self { node, path }
    }

    pub fn invalid(&self, expected: impl Into<String>) -> Error {
        Error::invalid(self.path.to_string(), expected, self.node)
    }

    /// The item as an object with no other keys than `keys`.
    pub fn object(self, keys: &[&str]) -> Result<Object<'a>> {
        let Node::Map(map) = self.node else { return Err(self.invalid("an object")) };
        let object = Object { path: self.path, map };
        match map.iter().find(|(key, _)| !keys.contains(&key.as_str())) {
            Some((key, _)) => {
                let path = object.child(super::super::error::shorten(key).as_str()).to_string();
                Err(Error::Unknown { path, known: keys.join(", ") })
            }
            None => Ok(object),
        }
    }

    /// The item as an object whose keys are names.
    pub fn entries(self) -> Result<Object<'a>> {
        let Node::Map(map) = self.node else { return Err(self.invalid("an object")) };
        Ok(Object { path: self.path, map })
    }

    pub fn list(&self) -> Result<&'a [Node]> {
        let Node::List(items) = self.node else { return Err(self.invalid("a list")) };
        Ok(items)
    }

    /// Read each element of a list.
    pub fn each<T>(&self, read: impl Fn(Item<'_>) -> Result<T>) -> Result<Vec<T>> {
        let parent = &self.path;
        self.list()?
            .iter()
            .enumerate()
            .map(|(index, node)| read(Item::new(node, Path { parent: Some(parent), step: Step::Index(index) })))
            .collect()
    }

    pub fn text(&self) -> Result<&'a str> {
        let Node::Text(text) = self.node else { return Err(self.invalid("a string")) };
        Ok(text)
    }

    /// A name: 1 to 255 characters, none of them a control character.
    pub fn name(&self) -> Result<&'a str> {
        match self.node {
            Node::Text(text) if valid_name(text) => Ok(text),
            _ => Err(self.invalid("a name of 1 to 255 characters")),
        }
    }

    /// One of AWS's words.
    pub fn word<T: Copy>(&self, words: &[(&str, T)]) -> Result<T> {
        let found = match self.node {
            Node::Text(text) => words.iter().find(|(word, _)| word == text),
            _ => None,
        };
        found.map(|&(_, value)| value).ok_or_else(|| {
            let known: Vec<&str> = words.iter().map(|&(word, _)| word).collect();
            self.invalid(format!("one of {}", known.join(", ")))
        })
    }

    pub fn boolean(&self) -> Result<bool> {
        let Node::Bool(value) = self.node else { return Err(self.invalid("true or false")) };
        Ok(*value)
    }

    #[allow(clippy::cast_precision_loss)] // Numbers are doubles by the interface.
    pub fn number(&self) -> Result<f64> {
        match self.node {
            Node::Int(value) => Ok(*value as f64),
            Node::Float(value) => Ok(*value),
            _ => Err(self.invalid("a number")),
        }
    }

    /// An integer; a double without a fraction, such as `3.0`, serves as one.
    pub fn integer(&self, range: RangeInclusive<i64>) -> Result<i64> {
        let value = match self.node {
            Node::Int(value) => Some(*value),
            #[allow(clippy::cast_possible_truncation)] // Within 2^53 and without a fraction.
            Node::Float(value) if value.fract() == 0.0 && value.abs() < 9_007_199_254_740_992.0 => Some(*value as i64),
            _ => None,
        };
        value
            .filter(|value| range.contains(value))
            .ok_or_else(|| self.invalid(format!("an integer from {} to {}", range.start(), range.end())))
    }

    pub fn time(&self) -> Result<i64> {
        match self.integer(TIMES) {
            Ok(time) => Ok(time),
            Err(_) => Err(self.invalid("integer seconds since 1970 UTC, in the years 1 to 9999")),
        }
    }

    pub fn seconds(&self) -> Result<i64> {
        match self.integer(0..=LONGEST) {
            Ok(seconds) => Ok(seconds),
            Err(_) => Err(self.invalid("seconds as an integer from 0 to 3153600000")),
        }
    }

    /// Numbers with NaN for each null: JSON has no NaN, so none is lost.
    #[allow(clippy::cast_precision_loss)] // Numbers are doubles by the interface.
    pub fn points(&self) -> Result<Vec<f64>> {
        let items = self.list()?;
        let mut points = Vec::with_capacity(items.len());
        for (index, node) in items.iter().enumerate() {
            points.push(match node {
                Node::Float(value) => *value,
                Node::Int(value) => *value as f64,
                Node::Null => f64::NAN,
                _ => return Err(Error::invalid(format!("{}[{index}]", self.path), "a number or null", node)),
            });
        }
        Ok(points)
    }
}

pub fn valid_name(text: &str) -> bool {
    (1..=255).contains(&text.chars().count()) && !text.chars().any(char::is_control)
}

/// An object whose keys are known to be valid. A null is an absent key.
#[derive(Clone, Copy)]
pub struct Object<'a> {
    pub path: Path<'a>,
    map: &'a [(String, Node)],
}

impl<'a> Object<'a> {
    fn child<'b>(&'b self, key: &'b str) -> Path<'b> {
        self.path.join(key)
    }

    pub fn get<'b>(&'b self, key: &'b str) -> Option<Item<'b>> {
        let (_, node) = self.map.iter().find(|(known, _)| known == key)?;
        (*node != Node::Null).then(|| Item::new(node, self.child(key)))
    }

    /// Whether the key stands there, be it with a null.
    pub fn holds(&self, key: &str) -> bool {
        self.map.iter().any(|(known, _)| known == key)
    }

    pub fn need<'b>(&'b self, key: &'b str, expected: &str) -> Result<Item<'b>> {
        self.get(key).ok_or_else(|| Error::Missing { path: self.child(key).to_string(), expected: expected.to_owned() })
    }

    /// Read each entry of an object whose keys are names.
    pub fn each<T>(&self, read: impl Fn(&'a str, Item<'_>) -> Result<T>) -> Result<Vec<T>> {
        self.map.iter().map(|(key, node)| read(key, Item::new(node, self.child(key)))).collect()
    }

    /// Read a key if it is given.
    pub fn read<'b, T>(&'b self, key: &'b str, read: impl FnOnce(Item<'b>) -> Result<T>) -> Result<Option<T>> {
        self.get(key).map(read).transpose()
    }

    pub fn integer(&self, key: &str, range: RangeInclusive<i64>) -> Result<Option<i64>> {
        self.read(key, |item| item.integer(range))
    }

    pub fn need_integer(&self, key: &str, range: RangeInclusive<i64>) -> Result<i64> {
        self.need(key, "an integer")?.integer(range)
    }

    pub fn seconds(&self, key: &str) -> Result<Option<i64>> {
        self.read(key, |item| item.seconds())
    }

    pub fn boolean(&self, key: &str, default: bool) -> Result<bool> {
        Ok(self.read(key, |item| item.boolean())?.unwrap_or(default))
    }

    pub fn word<T: Copy>(&self, key: &str, words: &[(&str, T)], default: T) -> Result<T> {
        Ok(self.read(key, |item| item.word(words))?.unwrap_or(default))
    }

    /// Refuse the keys that mean nothing here.
    pub fn refuse(&self, keys: &[&str], expected: &str) -> Result<()> {
        match keys.iter().find_map(|key| self.get(key)) {
            Some(item) => Err(item.invalid(expected)),
            None => Ok(()),
        }
    }
}
