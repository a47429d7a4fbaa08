//! A connection's client, and the way every operation of it is run.

use std::borrow::Cow;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use pyo3::exceptions::PyException;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;

use crate::advice;
use crate::attempts::{Tries, counted};
use crate::awaiting;
use crate::client::{Client, Service};
use crate::config::{self, Settings};
use crate::ending::{self, Inside};
use crate::error;
use crate::excuse::excused;
use crate::fault::{Call, Fault};
use crate::panics::{caught, guarded};
use crate::runtime::{self, PerProcess};
use crate::settings;
use crate::snapshot::Snapshot;
use crate::trace::{self, watched};
use crate::wait::wait;

/// What an operation gives back, before Python sees it.
pub trait Reply: Send + 'static {
    /// Imports the classes that the answer's objects are of, before the call is sent: once it is
    /// answered there may be no file descriptor left to import them with.
    fn prepare(_: Python<'_>) -> PyResult<()> {
        Ok(())
    }

    /// Builds the Python object, attached once more.
    fn into_python<'py>(self, connection: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>>;
}

/// How a connection's calls are waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// The call gives its answer.
    Blocking,
    /// The call gives a coroutine.
    Awaiting,
}

/// What is left to do once the answer is there: build the Python object.
pub type Finish = Box<dyn for<'py> FnOnce(&Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> + Send>;

/// One service's client, made at the first call and again when an attribute of
/// the connection has changed since.
pub struct Session {
    style: Style,
    service: &'static Service,
    current: PerProcess<Arc<Current>>,
}

struct Current {
    seen: Snapshot,
    settings: Settings,
    client: Client,
}

impl Session {
    pub const fn new(style: Style, service: &'static Service) -> Self {
        Self { style, service, current: PerProcess::new() }
    }

    /// Runs an operation in the connection's style and gives what it answers; `call` gets the
    /// client that the connection's attributes say.
    ///
    /// # Errors
    ///
    /// When an attribute cannot be meant, or the CA bundle cannot be read; and what the
    /// operation's fault becomes in Python, with the operation's name, where it was sent,
    /// how often and how long it was tried.
    pub fn run<'py, R: Reply, F>(
        &self,
        connection: &Bound<'py, PyAny>,
        operation: impl Into<Cow<'static, str>>,
        call: impl FnOnce(Client) -> F,
    ) -> PyResult<Bound<'py, PyAny>>
    where
        F: Future<Output = Result<R, Fault>> + Send + 'static,
    {
        self.run_prepared(connection, operation, R::prepare, call)
    }

    /// The same, where the answer's own type does not say what it is made of: `prepare` does.
    ///
    /// # Errors
    ///
    /// Those of `run`, and when a class cannot be imported.
    pub fn run_prepared<'py, R: Reply, F>(
        &self,
        connection: &Bound<'py, PyAny>,
        operation: impl Into<Cow<'static, str>>,
        prepare: impl FnOnce(Python<'py>) -> PyResult<()>,
        call: impl FnOnce(Client) -> F,
    ) -> PyResult<Bound<'py, PyAny>>
    where
        F: Future<Output = Result<R, Fault>> + Send + 'static,
    {
        let py = connection.py();
        let inside = self.enter(py)?;
        let operation = operation.into();
        if let Err(error) = runtime::available() {
            let (meaning, remedy) = advice::of_loss(&error.to_string());
            let text = format!("{operation} at {} was not sent: {meaning}; {remedy}", address(connection)?);
            return Err(Fault::Unreachable(text).into());
        }
        prepare_errors(py)?;
        prepare(py)?;
        let unchanged = |current: &Arc<Current>| current.seen.holds(connection);
        let client = self.current.get_if(unchanged, || self.connect(connection))?.client.clone();
        // On the heap, for all that goes around it would move it along, some more than once.
        self.settle(connection, inside, operation, Box::pin(call(client)))
    }

    fn settle<'py, R: Reply>(
        &self,
        connection: &Bound<'py, PyAny>,
        inside: Option<Inside>,
        operation: Cow<'static, str>,
        call: Pin<Box<dyn Future<Output = Result<R, Fault>> + Send>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let watch = trace::watch(connection)?;
        let call = watched(watch.clone(), counted(caught(call)));
        let report = move |py: Python<'_>| watch.map_or(Ok(()), |watch| watch.report(py));
        match self.style {
            Style::Blocking => {
                drop(inside);
                let outcome = wait(connection.py(), call)?;
                let _inside = ending::enter_or_exit(connection.py())?;
                report(connection.py())?;
                finish(connection, &operation, outcome)
            }
            Style::Awaiting => {
                let work = async move {
                    let outcome = call.await;
                    let finish: Finish = Box::new(move |connection| {
                        report(connection.py())?;
                        finish(connection, &operation, outcome)
                    });
                    finish
                };
                // What this imports is not begun while the interpreter forks.
                let coroutine = awaiting::coroutine(connection, Box::pin(work));
                drop(inside);
                coroutine
            }
        }
    }

    /// Calls that block come in to use Python; those that are awaited wait outside, and for ever.
    fn enter(&self, py: Python<'_>) -> PyResult<Option<Inside>> {
        match self.style {
            Style::Blocking => ending::enter_or_exit(py).map(Some),
            Style::Awaiting => Ok(ending::enter(py)),
        }
    }

    fn connect(&self, connection: &Bound<'_, PyAny>) -> PyResult<Arc<Current>> {
        let settings = settings::read(connection)?;
        let client = match self.current.peek() {
            Some(current) if current.settings == settings => current.client.clone(),
            _ => connection
                .py()
                .detach(|| Client::new(self.service, &config::shared(&settings)?, settings.connections))?,
        };
        Ok(Arc::new(Current { seen: Snapshot::of(connection)?, settings, client }))
    }
}

/// Imports what errors of every call are made of, before there is one.
fn prepare_errors(py: Python<'_>) -> PyResult<()> {
    static IMPORTED: PyOnceLock<()> = PyOnceLock::new();
    let import = || {
        ["reboto.exception", "reboto.provider", "reboto._xml"].iter().try_for_each(|name| py.import(*name).map(drop))
    };
    IMPORTED.get_or_try_init(py, import).map(drop)
}

fn finish<'py, R: Reply>(
    connection: &Bound<'py, PyAny>,
    operation: &str,
    (outcome, tries): (Result<R, Fault>, Tries),
) -> PyResult<Bound<'py, PyAny>> {
    let fault = match outcome {
        Ok(reply) => match guarded(|| reply.into_python(connection)) {
            Ok(Ok(object)) => return Ok(object),
            Ok(Err(error)) => Err(error),
            Err(fault) => Ok(fault),
        },
        Err(fault) => Ok(fault),
    };
    let py = connection.py();
    let address = address(connection)?;
    let call = Call { operation, address: &address, tries };
    Err(fault.map_or_else(|error| error::noted(py, error, &call, None), |fault| error::of_call(py, fault, &call)))
}

/// Where the connection's calls are sent, in words.
fn address(connection: &Bound<'_, PyAny>) -> PyResult<String> {
    let py = connection.py();
    // An attribute may have come to be one that no address can be made of.
    let address = excused::<PyException, _>(py, connection.call_method0(intern!(py, "_address")))?;
    Ok(address.map_or_else(|| "AWS".to_owned(), |address| address.to_string()))
}
