//! Any action of a service's Query API by its name, as boto's connections offer it.
//!
//! Signing, retries, time-outs and errors are those of every other call.

use aws_smithy_runtime_api::client::ser_de::SharedResponseDeserializer;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use pyo3::exceptions::PyTypeError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBool, PyBytes, PyDict, PyType};

use crate::client::Exchange;
use crate::convert::{Arg, Convert, copied, gathered, pairs};
use crate::decode::{acknowledged, listed, single};
use crate::excuse::excused;
use crate::fault::Fault;
use crate::raw::{Form, Head, Raw, Received};
use crate::reply;
use crate::session::{Reply, Session};

/// What RFC 3986 leaves as it is.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Sends an action by its name; the caller gets what is wanted of the answer.
pub fn send<'py>(
    connection: &Bound<'py, PyAny>,
    session: &Session,
    action: String,
    params: &Arg<'py>,
    path: &str,
    parent: Option<Py<PyAny>>,
    wanted: Wanted,
) -> PyResult<Bound<'py, PyAny>> {
    let form = form(connection, &action, params, path)?;
    session.run(connection, action, |client| async move {
        let request =
            form.request().map_err(|error| Fault::Client(format!("the request could not be made: {error}")))?;
        let reader = SharedResponseDeserializer::new(Raw(Head::Whole));
        Generic::of(client.send(Exchange { request, reader, reports_data: false }).await, wanted, parent)
    })
}

/// An action and its parameters as they are sent.
fn form(connection: &Bound<'_, PyAny>, action: &str, params: &Arg<'_>, path: &str) -> PyResult<Form> {
    let version = connection.getattr(intern!(connection.py(), "APIVersion"))?;
    let mut body = format!("Action={}", encoded(action));
    if let Some(version) = Some(version).set()?.text("APIVersion")? {
        body.extend(["&Version=", &encoded(&version)]);
    }
    if let Some(params) = params {
        for (key, value) in pairs("params", params)? {
            let key = Some(key).required_text("params' key")?;
            if !value.is_none() {
                body.extend(["&", &encoded(&key), "=", &encoded(&parameter(&key, &value)?)]);
            }
        }
    }
    Ok(Form { path: if path.starts_with('/') { path.to_owned() } else { format!("/{path}") }, body })
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// A parameter as AWS reads it: booleans in lower case, times in ISO 8601.
fn parameter(key: &str, value: &Bound<'_, PyAny>) -> PyResult<String> {
    if let Ok(flag) = value.cast::<PyBool>() {
        return Ok(if flag.is_true() { "true" } else { "false" }.to_owned());
    }
    if let Some(iso) = value.getattr_opt(intern!(value.py(), "isoformat"))? {
        return iso.call0()?.extract();
    }
    let text = Some(value.clone()).word(&format!("params[{key:?}]"))?;
    Ok(text.unwrap_or_default())
}

/// What the caller wants to be made of the answer.
pub enum Wanted {
    /// `True`.
    Status,
    /// The answer itself, whatever it tells.
    Response,
    /// One object of this class.
    Object(Py<PyAny>),
    /// Objects of these classes, one for each element of the name before it.
    List(Vec<(String, Py<PyAny>)>),
}

impl<'a, 'py> FromPyObject<'a, 'py> for Wanted {
    type Error = PyErr;

    /// `"status"`, `"response"`, a class, or a list of pairs of element and class.
    fn extract(wanted: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        match wanted.extract::<&str>() {
            Ok("status") => return Ok(Self::Status),
            Ok("response") => return Ok(Self::Response),
            _ => {}
        }
        if wanted.is_callable() {
            return Ok(Self::Object(wanted.to_owned().unbind()));
        }
        Ok(Self::List(markers(&wanted)?.into_iter().map(|(element, class)| (element, class.unbind())).collect()))
    }
}

/// Elements' names, each with the class of what it becomes.
pub fn markers<'py>(given: &Bound<'py, PyAny>) -> PyResult<Vec<(String, Bound<'py, PyAny>)>> {
    let py = given.py();
    let read = || -> PyResult<_> {
        let items = gathered("markers", &copied(given)?.try_iter()?)?;
        items.iter().map(PyAnyMethods::extract).collect()
    };
    let refused = || {
        PyTypeError::new_err(
            "markers: give a list of pairs, each an element's name and a class, such as [('member', ScalingPolicy)]",
        )
    };
    excused::<PyTypeError, _>(py, read())?.ok_or_else(refused)
}

/// What came back, and what is to be made of it.
pub struct Generic {
    received: Received,
    wanted: Wanted,
    parent: Option<Py<PyAny>>,
}

impl Generic {
    /// An answer that tells of an error is one too, where the caller wants answers themselves.
    pub fn of(outcome: Result<Received, Fault>, wanted: Wanted, parent: Option<Py<PyAny>>) -> Result<Self, Fault> {
        let received = match (outcome, &wanted) {
            (Err(Fault::Service(answer)), Wanted::Response) => {
                Received { status: answer.status, head: answer.head, body: answer.body.into_bytes().into() }
            }
            (outcome, _) => outcome?,
        };
        Ok(Self { received, wanted, parent })
    }
}

impl Reply for Generic {
    fn prepare(py: Python<'_>) -> PyResult<()> {
        reply::prepare(py, &[])?;
        response_class(py).map(drop)
    }

    fn into_python<'py>(self, connection: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let py = connection.py();
        let parent = self.parent.map_or_else(|| connection.clone(), |parent| parent.into_bound(py));
        let body = &self.received.body;
        match self.wanted {
            Wanted::Status => acknowledged(&parent, body),
            Wanted::Response => response(py, &self.received),
            Wanted::Object(class) => single(&parent, body, class.bind(py)),
            Wanted::List(markers) => {
                let markers = markers.into_iter().map(|(element, class)| (element, class.into_bound(py)));
                listed(&parent, body, markers.collect())
            }
        }
    }
}

fn response_class(py: Python<'_>) -> PyResult<&Bound<'_, PyType>> {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    CLASS.import(py, "reboto._http_messages", "HTTPResponse")
}

fn response<'py>(py: Python<'py>, received: &Received) -> PyResult<Bound<'py, PyAny>> {
    let head = PyDict::new(py);
    for (name, value) in &received.head {
        head.set_item(name, value)?;
    }
    let reason = http::StatusCode::from_u16(received.status).ok().and_then(|status| status.canonical_reason());
    response_class(py)?.call1((received.status, reason.unwrap_or_default(), head, PyBytes::new(py, &received.body)))
}
