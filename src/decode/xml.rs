//! From XML to boto's objects, by one table a noun: Auto Scaling's answers, and those to generic calls.
//!
//! As in boto, each known element sets an attribute of the type that boto gave it,
//! and an unknown one becomes an attribute of its own name, so that what AWS added
//! since is there. Unknown structures become dicts and lists.

use std::borrow::Cow;

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyString, PyType, PyTypeMethods};

use crate::decode::dimensions;
use crate::decode::error::Trouble;
use crate::decode::results::{list_element, result_set, result_set_of};
use crate::decode::shape::{Kind, Noun};
use crate::process::yield_gil;
use crate::protocol::xml::{Content, Document, Malformed};

const BLOCK_DEVICE_MODULE: &str = "reboto.ec2.blockdevicemapping";

static BLOCK_DEVICES: Noun = Noun::new(BLOCK_DEVICE_MODULE, "BlockDeviceMapping", &[]);

static BLOCK_DEVICE: Noun = Noun::new(
    BLOCK_DEVICE_MODULE,
    "BlockDeviceType",
    &[
        ("DeviceName", "device_name", Kind::Text),
        ("VirtualName", "ephemeral_name", Kind::Text),
        ("NoDevice", "no_device", Kind::Bool),
        ("Ebs", "", Kind::Inside),
        ("SnapshotId", "snapshot_id", Kind::Text),
        ("VolumeSize", "size", Kind::Int),
        ("VolumeType", "volume_type", Kind::Text),
        ("Iops", "iops", Kind::Int),
        ("DeleteOnTermination", "delete_on_termination", Kind::Bool),
        ("Encrypted", "encrypted", Kind::Bool),
    ],
);

/// A walk through an answer, building objects that carry the connection.
pub struct Builder<'a, 'py> {
    pub document: Document<'a>,
    pub connection: &'a Bound<'py, PyAny>,
    pub py: Python<'py>,
    /// The classes that are read by a table.
    pub shapes: Shapes,
}

