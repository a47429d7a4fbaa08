//! Observers of a running call, such as the log.

use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;

/// An observer of a call. The thread or task that waits for the call logs the records.
pub trait CallObserver: Send + Sync {
    /// Whether there are records to log.
    fn has_records(&self) -> bool;

    /// Logs the records that are queued, in the current thread and context.
    ///
    /// # Errors
    ///
    /// Exceptions of a handler that must reach the caller, such as `KeyboardInterrupt`.
    fn log(&self, py: Python<'_>) -> PyResult<()>;

    /// Shows Python's garbage collector what the observer holds.
    ///
    /// # Errors
    ///
    /// What the collector's visit returns.
    fn traverse(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError>;
}
