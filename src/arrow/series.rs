//! Time series of `get_metric_data`.

use std::collections::{HashMap, HashSet};
use std::iter;

use pyo3::exceptions::{PyOverflowError, PyValueError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::PyList;

use super::column;
use crate::arguments::collections::{copied, gathered};
use crate::arguments::invalid::wrong;
use crate::protocol::timestamp::Timestamp;

/// The values of a query over time. A search expression returns several series with one id.
pub struct Series {
    pub id: Option<String>,
    pub label: Option<String>,
    /// Microseconds since 1970 and the value, oldest first.
    pub points: Vec<(i64, f64)>,
}

impl Series {
    fn id(&self) -> &str {
        let given = |text: &Option<String>| text.as_deref().is_some_and(|text| !text.is_empty());
        let named = [&self.id, &self.label].into_iter().find(|text| given(text));
        named.and_then(Option::as_deref).unwrap_or("value")
    }

    /// Whether the points may continue this series: AWS never returns a time twice.
    fn is_disjoint(&self, points: &[(i64, f64)]) -> bool {
        // A quick check without hashing: series of the same time range share their first time.
        if points.first().is_some_and(|(first, _)| self.points.iter().any(|(time, _)| time == first)) {
            return false;
        }
        let times: HashSet<i64> = self.points.iter().map(|(time, _)| *time).collect();
        points.iter().all(|(time, _)| !times.contains(time))
    }
}

/// A unique name for each series: the id, followed by the label if the id is not unique, and by
/// a number if that is not unique either.
pub fn names(all: &[Series], taken: &str) -> Vec<String> {
    let mut counts: HashMap<&str, usize> = HashMap::from([(taken, 1)]);
    for one in all {
        *counts.entry(one.id()).or_default() += 1;
    }
    let mut used = HashSet::from([taken.to_owned()]);
    let name = |one: &Series| {
        let label = one.label.as_deref().filter(|label| !label.is_empty() && *label != one.id());
        let plain = match label {
            Some(label) if counts[one.id()] > 1 => format!("{} {label}", one.id()),
            _ => one.id().to_owned(),
        };
        let numbered = (2..).map(|number| format!("{plain} ({number})"));
        let name = iter::once(plain.clone()).chain(numbered).find(|name| !used.contains(name));
        let name = name.expect("the numbers are unlimited");
        used.insert(name.clone());
        name
    };
    all.iter().map(name).collect()
}

/// The error for two values of one series at the same time: a wide table would lose one.
pub fn repeated(name: &str, micros: i64) -> PyErr {
    let time = Timestamp::from_seconds(micros.div_euclid(1_000_000), 0);
    PyValueError::new_err(format!(
        "{name} has two values at {time}, but a wide table can have only one; use the long table (wide=False)"
    ))
}

fn number(value: &Bound<'_, PyAny>) -> PyResult<f64> {
    match value.extract::<f64>() {
        Err(error) if error.is_instance_of::<PyOverflowError>(value.py()) => {
            Err(wrong("values", value, "a number in the range of a float"))
        }
        read => read,
    }
}

/// Reads results. A series that continues on the next page is merged.
pub fn read(results: &Bound<'_, PyList>) -> PyResult<Vec<Series>> {
    let py = results.py();
    let micros = column::EpochConverter::new(py)?;
    let mut found: Vec<Series> = Vec::new();
    for result in results.iter().collect::<Vec<_>>() {
        let id: Option<String> = result.getattr(intern!(py, "id"))?.extract()?;
        let label: Option<String> = result.getattr(intern!(py, "label"))?.extract()?;
        let items = |name| gathered(name, &copied(&result.getattr(name)?)?.try_iter()?);
        let times = items("timestamps")?;
        let values = items("values")?.iter().map(number).collect::<PyResult<Vec<f64>>>()?;
        if times.len() != values.len() {
            return Err(PyValueError::new_err(format!(
                "{} must have as many timestamps as values, got {} timestamps and {} values",
                result.repr()?,
                times.len(),
                values.len()
            )));
        }
        let mut points = Vec::with_capacity(values.len());
        for (time, value) in times.iter().zip(values) {
            points.push((micros.micros(time)?, value));
        }
        let is_continued = |one: &&mut Series| one.id == id && one.label == label && one.is_disjoint(&points);
        match found.iter_mut().find(is_continued) {
            Some(series) => series.points.extend(points),
            None => found.push(Series { id, label, points }),
        }
    }
    for one in &mut found {
        one.points.sort_by_key(|(time, _)| *time);
    }
    Ok(found)
}
