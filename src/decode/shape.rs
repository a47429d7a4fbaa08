//! Shapes: the classes of objects in responses, with the elements that set their attributes.
//!
//! boto's classes have a table here of what boto knew, in boto's types. Other elements are members
//! of AWS's model, in the model's types. Classes that boto did not have consist of those alone.

use std::collections::HashMap;
use std::sync::OnceLock;

use aws_smithy_types::base64;
use pyo3::exceptions::{PyException, PyValueError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBytes, PyString};

use crate::decode::datetime::datetime;
use crate::decode::dimensions;
use crate::error::suppress::suppress;
use crate::model::{List, RECEIVED, Structure, Type};
use crate::protocol::timestamp::Timestamp;

/// Maximum nesting of JSON: copying or comparing a deeper object can exceed Python's recursion
/// limit. AWS's JSON has fewer than ten levels.
const DEEPEST_JSON: usize = 100;

/// The type that an element's content is converted to.
pub enum FieldType {
    Text,
    Int,
    Float,
    Bool,
    /// A naive UTC `datetime`.
    Timestamp,
    /// Bytes, sent in base64.
    Base64,
    /// Each member's text, appended to the list that the constructor made.
    AppendTexts,
    /// Each member's text in a new list.
    TextList,
    /// CloudWatch's dimensions: `Name` and `Value` of each member.
    Dimensions,
    /// Text converted by a function.
    Mapped(fn(&str) -> &str),
    /// Parsed JSON, or the text if it is not JSON or is nested too deep.
    Json,
    /// Each member's text, appended to the object, which is a list itself.
    Members,
    /// One object, appended to the enclosing object, which is a list.
    Append(&'static Shape),
    /// A `ResultSet` of objects.
    List(&'static Shape),
    /// Block devices, in the form selected by the launch configuration.
    BlockDevices(&'static Shape),
    /// True if the element is not empty.
    Present,
    /// One object.
    Object(&'static Shape),
    /// An envelope, whose content sets attributes of the enclosing object.
    Flatten,
}

/// A class of boto's and the response elements of its attributes.
pub struct Shape {
    module: &'static str,
    class: &'static str,
    fields: &'static [(&'static str, &'static str, FieldType)],
    /// The structures of the model that are objects of this class.
    models: &'static [&'static Structure],
    loaded: PyOnceLock<LoadedShape>,
}

/// A class and its fields, looked up once.
pub struct LoadedShape {
    class: Py<PyAny>,
    /// Whether its constructor takes a connection.
    connected: bool,
    /// Whether its objects keep what was received, so that an update sends only changes.
    remembered: bool,
    pub fields: HashMap<&'static [u8], (Py<PyString>, Field)>,
}

/// The shapes of both services.
pub type Shapes = &'static [&'static [&'static Shape]];

static BOTO_SHAPES: OnceLock<Shapes> = OnceLock::new();

/// Sets the shapes of boto's classes, which structures of the model may be objects of.
pub fn set_boto_shapes(shapes: Shapes) {
    BOTO_SHAPES.get_or_init(|| shapes);
}

/// The shapes of boto's classes.
pub fn boto_shapes() -> impl Iterator<Item = &'static Shape> {
    BOTO_SHAPES.get().into_iter().flat_map(|shapes| shapes.iter().copied().flatten().copied())
}

/// How a field is decoded.
#[derive(Clone, Copy)]
pub enum Field {
    /// As in boto.
    Boto(&'static FieldType),
    /// As in AWS's model.
    Model(&'static Type),
    /// As in AWS's model: its members are those of the enclosing object.
    Flattened(&'static Structure),
}

impl Shape {
    pub const fn new(
        module: &'static str,
        class: &'static str,
        fields: &'static [(&'static str, &'static str, FieldType)],
    ) -> Self {
        Self { module, class, fields, models: &[], loaded: PyOnceLock::new() }
    }

    /// Adds the members of the model's structures to those that boto knew.
    pub const fn of(mut self, models: &'static [&'static Structure]) -> Self {
        self.models = models;
        self
    }

    pub fn load(&'static self, py: Python<'_>) -> PyResult<&'static LoadedShape> {
        self.loaded.get_or_try_init(py, || {
            let mut fields = HashMap::new();
            for model in self.models {
                add_members(py, model, &mut fields);
            }
            fields.extend(self.fields.iter().map(|(element, attribute, kind)| {
                (element.as_bytes(), (PyString::intern(py, attribute).unbind(), Field::Boto(kind)))
            }));
            LoadedShape::new(class(py, self.module, self.class)?, true, fields)
        })
    }

    /// The name of its class.
    pub fn class_name(&self) -> &'static str {
        self.class
    }

    /// Whether this is the shape of a class.
    pub fn is_named(&self, module: &str, class: &str) -> bool {
        (self.module, self.class) == (module, class)
    }

    /// The attributes that responses set, each with the kind of its table column.
    pub fn columns(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let named = self.fields.iter().filter(|(_, attribute, _)| !attribute.is_empty());
        named.map(|(_, attribute, kind)| (*attribute, kind.column()))
    }

    /// Imports this class and the classes of nested objects.
    pub fn prepare(&'static self, py: Python<'_>) -> PyResult<()> {
        if self.loaded.get(py).is_some() {
            return Ok(());
        }
        for (_, _, kind) in self.fields {
            match kind {
                FieldType::Append(shape)
                | FieldType::List(shape)
                | FieldType::BlockDevices(shape)
                | FieldType::Object(shape) => shape.prepare(py)?,
                FieldType::Dimensions => dimensions::class(py).map(drop)?,
                _ => {}
            }
        }
        // The classes that boto did not have are imported when a response has them: few do.
        self.load(py).map(drop)
    }

    /// The Python class of this shape.
    pub fn class<'py>(&'static self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(self.load(py)?.class(py))
    }
}

impl LoadedShape {
    fn new(
        class: Bound<'_, PyAny>,
        connected: bool,
        fields: HashMap<&'static [u8], (Py<PyString>, Field)>,
    ) -> PyResult<Self> {
        let remembered = class.hasattr(intern!(class.py(), RECEIVED))?;
        Ok(Self { class: class.unbind(), connected, remembered, fields })
    }

    pub fn is_remembered(&self) -> bool {
        self.remembered
    }

    /// Keeps what was received of an object in a slot, which is not part of `vars()`.
    pub fn remember(&self, object: &Bound<'_, PyAny>, received: &[u8]) -> PyResult<()> {
        object.setattr(intern!(object.py(), RECEIVED), PyBytes::new(object.py(), received))
    }

    pub fn class<'py>(&self, py: Python<'py>) -> Bound<'py, PyAny> {
        self.class.bind(py).clone()
    }

