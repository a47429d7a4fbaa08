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

use crate::runtime::PerProcess;

/// How long the end waits for threads inside: what they do there takes milliseconds, unless a hook
/// or a log handler of the user's takes longer.
const END_PATIENCE: Duration = Duration::from_secs(10);

/// How long a fork waits for them.
const FORK_PATIENCE: Duration = Duration::from_secs(2);

const TICK: Duration = Duration::from_micros(100);

#[derive(Default)]
struct Gate {
    inside: AtomicUsize,
    /// Threads that run log handlers. A fork does not wait for them, as it does not without reboto: one of
    /// them may itself wait for a lock that the forking thread's handler holds.
    in_handlers: AtomicUsize,
    closed: AtomicBool,
    forking: AtomicBool,
}

/// Waits until `others` are none, but not for long.
fn empty(py: Python<'_>, patience: Duration, others: impl Fn() -> usize + Send + Sync) {
    if others() == 0 {
        return;
    }
    let until = Instant::now() + patience;
    py.detach(|| {
        while others() > 0 && Instant::now() < until {
            std::thread::sleep(TICK);
        }
    });
}

static GATE: PerProcess<Arc<Gate>> = PerProcess::new();

thread_local! {
    /// Whether this is the thread that ends the interpreter; its calls go on.
    static ENDS: Cell<bool> = const { Cell::new(false) };
    /// How often this thread is inside: a hook of the user's may fork there.
    static OWN: Cell<usize> = const { Cell::new(0) };
    /// How often this thread is in handlers.
    static OWN_HANDLERS: Cell<usize> = const { Cell::new(0) };
}

/// A thread that may run Python code; the end waits until it is dropped.
pub struct Inside(Arc<Gate>);

impl Drop for Inside {
    fn drop(&mut self) {
        self.0.inside.fetch_sub(1, Ordering::SeqCst);
        OWN.set(OWN.get().saturating_sub(1));
    }
}

/// A thread that runs log handlers; the end waits until it is dropped.
pub struct InHandlers(Arc<Gate>);

impl Drop for InHandlers {
    fn drop(&mut self) {
        self.0.in_handlers.fetch_sub(1, Ordering::SeqCst);
        OWN_HANDLERS.set(OWN_HANDLERS.get().saturating_sub(1));
    }
}

/// Whether another thread has begun to end the interpreter.
pub fn is_near() -> bool {
    GATE.get(Arc::default).closed.load(Ordering::SeqCst) && !ENDS.get()
}

/// Come in to run log handlers, unless the interpreter ends.
pub fn enter_handlers(_: Python<'_>) -> Option<InHandlers> {
    let gate = GATE.get(Arc::default);
    gate.in_handlers.fetch_add(1, Ordering::SeqCst);
    OWN_HANDLERS.set(OWN_HANDLERS.get() + 1);
    let inside = InHandlers(gate);
    (!inside.0.closed.load(Ordering::SeqCst) || ENDS.get()).then_some(inside)
}

/// Come in, unless the interpreter ends.
pub fn enter(py: Python<'_>) -> Option<Inside> {
    come_in(|| py.detach(|| std::thread::sleep(TICK)))
}

/// Come in without Python's lock, to take it then, unless the interpreter ends.
pub fn enter_unattached() -> Option<Inside> {
    come_in(|| std::thread::sleep(TICK))
}

fn come_in(pause: impl Fn()) -> Option<Inside> {
    // A fork waits for a thread that is inside already, and so that must not wait for the fork.
    let nested = OWN.get() > 0;
    let inside = loop {
        let gate = GATE.get(Arc::default);
        gate.inside.fetch_add(1, Ordering::SeqCst);
        OWN.set(OWN.get() + 1);
        let inside = Inside(gate);
        // First in, then look: the end does it the other way round, so one sees the other.
        if nested || !inside.0.forking.load(Ordering::SeqCst) {
            break inside;
        }
        drop(inside);
        pause();
    };
    (!inside.0.closed.load(Ordering::SeqCst) || ENDS.get()).then_some(inside)
}

/// Runs Python code in a thread that does not hold Python's lock, unless the interpreter ends.
pub fn attached<T>(work: impl FnOnce(Python<'_>) -> T) -> Option<T> {
    let _inside = enter_unattached()?;
    Python::try_attach(work)
}

/// Come in, or end this thread: it is a daemon, and its turn has come.
///
/// # Errors
///
/// `SystemExit`, which ends a thread without a word; what it holds is given back on the way.
pub fn enter_or_exit(py: Python<'_>) -> PyResult<Inside> {
    enter(py).ok_or_else(|| PySystemExit::new_err("the interpreter ends"))
}

/// Has the interpreter close the gate before it ends, and while it forks.
///
/// # Errors
///
/// When Python's own `atexit` or `os` refuses.
pub fn watch(py: Python<'_>) -> PyResult<()> {
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
    let own = OWN.get();
    empty(py, FORK_PATIENCE, || gate.inside.load(Ordering::SeqCst).saturating_sub(own));
}

/// In the parent; the child finds no gate of its own, and makes one.
fn after_fork(_: Python<'_>) {
    GATE.get(Arc::default).forking.store(false, Ordering::SeqCst);
}

fn close(py: Python<'_>) {
    ENDS.set(true);
    let gate = GATE.get(Arc::default);
    gate.closed.store(true, Ordering::SeqCst);
    // A subinterpreter that ends with the whole process never gets the GIL back once it has released it.
    let finalizing = py.import("sys").and_then(|sys| sys.call_method0("is_finalizing")?.is_truthy());
    if !finalizing.unwrap_or(true) {
        let own = OWN.get() + OWN_HANDLERS.get();
        let all = || gate.inside.load(Ordering::SeqCst) + gate.in_handlers.load(Ordering::SeqCst);
        empty(py, END_PATIENCE, || all().saturating_sub(own));
    }
}
