//! Python values as text, as in boto.

use pyo3::exceptions::{PyException, PyUnicodeEncodeError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyByteArray, PyBytes, PyFloat, PyFrozenSet, PyInt, PyList, PySet, PyString, PyTuple};

use crate::arguments::collections::is_mapping;
use crate::arguments::invalid::{is_pythons, mistyped, named, readable, wrong};
use crate::error::suppress::suppress;

/// The text of any value: `str(value)`, or the UTF-8 text in bytes.
///
/// # Errors
///
/// If the value has only Python's default representation with an address, or if the text
/// contains characters that AWS rejects.
pub fn text(name: &str, value: &Bound<'_, PyAny>) -> PyResult<String> {
    readable(value.py(), name, || to_text(name, value))
}

fn to_text(name: &str, value: &Bound<'_, PyAny>) -> PyResult<String> {
    let text = if let Ok(string) = value.cast::<PyString>() {
        unicode(name, string)?.to_owned()
    } else if let Ok(bytes) = value.cast::<PyBytes>() {
        utf8(name, value, bytes.as_bytes().to_vec())?
    } else if let Ok(bytes) = value.cast::<PyByteArray>() {
        utf8(name, value, bytes.to_vec())?
    } else {
        let text = unicode(name, &value.str().map_err(|error| named(error, name, value, "text"))?)?.to_owned();
        if is_default_representation(&text) {
            return Err(mistyped(name, value, "a string"));
        }
        text
    };
    if text.chars().any(is_invalid_in_xml) {
        return Err(wrong(name, value, "text of characters valid in XML (no control characters)"));
    }
    Ok(text)
}

/// Whether a text is or contains Python's representation of a function, an iterator, a class, a module
/// or an object without `__str__`.
fn is_default_representation(text: &str) -> bool {
    text.starts_with('<') && text.ends_with('>')
        || text.contains('<') && ["<class '", "<built-in ", " at 0x"].iter().any(|part| text.contains(part))
}

/// The text of a name or an identifier. Containers and reboto's objects are rejected, since
/// their `str()` is not a name.
pub fn identifier(name: &str, value: &Bound<'_, PyAny>) -> PyResult<String> {
    readable(value.py(), name, || to_identifier(name, value))
}

fn to_identifier(name: &str, value: &Bound<'_, PyAny>) -> PyResult<String> {
    if !is_plain(value) && (is_container(value)? || is_object(value)? || !has_truth(value)? || !equals_itself(value)?)
        || value.cast::<PyFloat>().is_ok_and(|real| !real.value().is_finite())
    {
        return Err(mistyped(name, value, "a string"));
    }
    text(name, value)
}

fn is_plain(value: &Bound<'_, PyAny>) -> bool {
    is_text(value) || value.is_instance_of::<PyInt>() || value.is_instance_of::<PyFloat>()
}

/// Whether a value holds others: a list, a mapping, an array or another iterable that is no text.
fn is_container(value: &Bound<'_, PyAny>) -> PyResult<bool> {
    Ok(value.is_instance_of::<PyList>()
        || value.is_instance_of::<PyTuple>()
        || value.is_instance_of::<PySet>()
        || value.is_instance_of::<PyFrozenSet>()
        || is_mapping(value)?
        // Other iterables, such as arrays, unless they are like strings, such as `UserString`.
        || (value.hasattr(intern!(value.py(), "__iter__"))? && !value.hasattr(intern!(value.py(), "encode"))?))
}

/// Whether a value is true or false. `pandas.NA`, which stands for a missing value, is neither.
fn has_truth(value: &Bound<'_, PyAny>) -> PyResult<bool> {
    match value.is_truthy() {
        Err(error) if is_pythons(value.py(), &error) => Ok(false),
        truth => truth.map(|_| true),
    }
}

/// Whether a value equals itself. Missing values such as `NaT` and numpy's NaN do not.
fn equals_itself(value: &Bound<'_, PyAny>) -> PyResult<bool> {
    // An object of the caller may have any `__eq__`: its text is what is needed.
    Ok(suppress::<PyException, _>(value.py(), value.eq(value))?.unwrap_or(true))
}

fn is_object(value: &Bound<'_, PyAny>) -> PyResult<bool> {
    static CONNECTED: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let py = value.py();
    value.is_instance(CONNECTED.import(py, "reboto._model", "Connected")?)
}

/// Whether a value is a string or bytes, which are iterable but are single values.
pub fn is_text(value: &Bound<'_, PyAny>) -> bool {
    value.is_instance_of::<PyString>() || value.is_instance_of::<PyBytes>() || value.is_instance_of::<PyByteArray>()
}

fn utf8(name: &str, value: &Bound<'_, PyAny>, bytes: Vec<u8>) -> PyResult<String> {
    String::from_utf8(bytes).map_err(|_| wrong(name, value, "text, or bytes in UTF-8"))
}

/// Whether XML cannot represent a character. AWS rejects these characters in all texts.
fn is_invalid_in_xml(character: char) -> bool {
    matches!(character, '\0'..='\x08' | '\x0b' | '\x0c' | '\x0e'..='\x1f' | '\u{fffe}' | '\u{ffff}')
}

/// A string's text. Unlike [`text`], control characters are allowed.
pub fn unicode<'a>(name: &str, string: &'a Bound<'_, PyString>) -> PyResult<&'a str> {
    let refused = || wrong(name, string.as_any(), "Unicode text without lone surrogates");
    suppress::<PyUnicodeEncodeError, _>(string.py(), string.to_str())?.ok_or_else(refused)
}
