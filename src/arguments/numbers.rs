//! Numbers, also given as text.

use pyo3::exceptions::{PyOverflowError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBool, PyFloat, PyInt, PyList};

use crate::arguments::invalid::{is_unreadable, mistyped, readable, unless_mistyped, wrong};
use crate::arguments::text::is_text;

/// Convert an integer, also given as text, as in boto.
///
/// Parameters
/// ----------
/// name : str
///     Name of the value in errors, such as ``"MetricAlarm.period"``.
/// value : object
///     An int, or a value that equals one, such as ``"60"`` or ``60.0``.
///
/// Returns
/// -------
/// int
///
/// Raises
/// ------
/// ValueError
///     If the value is not an integer.
/// TypeError
///     If a value of this type cannot be converted to a number.
#[pyfunction]
pub fn to_int<'py>(name: &str, value: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    if value.is_exact_instance_of::<PyInt>() {
        return Ok(value.clone());
    }
    readable(value.py(), name, || whole(name, value))
}

fn whole<'py>(name: &str, value: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    let py = value.py();
    if !is_text(value) && !value.is_instance_of::<PyInt>() {
        let out_of_range = || Err(wrong(name, value, "a finite integer in the range of a float"));
        // As a float first: `int` would expand a Decimal such as 1E+1000000000 to all its digits.
        match value.extract::<f64>() {
            Ok(real) if !real.is_finite() => return out_of_range(),
            Err(error) if error.is_instance_of::<PyOverflowError>(py) => return out_of_range(),
            Err(error) if !error.is_instance_of::<PyTypeError>(py) && !error.is_instance_of::<PyValueError>(py) => {
                return Err(error);
            }
            _ => {}
        }
    }
    match py.get_type::<PyInt>().call1((value,)) {
        // `int` truncates fractions.
        Ok(whole) if is_text(value) || value.is_instance_of::<PyInt>() || whole.eq(value)? => Ok(whole),
        Ok(_) => Err(wrong(name, value, "an integer")),
        Err(error) if error.is_instance_of::<PyValueError>(py) => Err(wrong(name, value, "an integer")),
        Err(error) if error.is_instance_of::<PyTypeError>(py) => Err(mistyped(name, value, "an integer")),
        Err(error) => Err(error),
    }
}

/// Convert a number, also given as text, as in boto.
///
/// Parameters
/// ----------
/// name : str
///     Name of the value in errors, such as ``"MetricAlarm.threshold"``.
/// value : object
///     A float or int, or a value that can be converted to one, such as ``"70"``.
///
/// Returns
/// -------
/// float
///
/// Raises
/// ------
/// ValueError
///     If the value is not a finite number.
/// TypeError
///     If a value of this type cannot be converted to a number.
#[pyfunction]
pub fn to_float(name: &str, value: &Bound<'_, PyAny>) -> PyResult<f64> {
    readable(value.py(), name, || real(name, value))
}

fn real(name: &str, value: &Bound<'_, PyAny>) -> PyResult<f64> {
    let py = value.py();
    let converted = match value.cast_exact::<PyFloat>() {
        Ok(real) => Ok(real.value()),
        Err(_) => py.get_type::<PyFloat>().call1((value,)).and_then(|real| real.extract::<f64>()),
    };
    let real = match converted {
        Ok(real) => real,
        Err(error) if error.is_instance_of::<PyValueError>(py) => return Err(wrong(name, value, "a number")),
        Err(error) if error.is_instance_of::<PyOverflowError>(py) => {
            return Err(wrong(name, value, "a number in the range of a float"));
        }
        Err(error) => return Err(unless_mistyped(error, name, value, "a number")),
    };
    if real.is_finite() { Ok(real) } else { Err(wrong(name, value, "a finite number")) }
}

/// Whether a value is the number 0 of any numeric type.
pub fn is_zero(value: &Bound<'_, PyAny>) -> PyResult<bool> {
    static NUMBER: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let py = value.py();
    if value.is_instance_of::<PyBool>() || is_text(value) || value.is_instance_of::<PyList>() {
        return Ok(false);
    }
    let is_number = value.is_instance_of::<PyInt>()
        || value.is_instance_of::<PyFloat>()
        || match value.is_instance(NUMBER.import(py, "numbers", "Number")?) {
            // Its conversion raises an error that names the argument.
            Err(error) if is_unreadable(py, &error) => false,
            found => found?,
        };
    Ok(is_number && !value.is_truthy()?)
}
