//! A connection's client, and the way every operation of it is run.

use std::borrow::Cow;
use std::future::{Future, ready};
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use arc_swap::ArcSwapOption;
use pyo3::exceptions::PyException;
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;

use crate::client::change_detection::Snapshot;
use crate::client::connection_settings;
use crate::client::failed_call::FailedCall;
use crate::client::interceptors::wire_log::{WireObserver, observe, observed};
use crate::client::sdk_config::{self, ConnectionSettings};
use crate::client::{Client, Service};
use crate::credentials::python_provider::ProviderCall;
use crate::error::CallError;
use crate::error::call_stats::{CallStats, recorded};
use crate::error::closed_endpoints;
use crate::error::suppress::suppress;
use crate::process::environment::Environment;
use crate::process::finalization::{self, AttachGuard};
use crate::process::nesting;
use crate::process::per_process::PerProcess;
use crate::process::stack;
use crate::runtime;
use crate::runtime::CallStyle;
use crate::runtime::asyncio::{self, ResultBuilder};
use crate::runtime::blocking::wait;
use crate::runtime::call_observer::CallObserver;
use crate::runtime::panics::{catch_panic, catch_panic_in};

/// What an operation gives back, before Python sees it.
pub trait IntoPython: Send + 'static {
    /// Imports the classes that the answer's objects are of, before the call is sent: once it is
    /// answered there may be no file descriptor left to import them with.
    fn prepare(_: Python<'_>) -> PyResult<()> {
        Ok(())
    }

    /// Builds the Python object, attached once more.
    fn into_python<'py>(self, connection: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>>;
}

/// One service's client, made at the first call and again when an attribute of
/// the connection has changed since.
pub struct Session {
    style: CallStyle,
    service: &'static Service,
    current: PerProcess<Arc<ActiveClient>>,
    /// From which attributes the client was made: all that a session has of Python's.
    seen: ArcSwapOption<AttributeSnapshot>,
    /// The local endpoint that the environment led to when the connection was made, or first used.
    local_endpoint: OnceLock<String>,
}

struct ActiveClient {
    number: u64,
    settings: ConnectionSettings,
    client: Client,
}

struct AttributeSnapshot {
    /// The client's.
    number: u64,
    values: Snapshot,
}

/// Numbers of clients.
static NEXT_NUMBER: AtomicU64 = AtomicU64::new(0);

impl Session {
    pub fn new(style: CallStyle, service: &'static Service) -> Self {
        let (current, seen) = (PerProcess::new(), ArcSwapOption::const_empty());
        let local_endpoint = OnceLock::new();
        if let Some(endpoint) = closed_endpoints::present_endpoint() {
            local_endpoint.get_or_init(|| endpoint);
        }
        Self { style, service, current, seen, local_endpoint }
    }

    /// Shows Python's garbage collector what the session holds.
    pub fn traverse(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.seen.load().as_ref().map_or(Ok(()), |seen| seen.values.traverse(visit))
    }

    /// Gives back what the session holds of Python's; the next call reads it anew.
    pub fn clear(&self) {
        drop(self.seen.swap(None));
    }

