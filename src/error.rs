//! A `Fault` as the Python exception that boto's scripts catch.

use pyo3::exceptions::PyValueError;
use pyo3::import_exception;
use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::fault::{Answer, Fault};

import_exception!(reboto.exception, BotoClientError);
import_exception!(reboto.exception, BotoConnectionError);
import_exception!(reboto.exception, BotoServerError);
import_exception!(reboto.exception, BotoTimeoutError);
import_exception!(reboto.exception, NoAuthHandlerFound);
import_exception!(reboto.provider, ProfileNotFoundError);

impl From<Fault> for PyErr {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Service(answer) => Python::attach(|py| from_answer(py, &answer).unwrap_or_else(|error| error)),
            Fault::Unreachable(text) => BotoConnectionError::new_err(text),
            Fault::TimedOut(text) => BotoTimeoutError::new_err(text),
            Fault::NoCredentials(text) => NoAuthHandlerFound::new_err(text),
            Fault::NoProfile(text) => ProfileNotFoundError::new_err(text),
            Fault::Argument(text) => PyValueError::new_err(text),
            Fault::Client(text) => BotoClientError::new_err(text),
        }
    }
}

fn from_answer(py: Python<'_>, answer: &Answer) -> PyResult<PyErr> {
    let status = http::StatusCode::from_u16(answer.status).ok();
    let reason = status.and_then(|status| status.canonical_reason()).unwrap_or_default();
    let error = py.get_type::<BotoServerError>().call1((answer.status, reason, PyString::new(py, &answer.body)))?;
    if let Some(id) = &answer.request_id
        && !error.getattr("request_id")?.is_truthy()?
    {
        error.setattr("request_id", id)?;
    }
    if status.is_some_and(|status| status.is_success()) {
        error.setattr("body", &answer.body)?;
        error.setattr("message", "the answer is not one that the service gives")?;
    }
    Ok(PyErr::from_value(error))
}
