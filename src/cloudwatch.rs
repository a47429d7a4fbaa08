//! CloudWatch: one file a noun, its operations in it.

mod alarm;
mod data;
mod dimension;
mod history;
mod metric;
mod metric_data;
mod object;
mod statistics;

use std::error::Error;
use std::future::Future;

use aws_config::SdkConfig;
use aws_sdk_cloudwatch as sdk;
use aws_sdk_cloudwatch::error::ProvideErrorMetadata;
use aws_sdk_cloudwatch::operation::describe_alarms::DescribeAlarmsOutput;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};

use crate::attempts::{CountAttempts, Judge};
use crate::config;
use crate::convert::Arg;
use crate::fault::Fault;
use crate::moments::LiftMoments;
use crate::noun::Noun;
use crate::query::{self, Generic, Wanted};
use crate::raw::receive;
use crate::reply::Done;
use crate::session::{Reply, Session, Style, dispatch};
use crate::trace::Trace;

/// Every operation of CloudWatch, defined once for the connections that extend it.
///
/// It cannot be made by itself: its two heirs say how calls are waited for, and the
/// connections that extend those bring the attributes that say where calls go.
///
/// In the examples ``cloudwatch`` is a connection whose calls block, to a service that
/// has an alarm ``busy`` and a metric ``Orders`` of the namespace ``Shop``.
#[pyclass(module = "reboto._core", subclass, frozen, weakref)]
pub struct CloudWatchOperations {
    session: Session<sdk::Client>,
}

/// CloudWatch, with calls that block.
#[pyclass(module = "reboto._core", extends = CloudWatchOperations, subclass, frozen)]
pub struct CloudWatch;

#[pymethods]
impl CloudWatch {
    #[new]
    #[pyo3(signature = (*_args, **_kwargs))]
    fn new(_args: &Bound<'_, PyTuple>, _kwargs: Option<&Bound<'_, PyDict>>) -> PyClassInitializer<Self> {
        PyClassInitializer::from(CloudWatchOperations { session: Session::new(Style::Blocking, client) })
            .add_subclass(Self)
    }
}

/// CloudWatch, with calls that are awaited.
#[pyclass(module = "reboto._core", extends = CloudWatchOperations, subclass, frozen)]
pub struct AsyncCloudWatch;

#[pymethods]
impl AsyncCloudWatch {
    #[new]
    #[pyo3(signature = (*_args, **_kwargs))]
    fn new(_args: &Bound<'_, PyTuple>, _kwargs: Option<&Bound<'_, PyDict>>) -> PyClassInitializer<Self> {
        PyClassInitializer::from(CloudWatchOperations { session: Session::new(Style::Awaiting, client) })
            .add_subclass(Self)
    }
}

fn client(shared: &SdkConfig) -> sdk::Client {
    let config = sdk::config::Builder::from(shared)
        .retry_partition(config::retries())
        .retry_classifier(Judge::shared())
        .interceptor(CountAttempts)
        .interceptor(Trace)
        .interceptor(LiftMoments)
        .build();
    sdk::Client::from_conf(config)
}

type Connection<'py> = Bound<'py, CloudWatchOperations>;
type Answer<'py> = PyResult<Bound<'py, PyAny>>;

#[pymethods]
impl CloudWatchOperations {
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
        let call = Self::client(slf)?.describe_alarms();
        dispatch(slf.as_any(), slf.get().session.style, action, async move {
            let sent = receive(
                Some(form),
                |raw| call.customize().interceptor(raw).send(),
                || DescribeAlarmsOutput::builder().build(),
            );
            Generic::of(sent.await, wanted, parent)
        })
    }
}

/// The nouns that generic calls can be asked for.
pub static NOUNS: [&Noun; 5] = [&alarm::ALARM, &alarm::ALARMS, &metric::METRIC, &history::ITEM, &statistics::DATAPOINT];

impl CloudWatchOperations {
    fn client(slf: &Connection<'_>) -> PyResult<sdk::Client> {
        slf.get().session.client(slf.as_any())
    }
}

/// Sends a call; the caller gets `True`.
fn status<'py, O, E>(
    slf: &Connection<'py>,
    operation: &'static str,
    call: impl Future<Output = Result<O, SdkError<E, HttpResponse>>> + Send + 'static,
) -> Answer<'py>
where
    E: ProvideErrorMetadata + Error + Send + 'static,
{
    answer(slf, operation, call, |_| Done)
}

/// Sends a call; the caller gets what `reply` makes of the answer.
fn answer<'py, O, E, R: Reply>(
    slf: &Connection<'py>,
    operation: &'static str,
    call: impl Future<Output = Result<O, SdkError<E, HttpResponse>>> + Send + 'static,
    reply: impl FnOnce(O) -> R + Send + 'static,
) -> Answer<'py>
where
    E: ProvideErrorMetadata + Error + Send + 'static,
{
    dispatch(slf.as_any(), slf.get().session.style, operation, async move {
        call.await.map(reply).map_err(|error| Fault::from_sdk(&error))
    })
}
