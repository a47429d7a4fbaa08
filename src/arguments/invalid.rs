//! Errors of invalid arguments, which name the argument and show its value.

use std::borrow::Cow;

use pyo3::exceptions::{PyException, PyTypeError, PyValueError};
use pyo3::prelude::*;

use crate::error::suppress::suppress;

pub fn present(name: &str, found: Option<String>) -> PyResult<String> {
    found
        .filter(|text| !text.is_empty())
        .ok_or_else(|| PyValueError::new_err(format!("{name} is missing: a string that is not empty is wanted")))
}

/// A `ValueError` that says what would be right.
pub fn wrong(name: &str, value: &Bound<'_, PyAny>, wanted: &str) -> PyErr {
    let told = |shown| PyValueError::new_err(format!("{name}: {shown} is not {wanted}"));
    shown(value).map_or_else(|error| error, told)
}

pub fn mistyped(name: &str, value: &Bound<'_, PyAny>, wanted: &str) -> PyErr {
    let kind = || suppress::<PyException, _>(value.py(), value.get_type().name());
    let told = |shown| {
        let kind = kind()?.map_or_else(|| "object".to_owned(), |kind| kind.to_string());
        Ok(PyTypeError::new_err(format!("{name}: {shown} ({kind}) is not {wanted}")))
    };
    shown(value).and_then(told).unwrap_or_else(|error| error)
}

/// A `TypeError` in words that name the argument; what else an object of the caller's raises is its own.
pub fn unless_mistyped(error: PyErr, name: &str, value: &Bound<'_, PyAny>, wanted: &str) -> PyErr {
    if error.is_instance_of::<PyTypeError>(value.py()) { mistyped(name, value, wanted) } else { error }
}

/// The value as Python shows it, cut where it would fill the screen.
fn shown(value: &Bound<'_, PyAny>) -> PyResult<String> {
    let repr = suppress::<PyException, _>(value.py(), value.repr())?;
    Ok(repr.map_or_else(
        || "a value that cannot be shown".to_owned(),
        |repr| shortened(&repr.to_string_lossy()).to_string(),
    ))
}

/// Text in quotes, cut as well.
pub fn quoted(text: &str) -> String {
    format!("'{}'", shortened(text).escape_debug())
}

fn shortened(full: &str) -> Cow<'_, str> {
    const LONGEST: usize = 80;
    match full.char_indices().nth(LONGEST) {
        Some((cut, _)) => format!("{}...", &full[..cut]).into(),
        None => full.into(),
    }
}
