//! Decoding of XML to boto's objects, by shape, for Auto Scaling and for generic calls.
//!
//! As in boto, a known element sets an attribute of boto's type. An unknown element, which
//! AWS has added since, sets an attribute of the element's name. Unknown structures become
//! dicts and lists.

use std::borrow::Cow;

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyString, PyType, PyTypeMethods};

use crate::decode::dimensions;
use crate::decode::error::DecodeError;
use crate::decode::object_limit;
use crate::decode::results::{list_element, result_set, result_set_of};
use crate::decode::shape::{Field, FieldType, LoadedShape, Shape, Shapes};
use crate::model::{Structure, Type, autoscaling};
use crate::process::yield_gil;
use crate::protocol::xml::{Content, Document, Malformed, skip_element};

const BLOCK_DEVICE_MODULE: &str = "reboto.ec2.blockdevicemapping";

static BLOCK_DEVICES: Shape = Shape::new(BLOCK_DEVICE_MODULE, "BlockDeviceMapping", &[]);

static BLOCK_DEVICE: Shape = Shape::new(
    BLOCK_DEVICE_MODULE,
    "BlockDeviceType",
    &[
        ("DeviceName", "device_name", FieldType::Text),
        ("VirtualName", "ephemeral_name", FieldType::Text),
        ("NoDevice", "no_device", FieldType::Bool),
        ("Ebs", "", FieldType::Flatten),
        ("SnapshotId", "snapshot_id", FieldType::Text),
        ("VolumeSize", "size", FieldType::Int),
        ("VolumeType", "volume_type", FieldType::Text),
        ("Iops", "iops", FieldType::Int),
        ("DeleteOnTermination", "delete_on_termination", FieldType::Bool),
        ("Encrypted", "encrypted", FieldType::Bool),
    ],
)
.of(&[&autoscaling::EBS]);

/// Decodes a response to objects with a connection.
pub struct XmlDecoder<'a, 'py> {
    pub document: Document<'a>,
    pub connection: &'a Bound<'py, PyAny>,
    pub py: Python<'py>,
    /// The shapes that classes in generic calls are looked up in.
    pub shapes: Shapes,
}

impl<'a, 'py> XmlDecoder<'a, 'py> {
    pub fn new(bytes: &'a [u8], connection: &'a Bound<'py, PyAny>, shapes: Shapes) -> Self {
        Self { document: Document::new(bytes), connection, py: connection.py(), shapes }
    }

