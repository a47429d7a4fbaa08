//! Conversion of arguments to the SDK's types. Errors name the argument.

use aws_smithy_types::DateTime;
use pyo3::exceptions::PyOverflowError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyList, PyString, PyTuple};

use crate::arguments::booleans::to_bool;
use crate::arguments::collections::{gather, is_list, is_true};
use crate::arguments::invalid::{mistyped, named, present, readable, wrong};
use crate::arguments::numbers::is_zero;
use crate::arguments::numbers::{to_float, to_int};
use crate::arguments::text::{identifier, is_text, text, unicode};
use crate::error::suppress::suppress;
use crate::protocol::timestamp::parse_iso8601;

/// An argument from Python; `None` stands for Python's `None`.
pub type Arg<'py> = Option<Bound<'py, PyAny>>;

/// Conversion of an argument or attribute to a type of the SDK.
///
/// `name` is its name in errors, such as `max_records` or `ScalingPolicy.cooldown`.
pub trait Convert<'py> {
    /// `None` for falsy values such as `''`, `[]` and `False`, which boto did not send. The number 0 is kept.
    ///
    /// boto did not send 0 either, so AWS kept the old value or used its default.
    fn truthy(self) -> PyResult<Arg<'py>>;
    /// `None` for falsy values, including the number 0, which is not a valid name, token or time.
    fn non_empty(self) -> PyResult<Arg<'py>>;
    /// The result of `str()`, as boto sent it.
    fn text(&self, name: &str) -> PyResult<Option<String>>;
    /// A name, an identifier, a token or an enumeration value. Containers are rejected.
    fn identifier(&self, name: &str) -> PyResult<Option<String>>;
    /// A required, non-empty `identifier`.
    fn required_text(&self, name: &str) -> PyResult<String>;
    /// A required, non-empty `name_or_object`.
    fn required_name(&self, name: &str) -> PyResult<String>;
    /// A name, or an object with a `name` attribute.
    fn name_or_object(&self, name: &str) -> PyResult<Option<String>>;
    /// One or several texts, without those that are None.
    fn texts(&self, name: &str) -> PyResult<Option<Vec<String>>>;
    /// One or several names, or objects with a `name` attribute.
    fn names(&self, name: &str) -> PyResult<Option<Vec<String>>>;
    fn count(&self, name: &str) -> PyResult<Option<i32>>;
    /// The size of a page; 0 selects AWS's default, as in boto.
    fn page_size(&self, name: &str) -> PyResult<Option<i32>>;
    fn real(&self, name: &str) -> PyResult<Option<f64>>;
    fn is_truthy(&self) -> PyResult<bool>;
    /// A boolean, also given as text.
    fn flag(&self, name: &str) -> PyResult<Option<bool>>;
    fn timestamp(&self, name: &str) -> PyResult<Option<DateTime>>;
    fn items(&self, name: &str) -> PyResult<Vec<Bound<'py, PyAny>>>;
}

