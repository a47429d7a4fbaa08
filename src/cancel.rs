//! Calls that block in other threads or greenlets, given up together.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use pyo3::exceptions::asyncio::CancelledError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;

/// How many threads and greenlets have calls that can be given up: without any, nobody asks further.
static ENTERED: AtomicUsize = AtomicUsize::new(0);

/// Gives up calls that block, from another thread.
#[pyclass(module = "reboto._core", frozen)]
#[derive(Default)]
pub struct Cancellation(AtomicBool);

#[pymethods]
impl Cancellation {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    /// Drop the requests of calls between ``enter`` and ``leave``, and refuse those to come.
    fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Let the calls in this context be cancelled, until ``leave``.
    ///
    /// Returns
    /// -------
    /// object
    ///     For ``leave``.
    fn enter<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        // No function of the caller's is run here: a daemon thread could not leave it when the interpreter ends.
        let variable = variable(slf.py())?;
        let outer = variable.call_method1(intern!(slf.py(), "get"), (slf.py().None(),))?;
        variable.call_method1(intern!(slf.py(), "set"), (slf,))?;
        ENTERED.fetch_add(1, Ordering::Relaxed);
        Ok(outer)
    }

    /// Let the calls in this context end by themselves again.
    ///
    /// Parameters
    /// ----------
    /// outer : object
    ///     What ``enter`` returned.
    fn leave(&self, outer: &Bound<'_, PyAny>) -> PyResult<()> {
        ENTERED.fetch_sub(1, Ordering::Relaxed);
        variable(outer.py())?.call_method1(intern!(outer.py(), "set"), (outer,))?;
        Ok(())
    }
}

/// The context's: greenlets of one thread have their own.
fn variable(py: Python<'_>) -> PyResult<&Bound<'_, PyAny>> {
    static VARIABLE: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let variable = VARIABLE.get_or_try_init(py, || {
        let kind = py.import("contextvars")?.getattr("ContextVar")?;
        kind.call1(("reboto cancellation",)).map(Bound::unbind)
    });
    Ok(variable?.bind(py))
}

/// What can give up the calls in this context.
///
/// # Errors
///
/// When Python's context refuses.
pub fn current(py: Python<'_>) -> PyResult<Option<Bound<'_, Cancellation>>> {
    if ENTERED.load(Ordering::Relaxed) == 0 {
        return Ok(None);
    }
    let current = variable(py)?.call_method1(intern!(py, "get"), (py.None(),))?;
    Ok(current.cast_into().ok())
}

/// Refuses to go on where this context's calls were given up.
///
/// # Errors
///
/// `CancelledError`, which no handler of errors mistakes for one.
pub fn check(py: Python<'_>) -> PyResult<()> {
    let cancelled = current(py)?.is_some_and(|current| current.get().0.load(Ordering::Relaxed));
    if cancelled { Err(CancelledError::new_err("the call was given up")) } else { Ok(()) }
}
