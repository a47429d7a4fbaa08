//! Results of both services' operations.

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyList, PyType};

use crate::client::session::IntoPython;
use crate::decode::shape::Shape;

/// The result `True` of an operation without output.
pub struct Done;

impl IntoPython for Done {
    fn into_python<'py>(self, connection: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        Ok(true.into_pyobject(connection.py())?.to_owned().into_any())
    }
}

/// Imports the list classes of results and the classes of their items.
pub fn prepare(py: Python<'_>, shapes: &[&'static Shape]) -> PyResult<()> {
    result_set_class(py)?;
    list_element_class(py)?;
    shapes.iter().try_for_each(|shape| shape.prepare(py))
}

/// An empty `ResultSet`.
pub fn result_set(py: Python<'_>) -> PyResult<Bound<'_, PyList>> {
    Ok(result_set_class(py)?.call0()?.cast_into()?)
}

fn result_set_class(py: Python<'_>) -> PyResult<&Bound<'_, PyType>> {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    CLASS.import(py, "reboto.resultset", "ResultSet")
}

/// An empty `ResultSet` for objects of a class, which determines the columns of its table.
pub fn result_set_of<'py>(class: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyList>> {
    let list = result_set(class.py())?;
    list.setattr(intern!(class.py(), "_class"), class)?;
    Ok(list)
}

/// An empty `ListElement`.
pub fn list_element(py: Python<'_>) -> PyResult<Bound<'_, PyList>> {
    Ok(list_element_class(py)?.call0()?.cast_into()?)
}

fn list_element_class(py: Python<'_>) -> PyResult<&Bound<'_, PyType>> {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    CLASS.import(py, "reboto.ec2.cloudwatch.listelement", "ListElement")
}
