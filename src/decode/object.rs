//! boto's objects built from the SDK's output, attribute by attribute.

use aws_sdk_cloudwatch::operation::RequestId;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::decode::shape::Shape;
use crate::process::yield_gil;

/// An object whose attributes are being set.
pub struct ObjectBuilder<'py>(pub Bound<'py, PyAny>);

impl<'py> ObjectBuilder<'py> {
    /// A new object of `shape`'s class, with its connection.
    pub fn new(shape: &'static Shape, connection: &Bound<'py, PyAny>) -> PyResult<Self> {
        yield_gil::step(connection.py())?;
        Ok(Self(shape.class(connection.py())?.call1((connection,))?))
    }

    /// Sets an attribute. An absent value leaves the attribute as the constructor set it.
    pub fn set(&self, attribute: &Bound<'py, PyString>, value: Option<impl IntoPyObject<'py>>) -> PyResult<()> {
        match value {
            Some(value) => self.0.setattr(attribute, value),
            None => Ok(()),
        }
    }

    /// Sets an attribute that boto did not have, as text under AWS's name.
    pub fn add(&self, attribute: &str, value: Option<impl ToString>) -> PyResult<()> {
        match value {
            Some(value) => self.0.setattr(attribute, value.to_string()),
            None => Ok(()),
        }
    }
}

/// Sets the request id on a list, as in boto.
pub fn set_request_id(list: &Bound<'_, PyAny>, output: &impl RequestId) -> PyResult<()> {
    match output.request_id() {
        Some(id) => list.setattr(intern!(list.py(), "RequestId"), id),
        None => Ok(()),
    }
}
