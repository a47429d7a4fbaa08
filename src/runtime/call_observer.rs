//! What observes a call while it runs, such as the log.

use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;

/// An observer of a call. Its log records are logged by whoever waits for the call.
pub trait CallObserver: Send + Sync {
    /// Whether there are records to log.
    fn has_records(&self) -> bool;

    /// Logs the records that are queued, in the current thread and context.
    ///
    /// # Errors
    ///
    /// What a handler raises that is not its own fault, such as Ctrl-C.
    fn log(&self, py: Python<'_>) -> PyResult<()>;

    /// Shows Python's garbage collector what the observer holds.
    ///
    /// # Errors
    ///
    /// What the collector's visit returns.
    fn traverse(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError>;
}
