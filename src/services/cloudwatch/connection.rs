//! Base classes of CloudWatch connections, and functions that run an operation.

use aws_runtime::user_agent::ApiMetadata;
use aws_sdk_cloudwatch as sdk;
use aws_smithy_runtime_api::client::interceptors::SharedInterceptor;
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};

use crate::client::Service;
use crate::client::endpoint::endpoint;
use crate::client::interceptors::wire_log::{self, WireInterceptor};
use crate::client::raw_response::RawResponse;
use crate::client::session::{IntoPython, Session};
use crate::decode::model_result::{Gives, ModelResult};
use crate::model::request::Protocol;
use crate::model::value::Input;
use crate::process::held::Held;
use crate::runtime::CallStyle;
use crate::services::model_call::{Argument, ModelCall};
use crate::services::send;

/// The operations of CloudWatch, for blocking and awaitable connections.
///
/// It cannot be instantiated. Its two subclasses select blocking or awaitable calls, and the
/// connection classes derived from them have the attributes that configure the endpoint.
///
/// In the examples, ``cloudwatch`` is a connection with blocking calls. The account has an
/// alarm ``busy`` and a metric ``Orders`` in the namespace ``Shop``.
#[pyclass(module = "reboto._core", subclass, frozen, weakref)]
pub struct CloudWatchOperations {
    pub(in crate::services) session: Session,
}

/// CloudWatch with blocking calls.
#[pyclass(module = "reboto._core", extends = CloudWatchOperations, subclass, frozen)]
pub struct CloudWatch;

#[pymethods]
impl CloudWatch {
    #[new]
    #[pyo3(signature = (*_args, **_kwargs))]
    fn new(_args: &Bound<'_, PyTuple>, _kwargs: Option<&Bound<'_, PyDict>>) -> PyClassInitializer<Self> {
        PyClassInitializer::from(CloudWatchOperations { session: Session::new(CallStyle::Blocking, &SERVICE) })
            .add_subclass(Self)
    }
}

/// CloudWatch with awaitable calls.
#[pyclass(module = "reboto._core", extends = CloudWatchOperations, subclass, frozen)]
pub struct AsyncCloudWatch;

#[pymethods]
impl AsyncCloudWatch {
    #[new]
    #[pyo3(signature = (*_args, **_kwargs))]
    fn new(_args: &Bound<'_, PyTuple>, _kwargs: Option<&Bound<'_, PyDict>>) -> PyClassInitializer<Self> {
        PyClassInitializer::from(CloudWatchOperations { session: Session::new(CallStyle::Awaiting, &SERVICE) })
            .add_subclass(Self)
    }
}

/// The client's configuration for this service.
static SERVICE: Service = Service {
    signing_name: "monitoring",
    metadata: ApiMetadata::new("cloudwatch", sdk::meta::PKG_VERSION),
    cbor: true,
    endpoint: endpoint!(sdk),
    http_client: wire_log::logging,
    interceptors: || vec![SharedInterceptor::permanent(WireInterceptor)],
};

pub type Connection<'py> = Bound<'py, CloudWatchOperations>;
pub type CallResult<'py> = PyResult<Bound<'py, PyAny>>;

#[pymethods]
impl CloudWatchOperations {
    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.session.traverse(&visit)
    }

    fn __clear__(&self) {
        self.session.clear();
    }
}

/// Sends a request; the result is `True`.
pub fn run_for_status<'py>(slf: &Connection<'py>, input: Input) -> CallResult<'py> {
    let operation = input.operation;
    send(
        slf,
        input,
        |_| Ok(()),
        Held::default(),
        move |received| ModelResult { protocol: PROTOCOL, operation, received, gives: Gives::Done, partial: None },
    )
}

/// Sends a request and converts the response's undecoded CBOR document with `result`.
pub fn run<'py, R: IntoPython>(
    slf: &Connection<'py>,
    input: Input,
    result: impl FnOnce(RawResponse) -> R + Send + 'static,
) -> CallResult<'py> {
    send(slf, input, R::prepare, Held::default(), result)
}

const PROTOCOL: Protocol = Protocol::Cbor { service: "GraniteServiceVersion20100801", version: "2010-08-01" };

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

/// Sends a request; the result is a `ResultSet` of the items of a member.
pub fn send_page<'py>(slf: &Connection<'py>, input: Input, member: &'static str) -> CallResult<'py> {
    let operation = input.operation;
    send(slf, input, ModelResult::prepare(operation, Gives::Page(member), None), Held::default(), move |received| {
        ModelResult { protocol: PROTOCOL, operation, received, gives: Gives::Page(member), partial: None }
    })
}
