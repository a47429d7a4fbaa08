//! Lists and mappings, copied so that changes by other threads have no effect.

use pyo3::exceptions::PyValueError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyFrozenSet, PyIterator, PyList, PySet, PyString, PyTuple};

use crate::arguments::invalid::{is_pythons, is_unreadable, mistyped, named, readable};

/// A copy of a built-in list or set. Other values are returned unchanged.
pub fn copied<'py>(value: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    let is_plain = value.is_exact_instance_of::<PyList>()
        || value.is_exact_instance_of::<PySet>()
        || value.is_exact_instance_of::<PyFrozenSet>();
    if is_plain { value.py().get_type::<PyList>().call1((value,)) } else { Ok(value.clone()) }
}

/// More items than any request can contain; stops infinite iterators.
const MOST_ITEMS: usize = 1_000_000;

/// The items of an iterator.
///
/// # Errors
///
/// What the iterator raises. `collect` and `extract::<Vec<_>>` would ignore an exception from
/// its length hint.
pub fn gathered<'py>(name: &str, iterator: &Bound<'py, PyIterator>) -> PyResult<Vec<Bound<'py, PyAny>>> {
    let mut items = Vec::new();
    for item in iterator {
        items.push(readable(iterator.py(), name, || item)?);
        if items.len() > MOST_ITEMS {
            return Err(PyValueError::new_err(format!("{name} must have at most {MOST_ITEMS} items, got more")));
        }
    }
    Ok(items)
}

/// Read an iterable into a list.
///
/// Parameters
/// ----------
/// name : str
///     Name of the argument in errors.
/// value : object
///     A list or another iterable.
///
/// Returns
/// -------
/// list of object
///
/// Raises
/// ------
/// ValueError
///     If it has more than 1,000,000 items, so that infinite iterators end.
/// TypeError
///     If the value cannot be iterated.
#[pyfunction]
pub fn gather<'py>(name: &str, value: &Bound<'py, PyAny>) -> PyResult<Vec<Bound<'py, PyAny>>> {
    readable(value.py(), name, || {
        let copy = copied(value)?;
        gathered(name, &copy.try_iter().map_err(|error| named(error, name, value, "a list"))?)
    })
}

/// Whether a value is true. Arrays and tables, whose `bool()` is ambiguous, are true if they have items.
///
/// Other values without a truth value, such as `pandas.NA`, are true: their conversion raises an
/// error that names the argument.
pub fn is_true(value: &Bound<'_, PyAny>) -> PyResult<bool> {
    match value.is_truthy() {
        Err(error) if has_no_truth(value.py(), &error) => match value.len() {
            Ok(length) => Ok(length > 0),
            Err(error) if has_no_truth(value.py(), &error) => Ok(true),
            Err(error) => Err(error),
        },
        truth => truth,
    }
}

fn has_no_truth(py: Python<'_>, error: &PyErr) -> bool {
    is_pythons(py, error) || is_unreadable(py, error)
}

/// Whether a value is neither a string nor a mapping. Both are iterable but are not lists.
pub fn is_list(value: &Bound<'_, PyAny>) -> PyResult<bool> {
    // Lists and tuples first: `is_mapping` imports `collections.abc`, a tenth of the startup time.
    Ok(value.is_instance_of::<PyList>()
        || value.is_instance_of::<PyTuple>()
        || !(value.is_instance_of::<PyString>() || is_mapping(value)?))
}

/// Whether a value is a dict or another mapping.
///
/// # Errors
///
/// What `isinstance` raises. It runs Python code, and a cast to `PyMapping` would ignore a Ctrl-C there.
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
    // `dict.items()` of PyO3 makes a copy: another thread may change the dict.
    if let Ok(dict) = value.cast_exact::<PyDict>() {
        return dict.items().iter().map(|pair| pair.extract()).collect();
    }
    readable(value.py(), name, || {
        if !is_mapping(value)? {
            return Err(mistyped(name, value, "a dict"));
        }
        let items = copied(&value.call_method0(intern!(value.py(), "items"))?)?;
        let items = items.try_iter().map_err(|error| named(error, name, value, "a dict"))?;
        let pair = |item: Bound<'py, PyAny>| item.extract().map_err(|error| named(error, name, value, "a dict"));
        gathered(name, &items)?.into_iter().map(pair).collect()
    })
}
