//! An awaited call, shared by its coroutine and the runtime's task.
//!
//! The call's future refers to Python objects: arguments, the hook, a credentials provider. A task
//! that is cancelled drops its future when the runtime's thread next runs, and that thread does not
//! hold the GIL, so the objects would live on for a while. The coroutine therefore takes the future
//! out of the task and drops it itself.

use std::cell::Cell;
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, TryLockError};
use std::task::{Context, Poll};
use std::time::Duration;

use pyo3::prelude::*;
use pyo3_async_runtimes::TaskLocals;
use pyo3_async_runtimes::generic::ContextExt;

use crate::process::finalization;
use crate::process::lock::lock;
use crate::runtime::call_observer::CallObserver;
use crate::runtime::pyo3_runtime::Tokio;

/// Builds the Python object after the response has arrived.
pub type ResultBuilder = Box<dyn for<'py> FnOnce(&Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> + Send>;

pub type Work = Pin<Box<dyn Future<Output = ResultBuilder> + Send>>;

type Observer = Option<Arc<dyn CallObserver>>;

/// Interval between attempts to take a future out while it is polled.
const TICK: Duration = Duration::from_micros(50);

thread_local! {
    /// Whether this thread polls a call.
    static IS_POLLING: Cell<bool> = const { Cell::new(false) };
}

/// The future of a call, then its result, then neither.
pub struct SharedCall {
    /// The future and its observer; locked while the future is polled.
    running: Mutex<Option<(Work, Observer)>>,
    result: Mutex<Option<ResultBuilder>>,
    /// The process that the call was started in, or 0.
    process: AtomicU32,
}

impl SharedCall {
    pub fn new(work: Work, observer: Observer) -> Self {
        Self { running: Mutex::new(Some((work, observer))), result: Mutex::default(), process: AtomicU32::new(0) }
    }

    /// Marks the call as started, with the locals of a call that awaits Python code.
    ///
    /// Returns false if it was started or released before.
    pub fn start(&self, locals: Option<TaskLocals>) -> bool {
        let process = std::process::id();
        if self.process.compare_exchange(0, process, Ordering::SeqCst, Ordering::SeqCst).is_err() {
            return false;
        }
        let mut running = lock(&self.running);
        *running = match (running.take(), locals) {
            (Some((work, observer)), Some(locals)) => Some((Box::pin(Tokio::scope(locals, work)), observer)),
            (given, _) => given,
        };
        running.is_some()
    }

    /// Polls the future, in the runtime's task, and calls `notify` if it has a result or records to log.
    ///
    /// A released call is ready.
    pub fn poll(&self, context: &mut Context<'_>, notify: impl FnOnce()) -> Poll<()> {
        let mut running = lock(&self.running);
        let Some((work, observer)) = running.as_mut() else { return Poll::Ready(()) };
        let outer = IS_POLLING.replace(true);
        let turn = match work.as_mut().poll(context) {
            Poll::Pending => {
                if observer.as_ref().is_some_and(|observer| observer.has_records()) {
                    notify();
                }
                Poll::Pending
            }
            Poll::Ready(result) => {
                // Dropped before the coroutine continues, which then holds the last references.
                drop(running.take());
                *lock(&self.result) = Some(result);
                notify();
                Poll::Ready(())
            }
        };
        IS_POLLING.set(outer);
        turn
    }

    /// Whether the call has a result.
    pub fn is_done(&self) -> bool {
        lock(&self.result).is_some()
    }

    pub fn take_result(&self) -> Option<ResultBuilder> {
        lock(&self.result).take()
    }

    /// Drops the future and the result with the Python objects that they refer to.
    pub fn release(&self, py: Python<'_>) {
        // A fork may wait between two attempts, and so may a poll that waits for the GIL.
        while let Some(_guard) = finalization::acquire(py) {
            match self.try_release() {
                Some(released) => return drop(released),
                // Python code of this poll dropped the call's coroutine.
                None if IS_POLLING.get() => return,
                None => py.detach(|| std::thread::sleep(TICK)),
            }
        }
        drop(self.try_release());
    }

    /// Takes the future and the result out, for the caller to drop; `None` while the future is polled.
    pub fn try_release(&self) -> Option<impl Sized + use<>> {
        if self.belongs_to_parent() {
            return Some((None, None));
        }
        let running = match self.running.try_lock() {
            Ok(mut running) => running.take(),
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner().take(),
            Err(TryLockError::WouldBlock) => return None,
        };
        Some((running, self.take_result()))
    }

    /// Whether this process is a fork, made during the call.
    fn belongs_to_parent(&self) -> bool {
        ![0, std::process::id()].contains(&self.process.load(Ordering::SeqCst))
    }
}

impl Drop for SharedCall {
    fn drop(&mut self) {
        if self.belongs_to_parent() {
            // Leaked: dropping it would shut down sockets that the parent still uses.
            let running = self.running.get_mut();
            std::mem::forget(running.map_or_else(|poisoned| poisoned.into_inner().take(), Option::take));
        }
    }
}