pub type Shapes = &'static [&'static [&'static Noun]];

impl<'a, 'py> Builder<'a, 'py> {
    pub fn new(bytes: &'a [u8], connection: &'a Bound<'py, PyAny>, shapes: Shapes) -> Self {
        Self { document: Document::new(bytes), connection, py: connection.py(), shapes }
    }

    /// Enters the next child, as `Document::child`; signals and other threads get in meanwhile.
    pub fn child(&mut self) -> Result<Option<&'a [u8]>, Trouble> {
        yield_gil::step(self.py)?;
        Ok(self.document.child()?)
    }

    pub fn content(&mut self) -> Result<Content<'a>, Trouble> {
        Ok(self.document.content()?)
    }

    /// The current element's text; leaves it, and passes over elements within.
    fn text(&mut self) -> Result<Cow<'a, str>, Trouble> {
        match self.content()? {
            Content::Text(text) => Ok(text),
            Content::Children => {
                self.skip()?;
                Ok(Cow::Borrowed(""))
            }
        }
    }

    /// Leaves the current element, whatever it holds.
    fn skip(&mut self) -> Result<(), Trouble> {
        let mut open = 1_usize;
        while open > 0 {
            if self.child()?.is_some() {
                open += 1;
            } else {
                open -= 1;
            }
        }
        Ok(())
    }

    /// The current element as an object of `class`, read by `noun`'s table.
    fn object(&mut self, noun: &'static Noun, class: &Bound<'py, PyAny>) -> Result<Bound<'py, PyAny>, Trouble> {
        let object = class.call1((self.connection,))?;
        self.fill(&object, noun)?;
        Ok(object)
    }

    fn fill(&mut self, object: &Bound<'py, PyAny>, noun: &'static Noun) -> Result<(), Trouble> {
        let loaded = noun.load(self.py)?;
        while let Some(element) = self.child()? {
            match loaded.fields.get(element) {
                Some((_, Kind::Inside)) => self.fill(object, noun)?,
                Some((attribute, kind)) => self.set(object, attribute.bind(self.py), kind)?,
                None => {
                    let value = self.unknown()?;
                    keep(object, &name(self.py, element), value)?;
                }
            }
        }
        Ok(())
    }

    fn set(
        &mut self,
        object: &Bound<'py, PyAny>,
        attribute: &Bound<'py, PyString>,
        kind: &Kind,
    ) -> Result<(), Trouble> {
        let value = match kind {
            Kind::Texts | Kind::Members => {
                let list = if matches!(kind, Kind::Members) { object.clone() } else { object.getattr(attribute)? };
                while self.child()?.is_some() {
                    list.call_method1(intern!(self.py, "append"), (self.text()?,))?;
                }
                return Ok(());
            }
            Kind::Append(noun) => {
                let class = noun.class(self.py)?;
                let item = self.object(noun, &class)?;
                object.call_method1(intern!(self.py, "append"), (item,))?;
                return Ok(());
            }
            Kind::Devices(_) if object.getattr(intern!(self.py, "use_block_device_types"))?.is_truthy()? => {
                self.typed_devices()?
            }
            Kind::NewTexts => self.texts()?,
            Kind::Pairs => self.pairs()?,
            Kind::Many(noun) | Kind::Devices(noun) => self.members(noun)?,
            Kind::One(noun) => {
                let class = noun.class(self.py)?;
                self.object(noun, &class)?
            }
            scalar => {
                let text = self.text()?;
                scalar.value(self.py, &text)?
            }
        };
        keep(object, attribute, value)?;
        Ok(())
    }

    fn members(&mut self, noun: &'static Noun) -> Result<Bound<'py, PyAny>, Trouble> {
        let class = noun.class(self.py)?;
        let list = result_set_of(&class)?;
        while let Some(element) = self.child()? {
            if element == b"member" {
                list.append(self.object(noun, &class)?)?;
            } else {
                self.skip()?;
            }
        }
        Ok(list.into_any())
    }

    fn texts(&mut self) -> Result<Bound<'py, PyAny>, Trouble> {
        let list = list_element(self.py)?;
        while self.child()?.is_some() {
            list.append(self.text()?)?;
        }
        Ok(list.into_any())
    }

    fn pairs(&mut self) -> Result<Bound<'py, PyAny>, Trouble> {
        let dimensions = dimensions::none(self.py)?;
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

    /// Block devices as `blockdevicemapping` has them: a dict from name to device.
    fn typed_devices(&mut self) -> Result<Bound<'py, PyAny>, Trouble> {
        let mapping = BLOCK_DEVICES.class(self.py)?.call0()?;
        let class = BLOCK_DEVICE.class(self.py)?;
        while self.child()?.is_some() {
            let device = self.object(&BLOCK_DEVICE, &class)?;
            let attribute = intern!(self.py, "device_name");
            let name = device.getattr_opt(attribute)?;
            if name.is_some() {
                device.delattr(attribute)?;
            }
            mapping.set_item(name, device)?;
        }
        Ok(mapping)
    }

    /// An element that boto does not know: its text, or a dict, or a list of members.
    fn unknown(&mut self) -> Result<Bound<'py, PyAny>, Trouble> {
        if let Content::Text(text) = self.content()? {
            return Ok(PyString::new(self.py, &text).into_any());
        }
        let dict = PyDict::new(self.py);
        let list = PyList::empty(self.py);
        while let Some(element) = self.child()? {
            let value = self.unknown()?;
            if element == b"member" {
                list.append(value)?;
            } else {
                dict.set_item(name(self.py, element), value)?;
            }
        }
        Ok(if list.is_empty() { dict.into_any() } else { list.into_any() })
    }

    /// The answer's list: objects where the markers' elements are, the token beside.
    pub fn page(&mut self, markers: &[Marker<'py>]) -> Result<Bound<'py, PyAny>, Trouble> {
        let list = match markers {
            [marker] => result_set_of(&marker.class)?,
            _ => result_set(self.py)?,
        };
        self.root()?;
        self.gather(&list, markers)?;
        Ok(list.into_any())
    }

    pub fn gather(&mut self, list: &Bound<'py, PyList>, markers: &[Marker<'py>]) -> Result<(), Trouble> {
        while let Some(element) = self.child()? {
            if let Some(marker) = markers.iter().find(|marker| marker.element == element) {
                list.append(self.marked(marker)?)?;
                continue;
            }
            match self.content()? {
                Content::Children => self.gather(list, markers)?,
                Content::Text(text) if element == b"NextToken" => list.setattr(intern!(self.py, "next_token"), text)?,
                Content::Text(text) => list.setattr(name(self.py, element), text)?,
            }
        }
        Ok(())
    }

    fn marked(&mut self, marker: &Marker<'py>) -> Result<Bound<'py, PyAny>, Trouble> {
        if let Some(noun) = marker.noun {
            return self.object(noun, &marker.class);
        }
        let object = marker.class.call1((self.connection,))?;
        self.sax(&object)?;
        Ok(object)
    }

    /// The whole answer as one object: what its envelope holds is the object's own.
    pub fn whole(&mut self, marker: &Marker<'py>) -> Result<Bound<'py, PyAny>, Trouble> {
        let object = marker.class.call1((self.connection,))?;
        let Some(noun) = marker.noun else {
            self.sax(&object)?;
            return Ok(object);
        };
        self.root()?;
        while let Some(element) = self.child()? {
            if element.ends_with(b"Result") || element == b"ResponseMetadata" {
                self.fill(&object, noun)?;
            } else {
                let value = self.unknown()?;
                object.setattr(name(self.py, element), value)?;
            }
        }
        Ok(object)
    }

    /// Enters the document's root; that of a web page, which says nothing of groups, is none.
    pub fn root(&mut self) -> Result<(), Trouble> {
        match self.child()? {
            Some(name) if name.ends_with(b"Response") => Ok(()),
            Some(name) if name.contains(&0) => Err(Malformed::charset().into()),
            Some(name) => {
                let name = String::from_utf8_lossy(name);
                Err(Malformed(format!("its root is '{name}', and an answer's ends in 'Response'")).into())
            }
            None => Err(Malformed("it holds no element".to_owned()).into()),
        }
    }
}

/// Sets an attribute, or a dict's item where the object is one, as datapoints are.
fn keep<'py>(object: &Bound<'py, PyAny>, name: &Bound<'py, PyString>, value: Bound<'py, PyAny>) -> PyResult<()> {
    match object.cast::<PyDict>() {
        Ok(dict) => dict.set_item(name, value),
        Err(_) => object.setattr(name, value),
    }
}

pub fn name<'py>(py: Python<'py>, element: &[u8]) -> Bound<'py, PyString> {
    PyString::new(py, &String::from_utf8_lossy(element))
}

