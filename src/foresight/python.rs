//! Python's door to the simulator: JSON in, JSON out, with the GIL released.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

/// Call a function of the simulator.
///
/// Parameters
/// ----------
/// function : str
///     Name of the function, such as ``run``.
/// json : str
///     Arguments of the function as a JSON object.
///
/// Returns
/// -------
/// str
///     Result of the function as JSON.
///
/// Raises
/// ------
/// ValueError
///     If the function, a key or a value is invalid. The message names it.
#[pyfunction]
pub fn foresight(py: Python<'_>, function: &str, json: &str) -> PyResult<String> {
    py.detach(|| super::call(function, json)).map_err(|error| PyValueError::new_err(error.to_string()))
}