impl<'py> Convert<'py> for Arg<'py> {
    fn truthy(self) -> PyResult<Arg<'py>> {
        match self {
            Some(value) if is_true(&value)? || is_zero(&value)? => Ok(Some(value)),
            _ => Ok(None),
        }
    }

    fn non_empty(self) -> PyResult<Arg<'py>> {
        Ok(if self.is_truthy()? { self } else { None })
    }

    fn text(&self, name: &str) -> PyResult<Option<String>> {
        self.as_ref().map(|value| text(name, value)).transpose()
    }

    fn identifier(&self, name: &str) -> PyResult<Option<String>> {
        self.as_ref().map(|value| identifier(name, value)).transpose()
    }

    fn required_text(&self, name: &str) -> PyResult<String> {
        present(name, self.identifier(name)?)
    }

    fn required_name(&self, name: &str) -> PyResult<String> {
        present(name, self.name_or_object(name)?)
    }

    fn name_or_object(&self, name: &str) -> PyResult<Option<String>> {
        let Some(value) = self else { return Ok(None) };
        readable(value.py(), name, || to_name(name, value))
    }

    fn texts(&self, name: &str) -> PyResult<Option<Vec<String>>> {
        let Some(value) = self else { return Ok(None) };
        if is_text(value) {
            return Ok(Some(vec![identifier(name, value)?]));
        }
        let items = self.items(name)?;
        // boto leaves None out of Auto Scaling's lists.
        let some = items.iter().enumerate().filter(|(_, item)| !item.is_none());
        let texts = some.map(|(at, item)| identifier(&format!("{name}[{at}]"), item)).collect::<PyResult<Vec<_>>>()?;
        Ok((items.is_empty() || !texts.is_empty()).then_some(texts))
    }

    fn names(&self, name: &str) -> PyResult<Option<Vec<String>>> {
        let Some(value) = self else { return Ok(None) };
        // Lists and tuples first: a failed attribute lookup formats an exception, which is slow.
        let plain = value.is_exact_instance_of::<PyList>() || value.is_exact_instance_of::<PyTuple>();
        let has = |attribute| readable(value.py(), name, || value.hasattr(attribute));
        if is_text(value) || (!plain && !has(intern!(value.py(), "__array__"))? && has(intern!(value.py(), "name"))?) {
            return Ok(Some(vec![self.required_name(name)?]));
        }
        let items = self.items(name)?.into_iter().enumerate();
        let each = items.map(|(at, item)| Some(item).required_name(&format!("{name}[{at}]")));
        each.collect::<PyResult<_>>().map(Some)
    }

    fn count(&self, name: &str) -> PyResult<Option<i32>> {
        let Some(value) = self else { return Ok(None) };
        let whole = to_int(name, value)?;
        let refused = || wrong(name, value, "an integer between -2147483648 and 2147483647");
        suppress::<PyOverflowError, _>(value.py(), whole.extract())?.ok_or_else(refused).map(Some)
    }

    fn page_size(&self, name: &str) -> PyResult<Option<i32>> {
        if self.is_truthy()? { self.count(name) } else { Ok(None) }
    }

    fn real(&self, name: &str) -> PyResult<Option<f64>> {
        self.as_ref().map(|value| to_float(name, value)).transpose()
    }

    fn is_truthy(&self) -> PyResult<bool> {
        self.as_ref().map_or(Ok(false), is_true)
    }

    fn flag(&self, name: &str) -> PyResult<Option<bool>> {
        self.as_ref().map(|value| to_bool(name, value)).transpose()
    }

    fn timestamp(&self, name: &str) -> PyResult<Option<DateTime>> {
        self.as_ref().map(|value| timestamp(name, value)).transpose()
    }

    fn items(&self, name: &str) -> PyResult<Vec<Bound<'py, PyAny>>> {
        let Some(value) = self else { return Ok(Vec::new()) };
        if !readable(value.py(), name, || is_list(value))? {
            return Err(mistyped(name, value, "a list"));
        }
        gather(name, value)
    }
}

/// A name, or that of an object with a `name` attribute.
fn to_name(name: &str, value: &Bound<'_, PyAny>) -> PyResult<Option<String>> {
    // A pandas Series or Index has a `name` too.
    if is_text(value) || value.hasattr(intern!(value.py(), "__array__"))? {
        return identifier(name, value).map(Some);
    }
    match value.getattr_opt(intern!(value.py(), "name"))? {
        Some(found) if found.is_none() => present(&format!("{name}.name"), None).map(Some),
        Some(found) => Some(found).identifier(&format!("{name}.name")),
        None => identifier(name, value).map(Some),
    }
}

/// A time from a `datetime` or ISO 8601 text. Naive datetimes are UTC, as in boto.
fn timestamp(name: &str, value: &Bound<'_, PyAny>) -> PyResult<DateTime> {
    let py = value.py();
    let expected = "a datetime or ISO 8601 text";
    let iso = if let Ok(text) = value.cast::<PyString>() {
        text.clone()
    } else {
        let form = || value.getattr_opt(intern!(py, "isoformat"))?.map(|iso| iso.call0()).transpose();
        match readable(py, name, form).map_err(|error| named(error, name, value, expected))? {
            Some(form) if form.is_instance_of::<PyString>() => form.cast_into()?,
            _ => return Err(mistyped(name, value, expected)),
        }
    };
    let time = parse_iso8601(unicode(name, &iso)?).ok_or_else(|| wrong(name, value, expected))?;
    // The end of year 9999 in a time zone west of Greenwich is in year 10000 in UTC.
    let in_range = (YEAR_1..YEAR_10000).contains(&time.secs());
    if in_range { Ok(time) } else { Err(wrong(name, value, "a time in the years 1 to 9999 in UTC")) }
}

/// Seconds since 1970.
const YEAR_1: i64 = -62_135_596_800;
const YEAR_10000: i64 = 253_402_300_800;
