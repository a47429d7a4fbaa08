//! From Auto Scaling's XML to boto's objects, by one table a noun.
//!
//! As in boto, each known element sets an attribute of the type that boto gave it,
//! and an unknown one becomes an attribute of its own name, so that what AWS added
//! since is there. Unknown structures become dicts and lists.

use std::collections::HashMap;

use aws_smithy_types::base64;
use bytes::Bytes;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBytes, PyDict, PyList, PyString};

use crate::clock::Clock;
use crate::error::BotoServerError;
use crate::reply::{datetime, result_set};
use crate::session::Reply;
use crate::xml::{Content, Document, Malformed};

/// What an element's content becomes.
pub enum Kind {
    Text,
    Int,
    Float,
    Bool,
    /// A naive UTC `datetime`.
    Moment,
    /// Bytes that came in base64.
    Base64,
    /// Each member's text, appended to the list that the constructor made.
    Texts,
    /// Each member's text, appended to the object, which is a list itself.
    Members,
    /// A `ResultSet` of objects.
    Many(&'static Noun),
    /// Block devices, in the style that the launch configuration asks for.
    Devices(&'static Noun),
    /// True if it says anything at all.
    Present,
    /// One object.
    One(&'static Noun),
    /// Nothing of its own: what it holds belongs to the object itself.
    Inside,
}

/// A class of boto's and the elements it is made of.
pub struct Noun {
    module: &'static str,
    class: &'static str,
    fields: &'static [(&'static str, &'static str, Kind)],
    loaded: PyOnceLock<Loaded>,
}

struct Loaded {
    class: Py<PyAny>,
    fields: HashMap<&'static [u8], (Py<PyString>, &'static Kind)>,
}

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

/// Why a document gave no object.
enum Trouble {
    Malformed(Malformed),
    Python(PyErr),
}

impl From<Malformed> for Trouble {
    fn from(malformed: Malformed) -> Self {
        Self::Malformed(malformed)
    }
}

impl From<PyErr> for Trouble {
    fn from(error: PyErr) -> Self {
        Self::Python(error)
    }
}

impl Noun {
    pub const fn new(
        module: &'static str,
        class: &'static str,
        fields: &'static [(&'static str, &'static str, Kind)],
    ) -> Self {
        Self { module, class, fields, loaded: PyOnceLock::new() }
    }

    fn load(&'static self, py: Python<'_>) -> PyResult<&'static Loaded> {
        self.loaded.get_or_try_init(py, || {
            let mut holder = py.import(self.module)?.into_any();
            for part in self.class.split('.') {
                holder = holder.getattr(part)?;
            }
            let fields = self.fields.iter().map(|(element, attribute, kind)| {
                (element.as_bytes(), (PyString::intern(py, attribute).unbind(), kind))
            });
            Ok(Loaded { class: holder.unbind(), fields: fields.collect() })
        })
    }

    /// The class that this noun's objects are of.
    pub fn class<'py>(&'static self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(self.load(py)?.class.bind(py).clone())
    }
}

/// A walk through an answer, building objects that carry the connection.
struct Builder<'a, 'py> {
    document: Document<'a>,
    connection: &'a Bound<'py, PyAny>,
    py: Python<'py>,
}

impl<'a, 'py> Builder<'a, 'py> {
    fn new(bytes: &'a [u8], connection: &'a Bound<'py, PyAny>) -> Self {
        Self { document: Document::new(bytes), connection, py: connection.py() }
    }

