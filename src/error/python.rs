//! A `Fault` as the Python exception that boto's scripts catch.

use pyo3::exceptions::PyValueError;
use pyo3::import_exception;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::error::hints;
use crate::error::{Answer, Call, Fault};
use crate::redaction::registry::hidden_beginning;

/// What is kept of the reason why an answer cannot be read: it may quote the answer.
const LONGEST_REASON: usize = 1_000;

import_exception!(reboto.exception, BotoClientError);
import_exception!(reboto.exception, BotoConnectionError);
import_exception!(reboto.exception, BotoServerError);
import_exception!(reboto.exception, BotoTimeoutError);
import_exception!(reboto.exception, NoAuthHandlerFound);
import_exception!(reboto.exception, UnreadableAnswerError);
import_exception!(reboto.provider, ProfileNotFoundError);

impl From<Fault> for PyErr {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Service(answer) => Python::attach(|py| from_answer(py, &answer).unwrap_or_else(|error| error)),
            Fault::Unreachable(text) => BotoConnectionError::new_err(text),
            Fault::TimedOut(text) => BotoTimeoutError::new_err(text),
            Fault::NoCredentials(text) => NoAuthHandlerFound::new_err(text),
            Fault::Raised(raised) => Python::attach(|py| match raised.0.downcast_ref::<PyErr>() {
                Some(error) => error.clone_ref(py),
                None => NoAuthHandlerFound::new_err(raised.to_string()),
            }),
            Fault::NoProfile(text) => ProfileNotFoundError::new_err(text),
            Fault::Argument(text) => PyValueError::new_err(text),
            Fault::Client(text) => BotoClientError::new_err(text),
        }
    }
}

/// The exception for a call that failed, with the call in its words.
pub fn of_call(py: Python<'_>, fault: Fault, call: &Call<'_>) -> PyErr {
    match fault {
        Fault::Service(answer) => {
            let error = from_answer(py, &answer).unwrap_or_else(|error| error);
            noted(py, error, call, answer.during.as_deref())
        }
        other => other.told(call).into(),
    }
}

/// A server's error with a note of the call: tracebacks show it, and `str()` stays boto's.
pub fn noted(py: Python<'_>, error: PyErr, call: &Call<'_>, during: Option<&str>) -> PyErr {
    let value = error.value(py);
    if !value.is_instance_of::<BotoServerError>() {
        return error;
    }
    match note(value.as_any(), call, during).and_then(|note| value.setattr(intern!(py, "__notes__"), vec![note])) {
        Ok(()) => error,
        Err(other) => other,
    }
}

fn note(error: &Bound<'_, PyAny>, call: &Call<'_>, during: Option<&str>) -> PyResult<String> {
    let py = error.py();
    let text = |name| error.getattr(name)?.extract::<Option<String>>();
    let (code, id) = (text(intern!(py, "error_code"))?, text(intern!(py, "request_id"))?);
    let status: u16 = error.getattr(intern!(py, "status"))?.extract()?;
    let mut note = call.to_string();
    if let Some(during) = during {
        note.extend([": ", during]);
    }
    match &code {
        Some(code) if !code.is_empty() => note.extend([": AWS says ", code]),
        _ if (200..300).contains(&status) => note.push_str(": the answer cannot be read"),
        _ => note.extend([": the answer has the status ", &status.to_string()]),
    }
    if let Some(id) = id.filter(|id| !id.is_empty()) {
        note.extend([", request id ", &id]);
    }
    note.extend([
        "; ",
        hints::of_answer(status, code.as_deref().filter(|code| !code.is_empty())),
        call.warning(Some(status)),
    ]);
    Ok(note)
}

fn from_answer(py: Python<'_>, answer: &Answer) -> PyResult<PyErr> {
    let status = http::StatusCode::from_u16(answer.status).ok();
    let reason = status.and_then(|status| status.canonical_reason()).unwrap_or_default();
    let error = match &answer.unreadable {
        Some(told) => unreadable(py, answer.status, &answer.body, told)?,
        None => py.get_type::<BotoServerError>().call1((answer.status, reason, PyString::new(py, &answer.body)))?,
    };
    if let Some(id) = &answer.request_id
        && !error.getattr("request_id")?.is_truthy()?
    {
        error.setattr("request_id", id)?;
    }
    Ok(PyErr::from_value(error))
}

/// A success that cannot be read. `shown` is what is kept of its body, without secrets; what
/// terminals obey is taken out here.
pub fn unreadable<'py>(py: Python<'py>, status: u16, shown: &str, told: &str) -> PyResult<Bound<'py, PyAny>> {
    let told = hidden_beginning(told, LONGEST_REASON);
    let harmless = |sign: char| sign == '\n' || sign == '\t' || !sign.is_control();
    let shown: String = shown.chars().map(|sign| if harmless(sign) { sign } else { '\u{fffd}' }).collect();
    let reason = http::StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason());
    py.get_type::<UnreadableAnswerError>().call1((status, reason.unwrap_or_default(), shown, &*told))
}
