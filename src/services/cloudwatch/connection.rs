//! Base classes of CloudWatch connections, and functions that run an operation.

use aws_runtime::user_agent::ApiMetadata;
use aws_sdk_cloudwatch as sdk;
use aws_smithy_runtime_api::client::interceptors::SharedInterceptor;
use aws_smithy_types::error::operation::BuildError;
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};

use crate::client::Service;
use crate::client::interceptors::wire_log::{self, WireInterceptor};
use crate::client::operation::{TypedOperation, endpoint, operations, page_request, typed_request};
use crate::client::raw_response::RawResponse;
use crate::client::session::{IntoPython, Session};
use crate::decode::results::Done;
use crate::model::request::Protocol;
use crate::model::value::Input;
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
    id: "CloudWatch",
    signing_name: "monitoring",
    metadata: ApiMetadata::new("cloudwatch", sdk::meta::PKG_VERSION),
    cbor: true,
    endpoint: endpoint!(sdk),
    http_client: wire_log::logging,
    interceptors: || vec![SharedInterceptor::permanent(WireInterceptor)],
};

operations! { sdk:
    delete_alarms DeleteAlarms DeleteAlarmsInput -> DeleteAlarmsOutput DeleteAlarmsError;
    describe_alarm_history DescribeAlarmHistory DescribeAlarmHistoryInput -> DescribeAlarmHistoryOutput DescribeAlarmHistoryError;
    describe_alarms DescribeAlarms DescribeAlarmsInput -> DescribeAlarmsOutput DescribeAlarmsError;
    describe_alarms_for_metric DescribeAlarmsForMetric DescribeAlarmsForMetricInput -> DescribeAlarmsForMetricOutput DescribeAlarmsForMetricError;
    disable_alarm_actions DisableAlarmActions DisableAlarmActionsInput -> DisableAlarmActionsOutput DisableAlarmActionsError;
    enable_alarm_actions EnableAlarmActions EnableAlarmActionsInput -> EnableAlarmActionsOutput EnableAlarmActionsError;
    get_metric_data GetMetricData GetMetricDataInput -> GetMetricDataOutput GetMetricDataError;
    get_metric_statistics GetMetricStatistics GetMetricStatisticsInput -> GetMetricStatisticsOutput GetMetricStatisticsError;
    list_metrics ListMetrics ListMetricsInput -> ListMetricsOutput ListMetricsError;
    put_metric_alarm PutMetricAlarm PutMetricAlarmInput -> PutMetricAlarmOutput PutMetricAlarmError;
    put_metric_data PutMetricData PutMetricDataInput -> PutMetricDataOutput PutMetricDataError [REPORTS_DATA];
    set_alarm_state SetAlarmState SetAlarmStateInput -> SetAlarmStateOutput SetAlarmStateError;
}

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
pub fn run_for_status<'py, I: TypedOperation>(slf: &Connection<'py>, input: Result<I, BuildError>) -> CallResult<'py> {
    run(slf, input, |_| Done)
}

/// Sends a request and converts the SDK's output with `reply`.
pub fn run<'py, I: TypedOperation, R: IntoPython>(
    slf: &Connection<'py>,
    input: Result<I, BuildError>,
    reply: impl FnOnce(I::Output) -> R + Send + 'static,
) -> CallResult<'py> {
    slf.get().session.run(slf.as_any(), I::NAME, |client| async move {
        let output: I::Output = client.send(typed_request(input)?).await?;
        Ok(reply(output))
    })
}

/// Sends a request and converts the response's undecoded CBOR document with `reply`.
pub fn run_raw<'py, I: TypedOperation, R: IntoPython>(
    slf: &Connection<'py>,
    input: Result<I, BuildError>,
    reply: impl FnOnce(RawResponse) -> R + Send + 'static,
) -> CallResult<'py> {
    slf.get().session.run(slf.as_any(), I::NAME, |client| async move {
        let received: RawResponse = client.send(page_request(input)?).await?;
        Ok(reply(received))
    })
}

const PROTOCOL: Protocol = Protocol::Cbor { service: "GraniteServiceVersion20100801" };

/// Sends an operation that the model describes alone.
pub fn call<'py>(slf: &Connection<'py>, call: ModelCall<'py>, arguments: &[Argument<'_, 'py>]) -> CallResult<'py> {
    call.send(slf.as_any(), &slf.get().session, PROTOCOL, arguments)
}

/// Sends an input and converts the response with `result`.
pub fn send<'py, R: IntoPython>(
    slf: &Connection<'py>,
    input: Input,
    prepare: impl FnOnce(Python<'py>) -> PyResult<()>,
    result: impl FnOnce(RawResponse) -> R + Send + 'static,
) -> CallResult<'py> {
    send::send(slf.as_any(), &slf.get().session, PROTOCOL, input, prepare, result)
}
