//! Objects of boto's classes as arguments, or dicts with their members.

use pyo3::intern;
use pyo3::prelude::*;

use crate::arguments::collections::is_mapping;
use crate::arguments::invalid::{mistyped, with_article};
use crate::decode::shape::Shape;

/// An object of a class with the members of a mapping; other objects as they are.
///
/// # Errors
///
/// If it is a value of one of Python's own types, such as a text, or if a key names no member.
pub fn object<'py>(name: &str, given: &Bound<'py, PyAny>, shape: &'static Shape) -> PyResult<Bound<'py, PyAny>> {
    let py = given.py();
    if is_mapping(given)? {
        return shape.class(py)?.call_method1(intern!(py, "_from_dict"), (given,));
    }
    if given.get_type().module()? == "builtins" {
        return Err(mistyped(name, given, &format!("{} or a dict", with_article(shape.class_name()))));
    }
    Ok(given.clone())
}
