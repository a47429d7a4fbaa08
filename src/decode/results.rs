//! What answers of both services become.

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyList, PyType};

use crate::client::session::IntoPython;
use crate::decode::shape::Shape;

/// An answer that says no more than that it was done.
pub struct Done;

impl IntoPython for Done {
    fn into_python<'py>(self, connection: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        Ok(true.into_pyobject(connection.py())?.to_owned().into_any())
    }
}

/// Imports the lists of answers, and the classes of what is in them.
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

/// An empty `ResultSet` for objects of a class, which says what columns its table has.
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