    /// Runs an operation in the connection's style and gives what it answers; `call` gets the
    /// client that the connection's attributes say.
    ///
    /// # Errors
    ///
    /// When an attribute cannot be meant, or the CA bundle cannot be read; and what the
    /// operation's fault becomes in Python, with the operation's name, where it was sent,
    /// how often and how long it was tried.
    pub fn run<'py, R: IntoPython, F>(
        &self,
        connection: &Bound<'py, PyAny>,
        operation: impl Into<Cow<'static, str>>,
        call: impl FnOnce(Client) -> F,
    ) -> PyResult<Bound<'py, PyAny>>
    where
        F: Future<Output = Result<R, CallError>> + Send + 'static,
    {
        self.run_prepared(connection, operation, R::prepare, call)
    }

    /// The same, where the response's own type does not say what it is made of: `prepare` does.
    ///
    /// # Errors
    ///
    /// Those of `run`, and when a class cannot be imported.
    pub fn run_prepared<'py, R: IntoPython, F>(
        &self,
        connection: &Bound<'py, PyAny>,
        operation: impl Into<Cow<'static, str>>,
        prepare: impl FnOnce(Python<'py>) -> PyResult<()>,
        call: impl FnOnce(Client) -> F,
    ) -> PyResult<Bound<'py, PyAny>>
    where
        F: Future<Output = Result<R, CallError>> + Send + 'static,
    {
        stack::check()?;
        let outcome = catch_panic(|| {
            let py = connection.py();
            let guard = self.acquire_guard(py)?;
            let operation = operation.into();
            if let Some(fault) = self.closed_endpoint_error(connection)? {
                return self.start::<R>(connection, guard, operation, Box::pin(ready(Err(fault))), None);
            }
            if let Err(fault) = runtime::current() {
                let text = format!("{operation} at {} was not sent: {fault}", address(connection)?);
                return Err(CallError::Unreachable(text).into());
            }
            prepare_errors(py)?;
            prepare(py)?;
            let current = self.current(connection)?;
            // On the heap, for all that goes around it would move it along, some more than once.
            let nested = nesting::is_nested(py)?;
            let client = if nested { current.client.without_limit() } else { current.client.clone() };
            let call = Box::pin(call(client));
            let provider_call = connection_settings::provider_call(connection, &current.settings, self.style)?;
            self.start(connection, guard, operation, call, provider_call)
        });
        outcome?
    }

    /// The client that the connection's attributes say, with its settings.
    fn current(&self, connection: &Bound<'_, PyAny>) -> PyResult<Arc<ActiveClient>> {
        let unchanged = |current: &Arc<ActiveClient>| match &*self.seen.load() {
            Some(seen) if seen.number == current.number => seen.values.holds(connection),
            _ => Ok(false),
        };
        self.current.get_if(unchanged, || self.connect(connection))
    }

    fn start<'py, R: IntoPython>(
        &self,
        connection: &Bound<'py, PyAny>,
        guard: Option<AttachGuard>,
        operation: Cow<'static, str>,
        call: Pin<Box<dyn Future<Output = Result<R, CallError>> + Send>>,
        provider_call: Option<Arc<ProviderCall>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let observer = observe(connection)?;
        let in_loop = provider_call.is_some();
        let call = match provider_call {
            Some(provider_call) => Box::pin(provider_call.scope(call)),
            None => call,
        };
        let call = observed(observer.clone(), recorded(catch_panic_in(call)));
        match self.style {
            CallStyle::Blocking => {
                drop(guard);
                let py = connection.py();
                let outcome = wait(py, as_observer(observer.as_deref()), call);
                // Also those of a call that was interrupted.
                observer.as_ref().map_or(Ok(()), |observer| observer.log(py))?;
                let outcome = outcome?;
                let _guard = finalization::acquire_or_exit(py)?;
                call_hook(py, observer.as_deref())?;
                finish(connection, &operation, outcome)
            }
            CallStyle::Awaiting => {
                let seen = observer.clone();
                let work = async move {
                    let outcome = call.await;
                    let finish: ResultBuilder = Box::new(move |connection| {
                        call_hook(connection.py(), seen.as_deref())?;
                        finish(connection, &operation, outcome)
                    });
                    finish
                };
                // What this imports is not begun while the interpreter forks.
                let observer = observer.map(|observer| observer as Arc<dyn CallObserver>);
                let coroutine = asyncio::coroutine(connection, observer, Box::pin(work), in_loop);
                drop(guard);
                coroutine
            }
        }
    }

    /// Calls that block come in to use Python; those that are awaited wait outside, and for ever.
    fn acquire_guard(&self, py: Python<'_>) -> PyResult<Option<AttachGuard>> {
        match self.style {
            CallStyle::Blocking => finalization::acquire_or_exit(py).map(Some),
            CallStyle::Awaiting => Ok(finalization::acquire(py)),
        }
    }

    /// Why no call is made where the local endpoint that the connection was made for has closed:
    /// the environment no longer leads there, and may lead to AWS.
    fn closed_endpoint_error(&self, connection: &Bound<'_, PyAny>) -> PyResult<Option<CallError>> {
        let Some(address) = self.local_endpoint.get().and_then(|url| closed_endpoints::closed_endpoint(url)) else {
            return Ok(None);
        };
        let elsewhere = !connection.call_method0(intern!(connection.py(), "_endpoint_url"))?.is_none();
        Ok((!elsewhere).then(|| CallError::Unreachable(closed_endpoints::explained(&address))))
    }

    fn connect(&self, connection: &Bound<'_, PyAny>) -> PyResult<Arc<ActiveClient>> {
        // First: what is set while the settings are read, such as the region that is found then, is read next time.
        let values = Snapshot::of(connection)?;
        let settings = connection_settings::read(connection)?;
        if let Some(endpoint) = closed_endpoints::present_endpoint() {
            self.local_endpoint.get_or_init(|| endpoint);
        }
        let client = match self.current.peek() {
            Some(current) if current.settings == settings => current.client.clone(),
            // Attached throughout, for the SDK reads the environment.
            _ => {
                let environment = Environment::read(connection.py())?;
                stack::with_room(|| {
                    let (config, credentials) = sdk_config::build(&settings, &environment)?;
                    Client::new(self.service, &config, credentials, settings.connections, &environment)
                })?
            }
        };
        let number = NEXT_NUMBER.fetch_add(1, Ordering::Relaxed);
        self.seen.store(Some(Arc::new(AttributeSnapshot { number, values })));
        Ok(Arc::new(ActiveClient { number, settings, client }))
    }
}

