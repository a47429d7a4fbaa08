//! Limits that AWS publishes for the values of a request, checked before it is sent.
//!
//! Only fixed limits of the API are here, from its reference and its model. Not here are
//! quotas, which AWS can raise for an account, and enumerations that AWS may extend, such as
//! statistics and units: AWS checks these itself.

use pyo3::exceptions::{PyKeyError, PyValueError};
use pyo3::prelude::*;

use crate::arguments::fields::Field;
use crate::arguments::invalid::quoted;

/// A limit on a text's length and characters.
pub struct TextLimit {
    /// Unicode characters.
    longest: usize,
    fits: fn(&str) -> bool,
    /// The condition of `fits`, for the error.
    expected: &'static str,
}

const fn any(longest: usize) -> TextLimit {
    TextLimit { longest, fits: |_| true, expected: "a string" }
}

/// The name of a launch configuration, a policy or a scheduled action.
pub const NAME: TextLimit = any(255);
/// The name of a new group. Existing groups may be older than this limit.
pub const GROUP_NAME: TextLimit =
    TextLimit { longest: 255, fits: |text| !text.contains(':'), expected: "a string without a colon" };
pub const TAG_KEY: TextLimit = any(128);
pub const TAG_VALUE: TextLimit = any(256);
pub const ALARM_NAME: TextLimit =
    TextLimit { longest: 255, fits: |text| !has_controls(text), expected: "a string without control characters" };
pub const DESCRIPTION: TextLimit = any(1024);
pub const ACTION: TextLimit = any(1024);
pub const STATE_REASON: TextLimit = any(1023);
pub const STATE_REASON_DATA: TextLimit = any(4000);
pub const METRIC_NAME: TextLimit = any(255);
pub const NAMESPACE: TextLimit = TextLimit {
    longest: 255,
    fits: |text| !text.starts_with(':'),
    expected: "a string that does not begin with a colon",
};
/// A namespace that data is published to.
pub const NEW_NAMESPACE: TextLimit = TextLimit {
    longest: 255,
    fits: |text| !text.starts_with(':') && is_printable_ascii(text),
    expected: "a string of printable ASCII characters that does not begin with a colon",
};
const DIMENSION_NAME: TextLimit = TextLimit {
    longest: 255,
    fits: |text| !text.starts_with(':') && is_dimension(text),
    expected: "a non-blank string of printable ASCII characters that does not begin with a colon",
};
const DIMENSION_VALUE: TextLimit =
    TextLimit { longest: 1024, fits: is_dimension, expected: "a non-blank string of printable ASCII characters" };

fn has_controls(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_control())
}

fn is_printable_ascii(text: &str) -> bool {
    text.is_ascii() && !has_controls(text)
}

fn is_dimension(text: &str) -> bool {
    is_printable_ascii(text) && !text.trim().is_empty()
}

impl TextLimit {
    fn check(&self, name: &str, text: &str) -> PyResult<()> {
        // A quick check: a text never has fewer bytes than characters.
        if text.len() > self.longest {
            let count = text.chars().count();
            if count > self.longest {
                return Err(too_many(self.longest, count, name, "characters"));
            }
        }
        if !(self.fits)(text) {
            let error = format!("{name} must be {}, got {}", self.expected, quoted(text));
            return Err(PyValueError::new_err(error));
        }
        Ok(())
    }
}

/// Values that can be checked against a [`TextLimit`].
pub trait CheckLimit: Sized {
    /// The value itself, if it is within the limit.
    fn within(self, limit: &TextLimit, name: &str) -> PyResult<Self>;
}

impl CheckLimit for String {
    fn within(self, limit: &TextLimit, name: &str) -> PyResult<Self> {
        limit.check(name, &self)?;
        Ok(self)
    }
}

impl CheckLimit for Option<String> {
    fn within(self, limit: &TextLimit, name: &str) -> PyResult<Self> {
        if let Some(text) = &self {
            limit.check(name, text)?;
        }
        Ok(self)
    }
}

impl CheckLimit for Vec<String> {
    fn within(self, limit: &TextLimit, name: &str) -> PyResult<Self> {
        for (at, text) in self.iter().enumerate() {
            limit.check(name, text).or_else(|_| limit.check(&format!("{name}[{at}]"), text))?;
        }
        Ok(self)
    }
}

impl CheckLimit for Option<Vec<String>> {
    fn within(self, limit: &TextLimit, name: &str) -> PyResult<Self> {
        self.map(|texts| texts.within(limit, name)).transpose()
    }
}

/// Checks a count of items, characters or bytes.
pub fn at_most(most: usize, count: usize, name: &str, unit: &str) -> PyResult<()> {
    if count <= most {
        return Ok(());
    }
    Err(too_many(most, count, name, unit))
}

fn too_many(most: usize, count: usize, name: &str, unit: &str) -> PyErr {
    PyValueError::new_err(format!("{name} must have at most {most} {unit}, got {count}"))
}

