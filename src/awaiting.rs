//! Calls that are awaited: handed to the runtime, told to the event loop when done.
//!
//! The runtime's thread never takes the interpreter's lock. A call that is done
//! leaves its number in its loop's mailbox, and so does one that has records to be
//! logged; the first one in wakes the loop through a socket, and the loop empties the
//! mailbox in one go.

use std::collections::HashMap;
use std::future::{Future, poll_fn};
use std::io::{ErrorKind, Read, Write};
use std::mem;
use std::os::fd::AsRawFd;
use std::os::unix::net::UnixStream;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use pyo3::exceptions::PyRuntimeError;
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3_async_runtimes::TaskLocals;
use pyo3_async_runtimes::generic::ContextExt;
use tokio::task::AbortHandle;

use crate::advice;
use crate::credentials_provider::Tokio;
use crate::ending::{self, Inside};
use crate::nesting;
use crate::panics::{guarded, lock};
use crate::runtime;
use crate::session::Finish;
use crate::trace::Watch;

type Work = Pin<Box<dyn Future<Output = Finish> + Send>>;

/// A coroutine that runs `work` when it is awaited; `in_loop` if it awaits Python code meanwhile.
pub fn coroutine<'py>(
    connection: &Bound<'py, PyAny>,
    watch: Option<Arc<Watch>>,
    work: Work,
    in_loop: bool,
) -> PyResult<Bound<'py, PyAny>> {
    static RUN: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let run = RUN.import(connection.py(), "reboto._asyncio", "run")?;
    run.call1((Call {
        connection: Mutex::new(Some(connection.clone().unbind())),
        work: Mutex::new(Some(work)),
        in_loop,
        watch,
        sent: Mutex::new(None),
        finish: Arc::default(),
        inside: Mutex::default(),
    },))
}

/// A call of an awaiting connection.
#[pyclass(module = "reboto._core", frozen)]
pub struct Call {
    connection: Mutex<Option<Py<PyAny>>>,
    work: Mutex<Option<Work>>,
    in_loop: bool,
    watch: Option<Arc<Watch>>,
    sent: Mutex<Option<Sent>>,
    finish: Arc<Mutex<Option<Finish>>>,
    inside: Mutex<Option<Inside>>,
}

/// What is under way.
struct Sent {
    task: AbortHandle,
    post: Arc<Post>,
    number: u64,
}

