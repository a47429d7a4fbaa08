//! Interpreter shutdown and forks while other threads are in the middle of a call.
//!
//! Before Python 3.14, a daemon thread that requests the GIL after the interpreter's shutdown is
//! unwound by `pthread_exit`. If Rust code is on its stack, the process aborts. A call that runs Python
//! code may release and request the GIL, so the shutdown waits for the threads that run Python
//! code, and lets no further threads start to.
//!
//! A fork waits in the same way: an operation that a thread has started, such as an import, would
//! never end in the child. Afterwards threads may run Python code again.

use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use pyo3::exceptions::PySystemExit;
use pyo3::prelude::*;
use pyo3::types::{PyCFunction, PyDict};

use crate::process::per_process::PerProcess;

/// Timeout of a shutdown for these threads. They take milliseconds, unless a user's hook or log
/// handler takes longer.
const EXIT_TIMEOUT: Duration = Duration::from_secs(10);

/// Timeout of a fork for these threads.
const FORK_TIMEOUT: Duration = Duration::from_secs(2);

const TICK: Duration = Duration::from_micros(100);

#[derive(Default)]
struct FinalizationGate {
    attached: AtomicUsize,
    /// Threads that run log handlers. A fork does not wait for them, to avoid a deadlock: a handler may
    /// wait for a lock that the forking thread holds.
    in_handlers: AtomicUsize,
    closed: AtomicBool,
    forking: AtomicBool,
}

/// Waits until `others` is 0, with a timeout.
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
    /// Whether this thread shuts down the interpreter; its calls still work.
    static IS_FINALIZING: Cell<bool> = const { Cell::new(false) };
    /// Number of guards of this thread, which do not count for its own fork.
    static DEPTH: Cell<usize> = const { Cell::new(0) };
    /// Number of handler guards of this thread.
    static HANDLER_DEPTH: Cell<usize> = const { Cell::new(0) };
}

/// The right of a thread to run Python code; a shutdown waits until it is dropped.
pub struct AttachGuard(Arc<FinalizationGate>);

impl Drop for AttachGuard {
    fn drop(&mut self) {
        self.0.attached.fetch_sub(1, Ordering::SeqCst);
        DEPTH.set(DEPTH.get().saturating_sub(1));
    }
}

/// The right of a thread to run log handlers; a shutdown waits until it is dropped.
pub struct HandlerGuard(Arc<FinalizationGate>);

impl Drop for HandlerGuard {
    fn drop(&mut self) {
        self.0.in_handlers.fetch_sub(1, Ordering::SeqCst);
        HANDLER_DEPTH.set(HANDLER_DEPTH.get().saturating_sub(1));
    }
}

/// Whether another thread has started to shut down the interpreter.
pub fn has_begun() -> bool {
    GATE.get(Arc::default).closed.load(Ordering::SeqCst) && !IS_FINALIZING.get()
}

/// Whether this thread has started to shut down the interpreter.
pub fn is_own() -> bool {
    IS_FINALIZING.get()
}

/// Acquires a guard to run log handlers, unless the interpreter is shutting down.
pub fn acquire_for_handlers(_: Python<'_>) -> Option<HandlerGuard> {
    let gate = GATE.get(Arc::default);
    gate.in_handlers.fetch_add(1, Ordering::SeqCst);
    HANDLER_DEPTH.set(HANDLER_DEPTH.get() + 1);
    let guard = HandlerGuard(gate);
    (!guard.0.closed.load(Ordering::SeqCst) || IS_FINALIZING.get()).then_some(guard)
}

/// Acquires a guard to run Python code, unless the interpreter is shutting down.
pub fn acquire(py: Python<'_>) -> Option<AttachGuard> {
    acquire_with(|| py.detach(|| std::thread::sleep(TICK)))
}

/// The same for a thread that does not hold the GIL.
pub fn acquire_unattached() -> Option<AttachGuard> {
    acquire_with(|| std::thread::sleep(TICK))
}

fn acquire_with(pause: impl Fn()) -> Option<AttachGuard> {
    // A thread that already has a guard must not wait for a fork, because the fork waits for it.
    let nested = DEPTH.get() > 0;
    let guard = loop {
        let gate = GATE.get(Arc::default);
        gate.attached.fetch_add(1, Ordering::SeqCst);
        DEPTH.set(DEPTH.get() + 1);
        let guard = AttachGuard(gate);
        // Count first, then check the flags; a shutdown or fork sets a flag first and then checks the count.
        if nested || !guard.0.forking.load(Ordering::SeqCst) {
            break guard;
        }
        drop(guard);
        pause();
    };
    (!guard.0.closed.load(Ordering::SeqCst) || IS_FINALIZING.get()).then_some(guard)
}

/// Runs Python code in a thread that does not hold the GIL, unless the interpreter is shutting down.
pub fn attached<T>(work: impl FnOnce(Python<'_>) -> T) -> Option<T> {
    let _guard = acquire_unattached()?;
    Python::try_attach(work)
}

/// Acquires a guard, or raises to end this daemon thread.
///
/// # Errors
///
/// `SystemExit` during a shutdown, which ends a thread without a traceback and releases its objects.
pub fn acquire_or_exit(py: Python<'_>) -> PyResult<AttachGuard> {
    acquire(py).ok_or_else(|| PySystemExit::new_err("the interpreter is shutting down"))
}

/// Registers the handlers for the interpreter's shutdown and for forks.
///
/// # Errors
///
/// The exception of `atexit` or `os`.
pub fn register(py: Python<'_>) -> PyResult<()> {
    let hook = |work: fn(Python<'_>)| PyCFunction::new_closure(py, None, None, move |given, _| work(given.py()));
    py.import("atexit")?.call_method1("register", (hook(close)?,))?;
    let around = PyDict::new(py);
    around.set_item("before", hook(before_fork)?)?;
    around.set_item("after_in_parent", hook(after_fork)?)?;
    // Windows does not fork.
    if let Some(register) = py.import("os")?.getattr_opt("register_at_fork")? {
        register.call((), Some(&around))?;
    }
    Ok(())
}

fn before_fork(py: Python<'_>) {
    let gate = GATE.get(Arc::default);
    gate.forking.store(true, Ordering::SeqCst);
    let own = DEPTH.get();
    wait_until_none(py, FORK_TIMEOUT, || gate.attached.load(Ordering::SeqCst).saturating_sub(own));
}

/// Runs in the parent; the child makes its own gate on first use.
fn after_fork(_: Python<'_>) {
    GATE.get(Arc::default).forking.store(false, Ordering::SeqCst);
}

fn close(py: Python<'_>) {
    IS_FINALIZING.set(true);
    let gate = GATE.get(Arc::default);
    gate.closed.store(true, Ordering::SeqCst);
    // A subinterpreter that ends with the process cannot get the GIL back after releasing it, so it must not wait.
    let finalizing = py.import("sys").and_then(|sys| sys.call_method0("is_finalizing")?.is_truthy());
    if !finalizing.unwrap_or(true) {
        let own = DEPTH.get() + HANDLER_DEPTH.get();
        let all = || gate.attached.load(Ordering::SeqCst) + gate.in_handlers.load(Ordering::SeqCst);
        wait_until_none(py, EXIT_TIMEOUT, || all().saturating_sub(own));
    }
}
