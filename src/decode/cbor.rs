//! Pages read from CBOR straight into boto's objects, without the SDK's own between.
//!
//! Objects are read by the tables that generic calls' XML is read by.

use std::borrow::Cow;

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyString, PyTuple};

use crate::client::raw_response::Received;
use crate::decode::results::list_element;
use crate::decode::shape::{Kind, Loaded, Noun};
use crate::decode::xml::Trouble;
use crate::error::LONGEST_SHOWN;
use crate::error::python;
use crate::process::yield_gil;
use crate::protocol::cbor::{Item, Items};
use crate::protocol::timestamp::Clock;
use crate::protocol::xml::Malformed;
use crate::redaction::log_format;
use crate::services::cloudwatch::dimension;

/// What is there, where a document that is well-formed has something.
fn due<T>(found: Option<T>) -> Result<T, Trouble> {
    found.ok_or_else(|| Malformed("it is no CBOR, or breaks off".to_owned()).into())
}

fn misplaced(item: &Item<'_>, key: &str) -> Trouble {
    Malformed(format!("{} stands where {key} was expected", item.kind())).into()
}

/// Goes through an answer's parts: `part` reads those that it knows and leaves the others.
pub fn read<'a>(
    py: Python<'_>,
    received: &'a Received,
    mut part: impl FnMut(&mut Items<'a>, &[u8]) -> Result<Known, Trouble>,
) -> PyResult<()> {
    let mut items = Items::new(&received.body);
    let mut walk = || {
        pairs(&mut items, &mut part)?;
        if items.ended() { Ok(()) } else { Err(Malformed("more follows its end".to_owned()).into()) }
    };
    walk().map_err(|trouble| unreadable(py, received, trouble))
}

/// A success that cannot be read, in the words of a server's error.
fn unreadable(py: Python<'_>, received: &Received, trouble: Trouble) -> PyErr {
    let malformed = match trouble {
        Trouble::Python(error) => return error,
        Trouble::Malformed(malformed) => malformed.0,
    };
    let kind = field(received, "content-type").unwrap_or_default();
    let why = if kind.contains("cbor") { malformed } else { format!("its type is '{kind}'") };
    let shown = if kind.contains("cbor") {
        log_format::cbor(&received.body, LONGEST_SHOWN)
    } else {
        log_format::text(&received.body, LONGEST_SHOWN)
    };
    let reason = format!("the answer is not the CBOR that was expected: {why}");
    let error = python::unreadable(py, received.status, &shown, &reason).and_then(|error| {
        error.setattr(intern!(py, "request_id"), field(received, REQUEST_ID))?;
        Ok(error)
    });
    error.map_or_else(|other| other, PyErr::from_value)
}

const REQUEST_ID: &str = "x-amzn-requestid";

fn field<'a>(received: &'a Received, name: &str) -> Option<&'a str> {
    received.head.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
}

/// Whether a part was one to be read.
#[derive(PartialEq, Eq)]
pub enum Known {
    Read,
    Unread,
}

/// Goes through a map, of which `each` reads a name and its value; nothing where null stands in its place.
fn entries<'a>(
    items: &mut Items<'a>,
    mut each: impl FnMut(&mut Items<'a>) -> Result<(), Trouble>,
) -> Result<bool, Trouble> {
    let mut left = match due(items.item())? {
        Item::Map(left) => left,
        Item::Nothing => return Ok(false),
        other => return Err(misplaced(&other, "a map")),
    };
    while items.goes_on(&mut left) {
        each(items)?;
    }
    Ok(true)
}

fn name<'a>(items: &mut Items<'a>) -> Result<Cow<'a, [u8]>, Trouble> {
    if let Some(name) = items.short_text() {
        return Ok(Cow::Borrowed(name));
    }
    match due(items.item())? {
        Item::Text(Cow::Borrowed(name)) => Ok(Cow::Borrowed(name.as_bytes())),
        Item::Text(Cow::Owned(name)) => Ok(Cow::Owned(name.into_bytes())),
        other => Err(misplaced(&other, "a name")),
    }
}

/// Goes through a map; nothing where null stands in its place.
pub fn pairs<'a>(
    items: &mut Items<'a>,
    mut each: impl FnMut(&mut Items<'a>, &[u8]) -> Result<Known, Trouble>,
) -> Result<bool, Trouble> {
    entries(items, |items| {
        let name = name(items)?;
        if each(items, &name)? == Known::Unread {
            due(items.skip())?;
        }
        Ok(())
    })
}

