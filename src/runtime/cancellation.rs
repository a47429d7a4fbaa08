//! Blocking calls that other code cancels: from another thread or greenlet, or at a deadline.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use pyo3::exceptions::PyTimeoutError;
use pyo3::exceptions::asyncio::CancelledError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyTuple;

/// How many contexts have calls that can be cancelled: without any, nobody asks further.
static ENTERED: AtomicUsize = AtomicUsize::new(0);

/// Cancels blocking calls.
///
/// Parameters
/// ----------
/// seconds : float, optional
///     After this time it cancels them by itself.
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

    /// Drop the requests of calls between ``enter`` and ``leave``, and refuse those to come.
    fn cancel(&self) {
        self.0.cancelled.store(true, Ordering::SeqCst);
    }

    /// Let the calls in this context be cancelled, until ``leave``.
    ///
    /// Returns
    /// -------
    /// object
    ///     For ``leave``.
    fn enter<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        // No function of the caller's is run here: a daemon thread could not leave it when the interpreter ends.
        let py = slf.py();
        let outer = variable(py)?.call_method1(intern!(py, "get"), (PyTuple::empty(py),))?;
        let inner = outer.add(PyTuple::new(py, [slf])?)?;
        variable(py)?.call_method1(intern!(py, "set"), (inner,))?;
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

/// The context's cancellations: greenlets of one thread have their own.
fn variable(py: Python<'_>) -> PyResult<&Bound<'_, PyAny>> {
    static VARIABLE: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let variable = VARIABLE.get_or_try_init(py, || {
        let kind = py.import("contextvars")?.getattr("ContextVar")?;
        kind.call1(("reboto cancellations",)).map(Bound::unbind)
    });
    Ok(variable?.bind(py))
}

/// What can cancel a call.
#[derive(Default)]
pub struct Cancellations(Vec<Arc<CancellationState>>);

impl Cancellations {
    /// Those of the context.
    ///
    /// # Errors
    ///
    /// When Python's context refuses.
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

    /// Whether a call is cancelled: its future is not polled any more, for it might send another request.
    pub fn is_cancelled(&self) -> bool {
        self.0.iter().any(|state| state.cancelled.load(Ordering::SeqCst))
    }

    /// How long a call may still last, but `most`.
    pub fn remaining(&self, most: Duration) -> Duration {
        let deadline = self.0.iter().filter_map(|state| state.deadline).min();
        deadline.map_or(most, |deadline| deadline.saturating_duration_since(Instant::now()).min(most))
    }

    /// Refuses a call that is cancelled.
    ///
    /// # Errors
    ///
    /// `CancelledError`, which no handler of errors mistakes for one; `TimeoutError` past a deadline.
    pub fn check(&self) -> PyResult<()> {
        if self.is_cancelled() {
            return Err(CancelledError::new_err("the call was cancelled"));
        }
        let late = |deadline: Instant| deadline <= Instant::now();
        if self.0.iter().filter_map(|state| state.deadline).any(late) {
            return Err(PyTimeoutError::new_err("the call was cancelled by a waiter's timeout"));
        }
        Ok(())
    }
}
