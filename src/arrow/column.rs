//! Columns of tables.

use std::sync::Arc;

use arrow_array::{ArrayRef, BooleanArray, Float64Array, Int64Array, StringArray, TimestampMicrosecondArray};
use pyo3::exceptions::PyTypeError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyByteArray, PyDateTime, PyDelta, PyDict, PyFloat, PyInt, PyList, PyString, PyTzInfo};

/// The cells of one column; `None` is null.
pub enum Column {
    /// Microseconds since 1970.
    Time(Vec<Option<i64>>),
    Real(Vec<Option<f64>>),
    Whole(Vec<Option<i64>>),
    Flag(Vec<Option<bool>>),
    Text(Vec<Option<String>>),
    /// Words out of a few, by their index.
    Word(Vec<Option<u32>>, Vec<String>),
}

type Cell<'py> = Option<Bound<'py, PyAny>>;

/// Whether a cell is a number in the range of a float: an `int` may be too large.
fn is_real(cell: &Bound<'_, PyAny>) -> bool {
    (cell.is_instance_of::<PyInt>() || cell.is_instance_of::<PyFloat>()) && cell.extract::<f64>().is_ok()
}

impl Column {
    /// A column of the cells' common kind, or of their text if they differ. `expected` is the kind
    /// of a column without cells.
    fn of(py: Python<'_>, cells: &[Cell<'_>], expected: Option<&str>) -> PyResult<Self> {
        let all = |fits: fn(&Bound<'_, PyAny>) -> bool| cells.iter().flatten().all(fits);
        let kind = match expected {
            Some(kind) if cells.iter().all(Option::is_none) => kind,
            _ if cells.iter().all(Option::is_none) => "text",
            _ if all(|cell| cell.is_instance_of::<PyBool>()) => "flag",
            _ if all(|cell| cell.is_instance_of::<PyInt>() && cell.extract::<i64>().is_ok()) => "whole",
            _ if all(is_real) => "real",
            _ if all(|cell| cell.is_instance_of::<PyDateTime>()) => "time",
            _ => "text",
        };
        Ok(match kind {
            "flag" => Self::Flag(each(cells, |cell| cell.extract())?),
            "whole" => Self::Whole(each(cells, |cell| cell.extract())?),
            "real" => Self::Real(each(cells, |cell| cell.extract())?),
            "time" => {
                let epoch = EpochConverter::new(py)?;
                Self::Time(each(cells, |cell| epoch.micros(cell))?)
            }
            _ => Self::Text(each(cells, |cell| Ok(cell.str()?.to_string_lossy().into_owned()))?),
        })
    }

    pub fn len(&self) -> usize {
        match self {
            Self::Time(cells) | Self::Whole(cells) => cells.len(),
            Self::Real(cells) => cells.len(),
            Self::Flag(cells) => cells.len(),
            Self::Text(cells) => cells.len(),
            Self::Word(cells, _) => cells.len(),
        }
    }

    /// The rows in another order.
    pub fn reorder(&mut self, order: &[usize]) {
        fn pick<T: Clone>(cells: &mut Vec<T>, order: &[usize]) {
            *cells = order.iter().map(|&row| cells[row].clone()).collect();
        }
        match self {
            Self::Time(cells) | Self::Whole(cells) => pick(cells, order),
            Self::Real(cells) => pick(cells, order),
            Self::Flag(cells) => pick(cells, order),
            Self::Text(cells) => pick(cells, order),
            Self::Word(cells, _) => pick(cells, order),
        }
    }

    /// The column as an Arrow array.
    pub fn array(&self) -> ArrayRef {
        match self {
            Self::Time(cells) => Arc::new(TimestampMicrosecondArray::from(cells.clone()).with_timezone("UTC")),
            Self::Real(cells) => Arc::new(Float64Array::from(cells.clone())),
            Self::Whole(cells) => Arc::new(Int64Array::from(cells.clone())),
            Self::Flag(cells) => Arc::new(BooleanArray::from(cells.clone())),
            Self::Text(cells) => Arc::new(cells.iter().map(Option::as_deref).collect::<StringArray>()),
            Self::Word(cells, words) => {
                let word = |cell: &Option<u32>| cell.and_then(|index| words.get(index as usize)).map(String::as_str);
                Arc::new(cells.iter().map(word).collect::<StringArray>())
            }
        }
    }

    /// numpy's dtype and the cells in a form that numpy accepts.
    pub fn cells<'py>(&self, py: Python<'py>) -> PyResult<(&'static str, Bound<'py, PyAny>)> {
        Ok(match self {
            // numpy represents NaT as the smallest integer.
            Self::Time(cells) => ("datetime64[us]", packed(py, cells, i64::MIN, i64::to_ne_bytes)?),
            Self::Real(cells) => ("float64", packed(py, cells, f64::NAN, f64::to_ne_bytes)?),
            Self::Whole(cells) if cells.contains(&None) => {
                #[expect(clippy::cast_precision_loss, reason = "numpy's integers cannot be null")]
                let reals: Vec<Option<f64>> = cells.iter().map(|cell| cell.map(|whole| whole as f64)).collect();
                ("float64", packed(py, &reals, f64::NAN, f64::to_ne_bytes)?)
            }
            Self::Whole(cells) => ("int64", packed(py, cells, 0, i64::to_ne_bytes)?),
            Self::Flag(cells) => {
                let kind = if cells.contains(&None) { "object" } else { "bool" };
                (kind, PyList::new(py, cells)?.into_any())
            }
            Self::Text(cells) => ("object", PyList::new(py, cells)?.into_any()),
            Self::Word(cells, words) => {
                let words: Vec<_> = words.iter().map(|word| PyString::new(py, word)).collect();
                let word = |cell: &Option<u32>| cell.and_then(|index| words.get(index as usize));
                ("object", PyList::new(py, cells.iter().map(word))?.into_any())
            }
        })
    }
}

