//! Generic calls: any action of a service's Query API by its name, as in boto.
//!
//! Signing, retries, timeouts and errors are the same as for other calls.

use aws_smithy_runtime_api::client::ser_de::SharedResponseDeserializer;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBool, PyBytes, PyDict, PyType};

use crate::arguments::collections::pairs;
use crate::arguments::convert::{Arg, Convert};
use crate::arguments::invalid::{mistyped, named};
use crate::client::PreparedRequest;
use crate::client::raw_response::{HeaderSelection, RawDeserializer, RawResponse};
use crate::client::session::{IntoPython, Session};
use crate::decode::boto_sax::markers;
use crate::decode::results;
use crate::decode::xml_response::{acknowledged, listed, single};
use crate::error::CallError;
use crate::process::held::{Held, released};
use crate::protocol::query::QueryRequest;
use crate::services::autoscaling::connection::AutoScaleOperations;
use crate::services::cloudwatch::connection::CloudWatchOperations;
use crate::services::shapes::SHAPES;

/// All characters except the unreserved ones of RFC 3986.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

#[pymethods]
impl AutoScaleOperations {
    /// Send an action by its name, for the generic calls of `reboto.connection.Connection`.
    #[pyo3(signature = (action, params, path, parent, spec))]
    fn _query<'py>(
        slf: &Bound<'py, Self>,
        action: String,
        params: Arg<'py>,
        path: &str,
        parent: Option<Py<PyAny>>,
        spec: ResultSpec,
    ) -> PyResult<Bound<'py, PyAny>> {
        send(slf.as_any(), &slf.get().session, action, &params, path, parent, spec)
    }
}

#[pymethods]
impl CloudWatchOperations {
    /// Send an action by its name, for the generic calls of `reboto.connection.Connection`.
    #[pyo3(signature = (action, params, path, parent, spec))]
    fn _query<'py>(
        slf: &Bound<'py, Self>,
        action: String,
        params: Arg<'py>,
        path: &str,
        parent: Option<Py<PyAny>>,
        spec: ResultSpec,
    ) -> PyResult<Bound<'py, PyAny>> {
        send(slf.as_any(), &slf.get().session, action, &params, path, parent, spec)
    }
}

/// Sends an action by its name and converts the response as the spec says.
fn send<'py>(
    connection: &Bound<'py, PyAny>,
    session: &Session,
    action: String,
    params: &Arg<'py>,
    path: &str,
    parent: Option<Py<PyAny>>,
    spec: ResultSpec,
) -> PyResult<Bound<'py, PyAny>> {
    let form = form(connection, &action, params, path)?;
    let ResultSpec { kind, mut objects } = spec;
    objects.push(parent.unwrap_or_else(|| connection.clone().unbind()));
    let held = Held::new(objects);
    session.run(connection, action, GenericResult::prepare, held.clone(), |client| async move {
        let request =
            form.request().map_err(|error| CallError::Client(format!("the request could not be built: {error}")))?;
        let deserializer = SharedResponseDeserializer::new(RawDeserializer(HeaderSelection::All));
        GenericResult::of(
            client.send(PreparedRequest { request, deserializer, reports_data: false, is_plain: true }).await,
            kind,
            held,
        )
    })
}

