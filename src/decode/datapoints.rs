//! Datapoints, of which a page has up to 1,440, read from CBOR.

use std::borrow::Cow;

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString};

use super::cbor::{self as page, Known};
use super::cbor_objects::Blank;
use super::datetime_cache::Calendar;
use crate::decode::error::Trouble;
use crate::decode::shape::Noun;
use crate::process::yield_gil;
use crate::protocol::cbor::Items;

/// In the order in which a datapoint has them.
const STATISTICS: [&str; 5] = ["SampleCount", "Average", "Sum", "Minimum", "Maximum"];

/// Reads datapoints, which mostly differ from the one before in their numbers only.
pub struct Points<'a, 'py> {
    connection: &'a Bound<'py, PyAny>,
    blank: Blank<'py>,
    calendar: Calendar<'py>,
    statistics: [Bound<'py, PyString>; STATISTICS.len()],
    /// The last unit: a page's datapoints share theirs.
    unit: Option<(Cow<'a, str>, Bound<'py, PyString>)>,
    mould: Option<Mould<'a, 'py>>,
    /// By how much more moulds were of use than they were not.
    use_of_moulds: i32,
    numbers: Vec<f64>,
}

/// A datapoint in which only the numbers are to be replaced.
struct Mould<'a, 'py> {
    outline: Outline<'a>,
    numbers: Vec<Number<'py>>,
    dict: Bound<'py, PyDict>,
}

enum Number<'py> {
    Time,
    Statistic(Bound<'py, PyString>),
}

/// How a datapoint is written: what stands before, between and after its numbers.
struct Outline<'a> {
    pieces: Vec<&'a [u8]>,
    rest: Items<'a>,
}

impl<'a> Outline<'a> {
    /// Notes a number that was read since `before`, if another of the same length may take its place.
    fn note(&mut self, before: &Items<'a>, items: &Items<'a>) -> bool {
        let replaceable = match items.since(before) {
            [0xfb, number @ ..] | [0xc1, 0xfb, number @ ..] => number.len() == 8,
            _ => false,
        };
        if replaceable {
            let written = items.since(&self.rest);
            self.pieces.push(&written[..written.len() - 8]);
            self.rest = items.clone();
        }
        replaceable
    }
}

impl<'py> Mould<'_, 'py> {
    /// Makes a datapoint of an empty one and its numbers.
    fn cast(
        &self,
        point: Bound<'py, PyAny>,
        numbers: &[f64],
        calendar: &mut Calendar<'py>,
    ) -> Result<Bound<'py, PyAny>, Trouble> {
        let dict = point.cast::<PyDict>().map_err(PyErr::from)?;
        // This copies the table of keys at once, where setting them makes them room one by one.
        dict.update(self.dict.as_mapping())?;
        for (number, value) in self.numbers.iter().zip(numbers) {
            match number {
                Number::Time => {
                    let moment = calendar.datetime(page::rounded(*value)?)?;
                    dict.set_item(intern!(point.py(), "Timestamp"), moment)?;
                }
                Number::Statistic(name) => dict.set_item(name, value)?,
            }
        }
        Ok(point)
    }
}

impl<'a, 'py> Points<'a, 'py> {
    pub fn of(noun: &'static Noun, connection: &'a Bound<'py, PyAny>) -> PyResult<Self> {
        let py = connection.py();
        Ok(Self {
            connection,
            blank: Blank::of(noun.class(py)?)?,
            calendar: Calendar::new(py),
            statistics: STATISTICS.map(|name| PyString::intern(py, name)),
            unit: None,
            mould: None,
            use_of_moulds: 0,
            numbers: Vec::new(),
        })
    }

    pub fn read(&mut self, items: &mut Items<'a>) -> Result<Bound<'py, PyAny>, Trouble> {
        yield_gil::step(self.connection.py())?;
        if let Some(mould) = &self.mould {
            if items.numbers(&mould.outline.pieces, &mut self.numbers) {
                self.use_of_moulds = self.use_of_moulds.saturating_add(1);
                let point = self.empty()?;
                return mould.cast(point, &self.numbers, &mut self.calendar);
            }
            self.use_of_moulds -= 1;
        }
        self.read_whole(items)
    }

    /// A datapoint that holds nothing: the constructor keeps the connection and does no more.
    fn empty(&self) -> PyResult<Bound<'py, PyAny>> {
        let point = self.blank.make()?;
        point.setattr(intern!(point.py(), "connection"), self.connection)?;
        Ok(point)
    }

    /// Reads a datapoint of any form, and has those that follow it cast from it.
    fn read_whole(&mut self, items: &mut Items<'a>) -> Result<Bound<'py, PyAny>, Trouble> {
        let py = self.connection.py();
        let mut outline = Outline { pieces: Vec::new(), rest: items.clone() };
        let (mut numbers, mut told) = (Vec::new(), 0);
        let (mut time, mut unit) = (None, None);
        let mut statistics = [None; STATISTICS.len()];
        let mut percentiles = Vec::new();
        let mut note = |number: Number<'py>, before: &Items<'a>, items: &Items<'a>| {
            if outline.note(before, items) {
                numbers.push(number);
            }
        };
        page::pairs(items, |items, part| {
            let before = items.clone();
            match part {
                b"Timestamp" => {
                    time = page::millis(items)?;
                    note(Number::Time, &before, items);
                    told += usize::from(time.is_some());
                }
                b"Unit" => {
                    unit = self.unit(items)?;
                    told += usize::from(unit.is_some());
                }
                b"ExtendedStatistics" => {
                    page::pairs(items, |items, name| {
                        yield_gil::step(py)?;
                        let before = items.clone();
                        if let Some(value) = page::real(items)? {
                            let name = PyString::new(py, &String::from_utf8_lossy(name));
                            note(Number::Statistic(name.clone()), &before, items);
                            percentiles.push((name, value));
                            told += 1;
                        }
                        Ok(Known::Read)
                    })?;
                }
                _ => {
                    let Some(which) = STATISTICS.iter().position(|name| name.as_bytes() == part) else {
                        return Ok(Known::Unread);
                    };
                    statistics[which] = page::real(items)?;
                    note(Number::Statistic(self.statistics[which].clone()), &before, items);
                    told += usize::from(statistics[which].is_some());
                }
            }
            Ok(Known::Read)
        })?;
        outline.pieces.push(items.since(&outline.rest));

        let point = self.empty()?;
        let dict = point.cast::<PyDict>().map_err(PyErr::from)?;
        if let Some(time) = time {
            dict.set_item(intern!(py, "Timestamp"), self.calendar.datetime(time)?)?;
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
        // A name that comes twice is read each time; where each datapoint is written otherwise no mould pays.
        let fits = dict.len() == told && self.use_of_moulds > -16;
        self.mould = if fits { Some(Mould { outline, numbers, dict: dict.copy()? }) } else { None };
        Ok(point)
    }

    fn unit(&mut self, items: &mut Items<'a>) -> Result<Option<Bound<'py, PyString>>, Trouble> {
        let Some(text) = page::text(items)? else { return Ok(None) };
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
