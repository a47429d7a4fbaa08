//! Python objects that a call's result needs, visible to Python's garbage collector.
//!
//! The collector cannot see into a call's future. Objects that the future held itself, and that
//! refer to the call's task, would never be collected after their event loop was closed.

use std::sync::{Arc, Mutex};

use pyo3::exceptions::PyRuntimeError;
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;

use crate::process::lock::lock;

/// Objects that a call's future and its coroutine share.
#[derive(Clone, Default)]
pub struct Held(Arc<Mutex<Vec<Py<PyAny>>>>);

impl Held {
    #[must_use]
    pub fn new(objects: Vec<Py<PyAny>>) -> Self {
        Self(Arc::new(Mutex::new(objects)))
    }

    /// Takes the objects out.
    #[must_use]
    pub fn take(&self) -> Vec<Py<PyAny>> {
        std::mem::take(&mut *lock(&self.0))
    }

    /// Takes `N` objects out.
    ///
    /// # Errors
    ///
    /// If the call was released.
    pub fn take_all<const N: usize>(&self) -> PyResult<[Py<PyAny>; N]> {
        self.take().try_into().map_err(|_| released())
    }

    /// Shows Python's garbage collector the objects.
    ///
    /// # Errors
    ///
    /// What the collector's visit returns.
    pub fn traverse(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        // No other thread holds the lock here: no Python object is created or dropped under it.
        lock(&self.0).iter().try_for_each(|object| visit.call(object))
    }
}

/// The error of a call whose objects were released.
#[must_use]
pub fn released() -> PyErr {
    PyRuntimeError::new_err("the call was released")
}
