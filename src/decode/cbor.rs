//! Pages read from CBOR straight into boto's objects, without the SDK's own between.
//!
//! Objects are read by the tables that generic calls' XML is read by.

use std::borrow::Cow;

use pyo3::intern;
use pyo3::prelude::*;

use crate::client::raw_response::RawResponse;
use crate::decode::error::DecodeError;
use crate::error::LONGEST_SHOWN;
use crate::error::python;
use crate::protocol::cbor::{Item, Items};
use crate::protocol::xml::Malformed;
use crate::redaction::log_format;

/// What is there, where a document that is well-formed has something.
pub fn expect_item<T>(found: Option<T>) -> Result<T, DecodeError> {
    found.ok_or_else(|| Malformed("it is no CBOR, or breaks off".to_owned()).into())
}

pub fn unexpected(item: &Item<'_>, key: &str) -> DecodeError {
    Malformed(format!("{} stands where {key} was expected", item.kind())).into()
}

/// Goes through an answer's parts: `part` reads those that it knows and leaves the others.
pub fn read<'a>(
    py: Python<'_>,
    received: &'a RawResponse,
    mut part: impl FnMut(&mut Items<'a>, &[u8]) -> Result<Visit, DecodeError>,
) -> PyResult<()> {
    let mut items = Items::new(&received.body);
    let mut walk = || {
        pairs(&mut items, &mut part)?;
        if items.is_at_end() { Ok(()) } else { Err(Malformed("more follows its end".to_owned()).into()) }
    };
    walk().map_err(|error| unreadable(py, received, error))
}

/// A success that cannot be read, in the words of a server's error.
fn unreadable(py: Python<'_>, received: &RawResponse, error: DecodeError) -> PyErr {
    let malformed = match error {
        DecodeError::Python(error) => return error,
        DecodeError::Malformed(malformed) => malformed.0,
    };
    let kind = field(received, "content-type").unwrap_or_default();
    let why = if kind.contains("cbor") { malformed } else { format!("its type is '{kind}'") };
    let shown = if kind.contains("cbor") {
        log_format::cbor(&received.body, LONGEST_SHOWN)
    } else {
        log_format::text(&received.body, LONGEST_SHOWN)
    };
    let reason = format!("the answer is not the CBOR that was expected: {why}");
    let error = python::unreadable_response(py, received.status, &shown, &reason).and_then(|error| {
        error.setattr(intern!(py, "request_id"), field(received, REQUEST_ID))?;
        Ok(error)
    });
    error.map_or_else(|other| other, PyErr::from_value)
}

const REQUEST_ID: &str = "x-amzn-requestid";

fn field<'a>(received: &'a RawResponse, name: &str) -> Option<&'a str> {
    received.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
}

/// Whether a part was one to be read.
#[derive(PartialEq, Eq)]
pub enum Visit {
    Read,
    Skip,
}

/// Goes through a map, of which `each` reads a name and its value; nothing where null stands in its place.
fn entries<'a>(
    items: &mut Items<'a>,
    mut each: impl FnMut(&mut Items<'a>) -> Result<(), DecodeError>,
) -> Result<bool, DecodeError> {
    let mut left = match expect_item(items.item())? {
        Item::Map(left) => left,
        Item::Null => return Ok(false),
        other => return Err(unexpected(&other, "a map")),
    };
    while items.has_next(&mut left) {
        each(items)?;
    }
    Ok(true)
}

fn name<'a>(items: &mut Items<'a>) -> Result<Cow<'a, [u8]>, DecodeError> {
    if let Some(name) = items.short_text() {
        return Ok(Cow::Borrowed(name));
    }
    match expect_item(items.item())? {
        Item::Text(Cow::Borrowed(name)) => Ok(Cow::Borrowed(name.as_bytes())),
        Item::Text(Cow::Owned(name)) => Ok(Cow::Owned(name.into_bytes())),
        other => Err(unexpected(&other, "a name")),
    }
}

/// Goes through a map; nothing where null stands in its place.
pub fn pairs<'a>(
    items: &mut Items<'a>,
    mut each: impl FnMut(&mut Items<'a>, &[u8]) -> Result<Visit, DecodeError>,
) -> Result<bool, DecodeError> {
    entries(items, |items| {
        let name = name(items)?;
        if each(items, &name)? == Visit::Skip {
            expect_item(items.skip())?;
        }
        Ok(())
    })
}

/// The names of a list's maps, which mostly come in the same order, with what is known of each.
pub struct KeyOrder<T>(Vec<(Vec<u8>, T)>);

