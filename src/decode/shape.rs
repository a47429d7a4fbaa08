//! Shapes: boto's classes, and the tables by which responses become objects of them.

use std::collections::HashMap;

use aws_smithy_types::base64;
use pyo3::exceptions::{PyException, PyValueError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBytes, PyString};

use crate::decode::datetime::datetime;
use crate::decode::dimensions;
use crate::error::suppress::suppress;
use crate::protocol::timestamp::Timestamp;

/// How deep JSON may nest: copying or comparing an object that nests deeper can exceed Python's
/// recursion limit. AWS's nests less than ten deep.
const DEEPEST_JSON: usize = 100;

/// What an element's content becomes.
pub enum FieldType {
    Text,
    Int,
    Float,
    Bool,
    /// A naive UTC `datetime`.
    Timestamp,
    /// Bytes that came in base64.
    Base64,
    /// Each member's text, appended to the list that the constructor made.
    AppendTexts,
    /// Each member's text in a new list.
    TextList,
    /// `Name` and `Value` of each member, as CloudWatch's dimensions.
    Dimensions,
    /// Text put in other words.
    Mapped(fn(&str) -> &str),
    /// What JSON says; text where it is not JSON, or nests too deep.
    Json,
    /// Each member's text, appended to the object, which is a list itself.
    Members,
    /// One object, appended to the object it is in, which is a list.
    Append(&'static Shape),
    /// A `ResultSet` of objects.
    List(&'static Shape),
    /// Block devices, in the style that the launch configuration asks for.
    BlockDevices(&'static Shape),
    /// True if it says anything at all.
    Present,
    /// One object.
    Object(&'static Shape),
    /// Nothing of its own: what it holds belongs to the object itself.
    Flatten,
}

/// A class of boto's and the elements it is made of.
pub struct Shape {
    module: &'static str,
    class: &'static str,
    fields: &'static [(&'static str, &'static str, FieldType)],
    loaded: PyOnceLock<LoadedShape>,
}

/// A shape's class and fields, looked up once.
pub struct LoadedShape {
    class: Py<PyAny>,
    pub fields: HashMap<&'static [u8], (Py<PyString>, &'static FieldType)>,
}

impl Shape {
    pub const fn new(
        module: &'static str,
        class: &'static str,
        fields: &'static [(&'static str, &'static str, FieldType)],
    ) -> Self {
        Self { module, class, fields, loaded: PyOnceLock::new() }
    }

    pub fn load(&'static self, py: Python<'_>) -> PyResult<&'static LoadedShape> {
        self.loaded.get_or_try_init(py, || {
            let mut holder = py.import(self.module)?.into_any();
            for part in self.class.split('.') {
                holder = holder.getattr(part)?;
            }
            let fields = self.fields.iter().map(|(element, attribute, kind)| {
                (element.as_bytes(), (PyString::intern(py, attribute).unbind(), kind))
            });
            Ok(LoadedShape { class: holder.unbind(), fields: fields.collect() })
        })
    }

    /// Whether a class is this shape's own.
    pub fn is_named(&self, module: &str, class: &str) -> bool {
        (self.module, self.class) == (module, class)
    }

    /// Attributes that answers set, each with the kind of column that a table has of it.
    pub fn columns(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let named = self.fields.iter().filter(|(_, attribute, _)| !attribute.is_empty());
        named.map(|(_, attribute, kind)| (*attribute, kind.column()))
    }

    /// Imports what objects of this class and of those within are made of.
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
        self.load(py).map(drop)
    }

    /// The class that this shape's objects are of.
    pub fn class<'py>(&'static self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(self.load(py)?.class.bind(py).clone())
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

    /// A scalar as boto typed it; what cannot be read as a number is none.
    pub fn value<'py>(&self, py: Python<'py>, text: &str) -> PyResult<Bound<'py, PyAny>> {
        Ok(match self {
            Self::Int => text.trim().parse::<i64>().ok().into_pyobject(py)?,
            Self::Float => text.trim().parse::<f64>().ok().into_pyobject(py)?,
            Self::Bool => text.eq_ignore_ascii_case("true").into_pyobject(py)?.to_owned().into_any(),
            Self::Present => (!text.is_empty()).into_pyobject(py)?.to_owned().into_any(),
            Self::Mapped(other) => PyString::new(py, other(text)).into_any(),
            Self::Json if !nests_less(text, DEEPEST_JSON) => PyString::new(py, text).into_any(),
            Self::Json => {
                let parsed = py.import("json").and_then(|json| json.call_method1(intern!(py, "loads"), (text,)));
                // The text is better than no page at all, also where no file can be opened to import this.
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

/// Whether the arrays and objects of a JSON text nest no deeper than `most`.
fn nests_less(text: &str, most: usize) -> bool {
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

/// A naive UTC `datetime`, with or without a fraction; other text stays text.
fn timestamp<'py>(py: Python<'py>, text: &str) -> PyResult<Bound<'py, PyAny>> {
    // The 31st of a month of 30 days has a time's form, and is none.
    let time = Timestamp::parse(text).map(|time| suppress::<PyValueError, _>(py, datetime(py, time))).transpose()?;
    Ok(time.flatten().map_or_else(|| PyString::new(py, text).into_any(), Bound::into_any))
}