fn each<'py, T>(cells: &[Cell<'py>], read: impl Fn(&Bound<'py, PyAny>) -> PyResult<T>) -> PyResult<Vec<Option<T>>> {
    cells.iter().map(|cell| cell.as_ref().map(&read).transpose()).collect()
}

fn packed<'py, T: Copy>(
    py: Python<'py>,
    cells: &[Option<T>],
    null: T,
    bytes: fn(T) -> [u8; 8],
) -> PyResult<Bound<'py, PyAny>> {
    let array = PyByteArray::new_with(py, cells.len() * 8, |space| {
        for (place, cell) in space.chunks_exact_mut(8).zip(cells) {
            place.copy_from_slice(&bytes(cell.unwrap_or(null)));
        }
        Ok(())
    })?;
    Ok(array.into_any())
}

/// Whether an attribute is a column.
pub fn is_shown(name: &str) -> bool {
    name != "connection" && !name.starts_with('_')
}

/// Collects rows into columns.
pub struct Cells<'py> {
    columns: Vec<(String, Vec<Cell<'py>>)>,
    rows: usize,
}

impl<'py> Cells<'py> {
    pub fn expecting<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        Self { columns: names.map(|name| (name.to_owned(), Vec::new())).collect(), rows: 0 }
    }

    /// Adds a row: a dict's items, or an object's public attributes without its connection.
    pub fn add(&mut self, object: &Bound<'py, PyAny>) -> PyResult<()> {
        let py = object.py();
        if let Ok(dict) = object.cast::<PyDict>() {
            self.fill(dict, |_| true)?;
        } else if let Some(Ok(dict)) = object
            .getattr_opt(intern!(py, "__dict__"))?
            .filter(|_| !object.is_instance_of::<PyString>())
            .map(Bound::cast_into::<PyDict>)
        {
            self.fill(&dict, is_shown)?;
        } else {
            self.put("value", object.clone());
        }
        self.rows += 1;
        for (_, cells) in &mut self.columns {
            cells.resize(self.rows, None);
        }
        Ok(())
    }

    fn fill(&mut self, dict: &Bound<'py, PyDict>, keep: impl Fn(&str) -> bool) -> PyResult<()> {
        // A copy: a key's `__str__` or another thread may change the dict.
        for (key, value) in dict.copy()? {
            let name = key.str()?;
            let name = name.to_str()?;
            if keep(name) {
                self.put(name, value);
            }
        }
        Ok(())
    }

    fn put(&mut self, name: &str, value: Bound<'py, PyAny>) {
        let known = self.columns.iter().position(|(column, _)| column == name);
        let at = known.unwrap_or_else(|| {
            self.columns.push((name.to_owned(), Vec::new()));
            self.columns.len() - 1
        });
        let cells = &mut self.columns[at].1;
        cells.resize(self.rows, None);
        cells.push((!value.is_none()).then_some(value));
    }

    /// The columns. `kinds` has the kinds of columns without cells.
    pub fn into_columns(self, py: Python<'py>, kinds: &[(String, String)]) -> PyResult<Vec<(String, Column)>> {
        let each = self.columns.into_iter().map(|(name, cells)| {
            let kind = kinds.iter().find(|(known, _)| *known == name).map(|(_, kind)| kind.as_str());
            let column = Column::of(py, &cells, kind)?;
            Ok((name, column))
        });
        each.collect()
    }
}

/// Converts datetimes to microseconds since 1970. Naive datetimes are UTC.
pub struct EpochConverter<'py> {
    naive: Bound<'py, PyAny>,
    aware: Bound<'py, PyAny>,
    microsecond: Bound<'py, PyDelta>,
}

impl<'py> EpochConverter<'py> {
    pub fn new(py: Python<'py>) -> PyResult<Self> {
        let utc = PyTzInfo::utc(py)?;
        let at = |zone: Option<&Bound<'py, PyTzInfo>>| PyDateTime::new(py, 1970, 1, 1, 0, 0, 0, 0, zone);
        Ok(Self {
            naive: at(None)?.into_any(),
            aware: at(Some(&utc))?.into_any(),
            microsecond: PyDelta::new(py, 0, 0, 1, false)?,
        })
    }

    pub fn micros(&self, time: &Bound<'py, PyAny>) -> PyResult<i64> {
        let py = time.py();
        if !time.is_instance_of::<PyDateTime>() {
            return Err(PyTypeError::new_err(format!("timestamps must be datetimes, got {}", time.repr()?)));
        }
        let naive = time.call_method0(intern!(py, "utcoffset"))?.is_none();
        time.sub(if naive { &self.naive } else { &self.aware })?.floor_div(&self.microsecond)?.extract()
    }
}
