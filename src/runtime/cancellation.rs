//! Cancellation of blocking calls, from another thread or greenlet or at a deadline.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use pyo3::exceptions::PyTimeoutError;
use pyo3::exceptions::asyncio::CancelledError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyTuple;

/// Number of contexts with cancellations. While it is 0, calls skip further checks.
static ENTERED: AtomicUsize = AtomicUsize::new(0);

/// Cancels blocking calls.
///
/// Parameters
/// ----------
/// seconds : float, optional
///     Seconds after which calls are cancelled automatically. Default: never.
#[pyclass(module = "reboto._core", frozen)]
pub struct Cancellation(Arc<CancellationState>);

#[derive(Debug)]
struct CancellationState {
    cancelled: AtomicBool,
    deadline: Option<Instant>,
}

#[pymethods]
impl Cancellation {
    #[new]
    #[pyo3(signature = (seconds=None))]
    fn new(seconds: Option<f64>) -> Self {
        let time = seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
        let deadline = time.and_then(|time| Instant::now().checked_add(time));
        Self(Arc::new(CancellationState { cancelled: AtomicBool::new(false), deadline }))
    }

    /// Cancel the calls between ``enter`` and ``leave``, and refuse further calls there.
    fn cancel(&self) {
        self.0.cancelled.store(true, Ordering::SeqCst);
    }

    /// Make the calls in the current context cancellable, until ``leave``.
    ///
    /// Returns
    /// -------
    /// object
    ///     The argument for ``leave``.
    fn enter<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        // No caller's code may run here: a daemon thread could not leave it when the interpreter shuts down.
        let py = slf.py();
        let outer = variable(py)?.call_method1(intern!(py, "get"), (PyTuple::empty(py),))?;
        let inner = outer.add(PyTuple::new(py, [slf])?)?;
        variable(py)?.call_method1(intern!(py, "set"), (inner,))?;
        ENTERED.fetch_add(1, Ordering::Relaxed);
        Ok(outer)
    }

    /// Make the calls in the current context no longer cancellable.
    ///
    /// Parameters
    /// ----------
    /// outer : object
    ///     The return value of ``enter``.
    fn leave(&self, outer: &Bound<'_, PyAny>) -> PyResult<()> {
        ENTERED.fetch_sub(1, Ordering::Relaxed);
        variable(outer.py())?.call_method1(intern!(outer.py(), "set"), (outer,))?;
        Ok(())
    }
}

/// The context variable with the cancellations; each greenlet of a thread has its own context.
fn variable(py: Python<'_>) -> PyResult<&Bound<'_, PyAny>> {
    static VARIABLE: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let variable = VARIABLE.get_or_try_init(py, || {
        let kind = py.import("contextvars")?.getattr("ContextVar")?;
        kind.call1(("reboto cancellations",)).map(Bound::unbind)
    });
    Ok(variable?.bind(py))
}

/// The cancellations that apply to a call.
#[derive(Default)]
pub struct Cancellations(Vec<Arc<CancellationState>>);

impl Cancellations {
    /// The cancellations of the current context.
    ///
    /// # Errors
    ///
    /// The exception of Python's context variable.
    pub fn current(py: Python<'_>) -> PyResult<Self> {
        if ENTERED.load(Ordering::Relaxed) == 0 {
            return Ok(Self::default());
        }
        let current = variable(py)?.call_method1(intern!(py, "get"), (PyTuple::empty(py),))?;
        let states = current.cast::<PyTuple>()?.iter().map(|one| Ok(one.cast::<Cancellation>()?.get().0.clone()));
        Ok(Self(states.collect::<PyResult<_>>()?))
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the call is cancelled. Its future must not be polled again, because it could send another request.
    pub fn is_cancelled(&self) -> bool {
        self.0.iter().any(|state| state.cancelled.load(Ordering::SeqCst))
    }

    /// The time until the deadline, at most `most`.
    pub fn remaining(&self, most: Duration) -> Duration {
        let deadline = self.0.iter().filter_map(|state| state.deadline).min();
        deadline.map_or(most, |deadline| deadline.saturating_duration_since(Instant::now()).min(most))
    }

    /// Raises if the call is cancelled.
    ///
    /// # Errors
    ///
    /// `CancelledError`, which `except Exception` does not catch; `TimeoutError` after the deadline.
    pub fn check(&self) -> PyResult<()> {
        if self.is_cancelled() {
            return Err(CancelledError::new_err("the call was cancelled"));
        }
        let passed = |deadline: Instant| deadline <= Instant::now();
        if self.0.iter().filter_map(|state| state.deadline).any(passed) {
            return Err(PyTimeoutError::new_err("the call was cancelled by a waiter's timeout"));
        }
        Ok(())
    }
}
