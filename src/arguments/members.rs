//! Python values as values of AWS's model, checked before anything is sent.
//!
//! A structure is given as an object with attributes, or as a dict with AWS's names or with names in
//! snake case.

use aws_smithy_types::Blob;
use pyo3::exceptions::{PyException, PyOverflowError, PyTypeError, PyValueError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBytes, PyMemoryView, PyString};

use crate::arguments::booleans::to_bool;
use crate::arguments::collections::{is_mapping, is_true, pairs};
use crate::arguments::convert::{Arg, Convert};
use crate::arguments::invalid::{mistyped, quoted, readable, with_article, wrong};
use crate::arguments::numbers::{to_float, to_int};
use crate::arguments::text::{self, identifier, is_text};
use crate::error::suppress::suppress;
use crate::model::value::{Fields, Input, Value};
use crate::model::{Limits, List, Member, RECEIVED, Structure, Type};

/// A value of a type, within its limits.
///
/// # Errors
///
/// If it has another type, is out of the type's limits or lacks a required member. The error names it.
pub fn value(name: &str, given: &Bound<'_, PyAny>, of: &'static Type) -> PyResult<Value> {
    let value = converted(name, given, of)?;
    check(name, &value, of)?;
    Ok(value)
}

/// A value of a type. Its limits are not checked: AWS may have sent it.
///
/// # Errors
///
/// If it has another type. The error names it.
pub fn converted(name: &str, given: &Bound<'_, PyAny>, of: &'static Type) -> PyResult<Value> {
    readable(given.py(), name, || to_value(name, given, of))
}

fn to_value(name: &str, given: &Bound<'_, PyAny>, of: &'static Type) -> PyResult<Value> {
    Ok(match of {
        Type::Text(_) => Value::Text(reference(name, given)?),
        Type::Integer(limits) => {
            let whole = to_int(name, given)?;
            let number = suppress::<PyOverflowError, _>(given.py(), whole.extract::<i32>())?;
            let expected = || limits.words("an integer", i64::from(i32::MIN), i64::from(i32::MAX));
            Value::Integer(number.ok_or_else(|| wrong(name, given, &expected()))?)
        }
        Type::Long(limits) => {
            let whole = to_int(name, given)?;
            let number = suppress::<PyOverflowError, _>(given.py(), whole.extract::<i64>())?;
            Value::Long(number.ok_or_else(|| wrong(name, given, &limits.words("an integer", i64::MIN, i64::MAX)))?)
        }
        Type::Double(_) => Value::Double(to_float(name, given)?),
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
                let item = converted(&format!("{name}[{}]", quoted(&key)), &item, of)?;
                Ok((key, item))
            });
            Value::Map(entries.collect::<PyResult<_>>()?)
        }
        Type::Structure(of) => Value::Structure(fields(name, given, of)?),
    })
}

/// The members of a structure, some of which may be missing.
pub fn fields(name: &str, given: &Bound<'_, PyAny>, of: &'static Structure) -> PyResult<Fields> {
    if let Some(members) = to_members(given)? {
        of_dict(name, &members, of)
    } else if is_mapping(given)? {
        of_dict(name, given, of)
    } else if has_attributes(given)? {
        of_object(name, given, of)
    } else {
        Err(mistyped(name, given, &expected(of)))
    }
}

/// The error for the argument of an operation's object if it has no members.
///
/// # Errors
///
/// If it is neither an object with attributes nor a dict.
pub fn need_members(name: &str, given: &Bound<'_, PyAny>, of: &'static Structure) -> PyResult<()> {
    let has_members = is_mapping(given)? || has_attributes(given)?;
    if has_members { Ok(()) } else { Err(mistyped(name, given, &expected(of))) }
}

/// The values that are taken for a structure, for an error.
fn expected(of: &Structure) -> String {
    format!("{} or a dict", with_article(of.class.map_or(of.name, |(_, class)| class)))
}

/// Checks the limits of a value, and that required members are set.
///
/// # Errors
///
/// If it is out of its limits. The error names the value.
pub fn check(name: &str, value: &Value, of: &'static Type) -> PyResult<()> {
    match (value, of) {
        (Value::Text(text), Type::Text(limits)) => check_length(name, text, *limits),
        (Value::Integer(number), Type::Integer(limits)) => limits.check(name, f64::from(*number), "an integer", number),
        #[expect(clippy::cast_precision_loss, reason = "the limits are small numbers")]
        (Value::Long(number), Type::Long(limits)) => limits.check(name, *number as f64, "an integer", number),
        (Value::Double(number), Type::Double(limits)) => limits.check(name, *number, "a number", number),
        (Value::List(items), Type::List(list) | Type::Dimensions(list) | Type::Tags(list)) => {
            if let Some(most) =
                list.limits.most.filter(|most| usize::try_from(*most).is_ok_and(|most| items.len() > most))
            {
                let length = items.len();
                return Err(PyValueError::new_err(format!("{name} must have at most {most} items, got {length}")));
            }
            let mut each = items.iter().enumerate();
            each.try_for_each(|(at, item)| check(&format!("{name}[{at}]"), item, &list.item))
        }
        (Value::Map(entries), Type::Map(of)) => {
            entries.iter().try_for_each(|(key, item)| check(&format!("{name}[{}]", quoted(key)), item, of))
        }
        (Value::Structure(fields), Type::Structure(_)) => check_fields(name, fields),
        _ => Ok(()),
    }
}