#[pymethods]
impl Call {
    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&*lock(&self.connection))?;
        visit.call(self.watch.as_ref().and_then(|watch| watch.hook()))
    }

    fn __clear__(&self) {
        let connection = lock(&self.connection).take();
        let work = lock(&self.work).take();
        drop((connection, work));
    }

    /// Send it; the future gets its (empty) result when there is something to do.
    ///
    /// Parameters
    /// ----------
    /// mailbox : Mailbox
    ///     The mailbox of the loop that runs.
    /// future : asyncio.Future of None
    ///     A future of that loop.
    fn start(&self, mailbox: &Bound<'_, Mailbox>, future: Py<PyAny>) -> PyResult<()> {
        let runtime = runtime::driven()?;
        let work = lock(&self.work).take();
        let mut work = work.ok_or_else(|| PyRuntimeError::new_err("a call is awaited once"))?;
        if self.in_loop {
            let py = mailbox.py();
            let locals = TaskLocals::with_running_loop(py)?.copy_context(py)?;
            nesting::mark(&locals.context(py))?;
            work = Tokio::scope(locals, work);
        }
        let post = mailbox.get().0.clone();
        let number = post.number();
        post.expect(number, future);
        let (finish, watch, told) = (self.finish.clone(), self.watch.clone(), post.clone());
        let task = runtime.spawn(async move {
            let outcome = poll_fn(|context| {
                let turn = work.as_mut().poll(context);
                if turn.is_pending() && watch.as_ref().is_some_and(|watch| watch.has_records()) {
                    told.tell(number);
                }
                turn
            });
            let outcome = outcome.await;
            *lock(&finish) = Some(outcome);
            told.tell(number);
        });
        *lock(&self.sent) = Some(Sent { task: task.abort_handle(), post, number });
        Ok(())
    }

    /// Log the call's records that are there.
    ///
    /// Returns
    /// -------
    /// bool
    ///     Whether the call is done; else `resume` comes next.
    fn log(&self, py: Python<'_>) -> PyResult<bool> {
        // Records come before the end, so none comes after this was seen.
        let done = lock(&self.finish).is_some();
        if let Some(watch) = &self.watch {
            watch.log(py)?;
        }
        Ok(done)
    }

    /// Wait for records or the end.
    ///
    /// Parameters
    /// ----------
    /// future : asyncio.Future of None
    ///     Another future, in place of the one that has its result.
    fn resume(&self, future: Py<PyAny>) {
        if let Some(Sent { post, number, .. }) = &*lock(&self.sent) {
            post.expect(*number, future);
            // What came before the future was there has woken nobody.
            if lock(&self.finish).is_some() || self.watch.as_ref().is_some_and(|watch| watch.has_records()) {
                post.tell(*number);
            }
        }
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
        let connection = lock(&self.connection).take();
        let (Some(finish), Some(connection)) = (finish, connection) else {
            return Err(PyRuntimeError::new_err("the call is not done"));
        };
        guarded(|| finish(connection.bind(py)))?
    }

    /// Cancel it, if it is under way, and log its last records.
    fn close(&self, py: Python<'_>) -> PyResult<()> {
        drop(lock(&self.inside).take());
        let sent = lock(&self.sent).take();
        if let Some(Sent { task, post, number }) = sent {
            task.abort();
            drop(post.forget(number));
        }
        self.watch.as_ref().map_or(Ok(()), |watch| watch.log(py))
    }
}

/// Where an event loop hears which of its calls are done.
#[pyclass(module = "reboto._core", frozen, weakref)]
pub struct Mailbox(Arc<Post>);

pub struct Post {
    waiting: Mutex<HashMap<u64, Py<PyAny>>>,
    next: AtomicU64,
    done: Mutex<Vec<u64>>,
    bell: UnixStream,
    ear: UnixStream,
}

impl Post {
    pub fn number(&self) -> u64 {
        self.next.fetch_add(1, Ordering::Relaxed)
    }

    pub fn expect(&self, number: u64, future: Py<PyAny>) {
        let previous = lock(&self.waiting).insert(number, future);
        drop(previous);
    }

    pub fn forget(&self, number: u64) -> Option<Py<PyAny>> {
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

    pub fn tell(&self, number: u64) {
        let mut done = lock(&self.done);
        done.push(number);
        if done.len() == 1 {
            // A full socket has unheard rings in it; a closed one, nobody who listens.
            let _ = (&self.bell).write(&[1]);
        }
    }
}

impl Mailbox {
    pub fn post(&self) -> Arc<Post> {
        self.0.clone()
    }
}

/// A loop that is closed lets go of its mailbox, but the answers to its calls may still have to come.
impl Drop for Mailbox {
    fn drop(&mut self) {
        self.__clear__();
    }
}

#[pymethods]
impl Mailbox {
    #[new]
    fn new() -> PyResult<Self> {
        let pair = || {
            let (bell, ear) = UnixStream::pair()?;
            bell.set_nonblocking(true)?;
            ear.set_nonblocking(true)?;
            Ok((bell, ear))
        };
        let (bell, ear) =
            pair().map_err(|error| advice::of_resource("an event loop with calls needs file descriptors", &error))?;
        Ok(Self(Arc::new(Post {
            waiting: Mutex::default(),
            next: AtomicU64::new(0),
            done: Mutex::default(),
            bell,
            ear,
        })))
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        // The lock is held by nobody: no Python object is made or dropped under it.
        lock(&self.0.waiting).values().try_for_each(|future| visit.call(future))
    }

    fn __clear__(&self) {
        let waiting = mem::take(&mut *lock(&self.0.waiting));
        // Only now: what goes with a future may be another call, which is closed.
        drop(waiting);
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
