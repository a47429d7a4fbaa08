//! boto's objects decoded from CBOR, by the same shapes as from XML.

use std::borrow::Cow;

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyString, PyTuple};

use crate::decode::cbor::{KeyOrder, expect_item, rounded, text, unexpected};
use crate::decode::cbor_values::ValueDecoder;
use crate::decode::error::DecodeError;
use crate::decode::object_limit;
use crate::decode::results::list_element;
use crate::decode::shape::{Field, FieldType, LoadedShape, Shape};
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
pub struct ObjectFields<'a, 'c, 'py> {
    values: ValueDecoder<'c, 'py>,
    loaded: &'static LoadedShape,
    order: KeyOrder<ObjectField<'a, 'py>>,
}

struct ObjectField<'a, 'py> {
    key: Vec<u8>,
    attribute: Bound<'py, PyString>,
    /// `None` for fields that the model does not have.
    field: Option<Field>,
    last: Option<(Cow<'a, str>, Bound<'py, PyAny>)>,
}

impl<'a, 'c, 'py> ObjectFields<'a, 'c, 'py> {
    pub fn of(shape: &'static Shape, connection: &'c Bound<'py, PyAny>) -> PyResult<Self> {
        let values = ValueDecoder { py: connection.py(), connection };
        Ok(Self { loaded: shape.load(values.py)?, values, order: KeyOrder::new() })
    }

    /// Decodes a map into the attributes of an object.
    pub fn fill(
        &mut self,
        items: &mut Items<'a>,
        object: &Bound<'py, PyAny>,
        attributes: &Bound<'py, PyDict>,
    ) -> Result<(), DecodeError> {
        let (py, loaded, values) = (self.values.py, self.loaded, &self.values);
        let learn = |name: &[u8]| {
            let (attribute, field) = match loaded.fields.get(name) {
                Some((attribute, field)) => (attribute.bind(py).clone(), Some(*field)),
                // Not interned: interned strings are never freed, and the server chooses these names.
                None => (PyString::new(py, &String::from_utf8_lossy(name)), None),
            };
            ObjectField { key: name.to_owned(), attribute, field, last: None }
        };
        object_limit::count()?;
        let before = items.clone();
        let is_map = self.order.pairs(items, learn, |items, field| {
            yield_gil::step(py)?;
            if let Some(value) = field.read(values, items)? {
                attributes.set_item(&field.attribute, value)?;
            }
            Ok(())
        })?;
        if loaded.is_remembered() {
            loaded.remember(object, items.bytes_since(&before))?;
        }
        if is_map { Ok(()) } else { Err(unexpected(&Item::Null, "a map")) }
    }
}

impl<'a, 'py> ObjectField<'a, 'py> {
    /// The attribute's value, or `None` to leave it as the constructor set it.
    fn read(
        &mut self,
        values: &ValueDecoder<'_, 'py>,
        items: &mut Items<'a>,
    ) -> Result<Option<Bound<'py, PyAny>>, DecodeError> {
        let py = values.py;
        let kind = match self.field {
            None => return values.unknown(items, 0),
            Some(field @ (Field::Model(_) | Field::Flattened(_) | Field::Boto(FieldType::Dimensions))) => {
                return values.field(items, field);
            }
            Some(Field::Boto(kind)) => kind,
        };
        let item = expect_item(items.item())?;
        let value = match (kind, item) {
            (_, Item::Null) => return Ok(None),
            (FieldType::Text | FieldType::Mapped(_), Item::Text(text)) => self.string(py, text),
            (FieldType::Text, Item::Time(seconds)) => {
                PyString::new(py, &Timestamp::from_millis(rounded(seconds)?).to_string()).into_any()
            }
            (FieldType::Text, Item::Bool(flag)) => self.string(py, if flag { "true" } else { "false" }.into()),
            (FieldType::Text, Item::Integer(whole)) => self.string(py, whole.to_string().into()),
            (FieldType::Text, Item::Float(real)) => self.string(py, real.to_string().into()),
            (FieldType::Int, Item::Integer(whole)) => whole.into_pyobject(py).map_err(PyErr::from)?.into_any(),
            (FieldType::Float, Item::Float(real)) => PyFloat::new(py, real).into_any(),
            #[expect(clippy::cast_precision_loss, reason = "boto's attribute is a float")]
            (FieldType::Float, Item::Integer(whole)) => PyFloat::new(py, whole as f64).into_any(),
            (FieldType::Bool, Item::Bool(flag)) => PyBool::new(py, flag).to_owned().into_any(),
            (FieldType::TextList, Item::List(left)) => strings(py, items, left)?,
            (_, other) => return Err(unexpected(&other, &String::from_utf8_lossy(&self.key))),
        };
        Ok(Some(value))
    }

    fn string(&mut self, py: Python<'py>, text: Cow<'a, str>) -> Bound<'py, PyAny> {
        match &self.last {
            Some((last, string)) if *last == text => string.clone(),
            _ => {
                let word =
                    if let Some(Field::Boto(FieldType::Mapped(other))) = self.field { other(&text) } else { &text };
                let string = PyString::new(py, word).into_any();
                self.last = Some((text, string.clone()));
                string
            }
        }
    }
}

fn strings<'py>(
    py: Python<'py>,
    items: &mut Items<'_>,
    mut left: Option<u64>,
) -> Result<Bound<'py, PyAny>, DecodeError> {
    object_limit::count()?;
    let list = list_element(py)?;
    while items.has_next(&mut left) {
        yield_gil::step(py)?;
        if let Some(text) = text(items)? {
            list.append(text)?;
        }
    }
    Ok(list.into_any())
}
