//! Values decoded from CBOR by the types of AWS's model, and values that the model does not know.

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyBytes, PyDict, PyFloat, PyList, PyString};

use crate::decode::cbor::{Visit, expect_item, list, millis, pairs, real, rounded, text, unexpected};
use crate::decode::datetime::datetime;
use crate::decode::dimensions;
use crate::decode::error::DecodeError;
use crate::decode::object_limit;
use crate::decode::shape::{Field, FieldType, LoadedShape};
use crate::model::{Structure, Type};
use crate::process::yield_gil;
use crate::protocol::cbor::{Item, Items};
use crate::protocol::timestamp::Timestamp;
use crate::protocol::xml::Malformed;

/// Maximum nesting of values that the model does not know. Copying or comparing a deeper object can
/// exceed Python's recursion limit.
const DEEPEST: usize = 32;

type Decoded<T> = Result<T, DecodeError>;

/// An attribute and its value, `None` for null.
type NamedValue<'py> = (Bound<'py, PyString>, Option<Bound<'py, PyAny>>);

/// Decodes values to objects with a connection.
pub struct ValueDecoder<'c, 'py> {
    pub py: Python<'py>,
    pub connection: &'c Bound<'py, PyAny>,
}

impl<'py> ValueDecoder<'_, 'py> {
    /// A value of a type; `None` for null.
    pub fn typed(&self, items: &mut Items<'_>, of: &'static Type) -> Decoded<Option<Bound<'py, PyAny>>> {
        yield_gil::step(self.py)?;
        let py = self.py;
        Ok(match of {
            Type::Structure(structure) => return self.structure(items, structure),
            Type::List(of) => {
                object_limit::count()?;
                let values = PyList::empty(py);
                list(items, |items| self.append(&values, items, &of.item))?;
                Some(values.into_any())
            }
            Type::Map(of) => {
                object_limit::count()?;
                let dict = PyDict::new(py);
                pairs(items, |items, key| {
                    if let Some(value) = self.typed(items, of)? {
                        dict.set_item(String::from_utf8_lossy(key), value)?;
                    }
                    Ok(Visit::Read)
                })?;
                Some(dict.into_any())
            }
            Type::Tags(_) => Some(self.tags(items)?),
            Type::Dimensions(_) => Some(dimensions_of(py, items)?),
            Type::Text(_) => text(items)?.map(|text| PyString::new(py, &text).into_any()),
            Type::Double(_) => real(items)?.map(|real| PyFloat::new(py, real).into_any()),
            Type::Timestamp => match millis(items)? {
                Some(millis) => Some(datetime(py, Timestamp::from_millis(millis))?),
                None => None,
            },
            Type::Integer(_) | Type::Long(_) => match expect_item(items.item())? {
                Item::Integer(whole) => Some(whole.into_pyobject(py).map_err(PyErr::from)?.into_any()),
                Item::Null => None,
                other => return Err(unexpected(&other, "an integer")),
            },
            Type::Boolean => match expect_item(items.item())? {
                Item::Bool(flag) => Some(PyBool::new(py, flag).to_owned().into_any()),
                Item::Null => None,
                other => return Err(unexpected(&other, "true or false")),
            },
            Type::Blob => match expect_item(items.item())? {
                Item::Bytes(bytes) => Some(PyBytes::new(py, &bytes).into_any()),
                Item::Null => None,
                other => return Err(unexpected(&other, "a string of bytes")),
            },
        })
    }

    fn append(&self, values: &Bound<'py, PyList>, items: &mut Items<'_>, of: &'static Type) -> Decoded<()> {
        match self.typed(items, of)? {
            Some(value) => Ok(values.append(value)?),
            None => Ok(()),
        }
    }

    /// An object of a structure's class; `None` for null.
    pub fn structure(
        &self,
        items: &mut Items<'_>,
        structure: &'static Structure,
    ) -> Decoded<Option<Bound<'py, PyAny>>> {
        object_limit::count()?;
        let shape = structure.load(self.py)?;
        if structure.is_converted {
            let members = PyDict::new(self.py);
            let is_map = self.members(items, structure, &members)?;
            let object = || shape.class(self.py).call_method1(intern!(self.py, "_from_members"), (members,));
            return Ok(is_map.then(object).transpose()?);
        }
        let before = items.clone();
        let object = shape.instantiate(&shape.class(self.py), self.connection)?;
        let is_map = self.fill(items, &object, shape)?;
        if is_map && shape.is_remembered() {
            shape.remember(&object, items.bytes_since(&before))?;
        }
        Ok(is_map.then_some(object))
    }

    /// Sets the members of a structure as attributes. Returns false for null.
    pub fn fill(&self, items: &mut Items<'_>, object: &Bound<'py, PyAny>, shape: &LoadedShape) -> Decoded<bool> {
        pairs(items, |items, key| {
            let (attribute, value) = self.member(items, key, shape)?;
            if let Some(value) = value {
                object.setattr(attribute, value)?;
            }
            Ok(Visit::Read)
        })
    }

    /// One member: its attribute and its value.
    pub fn member(&self, items: &mut Items<'_>, key: &[u8], shape: &LoadedShape) -> Decoded<NamedValue<'py>> {
        match shape.fields.get(key) {
            Some((attribute, field)) => Ok((attribute.bind(self.py).clone(), self.field(items, *field)?)),
            // Not interned: interned strings are never freed, and the server chooses these names.
            None => Ok((PyString::new(self.py, &String::from_utf8_lossy(key)), self.unknown(items, 0)?)),
        }
    }

    /// The value of a field of boto's or of the model.
    pub fn field(&self, items: &mut Items<'_>, field: Field) -> Decoded<Option<Bound<'py, PyAny>>> {
        match field {
            Field::Model(of) => self.typed(items, of),
            Field::Flattened(structure) => self.structure(items, structure),
            Field::Boto(kind) => self.boto(items, kind),
        }
    }

    /// A value of boto's type.
    fn boto(&self, items: &mut Items<'_>, kind: &'static FieldType) -> Decoded<Option<Bound<'py, PyAny>>> {
        let py = self.py;
        if let FieldType::Dimensions = kind {
            return dimensions_of(py, items).map(Some);
        }
        let of_text = |text: &str| kind.value(py, text).map(Some);
        Ok(match expect_item(items.item())? {
            Item::Null => None,
            Item::Text(text) => of_text(&text)?,
            Item::Integer(whole) => of_text(&whole.to_string())?,
            Item::Float(real) => of_text(&real.to_string())?,
            Item::Bool(flag) => of_text(if flag { "true" } else { "false" })?,
            Item::Time(seconds) => of_text(&Timestamp::from_millis(rounded(seconds)?).to_string())?,
            other => return Err(unexpected(&other, "a scalar")),
        })
    }

    /// The members of a structure by AWS's names, nested structures too, as a dict. Returns false for null.
    fn members(
        &self,
        items: &mut Items<'_>,
        structure: &'static Structure,
        dict: &Bound<'py, PyDict>,
    ) -> Decoded<bool> {
        pairs(items, |items, key| {
            let known = structure.members.iter().find(|member| member.name.as_bytes() == key);
            let value = match known.map(|member| &member.of) {
                Some(Type::Structure(nested)) => {
                    object_limit::count()?;
                    let inner = PyDict::new(self.py);
                    self.members(items, nested, &inner)?.then(|| inner.into_any())
                }
                Some(of) => self.typed(items, of)?,
                None => self.unknown(items, 0)?,
            };
            if let Some(value) = value {
                dict.set_item(String::from_utf8_lossy(key), value)?;
            }
            Ok(Visit::Read)
        })
    }

    fn tags(&self, items: &mut Items<'_>) -> Decoded<Bound<'py, PyAny>> {
        object_limit::count()?;
        let dict = PyDict::new(self.py);
        list(items, |items| {
            let (mut key, mut value) = (None, None);
            pairs(items, |items, part| {
                match part {
                    b"Key" => key = text(items)?,
                    b"Value" => value = text(items)?,
                    _ => return Ok(Visit::Skip),
                }
                Ok(Visit::Read)
            })?;
            Ok(dict.set_item(key.unwrap_or_default(), value.unwrap_or_default())?)
        })?;
        Ok(dict.into_any())
    }

    /// A value that the model does not know, as CBOR says; `None` for null.
    pub fn unknown(&self, items: &mut Items<'_>, depth: usize) -> Decoded<Option<Bound<'py, PyAny>>> {
        yield_gil::step(self.py)?;
        if depth > DEEPEST {
            return Err(Malformed(format!("its values are nested more than {DEEPEST} deep")).into());
        }
        let py = self.py;
        Ok(match expect_item(items.item())? {
            Item::Null => None,
            Item::Text(text) => Some(PyString::new(py, &text).into_any()),
            Item::Bytes(bytes) => Some(PyBytes::new(py, &bytes).into_any()),
            Item::Integer(whole) => Some(whole.into_pyobject(py).map_err(PyErr::from)?.into_any()),
            Item::Float(real) => Some(PyFloat::new(py, real).into_any()),
            Item::Bool(flag) => Some(PyBool::new(py, flag).to_owned().into_any()),
            Item::Time(seconds) => Some(datetime(py, Timestamp::from_millis(rounded(seconds)?))?),
            Item::List(mut left) => {
                object_limit::count()?;
                let values = PyList::empty(py);
                while items.has_next(&mut left) {
                    values.append(self.unknown(items, depth + 1)?)?;
                }
                Some(values.into_any())
            }
            Item::Map(mut left) => {
                object_limit::count()?;
                let dict = PyDict::new(py);
                while items.has_next(&mut left) {
                    let Some(key) = text(items)? else { return Err(unexpected(&Item::Null, "a name")) };
                    dict.set_item(key, self.unknown(items, depth + 1)?)?;
                }
                Some(dict.into_any())
            }
        })
    }
}

/// A list of dimensions as boto's dict.
fn dimensions_of<'py>(py: Python<'py>, items: &mut Items<'_>) -> Decoded<Bound<'py, PyAny>> {
    object_limit::count()?;
    let all = dimensions::empty(py)?;
    list(items, |items| {
        yield_gil::step(py)?;
        let (mut name, mut value) = (None, None);
        pairs(items, |items, key| {
            match key {
                b"Name" => name = text(items)?,
                b"Value" => value = text(items)?,
                _ => return Ok(Visit::Skip),
            }
            Ok(Visit::Read)
        })?;
        Ok(dimensions::add(&all, &name.unwrap_or_default(), value.as_deref())?)
    })?;
    Ok(all.into_any())
}