    /// A new object. Nested values have no connection.
    pub fn instantiate<'py>(
        &self,
        class: &Bound<'py, PyAny>,
        connection: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        if self.connected { class.call1((connection,)) } else { class.call0() }
    }
}

impl Structure {
    /// The class of a structure and its fields: those of boto's class, if boto had one.
    pub fn load(&'static self, py: Python<'_>) -> PyResult<&'static LoadedShape> {
        if let Some(loaded) = self.loaded.get() {
            return Ok(loaded.downcast_ref().expect("only this function sets it"));
        }
        let (module, name) = self.class.unwrap_or(("reboto._structure", "Structure"));
        if let Some(known) = boto_shapes().find(|shape| shape.is_named(module, name)) {
            return known.load(py);
        }
        let mut fields = HashMap::new();
        add_members(py, self, &mut fields);
        let made = LoadedShape::new(class(py, module, name)?, self.is_noun, fields)?;
        // Another thread may have been faster; its shape is the same.
        let _ = self.loaded.set(Box::new(Box::new(made)));
        self.load(py)
    }

    /// Imports the class, and the classes of nested objects.
    pub fn prepare(&'static self, py: Python<'_>) -> PyResult<()> {
        if self.loaded.get().is_some() {
            return Ok(());
        }
        self.load(py)?;
        self.members.iter().try_for_each(|member| member.of.prepare(py))
    }
}

