//! Calls that block in other threads, given up together.

use std::cell::RefCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use pyo3::exceptions::asyncio::CancelledError;
use pyo3::prelude::*;

thread_local! {
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
        self.0.store(true, Ordering::Relaxed);
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
        let outcome = function.call0();
        CURRENT.set(outer);
        outcome
    }
}

/// Refuses to go on where this thread's calls were given up.
///
/// # Errors
///
/// `CancelledError`, which no handler of errors mistakes for one.
pub fn check() -> PyResult<()> {
    let cancelled =
        CURRENT.with_borrow(|current| current.as_ref().is_some_and(|cancelled| cancelled.load(Ordering::Relaxed)));
    if cancelled { Err(CancelledError::new_err("the call was given up")) } else { Ok(()) }
}
