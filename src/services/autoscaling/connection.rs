//! Base classes of Auto Scaling connections, and functions that run an operation.

use aws_runtime::user_agent::ApiMetadata;
use aws_sdk_autoscaling as sdk;
use aws_smithy_runtime_api::client::interceptors::SharedInterceptor;
use aws_smithy_types::error::operation::BuildError;
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};

use crate::arguments::convert::{Arg, Convert};
use crate::client::Service;
use crate::client::interceptors::wire_log::{self, WireInterceptor};
use crate::client::operation::{Operation, endpoint, operations, raw_request};
use crate::client::raw_response::RawResponse;
use crate::client::session::{IntoPython, Session};
use crate::decode::xml_response::{ResultKind, XmlResult};
use crate::model::request::Protocol;
use crate::model::value::Input;
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
    id: "Auto Scaling",
    signing_name: "autoscaling",
    metadata: ApiMetadata::new("autoscaling", sdk::meta::PKG_VERSION),
    cbor: false,
    endpoint: endpoint!(sdk),
    http_client: wire_log::logging,
    interceptors: || vec![SharedInterceptor::permanent(WireInterceptor)],
};

operations! { sdk:
    attach_instances AttachInstances AttachInstancesInput;
    create_auto_scaling_group CreateAutoScalingGroup CreateAutoScalingGroupInput;
    create_launch_configuration CreateLaunchConfiguration CreateLaunchConfigurationInput;
    create_or_update_tags CreateOrUpdateTags CreateOrUpdateTagsInput;
    delete_auto_scaling_group DeleteAutoScalingGroup DeleteAutoScalingGroupInput;
    delete_launch_configuration DeleteLaunchConfiguration DeleteLaunchConfigurationInput;
    delete_notification_configuration DeleteNotificationConfiguration DeleteNotificationConfigurationInput;
    delete_policy DeletePolicy DeletePolicyInput;
    delete_scheduled_action DeleteScheduledAction DeleteScheduledActionInput;
    delete_tags DeleteTags DeleteTagsInput;
    describe_account_limits DescribeAccountLimits DescribeAccountLimitsInput;
    describe_adjustment_types DescribeAdjustmentTypes DescribeAdjustmentTypesInput;
    describe_auto_scaling_groups DescribeAutoScalingGroups DescribeAutoScalingGroupsInput;
    describe_auto_scaling_instances DescribeAutoScalingInstances DescribeAutoScalingInstancesInput;
    describe_launch_configurations DescribeLaunchConfigurations DescribeLaunchConfigurationsInput;
    describe_metric_collection_types DescribeMetricCollectionTypes DescribeMetricCollectionTypesInput;
    describe_policies DescribePolicies DescribePoliciesInput;
    describe_scaling_activities DescribeScalingActivities DescribeScalingActivitiesInput;
    describe_scaling_process_types DescribeScalingProcessTypes DescribeScalingProcessTypesInput;
    describe_scheduled_actions DescribeScheduledActions DescribeScheduledActionsInput;
    describe_tags DescribeTags DescribeTagsInput;
    describe_termination_policy_types DescribeTerminationPolicyTypes DescribeTerminationPolicyTypesInput;
    detach_instances DetachInstances DetachInstancesInput;
    disable_metrics_collection DisableMetricsCollection DisableMetricsCollectionInput;
    enable_metrics_collection EnableMetricsCollection EnableMetricsCollectionInput;
    execute_policy ExecutePolicy ExecutePolicyInput;
    put_notification_configuration PutNotificationConfiguration PutNotificationConfigurationInput;
    put_scaling_policy PutScalingPolicy PutScalingPolicyInput;
    put_scheduled_update_group_action PutScheduledUpdateGroupAction PutScheduledUpdateGroupActionInput;
    resume_processes ResumeProcesses ResumeProcessesInput;
    set_desired_capacity SetDesiredCapacity SetDesiredCapacityInput;
    set_instance_health SetInstanceHealth SetInstanceHealthInput;
    suspend_processes SuspendProcesses SuspendProcessesInput;
    terminate_instance_in_auto_scaling_group TerminateInstanceInAutoScalingGroup TerminateInstanceInAutoScalingGroupInput;
    update_auto_scaling_group UpdateAutoScalingGroup UpdateAutoScalingGroupInput;
}

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
pub fn run<'py, I: Operation>(
    slf: &Connection<'py>,
    shape: ResultKind,
    input: Result<I, BuildError>,
) -> CallResult<'py> {
    let prepare = |py: Python<'py>| shape.prepare(py);
    slf.get().session.run_prepared(slf.as_any(), I::NAME, prepare, |client| async move {
        let received: RawResponse = client.send(raw_request(input)?).await?;
        Ok(XmlResult { body: received.body, shape })
    })
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
            next_token: next_token.non_empty()?.text("next_token")?,
        })
    }
}

const PROTOCOL: Protocol = Protocol::Query { version: "2011-01-01" };

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