impl<T> KeyOrder<T> {
    pub fn new() -> Self {
        Self(Vec::new())
    }

    /// Goes through a map, each name being learnt once; nothing where null stands in its place.
    pub fn pairs<'a>(
        &mut self,
        items: &mut Items<'a>,
        learn: impl Fn(&[u8]) -> T,
        mut each: impl FnMut(&mut Items<'a>, &mut T) -> Result<(), DecodeError>,
    ) -> Result<bool, DecodeError> {
        let mut at = 0;
        entries(items, |items| {
            if !self.0.get(at).is_some_and(|(name, _)| items.skip_bytes(name)) {
                self.expect(at, items, &learn)?;
            }
            each(items, &mut self.0[at].1)?;
            at += 1;
            Ok(())
        })
    }

    /// Steps over the next name, and has it where it stood.
    fn expect(&mut self, at: usize, items: &mut Items<'_>, learn: impl Fn(&[u8]) -> T) -> Result<(), DecodeError> {
        /// Names that are searched, and kept, beyond those of a map's own.
        const MOST: usize = 64;
        let before = items.clone();
        let name = name(items)?;
        let written = items.bytes_since(&before);
        match self.0[at..].iter().position(|(known, _)| known == written) {
            Some(later) => self.0.swap(at, at + later),
            None => self.0.insert(at, (written.to_owned(), learn(&name))),
        }
        self.0.truncate(at + MOST);
        Ok(())
    }
}

/// Goes through a list; null is an empty one.
pub fn list<'a>(
    items: &mut Items<'a>,
    mut each: impl FnMut(&mut Items<'a>) -> Result<(), DecodeError>,
) -> Result<Visit, DecodeError> {
    let mut left = match expect_item(items.item())? {
        Item::List(left) => left,
        Item::Null => Some(0),
        other => return Err(unexpected(&other, "a list")),
    };
    while items.has_next(&mut left) {
        each(items)?;
    }
    Ok(Visit::Read)
}

/// A text, if there is one.
pub fn text<'a>(items: &mut Items<'a>) -> Result<Option<Cow<'a, str>>, DecodeError> {
    match expect_item(items.item())? {
        Item::Text(text) => Ok(Some(text)),
        Item::Null => Ok(None),
        other => Err(unexpected(&other, "a text")),
    }
}

/// A number, if there is one.
pub fn real(items: &mut Items<'_>) -> Result<Option<f64>, DecodeError> {
    if let Some(double) = items.double() {
        return Ok(Some(double));
    }
    match expect_item(items.item())? {
        Item::Float(real) => Ok(Some(real)),
        #[expect(clippy::cast_precision_loss, reason = "what is asked for is a double")]
        Item::Integer(whole) => Ok(Some(whole as f64)),
        Item::Null => Ok(None),
        other => Err(unexpected(&other, "a number")),
    }
}

/// A time's milliseconds since 1970, if there is one: the nearest, for few have a double of their own.
pub fn millis(items: &mut Items<'_>) -> Result<Option<i64>, DecodeError> {
    if let Some(seconds) = items.time() {
        return rounded(seconds).map(Some);
    }
    match expect_item(items.item())? {
        Item::Time(seconds) => rounded(seconds).map(Some),
        Item::Null => Ok(None),
        other => Err(unexpected(&other, "a time")),
    }
}

/// The nearest millisecond.
pub fn rounded(seconds: f64) -> Result<i64, DecodeError> {
    // The years that Python knows, 1 to 9999.
    const YEARS: std::ops::Range<i64> = -62_135_596_800_000..253_402_300_800_000;
    // What no i64 can hold becomes its end, and that is out of the range.
    #[expect(clippy::cast_possible_truncation, reason = "the range is checked after")]
    let nearest = |millis: f64| {
        let whole = millis as i64;
        #[expect(clippy::cast_precision_loss, reason = "what is not exact is rounded")]
        if millis - whole as f64 == 0.0 { whole } else { millis.round() as i64 }
    };
    let millis = nearest(seconds * 1000.0);
    if seconds.is_nan() || !YEARS.contains(&millis) {
        return Err(Malformed(format!("{seconds} seconds are no time")).into());
    }
    Ok(millis)
}

/// The answer's id, as boto's parser set it.
pub fn set_request_id(list: &Bound<'_, PyAny>, received: &RawResponse) -> PyResult<()> {
    match field(received, REQUEST_ID) {
        Some(id) => list.setattr(intern!(list.py(), "RequestId"), id),
        None => Ok(()),
    }
}
