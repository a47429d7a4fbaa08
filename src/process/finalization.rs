//! The end of the interpreter, which threads that are in the middle of a call must not meet here.
//!
//! Before Python 3.14 a daemon thread that wants the interpreter's lock after its end is unwound
//! from outside. Code of Rust's on its stack cannot bear that: the process aborts. Where a call
//! runs Python code, the lock may change hands; so the end waits for threads that are there, and
//! lets none come in any more.
//!
//! A fork waits likewise: what a thread has begun there, such as an import, would stay begun for
//! ever in the child. It lets threads come in again afterwards.

use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use pyo3::exceptions::PySystemExit;
use pyo3::prelude::*;
use pyo3::types::{PyCFunction, PyDict};

use crate::process::per_process::PerProcess;

/// How long the end waits for threads inside: what they do there takes milliseconds, unless a hook
/// or a log handler of the user's takes longer.
const EXIT_TIMEOUT: Duration = Duration::from_secs(10);

/// How long a fork waits for them.
const FORK_TIMEOUT: Duration = Duration::from_secs(2);

const TICK: Duration = Duration::from_micros(100);

#[derive(Default)]
struct FinalizationGate {
    attached: AtomicUsize,
    /// Threads that run log handlers. A fork does not wait for them, as it does not without reboto: one of
    /// them may itself wait for a lock that the forking thread's handler holds.
    in_handlers: AtomicUsize,
    closed: AtomicBool,
    forking: AtomicBool,
}

/// Waits until `others` are none, but not for long.
fn wait_until_none(py: Python<'_>, limit: Duration, others: impl Fn() -> usize + Send + Sync) {
    if others() == 0 {
        return;
    }
    let until = Instant::now() + limit;
    py.detach(|| {
        while others() > 0 && Instant::now() < until {
            std::thread::sleep(TICK);
        }
    });
}

static GATE: PerProcess<Arc<FinalizationGate>> = PerProcess::new();

thread_local! {
    /// Whether this is the thread that ends the interpreter; its calls go on.
    static IS_FINALIZING: Cell<bool> = const { Cell::new(false) };
    /// How often this thread is inside: a hook of the user's may fork there.
    static DEPTH: Cell<usize> = const { Cell::new(0) };
    /// How often this thread is in handlers.
    static HANDLER_DEPTH: Cell<usize> = const { Cell::new(0) };
}

/// A thread that may run Python code; the end waits until it is dropped.
pub struct AttachGuard(Arc<FinalizationGate>);

impl Drop for AttachGuard {
    fn drop(&mut self) {
        self.0.attached.fetch_sub(1, Ordering::SeqCst);
        DEPTH.set(DEPTH.get().saturating_sub(1));
    }
}

/// A thread that runs log handlers; the end waits until it is dropped.
pub struct HandlerGuard(Arc<FinalizationGate>);

impl Drop for HandlerGuard {
    fn drop(&mut self) {
        self.0.in_handlers.fetch_sub(1, Ordering::SeqCst);
        HANDLER_DEPTH.set(HANDLER_DEPTH.get().saturating_sub(1));
    }
}

/// Whether another thread has begun to end the interpreter.
pub fn has_begun() -> bool {
    GATE.get(Arc::default).closed.load(Ordering::SeqCst) && !IS_FINALIZING.get()
}

/// Come in to run log handlers, unless the interpreter ends.
pub fn acquire_for_handlers(_: Python<'_>) -> Option<HandlerGuard> {
    let gate = GATE.get(Arc::default);
    gate.in_handlers.fetch_add(1, Ordering::SeqCst);
    HANDLER_DEPTH.set(HANDLER_DEPTH.get() + 1);
    let guard = HandlerGuard(gate);
    (!guard.0.closed.load(Ordering::SeqCst) || IS_FINALIZING.get()).then_some(guard)
}

/// Come in, unless the interpreter ends.
pub fn acquire(py: Python<'_>) -> Option<AttachGuard> {
    acquire_with(|| py.detach(|| std::thread::sleep(TICK)))
}

/// Come in without Python's lock, to take it then, unless the interpreter ends.
pub fn acquire_unattached() -> Option<AttachGuard> {
    acquire_with(|| std::thread::sleep(TICK))
}

fn acquire_with(pause: impl Fn()) -> Option<AttachGuard> {
    // A fork waits for a thread that is inside already, and so that must not wait for the fork.
    let nested = DEPTH.get() > 0;
    let guard = loop {
        let gate = GATE.get(Arc::default);
        gate.attached.fetch_add(1, Ordering::SeqCst);
        DEPTH.set(DEPTH.get() + 1);
        let guard = AttachGuard(gate);
        // First in, then look: the end does it the other way round, so one sees the other.
        if nested || !guard.0.forking.load(Ordering::SeqCst) {
            break guard;
        }
        drop(guard);
        pause();
    };
    (!guard.0.closed.load(Ordering::SeqCst) || IS_FINALIZING.get()).then_some(guard)
}

/// Runs Python code in a thread that does not hold Python's lock, unless the interpreter ends.
pub fn attached<T>(work: impl FnOnce(Python<'_>) -> T) -> Option<T> {
    let _guard = acquire_unattached()?;
    Python::try_attach(work)
}

/// Come in, or end this thread: it is a daemon, and its turn has come.
///
/// # Errors
///
/// `SystemExit`, which ends a thread without a word; what it holds is given back on the way.
pub fn acquire_or_exit(py: Python<'_>) -> PyResult<AttachGuard> {
    acquire(py).ok_or_else(|| PySystemExit::new_err("the interpreter ends"))
}

/// Has the interpreter close the gate before it ends, and while it forks.
///
/// # Errors
///
/// When Python's own `atexit` or `os` refuses.
pub fn register(py: Python<'_>) -> PyResult<()> {
    let hook = |work: fn(Python<'_>)| PyCFunction::new_closure(py, None, None, move |given, _| work(given.py()));
    py.import("atexit")?.call_method1("register", (hook(close)?,))?;
    let around = PyDict::new(py);
    around.set_item("before", hook(before_fork)?)?;
    around.set_item("after_in_parent", hook(after_fork)?)?;
    py.import("os")?.call_method("register_at_fork", (), Some(&around))?;
    Ok(())
}

fn before_fork(py: Python<'_>) {
    let gate = GATE.get(Arc::default);
    gate.forking.store(true, Ordering::SeqCst);
    let own = DEPTH.get();
    wait_until_none(py, FORK_TIMEOUT, || gate.attached.load(Ordering::SeqCst).saturating_sub(own));
}

/// In the parent; the child finds no gate of its own, and makes one.
fn after_fork(_: Python<'_>) {
    GATE.get(Arc::default).forking.store(false, Ordering::SeqCst);
}

fn close(py: Python<'_>) {
    IS_FINALIZING.set(true);
    let gate = GATE.get(Arc::default);
    gate.closed.store(true, Ordering::SeqCst);
    // A subinterpreter that ends with the whole process never gets the GIL back once it has released it.
    let finalizing = py.import("sys").and_then(|sys| sys.call_method0("is_finalizing")?.is_truthy());
    if !finalizing.unwrap_or(true) {
        let own = DEPTH.get() + HANDLER_DEPTH.get();
        let all = || gate.attached.load(Ordering::SeqCst) + gate.in_handlers.load(Ordering::SeqCst);
        wait_until_none(py, EXIT_TIMEOUT, || all().saturating_sub(own));
    }
}
