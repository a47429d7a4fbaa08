//! The end of the interpreter, which threads that are in the middle of a call must not meet here.
//!
//! Before Python 3.14 a daemon thread that wants the interpreter's lock after its end is unwound
//! from outside. Code of Rust's on its stack cannot bear that: the process aborts. Where a call
//! runs Python code, the lock may change hands; so the end waits for threads that are there, and
//! lets none come in any more.

use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use pyo3::exceptions::PySystemExit;
use pyo3::prelude::*;
use pyo3::types::PyCFunction;

use crate::runtime::PerProcess;

/// How long the end waits for threads inside: what they do there takes milliseconds,
/// unless a hook of the user's takes longer.
const PATIENCE: Duration = Duration::from_secs(2);

#[derive(Default)]
struct Gate {
    inside: AtomicUsize,
    closed: AtomicBool,
}

static GATE: PerProcess<Arc<Gate>> = PerProcess::new();

thread_local! {
    /// Whether this is the thread that ends the interpreter; its calls go on.
    static ENDS: Cell<bool> = const { Cell::new(false) };
}

/// A thread that may run Python code; the end waits until it is dropped.
pub struct Inside(Arc<Gate>);

impl Drop for Inside {
    fn drop(&mut self) {
        self.0.inside.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Come in, unless the interpreter ends.
pub fn enter() -> Option<Inside> {
    let gate = GATE.get(Arc::default);
    gate.inside.fetch_add(1, Ordering::SeqCst);
    let inside = Inside(gate);
    // First in, then look: the end does it the other way round, so one sees the other.
    (!inside.0.closed.load(Ordering::SeqCst) || ENDS.get()).then_some(inside)
}

/// Come in, or end this thread: it is a daemon, and its turn has come.
///
/// # Errors
///
/// `SystemExit`, which ends a thread without a word; what it holds is given back on the way.
pub fn enter_or_exit() -> PyResult<Inside> {
    enter().ok_or_else(|| PySystemExit::new_err("the interpreter ends"))
}

/// Has the interpreter close the gate before it ends.
///
/// # Errors
///
/// When Python's own `atexit` refuses.
pub fn watch(py: Python<'_>) -> PyResult<()> {
    let close = PyCFunction::new_closure(py, None, None, |arguments, _| close(arguments.py()))?;
    py.import("atexit")?.call_method1("register", (close,))?;
    Ok(())
}

fn close(py: Python<'_>) {
    ENDS.set(true);
    let gate = GATE.get(Arc::default);
    gate.closed.store(true, Ordering::SeqCst);
    let until = Instant::now() + PATIENCE;
    py.detach(|| {
        while gate.inside.load(Ordering::SeqCst) > 0 && Instant::now() < until {
            std::thread::sleep(Duration::from_micros(100));
        }
    });
}
