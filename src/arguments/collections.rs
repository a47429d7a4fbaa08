//! Lists and mappings, copied while no other thread changes them.

use pyo3::exceptions::PyValueError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyFrozenSet, PyIterator, PyList, PySet, PyString, PyTuple};

use crate::arguments::invalid::mistyped;

/// A list or set of Python's own as a list that no other thread changes; anything else as it is.
pub fn copied<'py>(value: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    let is_plain = value.is_exact_instance_of::<PyList>()
        || value.is_exact_instance_of::<PySet>()
        || value.is_exact_instance_of::<PyFrozenSet>();
    if is_plain { value.py().get_type::<PyList>().call1((value,)) } else { Ok(value.clone()) }
}

/// More than any request can hold; an iterator that goes on for ever ends here.
const MOST_ITEMS: usize = 1_000_000;

/// What an iterator gives.
///
/// # Errors
///
/// What it raises. A `collect` would lose what asking for its length raises, and a
/// `Vec`'s `extract` likewise.
pub fn gathered<'py>(name: &str, iterator: &Bound<'py, PyIterator>) -> PyResult<Vec<Bound<'py, PyAny>>> {
    let mut items = Vec::new();
    for item in iterator {
        items.push(item?);
        if items.len() > MOST_ITEMS {
            return Err(PyValueError::new_err(format!("{name} has no end: it gave more than {MOST_ITEMS} items")));
        }
    }
    Ok(items)
}

/// Whether it is no text and no mapping, which can be gone through but are no list.
pub fn is_list(value: &Bound<'_, PyAny>) -> PyResult<bool> {
    // What tells mappings imports `collections.abc`, which takes a tenth of all that starting does.
    Ok(value.is_instance_of::<PyList>()
        || value.is_instance_of::<PyTuple>()
        || !(value.is_instance_of::<PyString>() || is_mapping(value)?))
}

/// Whether it is a dict or the like.
///
/// # Errors
///
/// What asking raises: it runs Python code, and Ctrl-C there must not be lost, as it is
/// where a cast to a mapping asks.
pub fn is_mapping(value: &Bound<'_, PyAny>) -> PyResult<bool> {
    static MAPPING: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    if value.is_instance_of::<PyDict>() {
        return Ok(true);
    }
    let py = value.py();
    value.is_instance(MAPPING.import(py, "collections.abc", "Mapping")?)
}

/// A mapping's items in its own order.
pub fn pairs<'py>(name: &str, value: &Bound<'py, PyAny>) -> PyResult<Vec<(Bound<'py, PyAny>, Bound<'py, PyAny>)>> {
    if !is_mapping(value)? {
        return Err(mistyped(name, value, "a dict"));
    }
    // A copy of a dict's, for another thread may change it meanwhile.
    let items = match value.cast_exact::<PyDict>() {
        Ok(dict) => dict.items().into_any(),
        Err(_) => copied(&value.call_method0(intern!(value.py(), "items"))?)?,
    };
    gathered(name, &items.try_iter()?)?.into_iter().map(|pair| pair.extract()).collect()
}
