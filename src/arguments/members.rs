//! Python values as values of AWS's model, checked before anything is sent.
//!
//! A structure is given as an object with attributes, or as a dict with AWS's names or with names in
//! snake case.

use aws_smithy_types::Blob;
use pyo3::exceptions::{PyException, PyOverflowError, PyTypeError, PyValueError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBytes, PyDict, PyMemoryView, PyString};

use crate::arguments::booleans::to_bool;
use crate::arguments::collections::{is_mapping, pairs};
use crate::arguments::convert::{Arg, Convert};
use crate::arguments::invalid::{mistyped, quoted, wrong};
use crate::arguments::numbers::{to_float, to_int};
use crate::arguments::text::{self, identifier, is_text};
use crate::decode::shape::RECEIVED;
use crate::error::suppress::suppress;
use crate::model::value::{Fields, Input, Value};
use crate::model::{Limits, List, Member, Structure, Type};

/// A value of a type.
///
/// # Errors
///
/// If it has another type or is out of the type's limits. The error names the value.
pub fn value(name: &str, given: &Bound<'_, PyAny>, of: &'static Type) -> PyResult<Value> {
    Ok(match of {
        Type::Text(limits) => Value::Text(within_length(name, given, reference(name, given)?, *limits)?),
        Type::Integer(limits) => {
            let whole = to_int(name, given)?;
            let expected =
                || wrong(name, given, &numbers(*limits, "an integer", i64::from(i32::MIN), i64::from(i32::MAX)));
            let number = suppress::<PyOverflowError, _>(given.py(), whole.extract::<i32>())?.ok_or_else(expected)?;
            if limits.contain(f64::from(number)) { Value::Integer(number) } else { return Err(expected()) }
        }
        Type::Long(limits) => {
            let whole = to_int(name, given)?;
            let expected = || wrong(name, given, &numbers(*limits, "an integer", i64::MIN, i64::MAX));
            let number = suppress::<PyOverflowError, _>(given.py(), whole.extract::<i64>())?.ok_or_else(expected)?;
            #[expect(clippy::cast_precision_loss, reason = "the limits are small numbers")]
            if limits.contain(number as f64) { Value::Long(number) } else { return Err(expected()) }
        }
        Type::Double(limits) => {
            let number = to_float(name, given)?;
            if !limits.contain(number) {
                return Err(wrong(name, given, &numbers(*limits, "a number", i64::MIN, i64::MAX)));
            }
            Value::Double(number)
        }
        Type::Boolean => Value::Boolean(to_bool(name, given)?),
        Type::Timestamp => match Some(given.clone()).timestamp(name)? {
            Some(time) => Value::Timestamp(time),
            None => return Err(mistyped(name, given, "a datetime or ISO 8601 text")),
        },
        Type::Blob => Value::Blob(Blob::new(bytes(name, given)?)),
        Type::List(list) | Type::Dimensions(list) | Type::Tags(list) => Value::List(items(name, given, list)?),
        Type::Map(of) => {
            let entries = pairs(name, given)?.into_iter().map(|(key, item)| {
                let key = identifier(&format!("{name}' key"), &key)?;
                let item = value(&format!("{name}[{}]", quoted(&key)), &item, of)?;
                Ok((key, item))
            });
            Value::Map(entries.collect::<PyResult<_>>()?)
        }
        Type::Structure(of) => Value::Structure(structure(name, given, of)?),
    })
}

/// The members of a structure.
///
/// # Errors
///
/// If a member is invalid, missing or unknown.
pub fn structure(name: &str, given: &Bound<'_, PyAny>, of: &'static Structure) -> PyResult<Fields> {
    let fields = fields(name, given, of)?;
    check_members(name, &fields)?;
    Ok(fields)
}

/// The members of a structure, some of which may be missing.
pub fn fields(name: &str, given: &Bound<'_, PyAny>, of: &'static Structure) -> PyResult<Fields> {
    if let Some(members) = converted(given)? {
        of_dict(name, &members, of)
    } else if is_mapping(given)? {
        of_dict(name, given, of)
    } else if has_attributes(given)? {
        of_object(name, given, of)
    } else {
        let class = of.class.map_or(of.name, |(_, class)| class);
        Err(mistyped(name, given, &format!("a {class} or a dict")))
    }
}

/// Checks that the required members are set, and that a union has one member.
pub fn check_members(name: &str, fields: &Fields) -> PyResult<()> {
    for (at, member) in fields.of.members.iter().enumerate() {
        if member.is_required && fields.at(at).is_none() {
            return Err(missing(&format!("{name}.{}", member.attribute), &member.of));
        }
    }
    if fields.of.is_union && fields.iter().count() != 1 {
        let names: Vec<_> = fields.of.members.iter().map(|member| member.attribute).collect();
        let expected = format!("{name} must have exactly one of {}, got {}", names.join(", "), fields.iter().count());
        return Err(PyValueError::new_err(expected));
    }
    Ok(())
}

