//! Timestamps as naive UTC `datetime`.

use aws_smithy_types::DateTime;
use pyo3::exceptions::{PyImportError, PyValueError};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyType;

use crate::error::python;
use crate::error::suppress::suppress;
use crate::process::yield_gil;
use crate::protocol::timestamp::Timestamp;

/// A naive `datetime`.
///
/// PyO3's own constructor panics if its import of the module is interrupted by Ctrl-C.
pub fn datetime(py: Python<'_>, timestamp: Timestamp) -> PyResult<Bound<'_, PyAny>> {
    let Timestamp { year, month, day, hour, minute, second, micro } = timestamp;
    class(py)?.call1((year, month, day, hour, minute, second, micro))
}

/// The class `datetime`, from the C module that defines it.
///
/// Up to Python 3.11, the module `datetime` first defines all classes in Python, which takes longer
/// than the import of reboto.
fn class(py: Python<'_>) -> PyResult<&Bound<'_, PyType>> {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    let class = CLASS.get_or_try_init(py, || {
        let module = suppress::<PyImportError, _>(py, py.import("_datetime"))?;
        // An interpreter may have only the classes in Python.
        let module = module.map_or_else(|| py.import("datetime"), Ok)?;
        Ok::<_, PyErr>(module.getattr("datetime")?.cast_into()?.unbind())
    })?;
    Ok(class.bind(py))
}

/// A time as a naive UTC `datetime`.
pub fn naive<'py>(py: Python<'py>, time: &DateTime) -> PyResult<Bound<'py, PyAny>> {
    yield_gil::step(py)?;
    let made = datetime(py, Timestamp::from_seconds(time.secs(), time.subsec_nanos()));
    if let Some(made) = suppress::<PyValueError, _>(py, made)? {
        return Ok(made);
    }
    let reason = format!("the response has a time out of datetime's range: {} seconds since 1970", time.secs());
    Err(PyErr::from_value(python::unreadable_response(py, 200, "", &reason)?))
}
