//! Auto Scaling: one file a noun, its operations in it.

mod activity;
mod group;
mod instance;
mod launchconfig;
mod limits;
mod notification;
mod policy;
mod process;
mod scheduled;
mod tag;

use std::error::Error;
use std::future::Future;

use aws_config::SdkConfig;
use aws_sdk_autoscaling as sdk;
use aws_sdk_autoscaling::error::ProvideErrorMetadata;
use aws_sdk_autoscaling::operation::describe_account_limits::DescribeAccountLimitsOutput;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};

use crate::attempts::{CountAttempts, Judge};
use crate::config;
use crate::convert::{Arg, Convert};
use crate::decode::{Shape, Shaped};
use crate::noun::{Kind, Noun};
use crate::query::{self, Generic, Wanted};
use crate::raw::{Raw, document, receive};
use crate::session::{Session, Style, dispatch};
use crate::trace::Trace;

/// Every operation of Auto Scaling, defined once for the connections that extend it.
///
/// It cannot be made by itself: its two heirs say how calls are waited for, and the
/// connections that extend those bring the attributes that say where calls go.
///
/// In the examples ``autoscale`` is a connection whose calls block, to a service that
/// has a group ``web`` of two instances and its policy ``up``.
#[pyclass(module = "reboto._core", subclass, frozen, weakref)]
pub struct AutoScaleOperations {
    session: Session<sdk::Client>,
}

/// Auto Scaling, with calls that block.
#[pyclass(module = "reboto._core", extends = AutoScaleOperations, subclass, frozen)]
pub struct AutoScale;

#[pymethods]
impl AutoScale {
    #[new]
    #[pyo3(signature = (*_args, **_kwargs))]
    fn new(_args: &Bound<'_, PyTuple>, _kwargs: Option<&Bound<'_, PyDict>>) -> PyClassInitializer<Self> {
        PyClassInitializer::from(AutoScaleOperations { session: Session::new(Style::Blocking, client) })
            .add_subclass(Self)
    }
}

/// Auto Scaling, with calls that are awaited.
#[pyclass(module = "reboto._core", extends = AutoScaleOperations, subclass, frozen)]
pub struct AsyncAutoScale;

#[pymethods]
impl AsyncAutoScale {
    #[new]
    #[pyo3(signature = (*_args, **_kwargs))]
    fn new(_args: &Bound<'_, PyTuple>, _kwargs: Option<&Bound<'_, PyDict>>) -> PyClassInitializer<Self> {
        PyClassInitializer::from(AutoScaleOperations { session: Session::new(Style::Awaiting, client) })
            .add_subclass(Self)
    }
}

fn client(shared: &SdkConfig) -> sdk::Client {
    let config = sdk::config::Builder::from(shared)
        .retry_partition(config::retries())
        .retry_classifier(Judge::shared())
        .interceptor(CountAttempts)
        .interceptor(Trace)
        .build();
    sdk::Client::from_conf(config)
}

type Connection<'py> = Bound<'py, AutoScaleOperations>;
type Answer<'py> = PyResult<Bound<'py, PyAny>>;

#[pymethods]
impl AutoScaleOperations {
    /// Send an action by its name, for the generic calls of `reboto.connection.Connection`.
    #[pyo3(signature = (action, params, path, parent, wanted))]
    fn _query<'py>(
        slf: &Connection<'py>,
        action: String,
        params: Arg<'py>,
        path: &str,
        parent: Option<Py<PyAny>>,
        wanted: Wanted,
    ) -> Answer<'py> {
        let form = query::form(slf.as_any(), &action, &params, path)?;
        let call = Self::client(slf)?.describe_account_limits();
        dispatch(slf.as_any(), slf.get().session.style, action, async move {
            let sent = receive(
                Some(form),
                |raw| call.customize().interceptor(raw).send(),
                || DescribeAccountLimitsOutput::builder().build(),
            );
            Generic::of(sent.await, wanted, parent)
        })
    }
}

impl AutoScaleOperations {
    fn client(slf: &Connection<'_>) -> PyResult<sdk::Client> {
        slf.get().session.client(slf.as_any())
    }
}

/// The nouns that generic calls can be asked for.
pub static NOUNS: [&Noun; 19] = [
    &activity::ACTIVITY,
    &group::GROUP,
    &group::ENABLED_METRIC,
    &group::SUSPENDED_PROCESS,
    &instance::INSTANCE,
    &launchconfig::LAUNCH_CONFIGURATION,
    &launchconfig::MONITORING,
    &launchconfig::DEVICE,
    &launchconfig::EBS,
    &limits::LIMITS,
    &policy::POLICY,
    &policy::ALARM,
    &policy::ADJUSTMENT_TYPE,
    &policy::TERMINATION_POLICIES,
    &process::PROCESS_TYPE,
    &process::COLLECTION_TYPES,
    &scheduled::SCHEDULED_ACTION,
    &tag::TAG,
    &REQUEST,
];

/// What boto gives back where the answer says no more than that it was done.
static REQUEST: Noun = Noun::new("reboto.ec2.autoscale.request", "Request", &[("RequestId", "request_id", Kind::Text)]);

/// Sends a call; the caller gets its answer in the shape that is named.
fn answer<'py, O, E, F>(
    slf: &Connection<'py>,
    operation: &'static str,
    shape: Shape,
    send: impl FnOnce(Raw<O, E>) -> F + Send + 'static,
    empty: fn() -> O,
) -> Answer<'py>
where
    O: Send + 'static,
    E: ProvideErrorMetadata + Error + Send + 'static,
    F: Future<Output = Result<O, SdkError<E, HttpResponse>>> + Send + 'static,
{
    dispatch(slf.as_any(), slf.get().session.style, operation, async move {
        Ok(Shaped { body: document(send, empty).await?, shape })
    })
}

/// Where a page starts and how much it holds, as every listing call takes it.
struct Window {
    max_records: Option<i32>,
    next_token: Option<String>,
}

impl Window {
    fn of(max_records: Arg<'_>, next_token: Arg<'_>) -> PyResult<Self> {
        Ok(Self {
            max_records: max_records.truthy()?.count("max_records")?,
            next_token: next_token.truthy()?.text("next_token")?,
        })
    }
}
