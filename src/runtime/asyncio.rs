//! Awaitable calls: spawned on the runtime, completed in the event loop.
//!
//! The runtime's thread never acquires the GIL. When a call is done or has records to log, the
//! thread adds the call's number to the loop's completion queue. The first number in the queue
//! wakes the loop through a socket, and the loop drains the queue at once.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::{Arc, Mutex};

use pyo3::exceptions::PyRuntimeError;
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3_async_runtimes::TaskLocals;
use pyo3_async_runtimes::generic::ContextExt;
use tokio::task::AbortHandle;

use crate::process::finalization::{self, AttachGuard};
use crate::process::lock::lock;
use crate::process::nesting;
use crate::runtime;
use crate::runtime::call_observer::CallObserver;
use crate::runtime::completion_queue::{CompletionQueue, Completions};
use crate::runtime::panics::catch_panic;
use crate::runtime::pyo3_runtime::Tokio;

/// Builds the Python object after the response has arrived.
pub type ResultBuilder = Box<dyn for<'py> FnOnce(&Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> + Send>;

type Work = Pin<Box<dyn Future<Output = ResultBuilder> + Send>>;

/// A coroutine that runs `work` when it is awaited; `in_loop` if the work awaits Python code itself.
pub fn coroutine<'py>(
    connection: &Bound<'py, PyAny>,
    observer: Option<Arc<dyn CallObserver>>,
    work: Work,
    in_loop: bool,
) -> PyResult<Bound<'py, PyAny>> {
    static RUN: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let run = RUN.import(connection.py(), "reboto._asyncio", "run")?;
    run.call1((Call {
        connection: Mutex::new(Some(connection.clone().unbind())),
        work: Mutex::new(Some(work)),
        in_loop,
        observer,
        in_flight: Mutex::new(None),
        finish: Arc::default(),
        guard: Mutex::default(),
    },))
}

/// A call of an awaitable connection.
#[pyclass(module = "reboto._core", frozen)]
pub struct Call {
    connection: Mutex<Option<Py<PyAny>>>,
    work: Mutex<Option<Work>>,
    in_loop: bool,
    observer: Option<Arc<dyn CallObserver>>,
    in_flight: Mutex<Option<InFlight>>,
    finish: Arc<Mutex<Option<ResultBuilder>>>,
    guard: Mutex<Option<AttachGuard>>,
}

/// The running task of a call.
struct InFlight {
    task: AbortHandle,
    completions: Arc<Completions>,
    number: u64,
}

#[pymethods]
impl Call {
    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&*lock(&self.connection))?;
        self.observer.as_ref().map_or(Ok(()), |observer| observer.traverse(&visit))
    }

    fn __clear__(&self) {
        let connection = lock(&self.connection).take();
        let work = lock(&self.work).take();
        drop((connection, work));
    }

    /// Start the call; the future gets a result when the call is done or has records to log.
    ///
    /// Parameters
    /// ----------
    /// queue : CompletionQueue
    ///     The queue of the running loop.
    /// future : asyncio.Future of None
    ///     A future of that loop.
    fn start(&self, queue: &Bound<'_, CompletionQueue>, future: Py<PyAny>) -> PyResult<()> {
        let runtime = runtime::driven()?;
        let work = lock(&self.work).take();
        let mut work = work.ok_or_else(|| PyRuntimeError::new_err("a call can be awaited only once"))?;
        if self.in_loop {
            let py = queue.py();
            let locals = TaskLocals::with_running_loop(py)?.copy_context(py)?;
            nesting::mark(&locals.context(py))?;
            work = Tokio::scope(locals, work);
        }
        let completions = queue.get().completions();
        let number = completions.next_id();
        completions.register(number, future);
        let (finish, observer, sender) = (self.finish.clone(), self.observer.clone(), completions.clone());
        let task = runtime.spawn(async move {
            let outcome = poll_fn(|context| {
                let turn = work.as_mut().poll(context);
                if turn.is_pending() && observer.as_ref().is_some_and(|observer| observer.has_records()) {
                    sender.complete(number);
                }
                turn
            });
            let outcome = outcome.await;
            *lock(&finish) = Some(outcome);
            sender.complete(number);
        });
        *lock(&self.in_flight) = Some(InFlight { task: task.abort_handle(), completions, number });
        Ok(())
    }

    /// Log the call's queued records.
    ///
    /// Returns
    /// -------
    /// bool
    ///     Whether the call is done. If not, call `resume` next.
    fn log(&self, py: Python<'_>) -> PyResult<bool> {
        // Checked first: no records are added after the call is done.
        let done = lock(&self.finish).is_some();
        if let Some(observer) = &self.observer {
            observer.log(py)?;
        }
        Ok(done)
    }

    /// Wait for more records or the end of the call.
    ///
    /// Parameters
    /// ----------
    /// future : asyncio.Future of None
    ///     A new future that replaces the previous one.
    fn resume(&self, future: Py<PyAny>) {
        if let Some(InFlight { completions, number, .. }) = &*lock(&self.in_flight) {
            completions.register(*number, future);
            // A completion before `register` has not set the future.
            if lock(&self.finish).is_some() || self.observer.as_ref().is_some_and(|observer| observer.has_records()) {
                completions.complete(*number);
            }
        }
    }

    /// Return whether Python code may still run. If so, a shutdown waits for `finish`.
    ///
    /// Returns
    /// -------
    /// bool
    fn enter(&self, py: Python<'_>) -> bool {
        let guard = finalization::acquire(py);
        let entered = guard.is_some();
        *lock(&self.guard) = guard;
        entered
    }

    /// Build the result.
    ///
    /// Returns
    /// -------
    /// object
    ///     The operation's result.
    fn finish<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let _guard = lock(&self.guard).take();
        let finish = lock(&self.finish).take();
        let connection = lock(&self.connection).take();
        let (Some(finish), Some(connection)) = (finish, connection) else {
            return Err(PyRuntimeError::new_err("the call is not done"));
        };
        catch_panic(|| finish(connection.bind(py)))?
    }

    /// Cancel the call if it is running, and log its last records.
    fn close(&self, py: Python<'_>) -> PyResult<()> {
        drop(lock(&self.guard).take());
        let in_flight = lock(&self.in_flight).take();
        if let Some(InFlight { task, completions, number }) = in_flight {
            task.abort();
            drop(completions.unregister(number));
        }
        self.observer.as_ref().map_or(Ok(()), |observer| observer.log(py))
    }
}
