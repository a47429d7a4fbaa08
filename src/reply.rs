//! What answers of both services become.

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDateTime, PyList, PyType};

use crate::clock::Clock;
use crate::session::Reply;

/// An answer that says no more than that it was done.
pub struct Done;

impl Reply for Done {
    fn into_python<'py>(self, connection: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        Ok(true.into_pyobject(connection.py())?.to_owned().into_any())
    }
}

/// An empty `ResultSet`.
pub fn result_set(py: Python<'_>) -> PyResult<Bound<'_, PyList>> {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    let class = CLASS.import(py, "reboto.resultset", "ResultSet")?;
    Ok(class.call0()?.cast_into()?)
}

/// An empty `ResultSet` for objects of a class, which says what columns its table has.
pub fn result_set_of<'py>(class: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyList>> {
    let list = result_set(class.py())?;
    list.setattr(intern!(class.py(), "_class"), class)?;
    Ok(list)
}

/// An empty `ListElement`.
pub fn list_element(py: Python<'_>) -> PyResult<Bound<'_, PyList>> {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    let class = CLASS.import(py, "reboto.ec2.cloudwatch.listelement", "ListElement")?;
    Ok(class.call0()?.cast_into()?)
}

/// A naive `datetime`.
pub fn datetime(py: Python<'_>, clock: Clock) -> PyResult<Bound<'_, PyDateTime>> {
    let Clock { year, month, day, hour, minute, second, micro } = clock;
    PyDateTime::new(py, year, month, day, hour, minute, second, micro, None)
}
