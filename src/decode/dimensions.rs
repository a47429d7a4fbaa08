//! CloudWatch's dimensions as boto's dict of each name to a list of its values.

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyType};

/// boto's `Dimension` class.
pub fn class(py: Python<'_>) -> PyResult<&Bound<'_, PyType>> {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    CLASS.import(py, "reboto.ec2.cloudwatch.listelement", "Dimension")
}

/// An empty `Dimension`.
pub fn empty(py: Python<'_>) -> PyResult<Bound<'_, PyDict>> {
    Ok(class(py)?.call0()?.cast_into()?)
}

/// Adds a value to the list of its name.
pub fn add(dimensions: &Bound<'_, PyDict>, name: &str, value: Option<&str>) -> PyResult<()> {
    match dimensions.get_item(name)? {
        Some(values) => values.call_method1("append", (value,)).map(|_| ()),
        None => dimensions.set_item(name, [value]),
    }
}
