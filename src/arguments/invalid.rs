//! Errors of invalid arguments. They name the argument, what it must be, and the value.

use std::borrow::Cow;

use pyo3::exceptions::{
    PyAttributeError, PyException, PyOverflowError, PyRecursionError, PyReferenceError, PyRuntimeError, PyTypeError,
    PyValueError,
};
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
        let kind = kind()?.map_or_else(|| "object".to_owned(), |kind| shortened(&kind.to_string_lossy()).into_owned());
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

/// Replaces an error of Python's by one that names the argument, with the original as its cause.
///
/// numpy and pandas values, and integers of more than 4,300 digits, raise such errors when
/// converted. Errors of other classes come from the value's own code and stay as they are.
pub fn named(error: PyErr, name: &str, value: &Bound<'_, PyAny>, expected: &str) -> PyErr {
    let py = value.py();
    if !is_pythons(py, &error) {
        return error;
    }
    let new = if error.is_instance_of::<PyTypeError>(py) {
        mistyped(name, value, expected)
    } else {
        wrong(name, value, expected)
    };
    new.set_cause(py, Some(error));
    new
}

/// Whether an error is exactly one of those that Python raises for values of an unexpected type.
pub fn is_pythons(py: Python<'_>, error: &PyErr) -> bool {
    let kind = error.get_type(py);
    kind.is(py.get_type::<PyTypeError>())
        || kind.is(py.get_type::<PyValueError>())
        || kind.is(py.get_type::<PyOverflowError>())
}

/// The result of a conversion. An error that Python raises for a value that cannot be read, such as a
/// dict that changes meanwhile, is replaced by one that names the argument, with the original as its cause.
///
/// # Errors
///
/// What the conversion raises.
pub fn readable<T>(py: Python<'_>, name: &str, conversion: impl FnOnce() -> PyResult<T>) -> PyResult<T> {
    conversion().map_err(|error| unreadable(py, error, name))
}

fn unreadable(py: Python<'_>, error: PyErr, name: &str) -> PyErr {
    if !is_unreadable(py, &error) {
        return error;
    }
    let message = format!("{name} cannot be read: {}", error.value(py));
    let new = if error.is_instance_of::<PyRuntimeError>(py) {
        PyValueError::new_err(message)
    } else {
        PyTypeError::new_err(message)
    };
    new.set_cause(py, Some(error));
    new
}

/// Whether an error is exactly one of those that Python raises for values that cannot be read.
///
/// Conversions do not raise these classes themselves.
pub fn is_unreadable(py: Python<'_>, error: &PyErr) -> bool {
    let kind = error.get_type(py);
    kind.is(py.get_type::<PyAttributeError>())
        || kind.is(py.get_type::<PyReferenceError>())
        || kind.is(py.get_type::<PyRuntimeError>())
        || kind.is(py.get_type::<PyRecursionError>())
}

/// Return the representation of a value, shortened to 80 characters, for an error.
///
/// Parameters
/// ----------
/// value : object
///     Any value.
///
/// Returns
/// -------
/// str
#[pyfunction]
pub fn shown(value: &Bound<'_, PyAny>) -> PyResult<String> {
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