/// The names of a list's maps, which mostly come in the same order, with what is known of each.
pub struct Order<T>(Vec<(Vec<u8>, T)>);

impl<T> Order<T> {
    pub fn new() -> Self {
        Self(Vec::new())
    }

    /// Goes through a map, each name being learnt once; nothing where null stands in its place.
    pub fn pairs<'a>(
        &mut self,
        items: &mut Items<'a>,
        learn: impl Fn(&[u8]) -> T,
        mut each: impl FnMut(&mut Items<'a>, &mut T) -> Result<(), Trouble>,
    ) -> Result<bool, Trouble> {
        let mut at = 0;
        entries(items, |items| {
            if !self.0.get(at).is_some_and(|(name, _)| items.follows(name)) {
                self.expect(at, items, &learn)?;
            }
            each(items, &mut self.0[at].1)?;
            at += 1;
            Ok(())
        })
    }

    /// Steps over the next name, and has it where it stood.
    fn expect(&mut self, at: usize, items: &mut Items<'_>, learn: impl Fn(&[u8]) -> T) -> Result<(), Trouble> {
        /// Names that are searched, and kept, beyond those of a map's own.
        const MOST: usize = 64;
        let before = items.clone();
        let name = name(items)?;
        let written = items.since(&before);
        match self.0[at..].iter().position(|(known, _)| known == written) {
            Some(later) => self.0.swap(at, at + later),
            None => self.0.insert(at, (written.to_owned(), learn(&name))),
        }
        self.0.truncate(at + MOST);
        Ok(())
    }
}

/// Goes through a list; null is an empty one.
pub fn list<'a>(
    items: &mut Items<'a>,
    mut each: impl FnMut(&mut Items<'a>) -> Result<(), Trouble>,
) -> Result<Known, Trouble> {
    let mut left = match due(items.item())? {
        Item::List(left) => left,
        Item::Nothing => Some(0),
        other => return Err(misplaced(&other, "a list")),
    };
    while items.goes_on(&mut left) {
        each(items)?;
    }
    Ok(Known::Read)
}

/// A text, if there is one.
pub fn text<'a>(items: &mut Items<'a>) -> Result<Option<Cow<'a, str>>, Trouble> {
    match due(items.item())? {
        Item::Text(text) => Ok(Some(text)),
        Item::Nothing => Ok(None),
        other => Err(misplaced(&other, "a text")),
    }
}

/// A number, if there is one.
pub fn real(items: &mut Items<'_>) -> Result<Option<f64>, Trouble> {
    if let Some(double) = items.double() {
        return Ok(Some(double));
    }
    match due(items.item())? {
        Item::Real(real) => Ok(Some(real)),
        #[expect(clippy::cast_precision_loss, reason = "what is asked for is a double")]
        Item::Whole(whole) => Ok(Some(whole as f64)),
        Item::Nothing => Ok(None),
        other => Err(misplaced(&other, "a number")),
    }
}

/// A time's milliseconds since 1970, if there is one: the nearest, for few have a double of their own.
pub fn millis(items: &mut Items<'_>) -> Result<Option<i64>, Trouble> {
    if let Some(seconds) = items.time() {
        return rounded(seconds).map(Some);
    }
    match due(items.item())? {
        Item::Time(seconds) => rounded(seconds).map(Some),
        Item::Nothing => Ok(None),
        other => Err(misplaced(&other, "a time")),
    }
}

/// The nearest millisecond.
pub fn rounded(seconds: f64) -> Result<i64, Trouble> {
    // The years that Python knows, 1 to 9999.
    const YEARS: std::ops::Range<i64> = -62_135_596_800_000..253_402_300_800_000;
    // What no i64 can hold becomes its end, and that is out of the range.
    #[expect(clippy::cast_possible_truncation, reason = "the range is checked after")]
    let nearest = |millis: f64| {
        let whole = millis as i64;
        #[expect(clippy::cast_precision_loss, reason = "what is not exact is rounded")]
        if millis - whole as f64 == 0.0 { whole } else { millis.round() as i64 }
    };
    let millis = nearest(seconds * 1000.0);
    if seconds.is_nan() || !YEARS.contains(&millis) {
        return Err(Malformed(format!("{seconds} seconds are no time")).into());
    }
    Ok(millis)
}

