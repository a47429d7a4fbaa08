//! Decoding of CBOR pages directly to boto's objects, without the SDK's types.
//!
//! Uses the same shapes as the XML responses of generic calls.

use std::borrow::Cow;

use pyo3::intern;
use pyo3::prelude::*;

use crate::client::raw_response::RawResponse;
use crate::decode::error::DecodeError;
use crate::decode::object_limit::ObjectLimit;
use crate::error::LONGEST_SHOWN;
use crate::error::python;
use crate::protocol::cbor::{Item, Items};
use crate::protocol::xml::Malformed;
use crate::redaction::log_format;

/// The item, or an error if the document is not well-formed.
pub fn expect_item<T>(found: Option<T>) -> Result<T, DecodeError> {
    found.ok_or_else(|| Malformed("it is not CBOR or is truncated".to_owned()).into())
}

pub fn unexpected(item: &Item<'_>, key: &str) -> DecodeError {
    Malformed(format!("expected {key}, got {}", item.kind())).into()
}

/// Decodes a response's map. `part` reads the values that it knows and skips others.
pub fn read<'a>(
    py: Python<'_>,
    received: &'a RawResponse,
    mut part: impl FnMut(&mut Items<'a>, &[u8]) -> Result<Visit, DecodeError>,
) -> PyResult<()> {
    let _limit = ObjectLimit::of(received.body.len());
    let mut items = Items::new(&received.body);
    let mut walk = || {
        pairs(&mut items, &mut part)?;
        if items.is_at_end() { Ok(()) } else { Err(Malformed("it has data after its end".to_owned()).into()) }
    };
    walk().map_err(|error| unreadable(py, received, error))
}

/// Checks the response of an operation without output: empty, or a document.
pub fn acknowledge(py: Python<'_>, received: &RawResponse) -> PyResult<()> {
    if received.body.is_empty() { Ok(()) } else { read(py, received, |_, _| Ok(Visit::Skip)) }
}

/// The exception for a response that cannot be decoded.
fn unreadable(py: Python<'_>, received: &RawResponse, error: DecodeError) -> PyErr {
    let malformed = match error {
        DecodeError::Python(error) => return error,
        DecodeError::Malformed(malformed) => malformed.0,
    };
    let kind = field(received, "content-type").unwrap_or_default();
    let why = if kind.contains("cbor") { malformed } else { format!("its content type is '{kind}'") };
    let shown = if kind.contains("cbor") {
        log_format::cbor(&received.body, LONGEST_SHOWN)
    } else {
        log_format::text(&received.body, LONGEST_SHOWN)
    };
    let reason = format!("the response is not the expected CBOR: {why}");
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

/// Whether a value was read or is to be skipped.
#[derive(PartialEq, Eq)]
pub enum Visit {
    Read,
    Skip,
}

/// Decodes a map; `each` reads a name and its value. Returns false for null.
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

/// Decodes a map; `each` reads or skips the value of a name. Returns false for null.
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

/// The names of the maps in a list, with a value for each name. The maps mostly have the same order.
pub struct KeyOrder<T>(Vec<(Vec<u8>, T)>);

impl<T> KeyOrder<T> {
    pub fn new() -> Self {
        Self(Vec::new())
    }

    /// Decodes a map; `learn` makes the value of a new name. Returns false for null.
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

    /// Skips the next name and moves its entry to position `at`.
    fn expect(&mut self, at: usize, items: &mut Items<'_>, learn: impl Fn(&[u8]) -> T) -> Result<(), DecodeError> {
        /// Maximum number of entries after position `at`, to bound the search and the memory.
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

/// Decodes a list; null is an empty list.
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

/// A text, or `None` for null.
pub fn text<'a>(items: &mut Items<'a>) -> Result<Option<Cow<'a, str>>, DecodeError> {
    match expect_item(items.item())? {
        Item::Text(text) => Ok(Some(text)),
        Item::Null => Ok(None),
        other => Err(unexpected(&other, "a text")),
    }
}

/// A number, or `None` for null.
pub fn real(items: &mut Items<'_>) -> Result<Option<f64>, DecodeError> {
    if let Some(double) = items.double() {
        return Ok(Some(double));
    }
    match expect_item(items.item())? {
        Item::Float(real) => Ok(Some(real)),
        #[expect(clippy::cast_precision_loss, reason = "the attribute is a double")]
        Item::Integer(whole) => Ok(Some(whole as f64)),
        Item::Null => Ok(None),
        other => Err(unexpected(&other, "a number")),
    }
}

/// A time in milliseconds since 1970, or `None` for null.
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

/// Seconds as milliseconds, rounded: most milliseconds have no exact double.
pub fn rounded(seconds: f64) -> Result<i64, DecodeError> {
    // The years of Python's datetime, 1 to 9999.
    const YEARS: std::ops::Range<i64> = -62_135_596_800_000..253_402_300_800_000;
    // The casts saturate, and the limits of i64 are out of the range.
    #[expect(clippy::cast_possible_truncation, reason = "the range is checked after")]
    let nearest = |millis: f64| {
        let whole = millis as i64;
        #[expect(clippy::cast_precision_loss, reason = "inexact values are rounded")]
        if millis - whole as f64 == 0.0 { whole } else { millis.round() as i64 }
    };
    let millis = nearest(seconds * 1000.0);
    if seconds.is_nan() || !YEARS.contains(&millis) {
        return Err(Malformed(format!("{seconds} seconds is not a valid time")).into());
    }
    Ok(millis)
}

/// Sets the request id on a list, as in boto.
pub fn set_request_id(list: &Bound<'_, PyAny>, received: &RawResponse) -> PyResult<()> {
    match field(received, REQUEST_ID) {
        Some(id) => list.setattr(intern!(list.py(), "RequestId"), id),
        None => Ok(()),
    }
}