fn as_observer(observer: Option<&WireObserver>) -> Option<&dyn CallObserver> {
    observer.map(|observer| observer as &dyn CallObserver)
}

fn call_hook(py: Python<'_>, observer: Option<&WireObserver>) -> PyResult<()> {
    observer.map_or(Ok(()), |observer| observer.call_hook(py))
}

/// Imports what errors of every call are made of, before there is one.
fn prepare_errors(py: Python<'_>) -> PyResult<()> {
    static IMPORTED: PyOnceLock<()> = PyOnceLock::new();
    let import = || {
        ["reboto.exception", "reboto.provider", "reboto._xml"].iter().try_for_each(|name| py.import(*name).map(drop))
    };
    IMPORTED.get_or_try_init(py, import).map(drop)
}

fn finish<'py, R: IntoPython>(
    connection: &Bound<'py, PyAny>,
    operation: &str,
    (outcome, stats): (Result<R, CallError>, CallStats),
) -> PyResult<Bound<'py, PyAny>> {
    let fault = match outcome {
        Ok(reply) => match catch_panic(|| reply.into_python(connection)) {
            Ok(Ok(object)) => return Ok(object),
            Ok(Err(error)) => Err(error),
            Err(fault) => Ok(fault),
        },
        Err(fault) => Ok(fault),
    };
    let py = connection.py();
    let address = address(connection)?;
    let call = FailedCall { operation, address: &address, stats };
    Err(fault.map_or_else(|error| call.annotate(py, error, None), |error| call.exception(py, error)))
}

/// Where the connection's calls are sent, in words.
fn address(connection: &Bound<'_, PyAny>) -> PyResult<String> {
    let py = connection.py();
    // An attribute may have come to be one that no address can be made of.
    let address = suppress::<PyException, _>(py, connection.call_method0(intern!(py, "_address")))?;
    Ok(address.map_or_else(|| "AWS".to_owned(), |address| address.to_string()))
}
