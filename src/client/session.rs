//! A connection's client, and the execution of its operations.

use std::borrow::Cow;
use std::future::{Future, ready};
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use arc_swap::ArcSwapOption;
use pyo3::exceptions::{PyException, PyRuntimeError, PyTypeError};
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;

use crate::client::change_detection::Snapshot;
use crate::client::connection_settings;
use crate::client::failed_call::FailedCall;
use crate::client::interceptors::wire_log::{WireObserver, observe, observed};
use crate::client::sdk_config::ConnectionSettings;
use crate::client::shared_client;
use crate::client::{Client, Service};
use crate::credentials::python_provider::ProviderCall;
use crate::credentials::source::CredentialsConfig;
use crate::credentials::sources;
use crate::error::CallError;
use crate::error::call_stats::{CallStats, recorded};
use crate::error::closed_endpoints;
use crate::error::python;
use crate::error::suppress::suppress;
use crate::process::environment::Environment;
use crate::process::finalization::{self, AttachGuard};
use crate::process::held::Held;
use crate::process::nesting;
use crate::process::per_process::PerProcess;
use crate::process::stack;
use crate::runtime;
use crate::runtime::CallStyle;
use crate::runtime::asyncio;
use crate::runtime::blocking::wait;
use crate::runtime::call_observer::CallObserver;
use crate::runtime::panics::{catch_panic, catch_panic_in};
use crate::runtime::shared_call::ResultBuilder;

/// An operation's result, before its conversion to a Python object.
pub trait IntoPython: Send + 'static {
    /// Imports the classes of the result before the call is sent: afterwards the process may have
    /// no file descriptor left for an import.
    fn prepare(_: Python<'_>) -> PyResult<()> {
        Ok(())
    }

    /// Builds the Python object.
    fn into_python<'py>(self, connection: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>>;
}

/// A connection's client, made by the first call and again after an attribute of the connection
/// has changed.
pub struct Session {
    style: CallStyle,
    service: &'static Service,
    current: PerProcess<Arc<ActiveClient>>,
    /// The attributes that the client was made from: the only Python objects that a session holds.
    seen: ArcSwapOption<AttributeSnapshot>,
    /// The endpoint in the environment when the connection was made or first used, if it may be local.
    local_endpoint: OnceLock<String>,
}

struct ActiveClient {
    number: u64,
    credentials: CredentialsConfig,
    client: Client,
}

impl ActiveClient {
    fn provider_call(&self, connection: &Bound<'_, PyAny>, style: CallStyle) -> PyResult<Option<Arc<ProviderCall>>> {
        connection_settings::provider_call(connection, &self.credentials, self.client.settings(), style)
    }
}

struct AttributeSnapshot {
    /// The client's number.
    number: u64,
    values: Snapshot,
}

