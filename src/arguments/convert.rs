//! Python values at the border, each refused in words that name it.

use std::borrow::Cow;

use aws_smithy_types::DateTime;
use pyo3::exceptions::{PyException, PyKeyError, PyOverflowError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyFloat, PyFrozenSet, PyInt, PyIterator, PyList, PySet, PyString, PyTuple};
use pyo3::{intern, pyfunction};

use crate::arguments::text::{is_text, is_zero, text, to_bool, unicode, word};
use crate::error::suppress::excused;
use crate::protocol::timestamp::instant;

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
    fn set(self) -> PyResult<Arg<'py>>;
    /// Whatever `str()` makes of it, as boto sent it.
    fn text(&self, name: &str) -> PyResult<Option<String>>;
    /// A word of AWS's, a name or an identifier: what a list or a dict cannot be.
    fn word(&self, name: &str) -> PyResult<Option<String>>;
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
    fn moment(&self, name: &str) -> PyResult<Option<DateTime>>;
    fn items(&self, name: &str) -> PyResult<Vec<Bound<'py, PyAny>>>;
}

impl<'py> Convert<'py> for Arg<'py> {
    fn truthy(self) -> PyResult<Arg<'py>> {
        match self {
            Some(value) if value.is_truthy()? || is_zero(&value)? => Ok(Some(value)),
            _ => Ok(None),
        }
    }

    fn set(self) -> PyResult<Arg<'py>> {
        Ok(if self.is_truthy()? { self } else { None })
    }

    fn text(&self, name: &str) -> PyResult<Option<String>> {
        self.as_ref().map(|value| text(name, value)).transpose()
    }

    fn word(&self, name: &str) -> PyResult<Option<String>> {
        self.as_ref().map(|value| word(name, value)).transpose()
    }

    fn required_text(&self, name: &str) -> PyResult<String> {
        present(name, self.word(name)?)
    }

    fn required_name(&self, name: &str) -> PyResult<String> {
        present(name, self.name_or_object(name)?)
    }

    fn name_or_object(&self, name: &str) -> PyResult<Option<String>> {
        let Some(value) = self else { return Ok(None) };
        if is_text(value) {
            return word(name, value).map(Some);
        }
        match value.getattr_opt(intern!(value.py(), "name"))? {
            Some(found) => Some(found).word(&format!("{name}.name")),
            None => word(name, value).map(Some),
        }
    }

    fn texts(&self, name: &str) -> PyResult<Option<Vec<String>>> {
        let Some(value) = self else { return Ok(None) };
        if is_text(value) {
            return Ok(Some(vec![word(name, value)?]));
        }
        let items = self.items(name)?;
        let each = items.iter().enumerate().map(|(at, item)| word(&format!("{name}[{at}]"), item));
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
        excused::<PyOverflowError, _>(value.py(), whole.extract())?.ok_or_else(refused).map(Some)
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

    fn moment(&self, name: &str) -> PyResult<Option<DateTime>> {
        self.as_ref().map(|value| moment(name, value)).transpose()
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

/// A list or set of Python's own as a list that no other thread changes; anything else as it is.
pub fn copied<'py>(value: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    let is_plain = value.is_exact_instance_of::<PyList>()
        || value.is_exact_instance_of::<PySet>()
        || value.is_exact_instance_of::<PyFrozenSet>();
    if is_plain { value.py().get_type::<PyList>().call1((value,)) } else { Ok(value.clone()) }
}

/// More than any request can hold; an iterator that goes on for ever ends here.
const MOST_ITEMS: usize = 1_000_000;

/// What an iterator gives.
///
/// # Errors
///
/// What it raises. A `collect` would lose what asking for its length raises, and a
/// `Vec`'s `extract` likewise.
pub fn gathered<'py>(name: &str, iterator: &Bound<'py, PyIterator>) -> PyResult<Vec<Bound<'py, PyAny>>> {
    let mut items = Vec::new();
    for item in iterator {
        items.push(item?);
        if items.len() > MOST_ITEMS {
            return Err(PyValueError::new_err(format!("{name} has no end: it gave more than {MOST_ITEMS} items")));
        }
    }
    Ok(items)
}