/// The error for a required value that is absent.
pub fn missing(name: &str, of: &Type) -> PyErr {
    let expected = match of {
        Type::Text(_) => "a non-empty string",
        Type::Integer(_) | Type::Long(_) => "an integer",
        Type::Double(_) => "a number",
        Type::Boolean => "True or False",
        Type::Timestamp => "a datetime or ISO 8601 text",
        Type::Blob => "bytes",
        Type::List(_) => "a list",
        Type::Map(_) | Type::Dimensions(_) | Type::Tags(_) => "a dict",
        Type::Structure(structure) => {
            let class = structure.class.map_or(structure.name, |(_, class)| class);
            return PyValueError::new_err(format!("{name} is required and must be a {class} or a dict"));
        }
    };
    PyValueError::new_err(format!("{name} is required and must be {expected}"))
}

fn of_dict(name: &str, given: &Bound<'_, PyAny>, of: &'static Structure) -> PyResult<Fields> {
    let mut fields = Fields::new(of);
    for (key, item) in pairs(name, given)? {
        let key = identifier(&format!("{name}' key"), &key)?;
        let Some(at) = of.members.iter().position(|member| member.is_named(&key)) else {
            return Err(unknown_key(given.py(), name, &key, of));
        };
        if item.is_none() {
            continue;
        }
        if fields.at(at).is_some() {
            return Err(PyValueError::new_err(format!("{name} has the member {} twice", of.members[at].name)));
        }
        let member = &of.members[at];
        fields.set_at(at, Some(value(&format!("{name}[{}]", quoted(&key)), &item, &member.of)?));
    }
    Ok(fields)
}

fn of_object(name: &str, given: &Bound<'_, PyAny>, of: &'static Structure) -> PyResult<Fields> {
    let mut fields = Fields::new(of);
    for (at, member) in of.members.iter().enumerate() {
        if let Some(item) = attribute(given, member)? {
            fields.set_at(at, Some(value(&format!("{name}.{}", member.attribute), &item, &member.of)?));
        }
    }
    check_attributes(name, given, of)?;
    Ok(fields)
}

/// The value of a member of an object; `None` if it is absent or `None`.
pub fn attribute<'py>(given: &Bound<'py, PyAny>, member: &Member) -> PyResult<Arg<'py>> {
    Ok(given.getattr_opt(member.attribute)?.filter(|item| !item.is_none()))
}

/// Warns of attributes that cannot be sent, because neither the class nor the model knows them.
pub fn check_attributes(name: &str, given: &Bound<'_, PyAny>, of: &'static Structure) -> PyResult<()> {
    let py = given.py();
    let Some(attributes) = given.getattr_opt(intern!(py, "__dict__"))? else { return Ok(()) };
    for (key, item) in pairs(name, &attributes)? {
        let Ok(key) = key.cast::<PyString>() else { continue };
        let key = key.to_string_lossy();
        if key.starts_with('_') || item.is_none() || of.members.iter().any(|member| member.is_named(&key)) {
            continue;
        }
        py.import("reboto._unsent")?.call_method1("check", (given, &*key))?;
    }
    Ok(())
}

impl Member {
    /// Whether a key is its name: AWS's, reboto's or AWS's in snake case.
    pub fn is_named(&self, key: &str) -> bool {
        key == self.name || key == self.attribute || (key.contains('_') && is_snake_case_of(key, self.name))
    }
}

/// Whether a text is AWS's name in lower case, except for underscores.
fn is_snake_case_of(key: &str, name: &str) -> bool {
    let letters = key.bytes().filter(|byte| *byte != b'_');
    letters.eq(name.bytes().map(|byte| byte.to_ascii_lowercase())) && !key.starts_with('_') && !key.ends_with('_')
}

fn unknown_key(py: Python<'_>, name: &str, key: &str, of: &'static Structure) -> PyErr {
    let nearest = || -> PyResult<Option<String>> {
        let mut names: Vec<&str> = of.members.iter().map(|member| member.name).collect();
        names.extend(of.members.iter().map(|member| member.attribute));
        let found = py.import("difflib")?.call_method1("get_close_matches", (key, names, 1))?;
        Ok(found.extract::<Vec<String>>()?.pop())
    };
    let names = || of.members.iter().map(|member| member.attribute).collect::<Vec<_>>().join(", ");
    match suppress::<PyException, _>(py, nearest()) {
        Ok(Some(Some(known))) => {
            PyValueError::new_err(format!("{name} has no member {}: did you mean {known}?", quoted(key)))
        }
        Ok(_) => PyValueError::new_err(format!("{name} has no member {}; its members are {}", quoted(key), names())),
        Err(error) => error,
    }
}

