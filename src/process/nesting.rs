//! Nested calls, made by a log handler, a request hook or a credentials provider.
//!
//! The outer call keeps its slot of the connection limit meanwhile, so a nested call must not wait
//! for a slot.

use std::sync::atomic::{AtomicBool, Ordering};

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;

/// Whether any call has run a caller's Python code. If not, further checks are skipped.
static USED: AtomicBool = AtomicBool::new(false);

fn variable(py: Python<'_>) -> PyResult<&Bound<'_, PyAny>> {
    static VARIABLE: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let variable = VARIABLE.get_or_try_init(py, || {
        let kind = py.import("contextvars")?.getattr("ContextVar")?;
        kind.call1(("reboto nesting",)).map(Bound::unbind)
    });
    Ok(variable?.bind(py))
}

/// Runs a caller's Python code within a call.
///
/// # Errors
///
/// The code's exception.
pub fn within_call<T>(py: Python<'_>, work: impl FnOnce() -> PyResult<T>) -> PyResult<T> {
    USED.store(true, Ordering::Relaxed);
    let token = variable(py)?.call_method1(intern!(py, "set"), (true,))?;
    let outcome = work();
    variable(py)?.call_method1(intern!(py, "reset"), (token,))?;
    outcome
}

/// Marks a context as nested in a call.
///
/// # Errors
///
/// If the context is in use.
pub fn mark(context: &Bound<'_, PyAny>) -> PyResult<()> {
    USED.store(true, Ordering::Relaxed);
    let py = context.py();
    let set = variable(py)?.getattr(intern!(py, "set"))?;
    context.call_method1(intern!(py, "run"), (set, true)).map(drop)
}

/// Whether the current code runs within a call.
///
/// # Errors
///
/// The exception of Python's context variable.
pub fn is_nested(py: Python<'_>) -> PyResult<bool> {
    if !USED.load(Ordering::Relaxed) {
        return Ok(false);
    }
    variable(py)?.call_method1(intern!(py, "get"), (false,))?.is_truthy()
}
