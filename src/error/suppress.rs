//! Suppression of expected exceptions from optional Python code.
//!
//! Callers name the exception type to suppress. `KeyboardInterrupt`, `SystemExit` and
//! `MemoryError` can come from any Python code and are never suppressed.

use pyo3::exceptions::PyMemoryError;
use pyo3::prelude::*;
use pyo3::type_object::PyTypeInfo;

/// Returns the value, or `None` if an `E` was raised.
///
/// # Errors
///
/// Any other exception.
pub fn suppress<E: PyTypeInfo, T>(py: Python<'_>, outcome: PyResult<T>) -> PyResult<Option<T>> {
    match outcome {
        Ok(value) => Ok(Some(value)),
        Err(error) if is_suppressible::<E>(py, &error) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Whether an exception is an `E` but not a `MemoryError`, which is an `Exception` too.
pub fn is_suppressible<E: PyTypeInfo>(py: Python<'_>, error: &PyErr) -> bool {
    error.is_instance_of::<E>(py) && !error.is_instance_of::<PyMemoryError>(py)
}
