//! Calls that block in other threads, given up together.

use std::cell::{Cell, RefCell};
use std::future::{Future, poll_fn};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Poll;
use std::time::{Duration, Instant};

use pyo3::exceptions::PyTimeoutError;
use pyo3::exceptions::asyncio::CancelledError;
use pyo3::prelude::*;

thread_local! {
    static DEADLINE: Cell<Option<Instant>> = const { Cell::new(None) };
    static CURRENT: RefCell<Option<Arc<AtomicBool>>> = const { RefCell::new(None) };
}

/// Gives up calls that block, from another thread.
#[pyclass(module = "reboto._core", frozen)]
pub struct Cancellation(Arc<AtomicBool>);

#[pymethods]
impl Cancellation {
    #[new]
    fn new() -> Self {
        Self(Arc::default())
    }

    /// Drop the requests of calls under way in ``run``, and refuse those to come.
    fn cancel(&self) {
        self.0.store(true, Ordering::SeqCst);
    }

    /// Run a function whose calls of connections can be given up.
    ///
    /// Parameters
    /// ----------
    /// function : callable
    ///     Called without arguments, in this thread.
    ///
    /// Returns
    /// -------
    /// object
    ///     What the function returns.
    ///
    /// Raises
    /// ------
    /// asyncio.CancelledError
    ///     If a call was given up.
    fn run<'py>(&self, function: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let outer = CURRENT.replace(Some(self.0.clone()));
        let outcome = check().and_then(|()| function.call0());
        CURRENT.set(outer);
        outcome
    }
}

/// Run a function whose blocking calls are cancelled after a time.
///
/// Parameters
/// ----------
/// seconds : float
///     The time, 0 or more.
/// function : callable
///     Called without arguments, in this thread.
///
/// Returns
/// -------
/// object
///     What the function returns.
///
/// Raises
/// ------
/// TimeoutError
///     If a call was cancelled.
#[pyfunction]
pub fn call_within<'py>(seconds: f64, function: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    let given = Duration::try_from_secs_f64(seconds).ok().and_then(|given| Instant::now().checked_add(given));
    let outer = DEADLINE.get();
    DEADLINE.set(outer.into_iter().chain(given).min());
    let outcome = function.call0();
    DEADLINE.set(outer);
    outcome
}

/// How long this thread's call may still last, but `most`.
pub fn remaining(most: Duration) -> Duration {
    DEADLINE.get().map_or(most, |deadline| deadline.saturating_duration_since(Instant::now()).min(most))
}

/// A future of this thread's that is not polled any more once its calls are given up.
///
/// A call that waits to be tried again, or for credentials, would be sent afterwards otherwise.
pub fn cancellable<T>(work: impl Future<Output = T>) -> impl Future<Output = Option<T>> {
    let cancelled = CURRENT.with_borrow(Clone::clone);
    let mut work = Box::pin(work);
    poll_fn(move |context| {
        if cancelled.as_ref().is_some_and(|cancelled| cancelled.load(Ordering::SeqCst)) {
            return Poll::Ready(None);
        }
        work.as_mut().poll(context).map(Some)
    })
}

/// Refuses to go on where this thread's calls were given up.
///
/// # Errors
///
/// `CancelledError`, which no handler of errors mistakes for one; `TimeoutError` past the deadline.
pub fn check() -> PyResult<()> {
    if DEADLINE.get().is_some_and(|deadline| deadline <= Instant::now()) {
        return Err(PyTimeoutError::new_err("the call was cancelled by a waiter's timeout"));
    }
    let cancelled =
        CURRENT.with_borrow(|current| current.as_ref().is_some_and(|cancelled| cancelled.load(Ordering::SeqCst)));
    if cancelled { Err(CancelledError::new_err("the call was given up")) } else { Ok(()) }
}