/// The next client's number.
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

    /// Drops the Python objects that the session holds; the next call reads the attributes again.
    pub fn clear(&self) {
        drop(self.seen.swap(None));
    }

    /// Runs an operation in the connection's style and returns the result or the coroutine; `call`
    /// gets the client for the connection's attributes. `prepare` imports the classes of the result,
    /// and `held` has the objects that the result needs.
    ///
    /// # Errors
    ///
    /// If an attribute is invalid, a class cannot be imported, the CA bundle cannot be read, or the
    /// operation fails. The text of a failed operation has its name, the endpoint, the number of
    /// attempts and the duration.
    pub fn run<'py, R: IntoPython, F>(
        &self,
        connection: &Bound<'py, PyAny>,
        operation: impl Into<Cow<'static, str>>,
        prepare: impl FnOnce(Python<'py>) -> PyResult<()>,
        held: Held,
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
            if finalization::is_own() {
                prepare_errors(py)?;
            }
            if let Some(error) = self.closed_endpoint_error(connection)? {
                return self.start::<R>(connection, guard, operation, Box::pin(ready(Err(error))), held, None);
            }
            if let Err(error) = runtime::current() {
                let text = format!("{operation} at {} was not sent: {error}", address(connection)?);
                return Err(CallError::Unreachable(text).into());
            }
            prepare_errors(py)?;
            prepare(py)?;
            let current = self.current(connection)?;
            // Boxed, because the futures around it would move it, some more than once.
            let nested = nesting::is_nested(py)?;
            let client = if nested { current.client.without_limit() } else { current.client.clone() };
            let call = Box::pin(call(client));
            let provider_call = current.provider_call(connection, self.style)?;
            self.start(connection, guard, operation, call, held, provider_call)
        });
        outcome?
    }

    /// The client for the connection's current attributes.
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
        held: Held,
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
                // Log the records of an interrupted call too.
                observer.as_ref().map_or(Ok(()), |observer| observer.log(py))?;
                let outcome = outcome?;
                let _guard = finalization::acquire_or_exit(py)?;
                call_hook(py, observer.as_deref())?;
                finish(connection, &operation, outcome)
            }
            CallStyle::Awaiting => {
                let seen = observer.clone();
                let name = operation.clone();
                let work = async move {
                    let outcome = call.await;
                    let finish: ResultBuilder = Box::new(move |connection| {
                        call_hook(connection.py(), seen.as_deref())?;
                        finish(connection, &operation, outcome)
                    });
                    finish
                };
                // The guard is still held: an import must not start while the process forks.
                let observer = observer.map(|observer| observer as Arc<dyn CallObserver>);
                let coroutine = asyncio::coroutine(connection, &name, observer, Box::pin(work), held, in_loop);
                drop(guard);
                coroutine
            }
        }
    }

    /// Acquires the right to run Python code. When the interpreter shuts down, a blocking call's
    /// thread exits, while an awaited call stays pending.
    fn acquire_guard(&self, py: Python<'_>) -> PyResult<Option<AttachGuard>> {
        match self.style {
            CallStyle::Blocking => finalization::acquire_or_exit(py).map(Some),
            CallStyle::Awaiting => Ok(finalization::acquire(py)),
        }
    }

    /// The error if the connection's local endpoint has closed. The call must not be sent, because
    /// the environment may lead to AWS now.
    fn closed_endpoint_error(&self, connection: &Bound<'_, PyAny>) -> PyResult<Option<CallError>> {
        let Some(address) = self.local_endpoint.get().and_then(|url| closed_endpoints::closed_endpoint(url)) else {
            return Ok(None);
        };
        let has_own_endpoint = !connection.call_method0(intern!(connection.py(), "_endpoint_url"))?.is_none();
        Ok((!has_own_endpoint).then(|| CallError::Unreachable(closed_endpoints::explained(&address))))
    }

    fn connect(&self, connection: &Bound<'_, PyAny>) -> PyResult<Arc<ActiveClient>> {
        // Taken first, so that an attribute set while the settings are read, such as the region, is read next time.
        let values = Snapshot::of(connection)?;
        let ConnectionSettings { credentials, client: settings } = connection_settings::read(connection)?;
        if let Some(endpoint) = closed_endpoints::present_endpoint() {
            self.local_endpoint.get_or_init(|| endpoint);
        }
        let client = match self.current.peek() {
            Some(current) if current.credentials == credentials && *current.client.settings() == settings => {
                current.client.clone()
            }
            // The GIL is held throughout because the SDK reads the environment.
            _ => {
                let environment = Environment::read(connection.py())?;
                stack::with_room(|| {
                    let parts = shared_client::find(self.service, &settings, &environment)?;
                    Ok(Client::new(parts, sources::find(&credentials, &settings.transport, &environment)?))
                })
                .map_err(|error: CallError| PyErr::from(error))?
            }
        };
        let number = NEXT_NUMBER.fetch_add(1, Ordering::Relaxed);
        self.seen.store(Some(Arc::new(AttributeSnapshot { number, values })));
        Ok(Arc::new(ActiveClient { number, credentials, client }))
    }
}

fn as_observer(observer: Option<&WireObserver>) -> Option<&dyn CallObserver> {
    observer.map(|observer| observer as &dyn CallObserver)
}

fn call_hook(py: Python<'_>, observer: Option<&WireObserver>) -> PyResult<()> {
    observer.map_or(Ok(()), |observer| observer.call_hook(py))
}

/// Imports the modules that every call's errors need, before an error occurs.
fn prepare_errors(py: Python<'_>) -> PyResult<()> {
    static IMPORTED: PyOnceLock<()> = PyOnceLock::new();
    let import = || {
        python::import_classes(py)?;
        py.import("reboto._xml").map(drop)
    };
    let imported = IMPORTED.get_or_try_init(py, import).map(drop);
    match imported {
        // At the end of a shutdown, Python has removed its modules.
        Err(error) if finalization::is_own() && error.is_instance_of::<PyTypeError>(py) => Err(
            PyRuntimeError::new_err("the interpreter is shutting down; make the call before, or in an atexit handler"),
        ),
        imported => imported,
    }
}

fn finish<'py, R: IntoPython>(
    connection: &Bound<'py, PyAny>,
    operation: &str,
    (outcome, stats): (Result<R, CallError>, CallStats),
) -> PyResult<Bound<'py, PyAny>> {
    let error = match outcome {
        Ok(reply) => match catch_panic(|| reply.into_python(connection)) {
            Ok(Ok(object)) => return Ok(object),
            Ok(Err(error)) => Err(error),
            Err(error) => Ok(error),
        },
        Err(error) => Ok(error),
    };
    let py = connection.py();
    let address = address(connection)?;
    let call = FailedCall { operation, address: &address, stats };
    Err(error.map_or_else(|error| call.annotate(py, error, None), |error| call.exception(py, error)))
}

/// The endpoint and proxy of the connection, for error texts.
fn address(connection: &Bound<'_, PyAny>) -> PyResult<String> {
    let py = connection.py();
    // An attribute may have an invalid value by now.
    let address = suppress::<PyException, _>(py, connection.call_method0(intern!(py, "_address")))?;
    Ok(address.map_or_else(|| "AWS".to_owned(), |address| address.to_string()))
}