impl Type {
    /// Imports the classes of objects of this type.
    pub fn prepare(&'static self, py: Python<'_>) -> PyResult<()> {
        match self {
            Self::Structure(structure) => structure.prepare(py),
            Self::List(List { item, .. }) => item.prepare(py),
            Self::Dimensions(_) => dimensions::class(py).map(drop),
            _ => Ok(()),
        }
    }

    /// The type of boto's that text of this type is converted to.
    #[must_use]
    pub fn scalar(&self) -> &'static FieldType {
        match self {
            Self::Integer(_) | Self::Long(_) => &FieldType::Int,
            Self::Double(_) => &FieldType::Float,
            Self::Boolean => &FieldType::Bool,
            Self::Timestamp => &FieldType::Timestamp,
            Self::Blob => &FieldType::Base64,
            _ => &FieldType::Text,
        }
    }
}

fn class<'py>(py: Python<'py>, module: &str, name: &str) -> PyResult<Bound<'py, PyAny>> {
    let mut holder = py.import(module)?.into_any();
    for part in name.split('.') {
        holder = holder.getattr(part)?;
    }
    Ok(holder)
}

fn add_members(
    py: Python<'_>,
    structure: &'static Structure,
    fields: &mut HashMap<&'static [u8], (Py<PyString>, Field)>,
) {
    for member in structure.members {
        let field = match member.of {
            Type::Structure(nested) if member.is_flattened => {
                add_members(py, nested, fields);
                Field::Flattened(nested)
            }
            _ => Field::Model(&member.of),
        };
        fields.insert(member.element.as_bytes(), (PyString::intern(py, member.attribute).unbind(), field));
    }
}

impl FieldType {
    fn column(&self) -> &'static str {
        match self {
            Self::Int => "whole",
            Self::Float => "real",
            Self::Bool | Self::Present => "flag",
            Self::Timestamp => "time",
            _ => "text",
        }
    }

    /// A scalar of boto's type; `None` for an invalid number.
    pub fn value<'py>(&self, py: Python<'py>, text: &str) -> PyResult<Bound<'py, PyAny>> {
        Ok(match self {
            Self::Int => text.trim().parse::<i64>().ok().into_pyobject(py)?,
            Self::Float => text.trim().parse::<f64>().ok().into_pyobject(py)?,
            Self::Bool => text.eq_ignore_ascii_case("true").into_pyobject(py)?.to_owned().into_any(),
            Self::Present => (!text.is_empty()).into_pyobject(py)?.to_owned().into_any(),
            Self::Mapped(other) => PyString::new(py, other(text)).into_any(),
            Self::Json if !nests_at_most(text, DEEPEST_JSON) => PyString::new(py, text).into_any(),
            Self::Json => {
                let parsed = py.import("json").and_then(|json| json.call_method1(intern!(py, "loads"), (text,)));
                // On any error, even of the import, the text is better than losing the page.
                suppress::<PyException, _>(py, parsed)?.unwrap_or_else(|| PyString::new(py, text).into_any())
            }
            Self::Timestamp => timestamp(py, text)?,
            Self::Base64 => match base64::decode(text) {
                Ok(bytes) => PyBytes::new(py, &bytes).into_any(),
                Err(_) => PyString::new(py, text).into_any(),
            },
            _ => PyString::new(py, text).into_any(),
        })
    }
}

/// Whether the arrays and objects of a JSON text are nested at most `most` deep.
fn nests_at_most(text: &str, most: usize) -> bool {
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    text.bytes().all(|byte| {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'[' | b'{' if !quoted => depth += 1,
            b']' | b'}' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth <= most
    })
}

/// A naive UTC `datetime`, or the text itself if it is not a timestamp.
fn timestamp<'py>(py: Python<'py>, text: &str) -> PyResult<Bound<'py, PyAny>> {
    // Dates such as February 30 have the right form, but `datetime` rejects them.
    let time = Timestamp::parse(text).map(|time| suppress::<PyValueError, _>(py, datetime(py, time))).transpose()?;
    Ok(time.flatten().unwrap_or_else(|| PyString::new(py, text).into_any()))
}
