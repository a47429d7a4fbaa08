//! Calls that are awaited: handed to the runtime, told to the event loop when done.
//!
//! The runtime's thread never takes the interpreter's lock. A call that is done
//! leaves its number in its loop's mailbox; the first one in wakes the loop through
//! a socket, and the loop empties the mailbox in one go.

use std::collections::HashMap;
use std::future::Future;
use std::io::{ErrorKind, Read, Write};
use std::mem;
use std::os::fd::AsRawFd;
use std::os::unix::net::UnixStream;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use pyo3::exceptions::PyRuntimeError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use tokio::task::AbortHandle;

use crate::ending::{self, Inside};
use crate::panics::lock;
use crate::runtime::driven_runtime;
use crate::session::Finish;

type Work = Pin<Box<dyn Future<Output = Finish> + Send>>;

/// A coroutine that runs `work` when it is awaited.
pub fn coroutine<'py>(connection: &Bound<'py, PyAny>, work: Work) -> PyResult<Bound<'py, PyAny>> {
    static RUN: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let run = RUN.import(connection.py(), "reboto._awaiting", "run")?;
    run.call1((Call {
        connection: connection.clone().unbind(),
        work: Mutex::new(Some(work)),
        abort: Mutex::new(None),
        finish: Arc::default(),
        inside: Mutex::default(),
    },))
}

/// A call of an awaiting connection.
#[pyclass(module = "reboto._core", frozen)]
pub struct Call {
    connection: Py<PyAny>,
    work: Mutex<Option<Work>>,
    abort: Mutex<Option<(AbortHandle, Arc<Post>, u64)>>,
    finish: Arc<Mutex<Option<Finish>>>,
    inside: Mutex<Option<Inside>>,
}

#[pymethods]
impl Call {
    /// Send it; the future gets its (empty) result when the answer is there.
    ///
    /// Parameters
    /// ----------
    /// mailbox : Mailbox
    ///     The mailbox of the loop that runs.
    /// future : asyncio.Future of None
    ///     A future of that loop.
    fn start(&self, mailbox: &Bound<'_, Mailbox>, future: Py<PyAny>) -> PyResult<()> {
        let runtime = driven_runtime().map_err(|error| {
            PyRuntimeError::new_err(format!("the thread for awaited calls was not started: {error}"))
        })?;
        let work = lock(&self.work).take();
        let work = work.ok_or_else(|| PyRuntimeError::new_err("a call is awaited once"))?;
        let post = mailbox.get().0.clone();
        let number = post.expect(future);
        let finish = self.finish.clone();
        let told = post.clone();
        let task = runtime.spawn(async move {
            let outcome = work.await;
            *lock(&finish) = Some(outcome);
            told.tell(number);
        });
        *lock(&self.abort) = Some((task.abort_handle(), post, number));
        Ok(())
    }

    /// Tell whether there still is an interpreter to build it in; then that waits for `finish`.
    ///
    /// Returns
    /// -------
    /// bool
    fn enter(&self, py: Python<'_>) -> bool {
        let inside = ending::enter(py);
        let entered = inside.is_some();
        *lock(&self.inside) = inside;
        entered
    }

    /// Build what the answer holds.
    ///
    /// Returns
    /// -------
    /// object
    ///     What the operation returns.
    fn finish<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let _inside = lock(&self.inside).take();
        let finish = lock(&self.finish).take();
        finish.ok_or_else(|| PyRuntimeError::new_err("the call is not done"))?(self.connection.bind(py))
    }

    /// Give it up, if it is still under way: its request is dropped.
    fn close(&self) {
        drop(lock(&self.inside).take());
        if let Some((task, post, number)) = lock(&self.abort).take() {
            task.abort();
            drop(post.forget(number));
        }
    }
}

/// Where an event loop hears which of its calls are done.
#[pyclass(module = "reboto._core", frozen, weakref)]
pub struct Mailbox(Arc<Post>);

struct Post {
    waiting: Mutex<HashMap<u64, Py<PyAny>>>,
    next: AtomicU64,
    done: Mutex<Vec<u64>>,
    bell: UnixStream,
    ear: UnixStream,
}

impl Post {
    fn expect(&self, future: Py<PyAny>) -> u64 {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        lock(&self.waiting).insert(number, future);
        number
    }

    fn forget(&self, number: u64) -> Option<Py<PyAny>> {
        lock(&self.waiting).remove(&number)
    }

    fn wake(&self, py: Python<'_>, number: u64) -> PyResult<()> {
        let Some(future) = self.forget(number) else { return Ok(()) };
        let future = future.bind(py);
        if !future.call_method0(intern!(py, "done"))?.is_truthy()? {
            future.call_method1(intern!(py, "set_result"), (py.None(),))?;
        }
        Ok(())
    }

    fn tell(&self, number: u64) {
        let mut done = lock(&self.done);
        done.push(number);
        if done.len() == 1 {
            // A full socket has unheard rings in it; a closed one, nobody who listens.
            let _ = (&self.bell).write(&[1]);
        }
    }
}

#[pymethods]
impl Mailbox {
    #[new]
    fn new() -> PyResult<Self> {
        let (bell, ear) = UnixStream::pair()?;
        bell.set_nonblocking(true)?;
        ear.set_nonblocking(true)?;
        Ok(Self(Arc::new(Post {
            waiting: Mutex::default(),
            next: AtomicU64::new(0),
            done: Mutex::default(),
            bell,
            ear,
        })))
    }

    /// Give what the loop waits on for reading.
    ///
    /// Returns
    /// -------
    /// int
    ///     A file descriptor.
    fn fileno(&self) -> i32 {
        self.0.ear.as_raw_fd()
    }

    /// Wake the calls that are done.
    fn drain(&self, py: Python<'_>) -> PyResult<()> {
        let mut rings = [0; 64];
        while match (&self.0.ear).read(&mut rings) {
            Ok(count) => count == rings.len(),
            Err(error) => error.kind() == ErrorKind::Interrupted,
        } {}
        // At the interpreter's end nobody is woken any more.
        let Some(_inside) = ending::enter(py) else { return Ok(()) };
        let mut done = mem::take(&mut *lock(&self.0.done)).into_iter();
        let woken = done.try_for_each(|number| self.0.wake(py, number));
        // Ctrl-C at one leaves the others to the loop's next turn, should it have one.
        done.for_each(|number| self.0.tell(number));
        woken
    }
}