/// Checks the members of a structure.
fn check_fields(name: &str, fields: &Fields) -> PyResult<()> {
    for (at, member) in fields.of.members.iter().enumerate() {
        let path = format!("{name}.{}", member.attribute);
        match fields.at(at) {
            Some(value) => check(&path, value, &member.of)?,
            None if member.is_required => return Err(missing(&path, &member.of)),
            None => {}
        }
    }
    if fields.of.is_union && fields.iter().count() != 1 {
        let names: Vec<_> = fields.of.members.iter().map(|member| member.attribute).collect();
        let expected = format!("{name} must have exactly one of {}, got {}", names.join(", "), fields.iter().count());
        return Err(PyValueError::new_err(expected));
    }
    Ok(())
}

/// Checks the members that are set, of the input of an operation.
pub fn check_set(name: &str, fields: &Fields) -> PyResult<()> {
    fields.iter().try_for_each(|(at, value)| {
        let member = &fields.of.members[at];
        check(&format!("{name}.{}", member.attribute), value, &member.of)
    })
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
            return PyValueError::new_err(format!("{name} is required and must be {}", expected(structure)));
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
        fields.set_at(at, Some(converted(&format!("{name}[{}]", quoted(&key)), &item, &member.of)?));
    }
    Ok(fields)
}

fn of_object(name: &str, given: &Bound<'_, PyAny>, of: &'static Structure) -> PyResult<Fields> {
    let mut fields = Fields::new(of);
    for (at, member) in of.members.iter().enumerate() {
        if let Some(item) = attribute(given, member)? {
            fields.set_at(at, Some(converted(&format!("{name}.{}", member.attribute), &item, &member.of)?));
        }
    }
    check_attributes(name, given, of.members)?;
    Ok(fields)
}

/// The value of a member of an object; `None` if it is absent or `None`.
pub fn attribute<'py>(given: &Bound<'py, PyAny>, member: &Member) -> PyResult<Arg<'py>> {
    Ok(given.getattr_opt(member.attribute)?.filter(|item| !item.is_none()))
}

/// Warns of attributes that cannot be sent, because neither the class nor the model knows them.
pub fn check_attributes(name: &str, given: &Bound<'_, PyAny>, members: &[Member]) -> PyResult<()> {
    let py = given.py();
    let Some(attributes) = given.getattr_opt(intern!(py, "__dict__"))? else { return Ok(()) };
    for (key, item) in pairs(name, &attributes)? {
        let Ok(key) = key.cast::<PyString>() else { continue };
        let key = key.to_string_lossy();
        if key.starts_with('_') || item.is_none() || members.iter().any(|member| member.is_named(&key)) {
            continue;
        }
        py.import("reboto._unsent")?.call_method1("check", (given, &*key))?;
    }
    Ok(())
}

impl Member {
    /// Whether a key is its name: AWS's, reboto's or AWS's in snake case.
    #[must_use]
    pub fn is_named(&self, key: &str) -> bool {
        key == self.name || key == self.attribute || (key.contains('_') && is_snake_case_of(key, self.name))
    }
}

/// Whether a text is AWS's name in lower case, except for underscores.
fn is_snake_case_of(key: &str, name: &str) -> bool {
    let letters = key.bytes().filter(|byte| *byte != b'_');
    letters.eq(name.bytes().map(|byte| byte.to_ascii_lowercase())) && !key.starts_with('_') && !key.ends_with('_')
}

/// The most members that an error lists.
const MOST_NAMES: usize = 12;

