//! boto's objects decoded from CBOR, by the same shapes as from XML.

use std::borrow::Cow;

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyString, PyTuple};

use crate::decode::cbor::{KeyOrder, Visit, expect_item, pairs, rounded, text, unexpected};
use crate::decode::dimensions;
use crate::decode::error::DecodeError;
use crate::decode::results::list_element;
use crate::decode::shape::{FieldType, LoadedShape, Shape};
use crate::process::yield_gil;
use crate::protocol::cbor::{Item, Items};
use crate::protocol::timestamp::Timestamp;

/// Creates objects of a class without its constructor.
pub struct BareInstance<'py> {
    new: Bound<'py, PyAny>,
    class: Bound<'py, PyTuple>,
}

impl<'py> BareInstance<'py> {
    pub fn of(class: Bound<'py, PyAny>) -> PyResult<Self> {
        let py = class.py();
        Ok(Self { new: class.getattr(intern!(py, "__new__"))?, class: PyTuple::new(py, [class])? })
    }

    pub fn make(&self) -> PyResult<Bound<'py, PyAny>> {
        self.new.call1(&self.class)
    }
}

/// Creates objects of a class: the first with the constructor, others by copying a constructed object.
pub struct ObjectTemplate<'py> {
    class: Bound<'py, PyAny>,
    connection: Bound<'py, PyAny>,
    strategy: Strategy<'py>,
}

/// How the next object is created.
enum Strategy<'py> {
    First,
    Second,
    /// With the constructor, since it sets mutable attributes, which objects must not share.
    Constructor,
    /// With a copy of these attributes, all immutable.
    FromTemplate(BareInstance<'py>, Bound<'py, PyDict>),
}

impl<'py> ObjectTemplate<'py> {
    pub fn of(shape: &'static Shape, connection: &Bound<'py, PyAny>) -> PyResult<Self> {
        Ok(Self { class: shape.class(connection.py())?, connection: connection.clone(), strategy: Strategy::First })
    }

    /// A new object and the dict of its attributes.
    pub fn instantiate(&mut self) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyDict>)> {
        match self.strategy {
            Strategy::First => self.strategy = Strategy::Second,
            Strategy::Second => self.strategy = self.choose()?,
            Strategy::Constructor | Strategy::FromTemplate(..) => {}
        }
        let Strategy::FromTemplate(bare, attributes) = &self.strategy else { return self.constructed() };
        let (object, own) = (bare.make()?, attributes.copy()?);
        object.setattr(intern!(object.py(), "__dict__"), &own)?;
        Ok((object, own))
    }

    fn constructed(&self) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyDict>)> {
        let object = self.class.call1((&self.connection,))?;
        let attributes = object.getattr(intern!(object.py(), "__dict__"))?.cast_into()?;
        Ok((object, attributes))
    }

    fn choose(&self) -> PyResult<Strategy<'py>> {
        let (_, attributes) = self.constructed()?;
        let constant = |value: &Bound<'_, PyAny>| {
            value.is_none()
                || value.is(&self.connection)
                || value.is_instance_of::<PyString>()
                || value.is_instance_of::<PyInt>()
                || value.is_instance_of::<PyFloat>()
        };
        if attributes.values().iter().all(|value| constant(&value)) {
            Ok(Strategy::FromTemplate(BareInstance::of(self.class.clone())?, attributes))
        } else {
            Ok(Strategy::Constructor)
        }
    }
}

/// The fields of a list's objects. Caches strings, since objects often share them.
pub struct ObjectFields<'a, 'py> {
    py: Python<'py>,
    loaded: &'static LoadedShape,
    order: KeyOrder<ObjectField<'a, 'py>>,
}

struct ObjectField<'a, 'py> {
    key: Vec<u8>,
    attribute: Bound<'py, PyString>,
    /// `None` for fields that boto did not have.
    kind: Option<&'static FieldType>,
    last: Option<(Cow<'a, str>, Bound<'py, PyAny>)>,
}

impl<'a, 'py> ObjectFields<'a, 'py> {
    pub fn of(shape: &'static Shape, py: Python<'py>) -> PyResult<Self> {
        Ok(Self { py, loaded: shape.load(py)?, order: KeyOrder::new() })
    }