    /// Enters the next child, as [`Document::child`]. Lets other threads run and checks for signals.
    pub fn child(&mut self) -> Result<Option<&'a [u8]>, DecodeError> {
        yield_gil::step(self.py)?;
        Ok(self.document.child()?)
    }

    pub fn content(&mut self) -> Result<Content<'a>, DecodeError> {
        Ok(self.document.content()?)
    }

    /// The current element's text; leaves the element and skips elements in it.
    fn text(&mut self) -> Result<Cow<'a, str>, DecodeError> {
        match self.content()? {
            Content::Text(text) => Ok(text),
            Content::Children => {
                self.skip()?;
                Ok(Cow::Borrowed(""))
            }
        }
    }

    /// Skips the rest of the current element and leaves it.
    pub fn skip(&mut self) -> Result<(), DecodeError> {
        skip_element(|| self.child().map(|child| child.is_some()))
    }

    /// The current element as an object of `class`, decoded by `shape`.
    fn object(&mut self, shape: &LoadedShape, class: &Bound<'py, PyAny>) -> Result<Bound<'py, PyAny>, DecodeError> {
        object_limit::count()?;
        let object = shape.instantiate(class, self.connection)?;
        let start = self.document.position();
        self.fill(&object, shape)?;
        if shape.is_remembered() {
            shape.remember(&object, self.document.content_since(start))?;
        }
        Ok(object)
    }

    pub fn fill(&mut self, object: &Bound<'py, PyAny>, shape: &LoadedShape) -> Result<(), DecodeError> {
        while let Some(element) = self.child()? {
            let Some((attribute, field)) = shape.fields.get(element) else {
                let value = self.unknown()?;
                set_field(object, &name(self.py, element)?, value)?;
                continue;
            };
            let attribute = attribute.bind(self.py);
            match field {
                Field::Boto(FieldType::Flatten) | Field::Flattened(_) => self.fill(object, shape)?,
                Field::Boto(kind) => self.set(object, attribute, kind)?,
                Field::Model(of) => {
                    let value = self.typed(of)?;
                    set_field(object, attribute, value)?;
                }
            }
        }
        Ok(())
    }

    /// The current element as a value of one of the model's types.
    pub fn typed(&mut self, of: &'static Type) -> Result<Bound<'py, PyAny>, DecodeError> {
        Ok(match of {
            Type::Structure(structure) => {
                let shape = structure.load(self.py)?;
                let class = shape.class(self.py);
                if !structure.is_converted {
                    return self.object(shape, &class);
                }
                let members = self.members_of(structure)?;
                class.call_method1(intern!(self.py, "_from_members"), (members,))?
            }
            Type::List(list) => {
                object_limit::count()?;
                let items = PyList::empty(self.py);
                while self.child()?.is_some() {
                    items.append(self.typed(&list.item)?)?;
                }
                items.into_any()
            }
            Type::Dimensions(_) => self.pairs()?,
            Type::Tags(_) | Type::Map(_) => self.entries()?,
            scalar => {
                let text = self.text()?;
                scalar.scalar().value(self.py, &text)?
            }
        })
    }

    /// The members of a structure by AWS's names, nested structures too, as a dict.
    fn members_of(&mut self, structure: &'static Structure) -> Result<Bound<'py, PyAny>, DecodeError> {
        object_limit::count()?;
        let dict = PyDict::new(self.py);
        while let Some(element) = self.child()? {
            let known = structure.members.iter().find(|member| member.name.as_bytes() == element);
            let value = match known.map(|member| &member.of) {
                Some(Type::Structure(nested)) => self.members_of(nested)?,
                Some(of) => self.typed(of)?,
                None => self.unknown()?,
            };
            dict.set_item(name(self.py, element)?, value)?;
        }
        Ok(dict.into_any())
    }

    /// The entries of a map, or the keys and values of a list of tags, as a dict.
    fn entries(&mut self) -> Result<Bound<'py, PyAny>, DecodeError> {
        object_limit::count()?;
        let dict = PyDict::new(self.py);
        while self.child()?.is_some() {
            let (mut key, mut value) = (Cow::default(), Cow::default());
            while let Some(part) = self.child()? {
                match part {
                    b"key" | b"Key" => key = self.text()?,
                    b"value" | b"Value" => value = self.text()?,
                    _ => self.skip()?,
                }
            }
            dict.set_item(key, value)?;
        }
        Ok(dict.into_any())
    }

    /// The current element as a value of boto's type that needs no object to be set on.
    pub fn boto(&mut self, kind: &FieldType) -> Result<Bound<'py, PyAny>, DecodeError> {
        Ok(match kind {
            FieldType::TextList => self.texts()?,
            FieldType::Dimensions => self.pairs()?,
            FieldType::List(shape) => self.members(shape)?,
            FieldType::Object(shape) => {
                let shape = shape.load(self.py)?;
                self.object(shape, &shape.class(self.py))?
            }
            scalar => {
                let text = self.text()?;
                scalar.value(self.py, &text)?
            }
        })
    }

    fn set(
        &mut self,
        object: &Bound<'py, PyAny>,
        attribute: &Bound<'py, PyString>,
        kind: &FieldType,
    ) -> Result<(), DecodeError> {
        let value = match kind {
            FieldType::AppendTexts | FieldType::Members => {
                let list =
                    if matches!(kind, FieldType::Members) { object.clone() } else { object.getattr(attribute)? };
                while self.child()?.is_some() {
                    list.call_method1(intern!(self.py, "append"), (self.text()?,))?;
                }
                return Ok(());
            }
            FieldType::Append(shape) => {
                let shape = shape.load(self.py)?;
                let item = self.object(shape, &shape.class(self.py))?;
                object.call_method1(intern!(self.py, "append"), (item,))?;
                return Ok(());
            }
            FieldType::BlockDevices(_)
                if object.getattr(intern!(self.py, "use_block_device_types"))?.is_truthy()? =>
            {
                self.typed_devices()?
            }
            FieldType::BlockDevices(shape) => self.members(shape)?,
            other => self.boto(other)?,
        };
        set_field(object, attribute, value)?;
        Ok(())
    }

    fn members(&mut self, shape: &'static Shape) -> Result<Bound<'py, PyAny>, DecodeError> {
        let shape = shape.load(self.py)?;
        let class = shape.class(self.py);
        object_limit::count()?;
        let list = result_set_of(&class)?;
        while let Some(element) = self.child()? {
            if element == b"member" {
                list.append(self.object(shape, &class)?)?;
            } else {
                self.skip()?;
            }
        }
        Ok(list.into_any())
    }

    fn texts(&mut self) -> Result<Bound<'py, PyAny>, DecodeError> {
        object_limit::count()?;
        let list = list_element(self.py)?;
        while self.child()?.is_some() {
            list.append(self.text()?)?;
        }
        Ok(list.into_any())
    }

    fn pairs(&mut self) -> Result<Bound<'py, PyAny>, DecodeError> {
        object_limit::count()?;
        let dimensions = dimensions::empty(self.py)?;
        while self.child()?.is_some() {
            let (mut key, mut value) = (Cow::default(), None);
            while let Some(part) = self.child()? {
                match part {
                    b"Name" => key = self.text()?,
                    b"Value" => value = Some(self.text()?),
                    _ => self.skip()?,
                }
            }
            dimensions::add(&dimensions, &key, value.as_deref())?;
        }
        Ok(dimensions.into_any())
    }

    /// Block devices as a `blockdevicemapping.BlockDeviceMapping`, a dict of names to devices.
    fn typed_devices(&mut self) -> Result<Bound<'py, PyAny>, DecodeError> {
        let mapping = BLOCK_DEVICES.class(self.py)?.call0()?;
        let class = BLOCK_DEVICE.class(self.py)?;
        while self.child()?.is_some() {
            let device = self.object(BLOCK_DEVICE.load(self.py)?, &class)?;
            let attribute = intern!(self.py, "device_name");
            let name = device.getattr_opt(attribute)?;
            if name.is_some() {
                device.delattr(attribute)?;
            }
            mapping.set_item(name, device)?;
        }
        Ok(mapping)
    }

    /// An element that boto does not know: its text, a dict, or a list of its members.
    pub fn unknown(&mut self) -> Result<Bound<'py, PyAny>, DecodeError> {
        if let Content::Text(text) = self.content()? {
            return Ok(PyString::new(self.py, &text).into_any());
        }
        object_limit::count()?;
        let dict = PyDict::new(self.py);
        let list = PyList::empty(self.py);
        while let Some(element) = self.child()? {
            let value = self.unknown()?;
            if element == b"member" {
                list.append(value)?;
            } else {
                dict.set_item(name(self.py, element)?, value)?;
            }
        }
        Ok(if list.is_empty() { dict.into_any() } else { list.into_any() })
    }

    /// The response as a list: one object for each element of a marker, with the token as attribute.
    pub fn page(&mut self, markers: &[Marker<'py>]) -> Result<Bound<'py, PyAny>, DecodeError> {
        let list = match markers {
            [marker] => result_set_of(&marker.class)?,
            _ => result_set(self.py)?,
        };
        self.root()?;
        self.gather(&list, markers)?;
        Ok(list.into_any())
    }

    pub fn gather(&mut self, list: &Bound<'py, PyList>, markers: &[Marker<'py>]) -> Result<(), DecodeError> {
        while let Some(element) = self.child()? {
            if let Some(marker) = markers.iter().find(|marker| marker.element == element) {
                list.append(self.marked(marker)?)?;
                continue;
            }
            match self.content()? {
                Content::Children => self.gather(list, markers)?,
                Content::Text(text) if element == b"NextToken" => list.setattr(intern!(self.py, "next_token"), text)?,
                Content::Text(text) => list.setattr(name(self.py, element)?, text)?,
            }
        }
        Ok(())
    }

    fn marked(&mut self, marker: &Marker<'py>) -> Result<Bound<'py, PyAny>, DecodeError> {
        if let Some(shape) = marker.shape {
            return self.object(shape.load(self.py)?, &marker.class);
        }
        object_limit::count()?;
        let object = marker.class.call1((self.connection,))?;
        self.sax(&object)?;
        Ok(object)
    }

    /// The whole response as one object, without the envelope elements.
    pub fn whole(&mut self, marker: &Marker<'py>) -> Result<Bound<'py, PyAny>, DecodeError> {
        let object = marker.class.call1((self.connection,))?;
        let Some(shape) = marker.shape else {
            self.sax(&object)?;
            return Ok(object);
        };
        self.root()?;
        while let Some(element) = self.child()? {
            if element.ends_with(b"Result") || element == b"ResponseMetadata" {
                self.fill(&object, shape.load(self.py)?)?;
            } else {
                let value = self.unknown()?;
                object.setattr(name(self.py, element)?, value)?;
            }
        }
        Ok(object)
    }

    /// Enters the document's root. Rejects other documents, such as web pages.
    pub fn root(&mut self) -> Result<(), DecodeError> {
        match self.child()? {
            Some(name) if name.ends_with(b"Response") => Ok(()),
            Some(name) if name.contains(&0) => Err(Malformed::charset().into()),
            Some(name) => {
                let name = String::from_utf8_lossy(name);
                Err(Malformed(format!("its root element is '{name}', but should end in 'Response'")).into())
            }
            None => Err(Malformed("it contains no elements".to_owned()).into()),
        }
    }
}

/// Sets an attribute, or an item if the object is a dict, as datapoints are.
fn set_field<'py>(object: &Bound<'py, PyAny>, name: &Bound<'py, PyString>, value: Bound<'py, PyAny>) -> PyResult<()> {
    match object.cast::<PyDict>() {
        Ok(dict) => dict.set_item(name, value),
        Err(_) => object.setattr(name, value),
    }
}

/// An element's name as that of an attribute. Python reserves some, such as `__class__` and `__dict__`.
pub fn name<'py>(py: Python<'py>, element: &[u8]) -> Result<Bound<'py, PyString>, Malformed> {
    let name = String::from_utf8_lossy(element);
    if name.starts_with("__") {
        return Err(Malformed(format!("it has an element '{name}', a name that Python reserves")));
    }
    Ok(PyString::new(py, &name))
}

