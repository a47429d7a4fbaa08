//! Why a response gave no object.

use pyo3::prelude::*;

use crate::protocol::xml::Malformed;

/// Why a document gave no object.
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
