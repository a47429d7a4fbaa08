//! The queue of completed calls, and the socket that wakes the event loop.

use std::collections::HashMap;
use std::io::{ErrorKind, Read, Write};
use std::mem;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::intern;
use pyo3::prelude::*;

use crate::error::CallError;
use crate::process::finalization;
use crate::process::lock::lock;
use crate::process::socket_pair::{self, Socket};

/// An event loop's queue of completed calls.
#[pyclass(module = "reboto._core", frozen, weakref)]
pub struct CompletionQueue(Arc<Completions>);

pub struct Completions {
    futures: Mutex<HashMap<u64, Py<PyAny>>>,
    next: AtomicU64,
    done: Mutex<Vec<u64>>,
    wake_sender: Socket,
    wake_receiver: Socket,
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
            // Errors are ignored: a full socket wakes the loop anyway, and a closed one has no reader.
            let _ = (&self.wake_sender).write(&[1]);
        }
    }
}

impl CompletionQueue {
    pub fn completions(&self) -> Arc<Completions> {
        self.0.clone()
    }
}

/// A closed loop drops its queue, although responses may still arrive.
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
            let (wake_sender, wake_receiver) = socket_pair::pair()?;
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
        // No other thread holds the lock here: no Python object is created or dropped under it.
        lock(&self.0.futures).values().try_for_each(|future| visit.call(future))
    }

    fn __clear__(&self) {
        let futures = mem::take(&mut *lock(&self.0.futures));
        // Dropped after the lock is released: a dropped future may close another call, which locks again.
        drop(futures);
    }

    /// Return the file descriptor that the loop watches for reading.
    ///
    /// Returns
    /// -------
    /// int
    ///     A file descriptor.
    fn fileno(&self) -> socket_pair::Number {
        socket_pair::number(&self.0.wake_receiver)
    }

    /// Set the futures of the completed calls.
    fn drain(&self, py: Python<'_>) -> PyResult<()> {
        let mut wakeups = [0; 64];
        while match (&self.0.wake_receiver).read(&mut wakeups) {
            Ok(count) => count == wakeups.len(),
            Err(error) => error.kind() == ErrorKind::Interrupted,
        } {}
        // No futures are set while the interpreter shuts down.
        let Some(_guard) = finalization::acquire(py) else { return Ok(()) };
        let mut done = mem::take(&mut *lock(&self.0.done)).into_iter();
        let woken = done.try_for_each(|number| self.0.wake(py, number));
        // After an exception, such as KeyboardInterrupt, the others are left to the loop's next iteration.
        done.for_each(|number| self.0.complete(number));
        woken
    }
}
