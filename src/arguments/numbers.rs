//! Numbers, which may be given as text.

use pyo3::exceptions::{PyOverflowError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBool, PyFloat, PyInt, PyList};

use crate::arguments::invalid::{mistyped, unless_mistyped, wrong};
use crate::arguments::text::is_text;

/// Convert a number that boto also took as text.
///
/// Parameters
/// ----------
/// name : str
///     What an error calls the value, such as ``"MetricAlarm.period"``.
/// value : object
///     An int, or what stands for one: ``"60"``, ``60.0``.
///
/// Returns
/// -------
/// int
///
/// Raises
/// ------
/// ValueError
///     If the value is no whole number.
/// TypeError
///     If it is of a type that no number can be made of.
#[pyfunction]
pub fn to_int<'py>(name: &str, value: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    let py = value.py();
    if value.is_exact_instance_of::<PyInt>() {
        return Ok(value.clone());
    }
    if !is_text(value) && !value.is_instance_of::<PyInt>() {
        let unsendable = || Err(wrong(name, value, "a whole number that can be sent"));
        // First as a float: `int` would write out a Decimal of a thousand million digits.
        match value.extract::<f64>() {
            Ok(real) if !real.is_finite() => return unsendable(),
            Err(error) if error.is_instance_of::<PyOverflowError>(py) => return unsendable(),
            Err(error) if !error.is_instance_of::<PyTypeError>(py) && !error.is_instance_of::<PyValueError>(py) => {
                return Err(error);
            }
            _ => {}
        }
    }
    match py.get_type::<PyInt>().call1((value,)) {
        // `int` cuts off what is behind the point.
        Ok(whole) if is_text(value) || value.is_instance_of::<PyInt>() || whole.eq(value)? => Ok(whole),
        Ok(_) => Err(wrong(name, value, "a whole number")),
        Err(error) if error.is_instance_of::<PyValueError>(py) => Err(wrong(name, value, "a whole number")),
        Err(error) if error.is_instance_of::<PyTypeError>(py) => Err(mistyped(name, value, "a whole number")),
        Err(error) => Err(error),
    }
}

/// Convert a number that boto also took as text.
///
/// Parameters
/// ----------
/// name : str
///     What an error calls the value, such as ``"MetricAlarm.threshold"``.
/// value : object
///     A float or int, or what stands for one: ``"70"``.
///
/// Returns
/// -------
/// float
///
/// Raises
/// ------
/// ValueError
///     If the value is no number, or not a finite one.
/// TypeError
///     If it is of a type that no number can be made of.
#[pyfunction]
pub fn to_float(name: &str, value: &Bound<'_, PyAny>) -> PyResult<f64> {
    let py = value.py();
    let real: f64 = match py.get_type::<PyFloat>().call1((value,)) {
        Ok(real) => real.extract()?,
        Err(error) if error.is_instance_of::<PyValueError>(py) || error.is_instance_of::<PyOverflowError>(py) => {
            return Err(wrong(name, value, "a number"));
        }
        Err(error) => return Err(unless_mistyped(error, name, value, "a number")),
    };
    if real.is_finite() { Ok(real) } else { Err(wrong(name, value, "a finite number")) }
}

/// Whether it is the number 0, of whatever type.
pub fn is_zero(value: &Bound<'_, PyAny>) -> PyResult<bool> {
    static NUMBER: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let py = value.py();
    if value.is_instance_of::<PyBool>() || is_text(value) || value.is_instance_of::<PyList>() {
        return Ok(false);
    }
    let is_number = value.is_instance_of::<PyInt>()
        || value.is_instance_of::<PyFloat>()
        || value.is_instance(NUMBER.import(py, "numbers", "Number")?)?;
    Ok(is_number && !value.is_truthy()?)
}