/// The request for an action and its parameters.
fn form(connection: &Bound<'_, PyAny>, action: &str, params: &Arg<'_>, path: &str) -> PyResult<QueryRequest> {
    let version = connection.getattr(intern!(connection.py(), "APIVersion"))?;
    let mut body = format!("Action={}", encoded(action));
    if let Some(version) = Some(version).non_empty()?.identifier("APIVersion")? {
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
    Ok(QueryRequest { path: if path.starts_with('/') { path.to_owned() } else { format!("/{path}") }, body })
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// A parameter as text: booleans in lower case, times in ISO 8601.
fn parameter(key: &str, value: &Bound<'_, PyAny>) -> PyResult<String> {
    if let Ok(flag) = value.cast::<PyBool>() {
        return Ok(if flag.is_true() { "true" } else { "false" }.to_owned());
    }
    let name = format!("params[{key:?}]");
    if let Some(iso) = value.getattr_opt(intern!(value.py(), "isoformat"))? {
        let expected = "text, a number or a datetime";
        let iso = iso.call0().map_err(|error| named(error, &name, value, expected))?;
        return iso.extract().map_err(|_| mistyped(&name, value, expected));
    }
    let text = Some(value.clone()).identifier(&name)?;
    Ok(text.unwrap_or_default())
}

/// The type that a response is converted to, and the classes that it names.
pub struct ResultSpec {
    kind: ResultKind,
    objects: Vec<Py<PyAny>>,
}

enum ResultKind {
    /// `True`.
    Status,
    /// The HTTP response itself, also of an error.
    Response,
    /// One object of the class.
    Object,
    /// A list of objects: the elements' names, each with a class.
    List(Vec<String>),
}

impl<'a, 'py> FromPyObject<'a, 'py> for ResultSpec {
    type Error = PyErr;

    /// `"status"`, `"response"`, a class, or a list of pairs of element and class.
    fn extract(spec: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        Ok(match spec.extract::<&str>() {
            Ok("status") => Self { kind: ResultKind::Status, objects: Vec::new() },
            Ok("response") => Self { kind: ResultKind::Response, objects: Vec::new() },
            _ if spec.is_callable() => Self { kind: ResultKind::Object, objects: vec![spec.to_owned().unbind()] },
            _ => {
                let (elements, objects) =
                    markers(&spec)?.into_iter().map(|(element, class)| (element, class.unbind())).unzip();
                Self { kind: ResultKind::List(elements), objects }
            }
        })
    }
}

/// A response and the type that it is converted to.
pub struct GenericResult {
    received: RawResponse,
    kind: ResultKind,
    /// The classes, and the parent of the objects.
    held: Held,
}

impl GenericResult {
    /// An error response is a result too if it is a [`ResultKind::Response`].
    fn of(outcome: Result<RawResponse, CallError>, kind: ResultKind, held: Held) -> Result<Self, CallError> {
        let received = match (outcome, &kind) {
            (Err(CallError::Service(response)), ResultKind::Response) => RawResponse {
                status: response.status,
                headers: response.headers,
                body: response.body.into_bytes().into(),
            },
            (outcome, _) => outcome?,
        };
        Ok(Self { received, kind, held })
    }
}

impl IntoPython for GenericResult {
    fn prepare(py: Python<'_>) -> PyResult<()> {
        results::prepare(py, &[])?;
        response_class(py).map(drop)
    }

    fn into_python<'py>(self, connection: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let py = connection.py();
        let mut classes = self.held.take();
        let parent = classes.pop().map_or_else(|| connection.clone(), |parent| parent.into_bound(py));
        let mut classes = classes.into_iter().map(|class| class.into_bound(py));
        match self.kind {
            ResultKind::Status => acknowledged(&parent, &self.received),
            ResultKind::Response => http_response(py, &self.received),
            ResultKind::Object => {
                let class = classes.next().ok_or_else(released)?;
                single(&parent, &self.received, &class, &SHAPES)
            }
            ResultKind::List(elements) => {
                listed(&parent, &self.received, elements.into_iter().zip(classes).collect(), &SHAPES)
            }
        }
    }
}

fn response_class(py: Python<'_>) -> PyResult<&Bound<'_, PyType>> {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    CLASS.import(py, "reboto._http_messages", "HTTPResponse")
}

fn http_response<'py>(py: Python<'py>, received: &RawResponse) -> PyResult<Bound<'py, PyAny>> {
    let headers = PyDict::new(py);
    for (name, value) in &received.headers {
        headers.set_item(name, value)?;
    }
    let reason = http::StatusCode::from_u16(received.status).ok().and_then(|status| status.canonical_reason());
    response_class(py)?.call1((received.status, reason.unwrap_or_default(), headers, PyBytes::new(py, &received.body)))
}
