//! Fast decoding of datapoints from CBOR: a page has up to 1,440.

use std::borrow::Cow;

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString};

use super::cbor::{self, Visit};
use super::cbor_objects::BareInstance;
use super::datetime_cache::DatetimeCache;
use crate::decode::error::DecodeError;
use crate::decode::object_limit;
use crate::decode::shape::Shape;
use crate::process::yield_gil;
use crate::protocol::cbor::Items;

/// In the order of a datapoint's keys.
const STATISTICS: [&str; 5] = ["SampleCount", "Average", "Sum", "Minimum", "Maximum"];

/// Decodes datapoints. Most differ from the previous one only in their numbers.
pub struct DatapointDecoder<'a, 'py> {
    connection: &'a Bound<'py, PyAny>,
    bare: BareInstance<'py>,
    datetimes: DatetimeCache<'py>,
    statistics: [Bound<'py, PyString>; STATISTICS.len()],
    /// The last unit: the datapoints of a page share it.
    unit: Option<(Cow<'a, str>, Bound<'py, PyString>)>,
    template: Option<DatapointTemplate<'a, 'py>>,
    /// Number of datapoints that matched the template, minus those that did not.
    template_balance: i32,
    numbers: Vec<f64>,
}

/// A datapoint whose numbers can be replaced.
struct DatapointTemplate<'a, 'py> {
    bytes: ByteTemplate<'a>,
    numbers: Vec<NumberSlot<'py>>,
    dict: Bound<'py, PyDict>,
}

enum NumberSlot<'py> {
    Time,
    Statistic(Bound<'py, PyString>),
}

/// The encoding of a datapoint: the bytes before, between and after its numbers.
struct ByteTemplate<'a> {
    pieces: Vec<&'a [u8]>,
    rest: Items<'a>,
}

impl<'a> ByteTemplate<'a> {
    /// Records the number read since `before`, if it is a double. Returns whether it is.
    fn note(&mut self, before: &Items<'a>, items: &Items<'a>) -> bool {
        let replaceable = match items.bytes_since(before) {
            [0xfb, number @ ..] | [0xc1, 0xfb, number @ ..] => number.len() == 8,
            _ => false,
        };
        if replaceable {
            let written = items.bytes_since(&self.rest);
            self.pieces.push(&written[..written.len() - 8]);
            self.rest = items.clone();
        }
        replaceable
    }
}

impl<'py> DatapointTemplate<'_, 'py> {
    /// Fills an empty datapoint from the template and new numbers.
    fn instantiate(
        &self,
        point: Bound<'py, PyAny>,
        numbers: &[f64],
        datetimes: &mut DatetimeCache<'py>,
    ) -> Result<Bound<'py, PyAny>, DecodeError> {
        let dict = point.cast::<PyDict>().map_err(PyErr::from)?;
        // Updating an empty dict copies the whole table; setting keys one by one would grow it.
        dict.update(self.dict.as_mapping())?;
        for (number, value) in self.numbers.iter().zip(numbers) {
            match number {
                NumberSlot::Time => {
                    let time = datetimes.datetime(cbor::rounded(*value)?)?;
                    dict.set_item(intern!(point.py(), "Timestamp"), time)?;
                }
                NumberSlot::Statistic(name) => dict.set_item(name, value)?,
            }
        }
        Ok(point)
    }
}

impl<'a, 'py> DatapointDecoder<'a, 'py> {
    pub fn of(shape: &'static Shape, connection: &'a Bound<'py, PyAny>) -> PyResult<Self> {
        let py = connection.py();
        Ok(Self {
            connection,
            bare: BareInstance::of(shape.class(py)?)?,
            datetimes: DatetimeCache::new(py),
            statistics: STATISTICS.map(|name| PyString::intern(py, name)),
            unit: None,
            template: None,
            template_balance: 0,
            numbers: Vec::new(),
        })
    }

