//! Conversion of a `CallError` to the Python exception that boto scripts catch.

use pyo3::exceptions::PyValueError;
use pyo3::import_exception;
use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::error::{CallError, ErrorResponse};
use crate::redaction::registry::redact_prefix;

/// Bytes that are kept of the reason why a response cannot be read: it may quote the response.
const LONGEST_REASON: usize = 1_000;

import_exception!(reboto._error_types, BotoClientError);
import_exception!(reboto._error_types, BotoConnectionError);
import_exception!(reboto._error_types, BotoServerError);
import_exception!(reboto._error_types, BotoTimeoutError);
import_exception!(reboto._error_types, NoAuthHandlerFound);
import_exception!(reboto._error_types, UnreadableAnswerError);
import_exception!(reboto.provider, ProfileNotFoundError);

/// Imports the classes of all exceptions: an import that fails while an exception is raised ends the process.
pub fn import_classes(py: Python<'_>) -> PyResult<()> {
    ["reboto._error_types", "reboto.provider"].iter().try_for_each(|name| py.import(*name).map(drop))?;
    let classes = [
        py.get_type::<BotoClientError>(),
        py.get_type::<BotoConnectionError>(),
        py.get_type::<BotoServerError>(),
        py.get_type::<BotoTimeoutError>(),
        py.get_type::<NoAuthHandlerFound>(),
        py.get_type::<UnreadableAnswerError>(),
        py.get_type::<ProfileNotFoundError>(),
    ];
    drop(classes);
    Ok(())
}

impl From<CallError> for PyErr {
    fn from(error: CallError) -> Self {
        match error {
            CallError::Service(response) => {
                Python::attach(|py| server_error(py, &response).unwrap_or_else(|error| error))
            }
            CallError::Unreachable(text) => BotoConnectionError::new_err(text),
            CallError::TimedOut(text) => BotoTimeoutError::new_err(text),
            CallError::NoCredentials(text) => NoAuthHandlerFound::new_err(text),
            CallError::ProviderRaised(raised) => Python::attach(|py| match raised.0.downcast_ref::<PyErr>() {
                Some(error) => error.clone_ref(py),
                None => NoAuthHandlerFound::new_err(raised.to_string()),
            }),
            CallError::ProfileNotFound(text) => ProfileNotFoundError::new_err(text),
            CallError::InvalidArgument(text) => PyValueError::new_err(text),
            CallError::Client(text) => BotoClientError::new_err(text),
        }
    }
}

/// The exception for an error response.
pub fn server_error(py: Python<'_>, response: &ErrorResponse) -> PyResult<PyErr> {
    let status = http::StatusCode::from_u16(response.status).ok();
    let reason = status.and_then(|status| status.canonical_reason()).unwrap_or_default();
    let error = match &response.unreadable {
        Some(reason) => unreadable_response(py, response.status, &response.body, reason)?,
        None => py.get_type::<BotoServerError>().call1((response.status, reason, PyString::new(py, &response.body)))?,
    };
    if let Some(id) = &response.request_id
        && !error.getattr("request_id")?.is_truthy()?
    {
        error.setattr("request_id", id)?;
    }
    Ok(PyErr::from_value(error))
}

/// The exception for a successful response that cannot be read. `shown` is the start of its body,
/// redacted. Control characters, which a terminal would execute, are replaced here.
pub fn unreadable_response<'py>(
    py: Python<'py>,
    status: u16,
    shown: &str,
    reason: &str,
) -> PyResult<Bound<'py, PyAny>> {
    let reason = redact_prefix(reason, LONGEST_REASON);
    let harmless = |character: char| matches!(character, '\n' | '\t') || !character.is_control();
    let shown: String =
        shown.chars().map(|character| if harmless(character) { character } else { '\u{fffd}' }).collect();
    let phrase = http::StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason());
    py.get_type::<UnreadableAnswerError>().call1((status, phrase.unwrap_or_default(), shown, &*reason))
}
