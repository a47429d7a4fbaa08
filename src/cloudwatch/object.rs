//! Objects of boto's made from the SDK's, attribute by attribute.

use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::clock::Clock;
use crate::noun::Noun;
use crate::reply::datetime;

/// An object in the making.
pub struct Object<'py>(pub Bound<'py, PyAny>);

impl<'py> Object<'py> {
    /// A new object of `noun`'s class, with its connection.
    pub fn new(noun: &'static Noun, connection: &Bound<'py, PyAny>) -> PyResult<Self> {
        Ok(Self(noun.class(connection.py())?.call1((connection,))?))
    }

    /// Sets what the answer tells; what it does not stays as the constructor made it.
    pub fn set(&self, attribute: &Bound<'py, PyString>, value: Option<impl IntoPyObject<'py>>) -> PyResult<()> {
        match value {
            Some(value) => self.0.setattr(attribute, value),
            None => Ok(()),
        }
    }

    /// Sets an attribute that boto did not know, as text under AWS's name.
    pub fn add(&self, attribute: &str, value: Option<impl ToString>) -> PyResult<()> {
        match value {
            Some(value) => self.0.setattr(attribute, value.to_string()),
            None => Ok(()),
        }
    }
}

/// A time as the Query API wrote it.
pub fn iso(time: Option<&DateTime>) -> Option<String> {
    time.and_then(|time| whole(time).fmt(Format::DateTime).ok())
}

/// A time in whole microseconds: it travels as a double, which falls short of most by some nanoseconds.
fn whole(time: &DateTime) -> DateTime {
    let micros = (time.subsec_nanos() + 500) / 1000;
    DateTime::from_secs_and_nanos(time.secs() + i64::from(micros / 1_000_000), micros % 1_000_000 * 1000)
}

/// A time as a naive UTC `datetime`.
pub fn naive<'py>(py: Python<'py>, time: &DateTime) -> PyResult<Bound<'py, PyAny>> {
    let time = whole(time);
    Ok(datetime(py, Clock::at(time.secs(), time.subsec_nanos()))?.into_any())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_double_that_falls_short_is_the_time_that_was_meant() {
        for (seconds, text) in [
            (1_372_183_451.123, "2013-06-25T18:04:11.123Z"),
            (1_372_183_451.0, "2013-06-25T18:04:11Z"),
            (1_372_183_450.999_999_9, "2013-06-25T18:04:11Z"),
            (-0.5, "1969-12-31T23:59:59.5Z"),
        ] {
            assert_eq!(iso(Some(&DateTime::from_secs_f64(seconds))).as_deref(), Some(text));
        }
    }
}
