//! Timestamps as naive UTC `datetime`.

use aws_smithy_types::DateTime;
use pyo3::exceptions::PyValueError;
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
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    let Timestamp { year, month, day, hour, minute, second, micro } = timestamp;
    CLASS.import(py, "datetime", "datetime")?.call1((year, month, day, hour, minute, second, micro))
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
