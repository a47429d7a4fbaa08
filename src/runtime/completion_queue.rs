//! Calls that are done, and the socket that wakes the event loop for them.

use std::collections::HashMap;
use std::io::{ErrorKind, Read, Write};
use std::mem;
use std::os::fd::AsRawFd;
use std::os::unix::net::UnixStream;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::intern;
use pyo3::prelude::*;

use crate::error::CallError;
use crate::process::finalization;
use crate::process::lock::lock;

/// Where an event loop hears which of its calls are done.
#[pyclass(module = "reboto._core", frozen, weakref)]
pub struct CompletionQueue(Arc<Completions>);

pub struct Completions {
    futures: Mutex<HashMap<u64, Py<PyAny>>>,
    next: AtomicU64,
    done: Mutex<Vec<u64>>,
    wake_sender: UnixStream,
    wake_receiver: UnixStream,
}

impl Completions {
    pub fn next_id(&self) -> u64 {
        self.next.fetch_add(1, Ordering::Relaxed)
    }

    pub fn register(&self, number: u64, future: Py<PyAny>) {
        let previous = lock(&self.futures).insert(number, future);
        drop(previous);
    }

    pub fn unregister(&self, number: u64) -> Option<Py<PyAny>> {
        lock(&self.futures).remove(&number)
    }

    fn wake(&self, py: Python<'_>, number: u64) -> PyResult<()> {
        let Some(future) = self.unregister(number) else { return Ok(()) };
        let future = future.bind(py);
        if !future.call_method0(intern!(py, "done"))?.is_truthy()? {
            future.call_method1(intern!(py, "set_result"), (py.None(),))?;
        }
        Ok(())
    }

    pub fn complete(&self, number: u64) {
        let mut done = lock(&self.done);
        done.push(number);
        if done.len() == 1 {
            // A full socket has unheard rings in it; a closed one, nobody who listens.
            let _ = (&self.wake_sender).write(&[1]);
        }
    }
}

impl CompletionQueue {
    pub fn completions(&self) -> Arc<Completions> {
        self.0.clone()
    }
}

/// A loop that is closed lets go of its mailbox, but the answers to its calls may still have to come.
impl Drop for CompletionQueue {
    fn drop(&mut self) {
        self.__clear__();
    }
}

#[pymethods]
impl CompletionQueue {
    #[new]
    fn new() -> PyResult<Self> {
        let pair = || {
            let (wake_sender, wake_receiver) = UnixStream::pair()?;
            wake_sender.set_nonblocking(true)?;
            wake_receiver.set_nonblocking(true)?;
            Ok((wake_sender, wake_receiver))
        };
        let (wake_sender, wake_receiver) = pair().map_err(|error| {
            CallError::resource_exhausted("an event loop with calls needs file descriptors", &error)
        })?;
        Ok(Self(Arc::new(Completions {
            futures: Mutex::default(),
            next: AtomicU64::new(0),
            done: Mutex::default(),
            wake_sender,
            wake_receiver,
        })))
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        // The lock is held by nobody: no Python object is made or dropped under it.
        lock(&self.0.futures).values().try_for_each(|future| visit.call(future))
    }

    fn __clear__(&self) {
        let futures = mem::take(&mut *lock(&self.0.futures));
        // Only now: what goes with a future may be another call, which is closed.
        drop(futures);
    }

    /// Give what the loop waits on for reading.
    ///
    /// Returns
    /// -------
    /// int
    ///     A file descriptor.
    fn fileno(&self) -> i32 {
        self.0.wake_receiver.as_raw_fd()
    }

    /// Wake the calls that are done.
    fn drain(&self, py: Python<'_>) -> PyResult<()> {
        let mut wakeups = [0; 64];
        while match (&self.0.wake_receiver).read(&mut wakeups) {
            Ok(count) => count == wakeups.len(),
            Err(error) => error.kind() == ErrorKind::Interrupted,
        } {}
        // At the interpreter's end nobody is woken any more.
        let Some(_guard) = finalization::acquire(py) else { return Ok(()) };
        let mut done = mem::take(&mut *lock(&self.0.done)).into_iter();
        let woken = done.try_for_each(|number| self.0.wake(py, number));
        // Ctrl-C at one leaves the others to the loop's next turn, should it have one.
        done.for_each(|number| self.0.complete(number));
        woken
    }
}
