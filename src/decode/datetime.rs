//! Timestamps as naive UTC `datetime`.

use aws_smithy_types::DateTime;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyDateTime;

use crate::error::python;
use crate::error::suppress::suppress;
use crate::process::yield_gil;
use crate::protocol::timestamp::Timestamp;

/// A naive `datetime`.
pub fn datetime(py: Python<'_>, timestamp: Timestamp) -> PyResult<Bound<'_, PyDateTime>> {
    let Timestamp { year, month, day, hour, minute, second, micro } = timestamp;
    PyDateTime::new(py, year, month, day, hour, minute, second, micro, None)
}

/// A time as a naive UTC `datetime`.
pub fn naive<'py>(py: Python<'py>, time: &DateTime) -> PyResult<Bound<'py, PyAny>> {
    yield_gil::step(py)?;
    let made = datetime(py, Timestamp::from_seconds(time.secs(), time.subsec_nanos()));
    if let Some(made) = suppress::<PyValueError, _>(py, made)? {
        return Ok(made.into_any());
    }
    let reason = format!("the response has a time out of datetime's range: {} seconds since 1970", time.secs());
    Err(PyErr::from_value(python::unreadable_response(py, 200, "", &reason)?))
}