/// Checks the alarm names of one call.
pub fn alarm_names(names: Option<Vec<String>>, name: &str) -> PyResult<Option<Vec<String>>> {
    at_most(100, names.as_ref().map_or(0, Vec::len), name, "alarms")?;
    names.within(&ALARM_NAME, name)
}

/// Checks a metric's dimensions.
pub fn dimensions(found: &[(String, Option<String>)], name: &str) -> PyResult<()> {
    at_most(30, found.len(), name, "dimensions")?;
    for (key, value) in found {
        DIMENSION_NAME.check(&format!("{name}' key"), key)?;
        if let Some(value) = value {
            DIMENSION_VALUE.check(&format!("{name}[{key:?}]"), value)?;
        }
    }
    Ok(())
}

/// The period of an alarm, in seconds.
pub fn alarm_period(field: &Field<'_>) -> PyResult<Option<i32>> {
    match field.count()? {
        None => Ok(None),
        Some(seconds) if is_alarm_period(seconds) => Ok(Some(seconds)),
        Some(_) => Err(field.refuse(ALARM_PERIOD)),
    }
}

const ALARM_PERIOD: &str = "10, 20, 30 or a multiple of 60";

fn is_alarm_period(seconds: i32) -> bool {
    matches!(seconds, 10 | 20 | 30) || is_minutes(seconds)
}

/// Whether a datapoint can cover so many seconds.
pub fn is_data_period(seconds: i32) -> bool {
    matches!(seconds, 1 | 5 | 10 | 20 | 30) || is_minutes(seconds)
}

/// The condition of [`is_data_period`], for the error.
pub const DATA_PERIOD: &str = "1, 5, 10, 20, 30 or a multiple of 60";

fn is_minutes(seconds: i32) -> bool {
    seconds > 0 && seconds % 60 == 0
}

/// Checks the length of all periods of an alarm: at most one day, or seven days if the period is an hour or more.
pub fn evaluation_window(period: Option<i32>, periods: Option<i32>) -> PyResult<()> {
    let (Some(period), Some(periods)) = (period, periods) else { return Ok(()) };
    let (longest, words) = if period < 3600 {
        (86_400, "86400 seconds (one day) for a period of less than an hour")
    } else {
        (604_800, "604800 seconds (seven days)")
    };
    let all = i64::from(period) * i64::from(periods);
    if all <= longest {
        return Ok(());
    }
    Err(PyValueError::new_err(format!(
        "MetricAlarm.period * MetricAlarm.evaluation_periods must be at most {words}, got {period} * {periods} = {all}"
    )))
}

/// Checks a measured value.
pub fn measured(real: f64, name: &str) -> PyResult<f64> {
    if is_measurable(real) {
        return Ok(real);
    }
    Err(PyValueError::new_err(format!("{name} must be a number from -2**360 to 2**360, got {real:e}")))
}

pub fn is_measurable(real: f64) -> bool {
    real.abs() <= 2_f64.powi(360)
}

/// Checks user data before its encoding to base64.
pub fn user_data(bytes: &[u8]) -> PyResult<&[u8]> {
    // The error does not show the value: it may contain passwords.
    at_most(16 * 1024, bytes.len(), "LaunchConfiguration.user_data", "bytes")?;
    Ok(bytes)
}

/// Check a value against one of the client's limits, for the local mock.
///
/// Parameters
/// ----------
/// limit : str
///     Name of the limit, such as ``"alarm_period"``.
/// name : str
///     Name of the value in the error.
/// value : object
///     Value of the request parameter.
///
/// Raises
/// ------
/// KeyError
///     If there is no limit of that name.
/// ValueError
///     If the value exceeds the limit.
#[pyfunction]
pub fn check_limit(limit: &str, name: &str, value: &Bound<'_, PyAny>) -> PyResult<()> {
    let period = |fits: fn(i32) -> bool, words: &str| {
        let seconds: i32 = value.extract()?;
        if fits(seconds) {
            return Ok(());
        }
        Err(PyValueError::new_err(format!("{name} must be {words}, got {seconds}")))
    };
    match limit {
        "alarm_period" => period(is_alarm_period, ALARM_PERIOD),
        "data_period" => period(is_data_period, DATA_PERIOD),
        "evaluation_window" => {
            let (period, periods) = value.extract()?;
            evaluation_window(Some(period), Some(periods))
        }
        "measured" => measured(value.extract()?, name).map(drop),
        "new_namespace" => NEW_NAMESPACE.check(name, value.extract()?),
        "dimension_name" => DIMENSION_NAME.check(name, value.extract()?),
        "dimension_value" => DIMENSION_VALUE.check(name, value.extract()?),
        "group_name" => GROUP_NAME.check(name, value.extract()?),
        _ => Err(PyKeyError::new_err(limit.to_owned())),
    }
}