fn unknown_key(py: Python<'_>, name: &str, key: &str, of: &'static Structure) -> PyErr {
    let nearest = || -> PyResult<Option<String>> {
        let mut names: Vec<&str> = of.members.iter().map(|member| member.name).collect();
        names.extend(of.members.iter().map(|member| member.attribute));
        let found = py.import("difflib")?.call_method1("get_close_matches", (key, names, 1))?;
        Ok(found.extract::<Vec<String>>()?.pop())
    };
    let names = || {
        let all: Vec<&str> = of.members.iter().map(|member| member.attribute).collect();
        match all.get(..MOST_NAMES) {
            Some(first) => format!("{} and {} others", first.join(", "), all.len() - MOST_NAMES),
            None => all.join(", "),
        }
    };
    match suppress::<PyException, _>(py, nearest()) {
        Ok(Some(Some(known))) => {
            PyValueError::new_err(format!("{name} has no member {}: did you mean {known}?", quoted(key)))
        }
        Ok(_) => PyValueError::new_err(format!("{name} has no member {}; its members are {}", quoted(key), names())),
        Err(error) => error,
    }
}

fn to_members<'py>(given: &Bound<'py, PyAny>) -> PyResult<Option<Bound<'py, PyAny>>> {
    let py = given.py();
    given.getattr_opt(intern!(py, "_to_members"))?.map(|convert| convert.call0()).transpose()
}

fn has_attributes(given: &Bound<'_, PyAny>) -> PyResult<bool> {
    Ok(!is_text(given) && given.hasattr(intern!(given.py(), "__dict__"))? && !given.is_callable())
}

/// The items of a list. A dict of names to values is a list of pairs.
fn items(name: &str, given: &Bound<'_, PyAny>, list: &'static List) -> PyResult<Vec<Value>> {
    match list.item {
        Type::Structure(of) if of.is_pair() && is_mapping(given)? => of_pairs(name, given, of),
        // A single text or object is a list of one.
        _ if is_text(given) || is_object(given)? => Ok(vec![converted(name, given, &list.item)?]),
        _ => {
            let items = Some(given.clone()).items(name)?;
            let each = items.iter().enumerate().map(|(at, item)| converted(&format!("{name}[{at}]"), item, &list.item));
            each.collect()
        }
    }
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
        let second = &of.members[1];
        let mut add = |item: &Bound<'_, PyAny>, path: &str| {
            let mut fields = Fields::new(of);
            fields.set_at(0, Some(Value::Text(key.clone())));
            fields.set_at(1, Some(converted(path, item, &second.of)?));
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

fn check_length(name: &str, text: &str, limits: Limits) -> PyResult<()> {
    let length = text.chars().count();
    #[expect(clippy::cast_precision_loss, reason = "the limits are small numbers")]
    if limits.contain(length as f64) {
        return Ok(());
    }
    let expected = match (limits.least, limits.most) {
        (Some(1), _) if text.is_empty() => "a non-empty string".to_owned(),
        (Some(least), Some(most)) => format!("text of {least} to {most} characters"),
        (Some(least), None) => format!("text of at least {least} characters"),
        (_, most) => format!("text of at most {} characters", most.unwrap_or_default()),
    };
    let got = if text.is_empty() { "''".to_owned() } else { format!("{length}: {}", quoted(text)) };
    Err(PyValueError::new_err(format!("{name} must be {expected}, got {got}")))
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
    fn check(self, name: &str, number: f64, kind: &str, got: impl std::fmt::Display) -> PyResult<()> {
        if self.contain(number) {
            return Ok(());
        }
        let expected = self.words(kind, i64::MIN, i64::MAX);
        Err(PyValueError::new_err(format!("{name} must be {expected}, got {got}")))
    }

    /// The expected numbers, for an error.
    fn words(self, kind: &str, least: i64, most: i64) -> String {
        match (self.least, self.most) {
            (Some(least), None) => format!("{kind} of at least {least}"),
            (None, Some(most)) => format!("{kind} of at most {most}"),
            (own_least, own_most) => {
                format!("{kind} from {} to {}", own_least.unwrap_or(least), own_most.unwrap_or(most))
            }
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "the limits are small numbers")]
    fn contain(self, number: f64) -> bool {
        self.least.is_none_or(|least| number >= least as f64) && self.most.is_none_or(|most| number <= most as f64)
    }
}

impl Input {
    /// Sets a member from an optional argument, by the model's type.
    pub fn argument(mut self, member: &str, parameter: &str, given: &Arg<'_>) -> PyResult<Self> {
        let of = self.operation.input.member(member).expect("arguments are members");
        if let Some(given) = given
            && (!matches!(of.of, Type::Text(_)) || is_true(given)?)
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
            if matches!(member.of, Type::Text(_) | Type::List(_)) && !is_true(&item)? {
                continue;
            }
            self.set_at(at, Some(value(&format!("{name}.{}", member.attribute), &item, &member.of)?));
        }
        check_attributes(name, given, self.of.members)?;
        Ok(self)
    }
}

/// What was received of an object, and whether it was.
pub fn received<'py>(given: &Bound<'py, PyAny>) -> PyResult<Arg<'py>> {
    Ok(given.getattr_opt(intern!(given.py(), RECEIVED))?.filter(|received| !received.is_none()))
}
