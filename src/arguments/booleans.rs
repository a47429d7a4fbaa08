//! Booleans, also given as text.

use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::arguments::invalid::{named, readable, wrong};
use crate::arguments::text::{is_text, text, unicode};

/// Convert a boolean, also given as text.
///
/// Parameters
/// ----------
/// name : str
///     Name of the value in errors, such as ``"Tag.propagate_at_launch"``.
/// value : object
///     ``'true'``, ``'1'``, ``'yes'``, ``'on'``, ``'y'`` and ``'t'`` are True;
///     ``'false'``, ``'0'``, ``'no'``, ``'off'``, ``'n'``, ``'f'`` and ``''`` are
///     False, in upper or lower case. Other values are converted with ``bool()``.
///
/// Returns
/// -------
/// bool
///
/// Raises
/// ------
/// ValueError
///     If the value is any other text.
#[pyfunction]
pub fn to_bool(name: &str, value: &Bound<'_, PyAny>) -> PyResult<bool> {
    let word = if let Ok(word) = value.cast::<PyString>() {
        unicode(name, word)?.to_owned()
    } else if is_text(value) {
        text(name, value)?
    } else {
        let truth = || value.is_truthy().map_err(|error| named(error, name, value, "True or False"));
        return readable(value.py(), name, truth);
    };
    match word.trim().to_ascii_lowercase().as_str() {
        "true" | "1" | "yes" | "on" | "y" | "t" => Ok(true),
        "false" | "0" | "no" | "off" | "n" | "f" | "" => Ok(false),
        _ => Err(wrong(name, value, "True or False (or 'true', 'false', 'yes', 'no', '1' or '0')")),
    }
}

/// A converter for each boolean argument, since `from_py_with` functions do not get the argument's name.
pub mod flags {
    use super::{Bound, PyAny, PyResult, to_bool};

    macro_rules! named {
        ($($name:ident),*) => {$(
            pub fn $name(value: &Bound<'_, PyAny>) -> PyResult<bool> {
                to_bool(stringify!($name), value)
            }
        )*};
    }

    named!(decrement_capacity, force_delete, honor_cooldown, return_activities, should_respect_grace_period);
}