    /// The current element as an object of `class`, read by `noun`'s table.
    fn object(&mut self, noun: &'static Noun, class: &Bound<'py, PyAny>) -> Result<Bound<'py, PyAny>, Trouble> {
        let object = class.call1((self.connection,))?;
        self.fill(&object, noun)?;
        Ok(object)
    }

    fn fill(&mut self, object: &Bound<'py, PyAny>, noun: &'static Noun) -> Result<(), Trouble> {
        let loaded = noun.load(self.py)?;
        while let Some(element) = self.document.child()? {
            match loaded.fields.get(element) {
                Some((_, Kind::Inside)) => self.fill(object, noun)?,
                Some((attribute, kind)) => self.set(object, attribute.bind(self.py), kind)?,
                None => {
                    let value = self.unknown()?;
                    object.setattr(name(self.py, element), value)?;
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
                while self.document.child()?.is_some() {
                    list.call_method1(intern!(self.py, "append"), (self.document.text()?,))?;
                }
                return Ok(());
            }
            Kind::Devices(_) if object.getattr(intern!(self.py, "use_block_device_types"))?.is_truthy()? => {
                self.typed_devices()?
            }
            Kind::Many(noun) | Kind::Devices(noun) => self.members(noun)?,
            Kind::One(noun) => {
                let class = noun.class(self.py)?;
                self.object(noun, &class)?
            }
            scalar => {
                let text = self.document.text()?;
                scalar.value(self.py, &text)?
            }
        };
        object.setattr(attribute, value)?;
        Ok(())
    }

    fn members(&mut self, noun: &'static Noun) -> Result<Bound<'py, PyAny>, Trouble> {
        let class = noun.class(self.py)?;
        let list = result_set(self.py)?;
        while let Some(element) = self.document.child()? {
            if element == b"member" {
                list.append(self.object(noun, &class)?)?;
            } else {
                self.document.skip()?;
            }
        }
        Ok(list.into_any())
    }

    /// Block devices as `blockdevicemapping` has them: a dict from name to device.
    fn typed_devices(&mut self) -> Result<Bound<'py, PyAny>, Trouble> {
        let mapping = BLOCK_DEVICES.class(self.py)?.call0()?;
        let class = BLOCK_DEVICE.class(self.py)?;
        while self.document.child()?.is_some() {
            let device = self.object(&BLOCK_DEVICE, &class)?;
            let name = device.getattr(intern!(self.py, "device_name"))?;
            device.delattr(intern!(self.py, "device_name"))?;
            mapping.set_item(name, device)?;
        }
        Ok(mapping)
    }

    /// An element that boto does not know: its text, or a dict, or a list of members.
    fn unknown(&mut self) -> Result<Bound<'py, PyAny>, Trouble> {
        if let Content::Text(text) = self.document.content()? {
            return Ok(PyString::new(self.py, &text).into_any());
        }
        let dict = PyDict::new(self.py);
        let list = PyList::empty(self.py);
        while let Some(element) = self.document.child()? {
            let value = self.unknown()?;
            if element == b"member" {
                list.append(value)?;
            } else {
                dict.set_item(name(self.py, element), value)?;
            }
        }
        Ok(if list.is_empty() { dict.into_any() } else { list.into_any() })
    }

    /// The answer's list: members where the result holds them, the token beside.
    fn page(&mut self, markers: &[(Vec<u8>, &'static Noun, Bound<'py, PyAny>)]) -> Result<Bound<'py, PyAny>, Trouble> {
        let list = result_set(self.py)?;
        self.gather(&list, markers)?;
        Ok(list.into_any())
    }

    fn gather(
        &mut self,
        list: &Bound<'py, PyList>,
        markers: &[(Vec<u8>, &'static Noun, Bound<'py, PyAny>)],
    ) -> Result<(), Trouble> {
        while let Some(element) = self.document.child()? {
            if let Some((_, noun, class)) = markers.iter().find(|(marker, ..)| marker == element) {
                list.append(self.object(noun, class)?)?;
                continue;
            }
            match self.document.content()? {
                Content::Children => self.gather(list, markers)?,
                Content::Text(text) if element == b"NextToken" => list.setattr(intern!(self.py, "next_token"), text)?,
                Content::Text(text) => list.setattr(name(self.py, element), text)?,
            }
        }
        Ok(())
    }

    /// The whole answer as one object: what its envelope holds is the object's own.
    fn whole(&mut self, noun: &'static Noun, class: &Bound<'py, PyAny>) -> Result<Bound<'py, PyAny>, Trouble> {
        let object = class.call1((self.connection,))?;
        while self.document.child()?.is_some() {
            while let Some(element) = self.document.child()? {
                if element.ends_with(b"Result") || element == b"ResponseMetadata" {
                    self.fill(&object, noun)?;
                } else {
                    let value = self.unknown()?;
                    object.setattr(name(self.py, element), value)?;
                }
            }
        }
        Ok(object)
    }
}

impl Kind {
    /// A scalar as boto typed it; what cannot be read as a number is none.
    fn value<'py>(&self, py: Python<'py>, text: &str) -> PyResult<Bound<'py, PyAny>> {
        Ok(match self {
            Self::Int => text.trim().parse::<i64>().ok().into_pyobject(py)?,
            Self::Float => text.trim().parse::<f64>().ok().into_pyobject(py)?,
            Self::Bool => text.eq_ignore_ascii_case("true").into_pyobject(py)?.to_owned().into_any(),
            Self::Present => (!text.is_empty()).into_pyobject(py)?.to_owned().into_any(),
            Self::Moment => moment(py, text)?,
            Self::Base64 => match base64::decode(text) {
                Ok(bytes) => PyBytes::new(py, &bytes).into_any(),
                Err(_) => PyString::new(py, text).into_any(),
            },
            _ => PyString::new(py, text).into_any(),
        })
    }
}

/// A naive UTC `datetime`, with or without a fraction; other text stays text.
fn moment<'py>(py: Python<'py>, text: &str) -> PyResult<Bound<'py, PyAny>> {
    match Clock::read(text) {
        Some(time) => Ok(datetime(py, time)?.into_any()),
        None => Ok(PyString::new(py, text).into_any()),
    }
}

fn name<'py>(py: Python<'py>, element: &[u8]) -> Bound<'py, PyString> {
    PyString::new(py, &String::from_utf8_lossy(element))
}

/// A document that was to be an answer but is none, in the words of a server's error.
fn unreadable(py: Python<'_>, body: &[u8], trouble: Trouble) -> PyErr {
    let malformed = match trouble {
        Trouble::Python(error) => return error,
        Trouble::Malformed(malformed) => malformed,
    };
    let body = String::from_utf8_lossy(body);
    let error = BotoServerError::new_err((200, "OK", body.into_owned()));
    let told = format!("the answer is not the XML that was expected: {}", malformed.0);
    match error.value(py).setattr(intern!(py, "message"), told) {
        Ok(()) => error,
        Err(other) => other,
    }
}

/// An answer that lists objects in `member` elements.
pub struct Page(pub Bytes, pub &'static Noun);

impl Reply for Page {
    fn into_python<'py>(self, connection: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let py = connection.py();
        let markers = [(b"member".to_vec(), self.1, self.1.class(py)?)];
        Builder::new(&self.0, connection).page(&markers).map_err(|trouble| unreadable(py, &self.0, trouble))
    }
}

/// An answer that is one object.
pub struct Whole(pub Bytes, pub &'static Noun);

impl Reply for Whole {
    fn into_python<'py>(self, connection: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let py = connection.py();
        let class = self.1.class(py)?;
        Builder::new(&self.0, connection).whole(self.1, &class).map_err(|trouble| unreadable(py, &self.0, trouble))
    }
}
