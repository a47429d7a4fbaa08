//! Objects of boto's made from the SDK's, attribute by attribute.

use aws_sdk_cloudwatch::operation::RequestId;
use aws_smithy_types::DateTime;
use pyo3::exceptions::PyValueError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::decode::results::datetime;
use crate::decode::shape::Noun;
use crate::error::python;
use crate::error::suppress::excused;
use crate::process::yield_gil;
use crate::protocol::timestamp::Clock;

/// An object in the making.
pub struct Object<'py>(pub Bound<'py, PyAny>);

impl<'py> Object<'py> {
    /// A new object of `noun`'s class, with its connection.
    pub fn new(noun: &'static Noun, connection: &Bound<'py, PyAny>) -> PyResult<Self> {
        yield_gil::step(connection.py())?;
        Ok(Self(noun.class(connection.py())?.call1((connection,))?))
    }

    /// Sets what the answer tells; what it does not stays as the constructor made it.
    pub fn set(&self, attribute: &Bound<'py, PyString>, value: Option<impl IntoPyObject<'py>>) -> PyResult<()> {
        match value {
            Some(value) => self.0.setattr(attribute, value),
            None => Ok(()),
        }
    }

    /// Sets an attribute that boto did not know, as text under AWS's name.
    pub fn add(&self, attribute: &str, value: Option<impl ToString>) -> PyResult<()> {
        match value {
            Some(value) => self.0.setattr(attribute, value.to_string()),
            None => Ok(()),
        }
    }
}

/// Sets the answer's id on a list, as boto's parser did.
pub fn identify(list: &Bound<'_, PyAny>, output: &impl RequestId) -> PyResult<()> {
    match output.request_id() {
        Some(id) => list.setattr(intern!(list.py(), "RequestId"), id),
        None => Ok(()),
    }
}

/// A time as a naive UTC `datetime`.
pub fn naive<'py>(py: Python<'py>, time: &DateTime) -> PyResult<Bound<'py, PyAny>> {
    yield_gil::step(py)?;
    let made = datetime(py, Clock::at(time.secs(), time.subsec_nanos()));
    if let Some(made) = excused::<PyValueError, _>(py, made)? {
        return Ok(made.into_any());
    }
    let told = format!("the answer has a time that no datetime can hold: {} seconds after 1970", time.secs());
    Err(PyErr::from_value(python::unreadable(py, 200, "", &told)?))
}
