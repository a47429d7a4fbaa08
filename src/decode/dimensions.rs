//! CloudWatch's dimensions: each name with its values in a list.

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyType};

/// boto's class of dimensions.
pub fn class(py: Python<'_>) -> PyResult<&Bound<'_, PyType>> {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    CLASS.import(py, "reboto.ec2.cloudwatch.dimension", "Dimension")
}

/// Dimensions that are yet to be read.
pub fn none(py: Python<'_>) -> PyResult<Bound<'_, PyDict>> {
    Ok(class(py)?.call0()?.cast_into()?)
}

/// Adds one that was read: each name has its values in a list.
pub fn add(dimensions: &Bound<'_, PyDict>, name: &str, value: Option<&str>) -> PyResult<()> {
    match dimensions.get_item(name)? {
        Some(values) => values.call_method1("append", (value,)).map(|_| ()),
        None => dimensions.set_item(name, [value]),
    }
}
