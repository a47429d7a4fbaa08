//! Datapoints, of which a page has up to 1,440, read from CBOR.

use std::borrow::Cow;

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString};

use super::cbor::{self, Visit};
use super::cbor_objects::BareInstance;
use super::datetime_cache::DatetimeCache;
use crate::decode::error::DecodeError;
use crate::decode::shape::Shape;
use crate::process::yield_gil;
use crate::protocol::cbor::Items;

/// In the order in which a datapoint has them.
const STATISTICS: [&str; 5] = ["SampleCount", "Average", "Sum", "Minimum", "Maximum"];

/// Reads datapoints, which mostly differ from the one before in their numbers only.
pub struct DatapointDecoder<'a, 'py> {
    connection: &'a Bound<'py, PyAny>,
    bare: BareInstance<'py>,
    datetimes: DatetimeCache<'py>,
    statistics: [Bound<'py, PyString>; STATISTICS.len()],
    /// The last unit: a page's datapoints share theirs.
    unit: Option<(Cow<'a, str>, Bound<'py, PyString>)>,
    template: Option<DatapointTemplate<'a, 'py>>,
    /// By how much more templates were of use than they were not.
    template_balance: i32,
    numbers: Vec<f64>,
}

/// A datapoint in which only the numbers are to be replaced.
struct DatapointTemplate<'a, 'py> {
    bytes: ByteTemplate<'a>,
    numbers: Vec<NumberSlot<'py>>,
    dict: Bound<'py, PyDict>,
}

enum NumberSlot<'py> {
    Time,
    Statistic(Bound<'py, PyString>),
}

/// How a datapoint is written: what stands before, between and after its numbers.
struct ByteTemplate<'a> {
    pieces: Vec<&'a [u8]>,
    rest: Items<'a>,
}

impl<'a> ByteTemplate<'a> {
    /// Notes a number that was read since `before`, if another of the same length may take its place.
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
    /// Makes a datapoint of an empty one and its numbers.
    fn instantiate(
        &self,
        point: Bound<'py, PyAny>,
        numbers: &[f64],
        datetimes: &mut DatetimeCache<'py>,
    ) -> Result<Bound<'py, PyAny>, DecodeError> {
        let dict = point.cast::<PyDict>().map_err(PyErr::from)?;
        // This copies the table of keys at once, where setting them makes them room one by one.
        dict.update(self.dict.as_mapping())?;
        for (number, value) in self.numbers.iter().zip(numbers) {
            match number {
                NumberSlot::Time => {
                    let moment = datetimes.datetime(cbor::rounded(*value)?)?;
                    dict.set_item(intern!(point.py(), "Timestamp"), moment)?;
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

    /// A datapoint that holds nothing: the constructor keeps the connection and does no more.
    fn empty(&self) -> PyResult<Bound<'py, PyAny>> {
        let point = self.bare.make()?;
        point.setattr(intern!(point.py(), "connection"), self.connection)?;
        Ok(point)
    }

    /// Reads a datapoint of any form, and has those that follow it cast from it.
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
        // A name that comes twice is read each time; where each datapoint is written otherwise no template pays.
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
