//! Errors of decoding a response.

use pyo3::prelude::*;

use crate::protocol::xml::Malformed;

/// A malformed document, or an exception raised by Python code.
pub enum DecodeError {
    Malformed(Malformed),
    Python(PyErr),
}

impl From<Malformed> for DecodeError {
    fn from(malformed: Malformed) -> Self {
        Self::Malformed(malformed)
    }
}

impl From<PyErr> for DecodeError {
    fn from(error: PyErr) -> Self {
        Self::Python(error)
    }
}