pub fn present(name: &str, found: Option<String>) -> PyResult<String> {
    found
        .filter(|text| !text.is_empty())
        .ok_or_else(|| PyValueError::new_err(format!("{name} is missing: a string that is not empty is wanted")))
}

/// A `ValueError` that says what would be right.
pub fn wrong(name: &str, value: &Bound<'_, PyAny>, wanted: &str) -> PyErr {
    let told = |shown| PyValueError::new_err(format!("{name}: {shown} is not {wanted}"));
    shown(value).map_or_else(|error| error, told)
}

pub fn mistyped(name: &str, value: &Bound<'_, PyAny>, wanted: &str) -> PyErr {
    let kind = || excused::<PyException, _>(value.py(), value.get_type().name());
    let told = |shown| {
        let kind = kind()?.map_or_else(|| "object".to_owned(), |kind| kind.to_string());
        Ok(PyTypeError::new_err(format!("{name}: {shown} ({kind}) is not {wanted}")))
    };
    shown(value).and_then(told).unwrap_or_else(|error| error)
}

/// A `TypeError` in words that name the argument; what else an object of the caller's raises is its own.
fn unless_mistyped(error: PyErr, name: &str, value: &Bound<'_, PyAny>, wanted: &str) -> PyErr {
    if error.is_instance_of::<PyTypeError>(value.py()) { mistyped(name, value, wanted) } else { error }
}

/// The value as Python shows it, cut where it would fill the screen.
fn shown(value: &Bound<'_, PyAny>) -> PyResult<String> {
    let repr = excused::<PyException, _>(value.py(), value.repr())?;
    Ok(repr.map_or_else(
        || "a value that cannot be shown".to_owned(),
        |repr| shortened(&repr.to_string_lossy()).to_string(),
    ))
}

/// Text in quotes, cut as well.
pub fn quoted(text: &str) -> String {
    format!("'{}'", shortened(text).escape_debug())
}

fn shortened(full: &str) -> Cow<'_, str> {
    const LONGEST: usize = 80;
    match full.char_indices().nth(LONGEST) {
        Some((cut, _)) => format!("{}...", &full[..cut]).into(),
        None => full.into(),
    }
}

/// Whether it is no text and no mapping, which can be gone through but are no list.
fn is_list(value: &Bound<'_, PyAny>) -> PyResult<bool> {
    // What tells mappings imports `collections.abc`, which takes a tenth of all that starting does.
    Ok(value.is_instance_of::<PyList>()
        || value.is_instance_of::<PyTuple>()
        || !(value.is_instance_of::<PyString>() || is_mapping(value)?))
}

/// Whether it is a dict or the like.
///
/// # Errors
///
/// What asking raises: it runs Python code, and Ctrl-C there must not be lost, as it is
/// where a cast to a mapping asks.
pub fn is_mapping(value: &Bound<'_, PyAny>) -> PyResult<bool> {
    static MAPPING: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    if value.is_instance_of::<PyDict>() {
        return Ok(true);
    }
    let py = value.py();
    value.is_instance(MAPPING.import(py, "collections.abc", "Mapping")?)
}

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

/// A `datetime` (naive ones are UTC, as boto's were) or ISO 8601 text.
fn moment(name: &str, value: &Bound<'_, PyAny>) -> PyResult<DateTime> {
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
    instant(unicode(name, &iso)?).ok_or_else(|| wrong(name, value, wanted))
}

/// The attributes of an object that stands for a request, read when it is sent.
pub struct Fields<'a, 'py> {
    object: &'a Bound<'py, PyAny>,
    noun: &'static str,
}

