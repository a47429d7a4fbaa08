//! Errors of Python code that reboto asks for something it can do without.
//!
//! What may be lacking is excused by name. Ctrl-C, `SystemExit` and a lack of memory
//! come out of any Python code, and never are about what was asked for.

use pyo3::exceptions::PyMemoryError;
use pyo3::prelude::*;
use pyo3::type_object::PyTypeInfo;

/// What was given, or nothing where an `E` was raised.
///
/// # Errors
///
/// Whatever else was raised.
pub fn suppress<E: PyTypeInfo, T>(py: Python<'_>, outcome: PyResult<T>) -> PyResult<Option<T>> {
    match outcome {
        Ok(value) => Ok(Some(value)),
        Err(error) if is_suppressible::<E>(py, &error) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Whether it is an `E`, and no lack of memory, which is an `Exception` to Python.
pub fn is_suppressible<E: PyTypeInfo>(py: Python<'_>, error: &PyErr) -> bool {
    error.is_instance_of::<E>(py) && !error.is_instance_of::<PyMemoryError>(py)
}