pub fn clock(millis: i64) -> Clock {
    let part = u32::try_from(millis.rem_euclid(1000)).expect("it is below 1000");
    Clock::at(millis.div_euclid(1000), part * 1_000_000)
}

/// The answer's id, as boto's parser set it.
pub fn identify(list: &Bound<'_, PyAny>, received: &Received) -> PyResult<()> {
    match field(received, REQUEST_ID) {
        Some(id) => list.setattr(intern!(list.py(), "RequestId"), id),
        None => Ok(()),
    }
}

/// Makes objects of a class without its constructor.
pub struct Blank<'py> {
    new: Bound<'py, PyAny>,
    class: Bound<'py, PyTuple>,
}

impl<'py> Blank<'py> {
    pub fn of(class: Bound<'py, PyAny>) -> PyResult<Self> {
        let py = class.py();
        Ok(Self { new: class.getattr(intern!(py, "__new__"))?, class: PyTuple::new(py, [class])? })
    }

    pub fn make(&self) -> PyResult<Bound<'py, PyAny>> {
        self.new.call1(&self.class)
    }
}

/// Makes objects of a class: the first by the constructor, more by casting them from another that it made.
pub struct Mould<'py> {
    class: Bound<'py, PyAny>,
    connection: Bound<'py, PyAny>,
    how: How<'py>,
}

/// How the next object is made.
enum How<'py> {
    First,
    Second,
    /// The constructor makes something that objects must not share.
    Apart,
    /// Its attributes, each of which may be shared.
    Cast(Blank<'py>, Bound<'py, PyDict>),
}

impl<'py> Mould<'py> {
    pub fn of(noun: &'static Noun, connection: &Bound<'py, PyAny>) -> PyResult<Self> {
        Ok(Self { class: noun.class(connection.py())?, connection: connection.clone(), how: How::First })
    }

    /// A new object and the dict of its attributes.
    pub fn cast(&mut self) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyDict>)> {
        match self.how {
            How::First => self.how = How::Second,
            How::Second => self.how = self.seen()?,
            How::Apart | How::Cast(..) => {}
        }
        let How::Cast(blank, attributes) = &self.how else { return self.constructed() };
        let (object, own) = (blank.make()?, attributes.copy()?);
        object.setattr(intern!(object.py(), "__dict__"), &own)?;
        Ok((object, own))
    }

    fn constructed(&self) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyDict>)> {
        let object = self.class.call1((&self.connection,))?;
        let attributes = object.getattr(intern!(object.py(), "__dict__"))?.cast_into()?;
        Ok((object, attributes))
    }

    fn seen(&self) -> PyResult<How<'py>> {
        let (_, attributes) = self.constructed()?;
        let constant = |value: &Bound<'_, PyAny>| {
            value.is_none()
                || value.is(&self.connection)
                || value.is_instance_of::<PyString>()
                || value.is_instance_of::<PyInt>()
                || value.is_instance_of::<PyFloat>()
        };
        if attributes.values().iter().all(|value| constant(&value)) {
            Ok(How::Cast(Blank::of(self.class.clone())?, attributes))
        } else {
            Ok(How::Apart)
        }
    }
}

/// The fields of a list's objects, which often say the same.
pub struct Fields<'a, 'py> {
    py: Python<'py>,
    loaded: &'static Loaded,
    order: Order<Field<'a, 'py>>,
}

struct Field<'a, 'py> {
    key: Vec<u8>,
    attribute: Bound<'py, PyString>,
    /// Nothing for what boto did not know.
    kind: Option<&'static Kind>,
    last: Option<(Cow<'a, str>, Bound<'py, PyAny>)>,
}

impl<'a, 'py> Fields<'a, 'py> {
    pub fn of(noun: &'static Noun, py: Python<'py>) -> PyResult<Self> {
        Ok(Self { py, loaded: noun.load(py)?, order: Order::new() })
    }

