//! The conversion of arguments to what the SDK expects; errors name the argument.

use aws_smithy_types::DateTime;
use pyo3::exceptions::PyOverflowError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyList, PyString, PyTuple};

use crate::arguments::booleans::to_bool;
use crate::arguments::collections::{copied, gathered, is_list};
use crate::arguments::invalid::{mistyped, present, unless_mistyped, wrong};
use crate::arguments::numbers::is_zero;
use crate::arguments::numbers::{to_float, to_int};
use crate::arguments::text::{identifier, is_text, text, unicode};
use crate::error::suppress::suppress;
use crate::protocol::timestamp::parse_iso8601;

/// An argument as it was given; `None` stands for Python's `None`.
pub type Arg<'py> = Option<Bound<'py, PyAny>>;

/// How an argument or attribute becomes what the SDK wants.
///
/// `name` is what an error calls it, such as `max_records` or `ScalingPolicy.cooldown`.
pub trait Convert<'py> {
    /// Nothing where boto looked at truth alone: `''`, `[]` and `False` count as not given.
    ///
    /// The number 0 is a value: boto left it out, and AWS kept what it had or took its default.
    fn truthy(self) -> PyResult<Arg<'py>>;
    /// The same for names, tokens and times, of which the number 0 is none, as in boto.
    fn non_empty(self) -> PyResult<Arg<'py>>;
    /// Whatever `str()` makes of it, as boto sent it.
    fn text(&self, name: &str) -> PyResult<Option<String>>;
    /// A word of AWS's, a name or an identifier: what a list or a dict cannot be.
    fn identifier(&self, name: &str) -> PyResult<Option<String>>;
    /// The same, which must be given.
    fn required_text(&self, name: &str) -> PyResult<String>;
    /// A name that must be given, or the object that bears it.
    fn required_name(&self, name: &str) -> PyResult<String>;
    /// A name, or the object that bears it.
    fn name_or_object(&self, name: &str) -> PyResult<Option<String>>;
    fn texts(&self, name: &str) -> PyResult<Option<Vec<String>>>;
    /// Names, or objects that bear them, or one of either.
    fn names(&self, name: &str) -> PyResult<Option<Vec<String>>>;
    fn count(&self, name: &str) -> PyResult<Option<i32>>;
    /// How many a page holds: 0 leaves it to AWS, as in boto.
    fn page_size(&self, name: &str) -> PyResult<Option<i32>>;
    fn real(&self, name: &str) -> PyResult<Option<f64>>;
    fn is_truthy(&self) -> PyResult<bool>;
    /// A boolean, which may be given as text.
    fn flag(&self, name: &str) -> PyResult<Option<bool>>;
    fn timestamp(&self, name: &str) -> PyResult<Option<DateTime>>;
    fn items(&self, name: &str) -> PyResult<Vec<Bound<'py, PyAny>>>;
}

impl<'py> Convert<'py> for Arg<'py> {
    fn truthy(self) -> PyResult<Arg<'py>> {
        match self {
            Some(value) if value.is_truthy()? || is_zero(&value)? => Ok(Some(value)),
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
        if is_text(value) {
            return identifier(name, value).map(Some);
        }
        match value.getattr_opt(intern!(value.py(), "name"))? {
            Some(found) => Some(found).identifier(&format!("{name}.name")),
            None => identifier(name, value).map(Some),
        }
    }

    fn texts(&self, name: &str) -> PyResult<Option<Vec<String>>> {
        let Some(value) = self else { return Ok(None) };
        if is_text(value) {
            return Ok(Some(vec![identifier(name, value)?]));
        }
        let items = self.items(name)?;
        let each = items.iter().enumerate().map(|(at, item)| identifier(&format!("{name}[{at}]"), item));
        each.collect::<PyResult<_>>().map(Some)
    }

    fn names(&self, name: &str) -> PyResult<Option<Vec<String>>> {
        let Some(value) = self else { return Ok(None) };
        // Python tells of an attribute that is not there with an error, put into words.
        let plain = value.is_exact_instance_of::<PyList>() || value.is_exact_instance_of::<PyTuple>();
        if is_text(value) || (!plain && value.hasattr(intern!(value.py(), "name"))?) {
            return Ok(Some(vec![self.required_name(name)?]));
        }
        let items = self.items(name)?.into_iter().enumerate();
        let each = items.map(|(at, item)| Some(item).required_name(&format!("{name}[{at}]")));
        each.collect::<PyResult<_>>().map(Some)
    }

    fn count(&self, name: &str) -> PyResult<Option<i32>> {
        let Some(value) = self else { return Ok(None) };
        let whole = to_int(name, value)?;
        let refused = || wrong(name, value, "a whole number between -2147483648 and 2147483647");
        suppress::<PyOverflowError, _>(value.py(), whole.extract())?.ok_or_else(refused).map(Some)
    }

    fn page_size(&self, name: &str) -> PyResult<Option<i32>> {
        if self.is_truthy()? { self.count(name) } else { Ok(None) }
    }

    fn real(&self, name: &str) -> PyResult<Option<f64>> {
        self.as_ref().map(|value| to_float(name, value)).transpose()
    }

    fn is_truthy(&self) -> PyResult<bool> {
        self.as_ref().map_or(Ok(false), |value| value.as_any().is_truthy())
    }

    fn flag(&self, name: &str) -> PyResult<Option<bool>> {
        self.as_ref().map(|value| to_bool(name, value)).transpose()
    }

    fn timestamp(&self, name: &str) -> PyResult<Option<DateTime>> {
        self.as_ref().map(|value| timestamp(name, value)).transpose()
    }

    fn items(&self, name: &str) -> PyResult<Vec<Bound<'py, PyAny>>> {
        let Some(value) = self else { return Ok(Vec::new()) };
        if !is_list(value)? {
            return Err(mistyped(name, value, "a list"));
        }
        let copied = copied(value)?;
        gathered(name, &copied.try_iter().map_err(|error| unless_mistyped(error, name, value, "a list"))?)
    }
}

/// A `datetime` (naive ones are UTC, as boto's were) or ISO 8601 text.
fn timestamp(name: &str, value: &Bound<'_, PyAny>) -> PyResult<DateTime> {
    let py = value.py();
    let wanted = "a datetime (naive ones are read as UTC)";
    let iso = if let Ok(text) = value.cast::<PyString>() {
        text.clone()
    } else {
        match value.getattr_opt(intern!(py, "isoformat"))?.map(|iso| iso.call0()).transpose()? {
            Some(form) if form.is_instance_of::<PyString>() => form.cast_into()?,
            _ => return Err(mistyped(name, value, wanted)),
        }
    };
    parse_iso8601(unicode(name, &iso)?).ok_or_else(|| wrong(name, value, wanted))
}
