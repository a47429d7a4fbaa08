//! Errors of invalid arguments. They name the argument, what it must be, and the value.

use std::borrow::Cow;

use pyo3::exceptions::{PyException, PyTypeError, PyValueError};
use pyo3::prelude::*;

use crate::error::suppress::suppress;

pub fn present(name: &str, found: Option<String>) -> PyResult<String> {
    found
        .filter(|text| !text.is_empty())
        .ok_or_else(|| PyValueError::new_err(format!("{name} is required and must be a non-empty string")))
}

/// A `ValueError` for a value that is not what was expected.
pub fn wrong(name: &str, value: &Bound<'_, PyAny>, expected: &str) -> PyErr {
    let error = |shown| PyValueError::new_err(format!("{name} must be {expected}, got {shown}"));
    shown(value).map_or_else(|error| error, error)
}

/// A `TypeError` for a value of an invalid type. It also shows the type.
pub fn mistyped(name: &str, value: &Bound<'_, PyAny>, expected: &str) -> PyErr {
    let kind = || suppress::<PyException, _>(value.py(), value.get_type().name());
    let error = |shown| {
        let kind = kind()?.map_or_else(|| "object".to_owned(), |kind| kind.to_string());
        Ok(PyTypeError::new_err(format!("{name} must be {expected}, got {shown} ({kind})")))
    };
    shown(value).and_then(error).unwrap_or_else(|error| error)
}

/// The name of a class with its article.
pub fn with_article(class: &str) -> String {
    let article = if class.starts_with(['A', 'E', 'I', 'O']) { "an" } else { "a" };
    format!("{article} {class}")
}

/// Replaces a `TypeError` of Python's by one that names the argument. Other errors come from the
/// value's own code and stay as they are.
pub fn unless_mistyped(error: PyErr, name: &str, value: &Bound<'_, PyAny>, expected: &str) -> PyErr {
    if error.is_instance_of::<PyTypeError>(value.py()) { mistyped(name, value, expected) } else { error }
}

/// The value's `repr`, shortened.
fn shown(value: &Bound<'_, PyAny>) -> PyResult<String> {
    let repr = suppress::<PyException, _>(value.py(), value.repr())?;
    Ok(repr.map_or_else(
        || "a value that cannot be shown".to_owned(),
        |repr| shortened(&repr.to_string_lossy()).to_string(),
    ))
}

/// Text in quotes, shortened.
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