/// An element and what it becomes.
pub struct Marker<'py> {
    element: Vec<u8>,
    /// The table to read it by; without one the class reads it itself, as boto's did.
    noun: Option<&'static Noun>,
    class: Bound<'py, PyAny>,
}

impl<'py> Marker<'py> {
    pub fn member(py: Python<'py>, noun: &'static Noun) -> PyResult<Self> {
        Ok(Self { element: b"member".to_vec(), noun: Some(noun), class: noun.class(py)? })
    }

    /// A class of boto's or its heir by its table, any other by its own `startElement` and `endElement`.
    pub fn of_class(element: &str, class: Bound<'py, PyAny>, shapes: Shapes) -> PyResult<Self> {
        let mut noun = None;
        for known in shapes.iter().flat_map(|nouns| nouns.iter()) {
            if let Ok(class) = class.cast::<PyType>()
                && class.is_subclass(&known.class(class.py())?)?
            {
                noun = Some(*known);
                break;
            }
        }
        if noun.is_none() && !class.hasattr(intern!(class.py(), "endElement"))? {
            noun = Some(&UNKNOWN);
        }
        Ok(Self { element: element.as_bytes().to_vec(), noun, class })
    }
}

/// A class that says nothing of how it is read: each element becomes an attribute.
static UNKNOWN: Noun = Noun::new("builtins", "object", &[]);
