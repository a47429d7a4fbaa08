//! Base classes of Auto Scaling connections, and functions that run an operation.

use aws_runtime::user_agent::ApiMetadata;
use aws_sdk_autoscaling as sdk;
use aws_smithy_runtime_api::client::interceptors::SharedInterceptor;
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};

use crate::arguments::convert::{Arg, Convert};
use crate::client::Service;
use crate::client::endpoint::endpoint;
use crate::client::interceptors::wire_log::{self, WireInterceptor};
use crate::client::raw_response::RawResponse;
use crate::client::session::{IntoPython, Session};
use crate::decode::xml_response::{ResultKind, XmlResult};
use crate::model::request::Protocol;
use crate::model::value::Input;
use crate::process::held::Held;
use crate::runtime::CallStyle;
use crate::services::model_call::{Argument, ModelCall};
use crate::services::send;

/// The operations of Auto Scaling, for blocking and awaitable connections.
///
/// It cannot be instantiated. Its two subclasses select blocking or awaitable calls, and the
/// connection classes derived from them have the attributes that configure the endpoint.
///
/// In the examples, ``autoscale`` is a connection with blocking calls. The account has a
/// group ``web`` with two instances and a policy ``up``.
#[pyclass(module = "reboto._core", subclass, frozen, weakref)]
pub struct AutoScaleOperations {
    pub(in crate::services) session: Session,
}

/// Auto Scaling with blocking calls.
#[pyclass(module = "reboto._core", extends = AutoScaleOperations, subclass, frozen)]
pub struct AutoScale;

#[pymethods]
impl AutoScale {
    #[new]
    #[pyo3(signature = (*_args, **_kwargs))]
    fn new(_args: &Bound<'_, PyTuple>, _kwargs: Option<&Bound<'_, PyDict>>) -> PyClassInitializer<Self> {
        PyClassInitializer::from(AutoScaleOperations { session: Session::new(CallStyle::Blocking, &SERVICE) })
            .add_subclass(Self)
    }
}

/// Auto Scaling with awaitable calls.
#[pyclass(module = "reboto._core", extends = AutoScaleOperations, subclass, frozen)]
pub struct AsyncAutoScale;

#[pymethods]
impl AsyncAutoScale {
    #[new]
    #[pyo3(signature = (*_args, **_kwargs))]
    fn new(_args: &Bound<'_, PyTuple>, _kwargs: Option<&Bound<'_, PyDict>>) -> PyClassInitializer<Self> {
        PyClassInitializer::from(AutoScaleOperations { session: Session::new(CallStyle::Awaiting, &SERVICE) })
            .add_subclass(Self)
    }
}

/// The client's configuration for this service.
static SERVICE: Service = Service {
    signing_name: "autoscaling",
    metadata: ApiMetadata::new("autoscaling", sdk::meta::PKG_VERSION),
    cbor: false,
    endpoint: endpoint!(sdk),
    http_client: wire_log::logging,
    interceptors: || vec![SharedInterceptor::permanent(WireInterceptor)],
};

pub type Connection<'py> = Bound<'py, AutoScaleOperations>;
pub type CallResult<'py> = PyResult<Bound<'py, PyAny>>;

#[pymethods]
impl AutoScaleOperations {
    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.session.traverse(&visit)
    }

    fn __clear__(&self) {
        self.session.clear();
    }
}

/// Sends a request and converts its response as `shape` says.
pub fn run<'py>(slf: &Connection<'py>, shape: ResultKind, input: Input) -> CallResult<'py> {
    let prepare = |py: Python<'py>| shape.prepare(py);
    send(slf, input, prepare, Held::default(), move |received| XmlResult { received, shape })
}

/// The pagination arguments that every list operation has.
pub struct Pagination {
    pub max_records: Option<i32>,
    pub next_token: Option<String>,
}

impl Pagination {
    pub fn of(max_records: Arg<'_>, next_token: Arg<'_>) -> PyResult<Self> {
        Ok(Self {
            max_records: max_records.page_size("max_records")?,
            next_token: next_token.non_empty()?.identifier("next_token")?,
        })
    }
}

const PROTOCOL: Protocol = Protocol::Query { version: "2011-01-01" };

/// Sends an operation that the model describes alone.
pub fn call<'py>(slf: &Connection<'py>, call: ModelCall<'py>, arguments: &[Argument<'_, 'py>]) -> CallResult<'py> {
    call.send(slf.as_any(), &slf.get().session, PROTOCOL, arguments)
}

/// Sends an input and converts the response with `result`, which needs the `held` objects.
pub fn send<'py, R: IntoPython>(
    slf: &Connection<'py>,
    input: Input,
    prepare: impl FnOnce(Python<'py>) -> PyResult<()>,
    held: Held,
    result: impl FnOnce(RawResponse) -> R + Send + 'static,
) -> CallResult<'py> {
    send::send(slf.as_any(), &slf.get().session, PROTOCOL, input, prepare, held, result)
}