    pub fn read(&mut self, items: &mut Items<'a>) -> Result<Bound<'py, PyAny>, DecodeError> {
        yield_gil::step(self.connection.py())?;
        object_limit::count()?;
        if let Some(template) = &self.template {
            if items.template_numbers(&template.bytes.pieces, &mut self.numbers) {
                self.template_balance = self.template_balance.saturating_add(1);
                let point = self.empty()?;
                return template.instantiate(point, &self.numbers, &mut self.datetimes);
            }
            self.template_balance -= 1;
        }
        self.read_whole(items)
    }

    /// An empty datapoint. Like the constructor, sets only the connection.
    fn empty(&self) -> PyResult<Bound<'py, PyAny>> {
        let point = self.bare.make()?;
        point.setattr(intern!(point.py(), "connection"), self.connection)?;
        Ok(point)
    }

    /// Decodes a datapoint of any form and makes it the template for the next ones.
    fn read_whole(&mut self, items: &mut Items<'a>) -> Result<Bound<'py, PyAny>, DecodeError> {
        let py = self.connection.py();
        let mut bytes = ByteTemplate { pieces: Vec::new(), rest: items.clone() };
        let (mut numbers, mut count) = (Vec::new(), 0);
        let (mut time, mut unit) = (None, None);
        let mut statistics = [None; STATISTICS.len()];
        let mut percentiles = Vec::new();
        let mut note = |number: NumberSlot<'py>, before: &Items<'a>, items: &Items<'a>| {
            if bytes.note(before, items) {
                numbers.push(number);
            }
        };
        cbor::pairs(items, |items, part| {
            let before = items.clone();
            match part {
                b"Timestamp" => {
                    time = cbor::millis(items)?;
                    note(NumberSlot::Time, &before, items);
                    count += usize::from(time.is_some());
                }
                b"Unit" => {
                    unit = self.unit(items)?;
                    count += usize::from(unit.is_some());
                }
                b"ExtendedStatistics" => {
                    cbor::pairs(items, |items, name| {
                        yield_gil::step(py)?;
                        let before = items.clone();
                        if let Some(value) = cbor::real(items)? {
                            let name = PyString::new(py, &String::from_utf8_lossy(name));
                            note(NumberSlot::Statistic(name.clone()), &before, items);
                            percentiles.push((name, value));
                            count += 1;
                        }
                        Ok(Visit::Read)
                    })?;
                }
                _ => {
                    let Some(which) = STATISTICS.iter().position(|name| name.as_bytes() == part) else {
                        return Ok(Visit::Skip);
                    };
                    statistics[which] = cbor::real(items)?;
                    note(NumberSlot::Statistic(self.statistics[which].clone()), &before, items);
                    count += usize::from(statistics[which].is_some());
                }
            }
            Ok(Visit::Read)
        })?;
        bytes.pieces.push(items.bytes_since(&bytes.rest));

        let point = self.empty()?;
        let dict = point.cast::<PyDict>().map_err(PyErr::from)?;
        if let Some(time) = time {
            dict.set_item(intern!(py, "Timestamp"), self.datetimes.datetime(time)?)?;
        }
        for (name, value) in self.statistics.iter().zip(statistics) {
            if let Some(value) = value {
                dict.set_item(name, value)?;
            }
        }
        for (name, value) in percentiles {
            dict.set_item(name, value)?;
        }
        if let Some(unit) = unit {
            dict.set_item(intern!(py, "Unit"), unit)?;
        }
        // No template if a name occurs twice, or if most datapoints did not match their template.
        let fits = dict.len() == count && self.template_balance > -16;
        self.template = if fits { Some(DatapointTemplate { bytes, numbers, dict: dict.copy()? }) } else { None };
        Ok(point)
    }

    fn unit(&mut self, items: &mut Items<'a>) -> Result<Option<Bound<'py, PyString>>, DecodeError> {
        let Some(text) = cbor::text(items)? else { return Ok(None) };
        if let Some((last, unit)) = &self.unit
            && *last == text
        {
            return Ok(Some(unit.clone()));
        }
        let unit = PyString::new(self.connection.py(), &text);
        self.unit = Some((text, unit.clone()));
        Ok(Some(unit))
    }
}
