//! The JSON interface of the simulator for Python. Its calls release the GIL.

pub mod scenario;
mod tables;
pub mod timeline;

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

/// Handle one line of the JSON interface.
///
/// Parameters
/// ----------
/// request : bytes
///     A request as JSON in UTF-8: ``{"function": "cadence", "args": {...}}``.
///
/// Returns
/// -------
/// str
///     The response in one line: ``{"result": ...}``, or ``{"error": "..."}`` if the
///     request is invalid.
#[pyfunction]
#[must_use]
pub fn foresight_respond(py: Python<'_>, request: &[u8]) -> String {
    py.detach(|| super::respond(request))
}
