//! Calls that block in other threads, given up together.

use std::cell::RefCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use pyo3::exceptions::asyncio::CancelledError;
use pyo3::prelude::*;

thread_local! {
    static CURRENT: RefCell<Vec<Arc<AtomicBool>>> = const { RefCell::new(Vec::new()) };
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

    /// Cancel calls between ``enter`` and ``leave``, and refuse those to come.
    fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Let the calls of this thread be cancelled, until ``leave``.
    fn enter(&self) {
        // No function of the caller's is run here: a daemon thread could not leave it when the interpreter ends.
        CURRENT.with_borrow_mut(|current| current.push(self.0.clone()));
    }

    /// Have the calls of this thread end by themselves again.
    fn leave(&self) {
        let last = CURRENT.with_borrow_mut(Vec::pop);
        drop(last);
    }
}

/// Refuses to go on where this thread's calls were given up.
///
/// # Errors
///
/// `CancelledError`, which no handler of errors mistakes for one.
pub fn check() -> PyResult<()> {
    let cancelled =
        CURRENT.with_borrow(|current| current.last().is_some_and(|cancelled| cancelled.load(Ordering::Relaxed)));
    if cancelled { Err(CancelledError::new_err("the call was given up")) } else { Ok(()) }
}
