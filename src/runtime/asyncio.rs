//! Awaitable calls: spawned on the runtime, completed in the event loop.
//!
//! The runtime's thread never acquires the GIL. When a call is done or has records to log, the
//! thread adds the call's number to the loop's completion queue. The first number in the queue
//! wakes the loop through a socket, and the loop drains the queue at once.

use std::future::poll_fn;
use std::sync::{Arc, Mutex};

use pyo3::exceptions::PyRuntimeError;
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3_async_runtimes::TaskLocals;
use tokio::task::AbortHandle;

use crate::process::finalization::{self, AttachGuard};
use crate::process::held::Held;
use crate::process::lock::lock;
use crate::process::nesting;
use crate::runtime;
use crate::runtime::call_observer::CallObserver;
use crate::runtime::completion_queue::{CompletionQueue, Completions};
use crate::runtime::panics::catch_panic;
use crate::runtime::shared_call::{SharedCall, Work};

/// A coroutine that runs `work` when it is awaited. Its name, which Python's warnings show, is `name`. `held` are the objects that its result needs; `in_loop` if the work awaits Python code itself.
pub fn coroutine<'py>(
    connection: &Bound<'py, PyAny>,
    name: &str,
    observer: Option<Arc<dyn CallObserver>>,
    work: Work,
    held: Held,
    in_loop: bool,
) -> PyResult<Bound<'py, PyAny>> {
    static RUN: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let run = RUN.import(connection.py(), "reboto._asyncio", "run")?;
    let coroutine = run.call1((Call {
        connection: Mutex::new(Some(connection.clone().unbind())),
        shared: Arc::new(SharedCall::new(work, observer.clone())),
        held,
        in_loop,
        observer,
        in_flight: Mutex::new(None),
        guard: Mutex::default(),
    },))?;
    coroutine.setattr(intern!(connection.py(), "__qualname__"), name)?;
    Ok(coroutine)
}

/// A call of an awaitable connection.
#[pyclass(module = "reboto._core", frozen)]
pub struct Call {
    connection: Mutex<Option<Py<PyAny>>>,
    shared: Arc<SharedCall>,
    held: Held,
    in_loop: bool,
    observer: Option<Arc<dyn CallObserver>>,
    in_flight: Mutex<Option<InFlight>>,
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
        self.held.traverse(&visit)?;
        self.observer.as_ref().map_or(Ok(()), |observer| observer.traverse(&visit))
    }

    fn __clear__(&self) {
        let connection = lock(&self.connection).take();
        drop((connection, self.held.take(), self.shared.try_release()));
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
        let py = queue.py();
        let locals = if self.in_loop {
            let locals = TaskLocals::with_running_loop(py)?.copy_context(py)?;
            nesting::mark(&locals.context(py))?;
            Some(locals)
        } else {
            None
        };
        if !self.shared.start(locals) {
            return Err(PyRuntimeError::new_err("a call can be awaited only once"));
        }
        let completions = queue.get().completions();
        let number = completions.next_id();
        completions.register(number, future);
        let (shared, sender) = (self.shared.clone(), completions.clone());
        let task = runtime.spawn(poll_fn(move |context| shared.poll(context, || sender.complete(number))));
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
        let done = self.shared.is_done();
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
            if self.shared.is_done() || self.observer.as_ref().is_some_and(|observer| observer.has_records()) {
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
        let finish = self.shared.take_result();
        let connection = lock(&self.connection).take();
        let (Some(finish), Some(connection)) = (finish, connection) else {
            return Err(PyRuntimeError::new_err("the call is not done"));
        };
        catch_panic(|| finish(connection.bind(py)))?
    }

    /// Cancel the call if it is running, release its objects, and log its last records.
    fn close(&self, py: Python<'_>) -> PyResult<()> {
        drop(lock(&self.guard).take());
        let in_flight = lock(&self.in_flight).take();
        let connection = lock(&self.connection).take();
        if let Some(InFlight { task, completions, number }) = in_flight {
            task.abort();
            drop(completions.unregister(number));
        }
        self.shared.release(py);
        drop((connection, self.held.take()));
        self.observer.as_ref().map_or(Ok(()), |observer| observer.log(py))
    }
}
