//! What AWS publishes of a request's values, held before anything is sent.
//!
//! These are limits of the API itself, as its reference and its model have them. What an
//! account can have raised, and what AWS may add to, such as a statistic or a unit, is
//! AWS's own to refuse.

use pyo3::exceptions::{PyKeyError, PyValueError};
use pyo3::prelude::*;

use crate::arguments::fields::Field;
use crate::arguments::invalid::quoted;

/// What a text may be.
pub struct TextLimit {
    /// Characters, as Unicode counts them.
    longest: usize,
    fits: fn(&str) -> bool,
    /// What `fits` asks for, in words.
    wanted: &'static str,
}

const fn any(longest: usize) -> TextLimit {
    TextLimit { longest, fits: |_| true, wanted: "" }
}

/// A launch configuration's, a policy's or a scheduled action's.
pub const NAME: TextLimit = any(255);
/// A group that is created; those that exist may be older than the rule.
pub const GROUP_NAME: TextLimit =
    TextLimit { longest: 255, fits: |text| !text.contains(':'), wanted: "without a colon" };
pub const TAG_KEY: TextLimit = any(128);
pub const TAG_VALUE: TextLimit = any(256);
pub const ALARM_NAME: TextLimit =
    TextLimit { longest: 255, fits: |text| !has_controls(text), wanted: "without control characters" };
pub const DESCRIPTION: TextLimit = any(1024);
pub const ACTION: TextLimit = any(1024);
pub const STATE_REASON: TextLimit = any(1023);
pub const STATE_REASON_DATA: TextLimit = any(4000);
pub const METRIC_NAME: TextLimit = any(255);
pub const NAMESPACE: TextLimit =
    TextLimit { longest: 255, fits: |text| !text.starts_with(':'), wanted: "that does not begin with a colon" };
/// A namespace that data are put into.
pub const NEW_NAMESPACE: TextLimit = TextLimit {
    longest: 255,
    fits: |text| !text.starts_with(':') && is_printable_ascii(text),
    wanted: "of ASCII characters without control characters that does not begin with a colon",
};
const DIMENSION_NAME: TextLimit = TextLimit {
    longest: 255,
    fits: |text| !text.starts_with(':') && is_dimension(text),
    wanted: "of ASCII characters, not blank and without control characters, that does not begin with a colon",
};
const DIMENSION_VALUE: TextLimit = TextLimit {
    longest: 1024,
    fits: is_dimension,
    wanted: "of ASCII characters, not blank and without control characters",
};

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
        // Bytes are never fewer than characters, and need no counting.
        if text.len() > self.longest {
            let count = text.chars().count();
            if count > self.longest {
                let text = format!("{name} has {count} characters: AWS takes at most {}", self.longest);
                return Err(PyValueError::new_err(text));
            }
        }
        if !(self.fits)(text) {
            let text = format!("{name}: {} is not what AWS takes: a string {}", quoted(text), self.wanted);
            return Err(PyValueError::new_err(text));
        }
        Ok(())
    }
}

/// What can be held to a limit on text.
pub trait CheckLimit: Sized {
    /// The same, unless AWS would refuse it.
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

/// No more of something than AWS takes.
pub fn at_most(most: usize, count: usize, name: &str, what: &str) -> PyResult<()> {
    if count <= most {
        return Ok(());
    }
    Err(PyValueError::new_err(format!("{name} has {count} {what}: AWS takes at most {most}")))
}

/// Names of alarms, of those that one call takes.
pub fn alarm_names(names: Option<Vec<String>>, name: &str) -> PyResult<Option<Vec<String>>> {
    at_most(100, names.as_ref().map_or(0, Vec::len), name, "alarms")?;
    names.within(&ALARM_NAME, name)
}

/// A metric's dimensions, as many as it can have.
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

/// Seconds of a metric that an alarm looks at in one go.
pub fn alarm_period(field: &Field<'_>) -> PyResult<Option<i32>> {
    match field.count()? {
        None => Ok(None),
        Some(seconds) if is_alarm_period(seconds) => Ok(Some(seconds)),
        Some(_) => Err(field.refuse(ALARM_PERIOD)),
    }
}

const ALARM_PERIOD: &str = "a number of seconds that AWS takes: 10, 20, 30 or a multiple of 60";

fn is_alarm_period(seconds: i32) -> bool {
    matches!(seconds, 10 | 20 | 30) || is_minutes(seconds)
}

/// Seconds that one datapoint stands for.
pub fn is_data_period(seconds: i32) -> bool {
    matches!(seconds, 1 | 5 | 10 | 20 | 30) || is_minutes(seconds)
}

/// What a period of data is to be, in words.
pub const DATA_PERIOD: &str = "a number of seconds that AWS takes: 1, 5, 10, 20, 30 or a multiple of 60";

fn is_minutes(seconds: i32) -> bool {
    seconds > 0 && seconds % 60 == 0
}

/// All periods of an alarm: a day, or seven where each lasts an hour or more.
pub fn evaluation_window(period: Option<i32>, periods: Option<i32>) -> PyResult<()> {
    let (Some(period), Some(periods)) = (period, periods) else { return Ok(()) };
    let (longest, words) = if period < 3600 {
        (86_400, "one day, 86400 seconds, where the period is below an hour")
    } else {
        (604_800, "seven days, 604800 seconds")
    };
    let all = i64::from(period) * i64::from(periods);
    if all <= longest {
        return Ok(());
    }
    Err(PyValueError::new_err(format!(
        "MetricAlarm.period times MetricAlarm.evaluation_periods is {period} times {periods}, {all} seconds: \
         AWS takes at most {words}"
    )))
}

/// What was measured, as CloudWatch can keep it.
pub fn measured(real: f64, name: &str) -> PyResult<f64> {
    let most = 2_f64.powi(360);
    if real.abs() <= most {
        return Ok(real);
    }
    Err(PyValueError::new_err(format!("{name}: {real:e} is not what AWS takes: a number from -2**360 to 2**360")))
}

/// User data before base64.
pub fn user_data(bytes: &[u8]) -> PyResult<&[u8]> {
    // Not shown: passwords may be in it.
    at_most(16 * 1024, bytes.len(), "LaunchConfiguration.user_data", "bytes")?;
    Ok(bytes)
}

/// Check a value against one of the client's limits, for the local endpoint.
///
/// Parameters
/// ----------
/// limit : str
///     Name of the limit, such as ``"alarm_period"``.
/// name : str
///     Name of the value in the error.
/// value : object
///     What the request contains.
///
/// Raises
/// ------
/// KeyError
///     If there is no limit of that name.
/// ValueError
///     If AWS refuses the value.
#[pyfunction]
pub fn check_limit(limit: &str, name: &str, value: &Bound<'_, PyAny>) -> PyResult<()> {
    let period = |fits: fn(i32) -> bool, words: &str| {
        let seconds: i32 = value.extract()?;
        if fits(seconds) {
            return Ok(());
        }
        Err(PyValueError::new_err(format!("{name}: {seconds} is not {words}")))
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