/// An element's name and the class of its object.
pub struct Marker<'py> {
    element: Vec<u8>,
    /// The shape that decodes it; without one, the class's `startElement` and `endElement` do.
    shape: Option<&'static Shape>,
    class: Bound<'py, PyAny>,
}

impl<'py> Marker<'py> {
    pub fn member(py: Python<'py>, shape: &'static Shape) -> PyResult<Self> {
        Ok(Self { element: b"member".to_vec(), shape: Some(shape), class: shape.class(py)? })
    }

    /// A marker for a class. boto's classes and their subclasses have a shape; other classes have
    /// `startElement` and `endElement`.
    pub fn of_class(element: &str, class: Bound<'py, PyAny>, shapes: Shapes) -> PyResult<Self> {
        let mut shape = None;
        for known in shapes.iter().flat_map(|shapes| shapes.iter()) {
            if let Ok(class) = class.cast::<PyType>()
                && class.is_subclass(&known.class(class.py())?)?
            {
                shape = Some(*known);
                break;
            }
        }
        if shape.is_none() && !class.hasattr(intern!(class.py(), "endElement"))? {
            shape = Some(&UNKNOWN);
        }
        Ok(Self { element: element.as_bytes().to_vec(), shape, class })
    }
}

/// For classes without shape and without `endElement`: each element becomes an attribute.
static UNKNOWN: Shape = Shape::new("builtins", "object", &[]);
