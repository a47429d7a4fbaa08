//! The exception for a failed call: operation, endpoint, attempts, cause and remedy.

use std::fmt;

use pyo3::intern;
use pyo3::prelude::*;

use crate::error::call_stats::CallStats;
use crate::error::python::{BotoServerError, server_error};
use crate::error::{CallError, hints};

/// A call that failed, for the text of its exception.
pub struct FailedCall<'a> {
    pub operation: &'a str,
    /// The endpoint, and the proxy if one is used.
    pub address: &'a str,
    pub stats: CallStats,
}

impl fmt::Display for FailedCall<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { operation, address, stats } = self;
        let (attempts, seconds) = (stats.attempts, stats.seconds());
        match attempts {
            0 => write!(f, "{operation} at {address} was not sent, failed after {seconds:.1} s"),
            1 => write!(f, "{operation} at {address} failed after 1 attempt in {seconds:.1} s"),
            _ => write!(f, "{operation} at {address} failed after {attempts} attempts in {seconds:.1} s"),
        }
    }
}

impl FailedCall<'_> {
    /// A warning if AWS may have applied the request; `status` is that of the last response, if there is one.
    #[must_use]
    pub fn warning(&self, status: Option<u16>) -> &'static str {
        let reads = ["Describe", "List", "Get"].iter().any(|verb| self.operation.starts_with(verb));
        match status {
            _ if reads => "",
            Some(400..500) if self.stats.may_be_applied => {
                "; AWS may have applied an earlier attempt, whose response was lost, which would cause this error; \
                 check before retrying"
            }
            Some(400..500) => "",
            Some(200..300) => MAY_BE_APPLIED,
            _ if self.stats.may_be_applied => MAY_BE_APPLIED,
            _ => "",
        }
    }

    /// The exception for the failed call.
    pub fn exception(&self, py: Python<'_>, error: CallError) -> PyErr {
        match error {
            CallError::Service(response) => {
                let error = server_error(py, &response).unwrap_or_else(|error| error);
                self.annotate(py, error, response.during.as_deref())
            }
            other => other.map_text(|text| format!("{self}: {text}{}", self.warning(None))).into(),
        }
    }

    /// Adds a note about the call to a server error. Tracebacks show the note; `str()` stays as in boto.
    pub fn annotate(&self, py: Python<'_>, error: PyErr, during: Option<&str>) -> PyErr {
        let value = error.value(py);
        if !value.is_instance_of::<BotoServerError>() {
            return error;
        }
        match self.note(value.as_any(), during).and_then(|note| value.setattr(intern!(py, "__notes__"), vec![note])) {
            Ok(()) => error,
            Err(other) => other,
        }
    }

    fn note(&self, error: &Bound<'_, PyAny>, during: Option<&str>) -> PyResult<String> {
        let py = error.py();
        let text = |name| error.getattr(name)?.extract::<Option<String>>();
        let (code, id) = (text(intern!(py, "error_code"))?, text(intern!(py, "request_id"))?);
        let status: u16 = error.getattr(intern!(py, "status"))?.extract()?;
        let mut note = self.to_string();
        if let Some(during) = during {
            note.extend([": ", during]);
        }
        match &code {
            Some(code) if !code.is_empty() => note.extend([": AWS says ", code]),
            _ if (200..300).contains(&status) => note.push_str(": the response cannot be read"),
            _ => note.extend([": the response has the status ", &status.to_string()]),
        }
        if let Some(id) = id.filter(|id| !id.is_empty()) {
            note.extend([", request id ", &id]);
        }
        note.extend([
            "; ",
            hints::for_response(status, code.as_deref().filter(|code| !code.is_empty())),
            self.warning(Some(status)),
        ]);
        Ok(note)
    }
}

const MAY_BE_APPLIED: &str = "; AWS may still have applied this request; check before retrying";