fn converted<'py>(given: &Bound<'py, PyAny>) -> PyResult<Option<Bound<'py, PyAny>>> {
    let py = given.py();
    given.getattr_opt(intern!(py, "_to_members"))?.map(|convert| convert.call0()).transpose()
}

fn has_attributes(given: &Bound<'_, PyAny>) -> PyResult<bool> {
    Ok(!is_text(given) && given.hasattr(intern!(given.py(), "__dict__"))? && !given.is_callable())
}

/// The items of a list. A dict of names to values is a list of pairs.
fn items(name: &str, given: &Bound<'_, PyAny>, list: &'static List) -> PyResult<Vec<Value>> {
    let values = match list.item {
        Type::Structure(of) if of.is_pair() && is_mapping(given)? => of_pairs(name, given, of)?,
        // A single text or object is a list of one.
        _ if is_text(given) || is_object(given)? => vec![value(name, given, &list.item)?],
        _ => {
            let items = Some(given.clone()).items(name)?;
            let each = items.iter().enumerate().map(|(at, item)| value(&format!("{name}[{at}]"), item, &list.item));
            each.collect::<PyResult<_>>()?
        }
    };
    #[expect(clippy::cast_precision_loss, reason = "the limits are small numbers")]
    if values.len() as f64 > list.limits.most.map_or(f64::INFINITY, |most| most as f64) {
        let most = list.limits.most.unwrap_or_default();
        return Err(PyValueError::new_err(format!("{name} must have at most {most} items, got {}", values.len())));
    }
    Ok(values)
}

impl Structure {
    /// Whether it is a name or key with a value or values.
    fn is_pair(&self) -> bool {
        matches!(self.members, [first, second]
            if matches!(first.name, "Name" | "Key") && matches!(second.name, "Value" | "Values"))
    }
}

/// Pairs from a dict; a name with several values is several pairs, unless a pair takes a list.
fn of_pairs(name: &str, given: &Bound<'_, PyAny>, of: &'static Structure) -> PyResult<Vec<Value>> {
    let mut found = Vec::new();
    for (key, item) in pairs(name, given)? {
        let key = text::text(&format!("{name}' key"), &key)?;
        let path = format!("{name}[{}]", quoted(&key));
        let (first, second) = (&of.members[0], &of.members[1]);
        let key = within_length(&path, given, key, first.limits())?;
        let mut add = |item: &Bound<'_, PyAny>, path: &str| {
            let mut fields = Fields::new(of);
            fields.set_at(0, Some(Value::Text(key.clone())));
            fields.set_at(1, Some(value(path, item, &second.of)?));
            found.push(Value::Structure(fields));
            PyResult::Ok(())
        };
        if matches!(second.of, Type::List(_)) || is_text(&item) || item.try_iter().is_err() {
            add(&item, &path)?;
        } else {
            for (at, item) in Some(item).items(&path)?.iter().enumerate() {
                add(item, &format!("{path}[{at}]"))?;
            }
        }
    }
    Ok(found)
}

impl Member {
    fn limits(&self) -> Limits {
        match self.of {
            Type::Text(limits) => limits,
            _ => Limits { least: None, most: None },
        }
    }
}

/// The text of a value. An object of reboto's stands for its ARN, or else for its name.
fn reference(name: &str, given: &Bound<'_, PyAny>) -> PyResult<String> {
    if is_text(given) || !is_object(given)? {
        return identifier(name, given);
    }
    let last = name.rsplit(['.', '[']).find(|part| part.chars().any(char::is_alphabetic)).unwrap_or(name);
    let arns: &[&str] = if last.contains("arn") || last.contains("action") || last.contains("Arn") {
        &["policy_arn", "alarm_arn", "arn", "name"]
    } else {
        &["name", "id"]
    };
    for attribute in arns {
        if let Some(found) = given.getattr_opt(*attribute)?.filter(|found| !found.is_none()) {
            return identifier(&format!("{name}.{attribute}"), &found);
        }
    }
    Err(mistyped(name, given, "a string, or an object with a name"))
}

/// Whether a value is one of reboto's objects.
fn is_object(given: &Bound<'_, PyAny>) -> PyResult<bool> {
    static CONNECTED: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let class = CONNECTED.import(given.py(), "reboto._model", "Connected")?;
    // Lists such as `ResultSet` have connections too.
    Ok(given.is_instance(class)? && given.try_iter().is_err())
}