    /// Reads an object's parts into the dict of its attributes.
    pub fn fill(&mut self, items: &mut Items<'a>, attributes: &Bound<'py, PyDict>) -> Result<(), Trouble> {
        let (py, loaded) = (self.py, self.loaded);
        let learn = |name: &[u8]| {
            let (attribute, kind) = match loaded.fields.get(name) {
                Some((attribute, kind)) => (attribute.bind(py).clone(), Some(*kind)),
                // Not interned: what is interned is never freed, and a server chooses the name.
                None => (PyString::new(py, &String::from_utf8_lossy(name)), None),
            };
            Field { key: name.to_owned(), attribute, kind, last: None }
        };
        let known = self.order.pairs(items, learn, |items, field| {
            yield_gil::step(py)?;
            if let Some(value) = field.read(py, items)? {
                attributes.set_item(&field.attribute, value)?;
            }
            Ok(())
        })?;
        if known { Ok(()) } else { Err(misplaced(&Item::Nothing, "a map")) }
    }
}

impl<'a, 'py> Field<'a, 'py> {
    /// What the attribute is set to; nothing leaves what the constructor made.
    fn read(&mut self, py: Python<'py>, items: &mut Items<'a>) -> Result<Option<Bound<'py, PyAny>>, Trouble> {
        let item = due(items.item())?;
        let value = match (self.kind, item) {
            (_, Item::Nothing) => return Ok(None),
            (None | Some(Kind::Text | Kind::Word(_)), Item::Text(text)) => self.string(py, text),
            (None | Some(Kind::Text), Item::Time(seconds)) => {
                PyString::new(py, &clock(rounded(seconds)?).to_string()).into_any()
            }
            (None | Some(Kind::Text), Item::Flag(flag)) => self.string(py, if flag { "true" } else { "false" }.into()),
            (None | Some(Kind::Text), Item::Whole(whole)) => self.string(py, whole.to_string().into()),
            (None | Some(Kind::Text), Item::Real(real)) => self.string(py, real.to_string().into()),
            (Some(Kind::Int), Item::Whole(whole)) => whole.into_pyobject(py).map_err(PyErr::from)?.into_any(),
            (Some(Kind::Float), Item::Real(real)) => PyFloat::new(py, real).into_any(),
            #[expect(clippy::cast_precision_loss, reason = "boto's attribute is a float")]
            (Some(Kind::Float), Item::Whole(whole)) => PyFloat::new(py, whole as f64).into_any(),
            (Some(Kind::Bool), Item::Flag(flag)) => PyBool::new(py, flag).to_owned().into_any(),
            (Some(Kind::NewTexts), Item::List(left)) => strings(py, items, left)?,
            (Some(Kind::Pairs), Item::List(left)) => dimensions(py, items, left)?,
            // Structures that boto did not know have no attribute.
            (None, Item::List(left)) => return stepped(items, left, 1),
            (None, Item::Map(left)) => return stepped(items, left, 2),
            (_, other) => return Err(misplaced(&other, &String::from_utf8_lossy(&self.key))),
        };
        Ok(Some(value))
    }

    fn string(&mut self, py: Python<'py>, text: Cow<'a, str>) -> Bound<'py, PyAny> {
        match &self.last {
            Some((last, string)) if *last == text => string.clone(),
            _ => {
                let word = if let Some(Kind::Word(other)) = self.kind { other(&text) } else { &text };
                let string = PyString::new(py, word).into_any();
                self.last = Some((text, string.clone()));
                string
            }
        }
    }
}

fn stepped<T>(items: &mut Items<'_>, mut left: Option<u64>, each: usize) -> Result<Option<T>, Trouble> {
    while items.goes_on(&mut left) {
        for _ in 0..each {
            due(items.skip())?;
        }
    }
    Ok(None)
}

fn strings<'py>(py: Python<'py>, items: &mut Items<'_>, mut left: Option<u64>) -> Result<Bound<'py, PyAny>, Trouble> {
    let list = list_element(py)?;
    while items.goes_on(&mut left) {
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
) -> Result<Bound<'py, PyAny>, Trouble> {
    let all = dimension::none(py)?;
    while items.goes_on(&mut left) {
        yield_gil::step(py)?;
        let (mut name, mut value) = (None, None);
        pairs(items, |items, key| {
            match key {
                b"Name" => name = text(items)?,
                b"Value" => value = text(items)?,
                _ => return Ok(Known::Unread),
            }
            Ok(Known::Read)
        })?;
        dimension::add(&all, &name.unwrap_or_default(), value.as_deref())?;
    }
    Ok(all.into_any())
}