impl<'a, 'py> Fields<'a, 'py> {
    pub fn of(object: &'a Bound<'py, PyAny>, noun: &'static str) -> Self {
        Self { object, noun }
    }

    /// An attribute and what an error calls it; absent ones are `None`.
    pub fn get(&self, attribute: &str) -> PyResult<Field<'py>> {
        let value = self.object.getattr_opt(attribute)?.filter(|value| !value.is_none());
        Ok(Field { value, name: format!("{}.{attribute}", self.noun) })
    }
}

/// One attribute of a value object.
pub struct Field<'py> {
    pub value: Arg<'py>,
    pub name: String,
}

impl<'py> Field<'py> {
    pub fn truthy(self) -> PyResult<Self> {
        Ok(Self { value: self.value.truthy()?, name: self.name })
    }
    pub fn text(&self) -> PyResult<Option<String>> {
        self.value.text(&self.name)
    }
    pub fn word(&self) -> PyResult<Option<String>> {
        self.value.word(&self.name)
    }
    pub fn required_text(&self) -> PyResult<String> {
        self.value.required_text(&self.name)
    }
    pub fn name(&self) -> PyResult<Option<String>> {
        self.value.name_or_object(&self.name)
    }
    pub fn texts(&self) -> PyResult<Option<Vec<String>>> {
        self.value.texts(&self.name)
    }
    pub fn count(&self) -> PyResult<Option<i32>> {
        self.value.count(&self.name)
    }
    pub fn real(&self) -> PyResult<Option<f64>> {
        self.value.real(&self.name)
    }
    pub fn flag(&self) -> PyResult<Option<bool>> {
        self.value.flag(&self.name)
    }
    /// Whether it is true, also where it is given as text.
    pub fn is_set(&self) -> PyResult<bool> {
        Ok(self.flag()?.unwrap_or(false))
    }
    pub fn items(&self) -> PyResult<Vec<Bound<'py, PyAny>>> {
        self.value.items(&self.name)
    }
    pub fn refuse(&self, wanted: &str) -> PyErr {
        match &self.value {
            Some(value) => wrong(&self.name, value, wanted),
            None => PyValueError::new_err(format!("{} is missing: {wanted} is wanted", self.name)),
        }
    }
}

/// A mapping whose values are read by name.
pub struct Mapping<'a, 'py> {
    mapping: &'a Bound<'py, PyAny>,
    name: &'a str,
}

impl<'a, 'py> Mapping<'a, 'py> {
    pub fn of(value: &'a Bound<'py, PyAny>, name: &'a str) -> PyResult<Self> {
        if is_mapping(value)? { Ok(Self { mapping: value, name }) } else { Err(mistyped(name, value, "a dict")) }
    }

    pub fn required_real(&self, key: &str) -> PyResult<f64> {
        let name = format!("{}[{key:?}]", self.name);
        let missing = || PyValueError::new_err(format!("{name} is missing: a number is wanted"));
        self.get(key)?.real(&name)?.ok_or_else(missing)
    }

    /// A value; none where there is no such key.
    pub fn get(&self, key: &str) -> PyResult<Arg<'py>> {
        let value = excused::<PyKeyError, _>(self.mapping.py(), self.mapping.get_item(key))?;
        Ok(value.filter(|value| !value.is_none()))
    }
}

/// A mapping's items in its own order.
pub fn pairs<'py>(name: &str, value: &Bound<'py, PyAny>) -> PyResult<Vec<(Bound<'py, PyAny>, Bound<'py, PyAny>)>> {
    if !is_mapping(value)? {
        return Err(mistyped(name, value, "a dict"));
    }
    // A copy of a dict's, for another thread may change it meanwhile.
    let items = match value.cast_exact::<PyDict>() {
        Ok(dict) => dict.items().into_any(),
        Err(_) => copied(&value.call_method0(intern!(value.py(), "items"))?)?,
    };
    gathered(name, &items.try_iter()?)?.into_iter().map(|pair| pair.extract()).collect()
}