fn within_length(name: &str, given: &Bound<'_, PyAny>, text: String, limits: Limits) -> PyResult<String> {
    let length = text.chars().count();
    #[expect(clippy::cast_precision_loss, reason = "the limits are small numbers")]
    if limits.contain(length as f64) {
        return Ok(text);
    }
    let expected = match (limits.least, limits.most) {
        (Some(1), _) if text.is_empty() => "a non-empty string".to_owned(),
        (Some(least), Some(most)) => format!("text of {least} to {most} characters"),
        (Some(least), None) => format!("text of at least {least} characters"),
        (_, most) => format!("text of at most {} characters", most.unwrap_or_default()),
    };
    Err(if text.is_empty() {
        wrong(name, given, &expected)
    } else {
        PyValueError::new_err(format!("{name} must be {expected}, got {length}: {}", quoted(&text)))
    })
}

fn bytes(name: &str, given: &Bound<'_, PyAny>) -> PyResult<Vec<u8>> {
    if let Ok(bytes) = given.cast::<PyBytes>() {
        return Ok(bytes.as_bytes().to_vec());
    }
    let view = suppress::<PyTypeError, _>(given.py(), PyMemoryView::from(given))?;
    let view = view.ok_or_else(|| mistyped(name, given, "bytes"))?;
    given.py().get_type::<PyBytes>().call1((view,))?.extract()
}

impl Limits {
    #[expect(clippy::cast_precision_loss, reason = "the limits are small numbers")]
    fn contain(self, number: f64) -> bool {
        self.least.is_none_or(|least| number >= least as f64) && self.most.is_none_or(|most| number <= most as f64)
    }
}

/// The expected numbers, for an error.
fn numbers(limits: Limits, kind: &str, least: i64, most: i64) -> String {
    match (limits.least, limits.most) {
        (Some(least), Some(most)) => format!("{kind} from {least} to {most}"),
        (Some(least), None) => format!("{kind} of at least {least}"),
        (None, Some(most)) => format!("{kind} of at most {most}"),
        (None, None) => format!("{kind} from {least} to {most}"),
    }
}

impl Input {
    /// Sets a member from an optional argument, by the model's type.
    pub fn argument(mut self, member: &str, parameter: &str, given: &Arg<'_>) -> PyResult<Self> {
        let of = self.operation.input.member(member).expect("arguments are members");
        if let Some(given) = given
            && (!matches!(of.of, Type::Text(_)) || given.is_truthy()?)
        {
            self.fields.set(member, value(parameter, given, &of.of)?);
        }
        Ok(self)
    }
}

impl Fields {
    /// Sets the members that boto did not have from the attributes of an object of boto's. Empty
    /// texts and lists are absent.
    pub fn with_attributes(mut self, name: &str, given: &Bound<'_, PyAny>, botos: &[&str]) -> PyResult<Self> {
        for (at, member) in self.of.members.iter().enumerate() {
            if self.at(at).is_some() || botos.contains(&member.name) {
                continue;
            }
            let Some(item) = attribute(given, member)? else { continue };
            if matches!(member.of, Type::Text(_) | Type::List(_)) && !item.is_truthy()? {
                continue;
            }
            self.set_at(at, Some(value(&format!("{name}.{}", member.attribute), &item, &member.of)?));
        }
        check_attributes(name, given, self.of)?;
        Ok(self)
    }
}

/// What was received of an object, and whether it was.
pub fn received<'py>(given: &Bound<'py, PyAny>) -> PyResult<Arg<'py>> {
    Ok(given.getattr_opt(intern!(given.py(), RECEIVED))?.filter(|received| !received.is_none()))
}

/// The members of a structure as a dict in boto3's form.
pub fn to_dict<'py>(py: Python<'py>, fields: &Fields) -> PyResult<Bound<'py, PyDict>> {
    let dict = PyDict::new(py);
    for (at, value) in fields.iter() {
        dict.set_item(fields.of.members[at].name, to_python(py, value)?)?;
    }
    Ok(dict)
}

fn to_python<'py>(py: Python<'py>, value: &Value) -> PyResult<Bound<'py, PyAny>> {
    Ok(match value {
        Value::Text(text) => text.into_pyobject(py)?.into_any(),
        Value::Integer(number) => number.into_pyobject(py)?.into_any(),
        Value::Long(number) => number.into_pyobject(py)?.into_any(),
        Value::Double(number) => number.into_pyobject(py)?.into_any(),
        Value::Boolean(flag) => flag.into_pyobject(py)?.to_owned().into_any(),
        Value::Timestamp(time) => crate::decode::datetime::naive(py, time)?,
        Value::Blob(blob) => PyBytes::new(py, blob.as_ref()).into_any(),
        Value::List(items) => {
            items.iter().map(|item| to_python(py, item)).collect::<PyResult<Vec<_>>>()?.into_pyobject(py)?
        }
        Value::Map(entries) => {
            let dict = PyDict::new(py);
            for (key, item) in entries {
                dict.set_item(key, to_python(py, item)?)?;
            }
            dict.into_any()
        }
        Value::Structure(fields) => to_dict(py, fields)?.into_any(),
    })
}