    /// Decodes a map into the attributes of an object.
    pub fn fill(&mut self, items: &mut Items<'a>, attributes: &Bound<'py, PyDict>) -> Result<(), DecodeError> {
        let (py, loaded) = (self.py, self.loaded);
        let learn = |name: &[u8]| {
            let (attribute, kind) = match loaded.fields.get(name) {
                Some((attribute, kind)) => (attribute.bind(py).clone(), Some(*kind)),
                // Not interned: interned strings are never freed, and the server chooses these names.
                None => (PyString::new(py, &String::from_utf8_lossy(name)), None),
            };
            ObjectField { key: name.to_owned(), attribute, kind, last: None }
        };
        let is_map = self.order.pairs(items, learn, |items, field| {
            yield_gil::step(py)?;
            if let Some(value) = field.read(py, items)? {
                attributes.set_item(&field.attribute, value)?;
            }
            Ok(())
        })?;
        if is_map { Ok(()) } else { Err(unexpected(&Item::Null, "a map")) }
    }
}

impl<'a, 'py> ObjectField<'a, 'py> {
    /// The attribute's value, or `None` to leave it as the constructor set it.
    fn read(&mut self, py: Python<'py>, items: &mut Items<'a>) -> Result<Option<Bound<'py, PyAny>>, DecodeError> {
        let item = expect_item(items.item())?;
        let value = match (self.kind, item) {
            (_, Item::Null) => return Ok(None),
            (None | Some(FieldType::Text | FieldType::Mapped(_)), Item::Text(text)) => self.string(py, text),
            (None | Some(FieldType::Text), Item::Time(seconds)) => {
                PyString::new(py, &Timestamp::from_millis(rounded(seconds)?).to_string()).into_any()
            }
            (None | Some(FieldType::Text), Item::Bool(flag)) => {
                self.string(py, if flag { "true" } else { "false" }.into())
            }
            (None | Some(FieldType::Text), Item::Integer(whole)) => self.string(py, whole.to_string().into()),
            (None | Some(FieldType::Text), Item::Float(real)) => self.string(py, real.to_string().into()),
            (Some(FieldType::Int), Item::Integer(whole)) => whole.into_pyobject(py).map_err(PyErr::from)?.into_any(),
            (Some(FieldType::Float), Item::Float(real)) => PyFloat::new(py, real).into_any(),
            #[expect(clippy::cast_precision_loss, reason = "boto's attribute is a float")]
            (Some(FieldType::Float), Item::Integer(whole)) => PyFloat::new(py, whole as f64).into_any(),
            (Some(FieldType::Bool), Item::Bool(flag)) => PyBool::new(py, flag).to_owned().into_any(),
            (Some(FieldType::TextList), Item::List(left)) => strings(py, items, left)?,
            (Some(FieldType::Dimensions), Item::List(left)) => dimensions(py, items, left)?,
            // Lists and maps that boto did not have are skipped.
            (None, Item::List(left)) => return skip_items(items, left, 1),
            (None, Item::Map(left)) => return skip_items(items, left, 2),
            (_, other) => return Err(unexpected(&other, &String::from_utf8_lossy(&self.key))),
        };
        Ok(Some(value))
    }

    fn string(&mut self, py: Python<'py>, text: Cow<'a, str>) -> Bound<'py, PyAny> {
        match &self.last {
            Some((last, string)) if *last == text => string.clone(),
            _ => {
                let word = if let Some(FieldType::Mapped(other)) = self.kind { other(&text) } else { &text };
                let string = PyString::new(py, word).into_any();
                self.last = Some((text, string.clone()));
                string
            }
        }
    }
}

fn skip_items<T>(items: &mut Items<'_>, mut left: Option<u64>, each: usize) -> Result<Option<T>, DecodeError> {
    while items.has_next(&mut left) {
        for _ in 0..each {
            expect_item(items.skip())?;
        }
    }
    Ok(None)
}

fn strings<'py>(
    py: Python<'py>,
    items: &mut Items<'_>,
    mut left: Option<u64>,
) -> Result<Bound<'py, PyAny>, DecodeError> {
    let list = list_element(py)?;
    while items.has_next(&mut left) {
        yield_gil::step(py)?;
        if let Some(text) = text(items)? {
            list.append(text)?;
        }
    }
    Ok(list.into_any())
}

fn dimensions<'py>(
    py: Python<'py>,
    items: &mut Items<'_>,
    mut left: Option<u64>,
) -> Result<Bound<'py, PyAny>, DecodeError> {
    let all = dimensions::empty(py)?;
    while items.has_next(&mut left) {
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
        dimensions::add(&all, &name.unwrap_or_default(), value.as_deref())?;
    }
    Ok(all.into_any())
}
