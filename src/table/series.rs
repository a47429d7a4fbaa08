//! Time series, as `get_metric_data` gives them.

use pyo3::exceptions::{PyOverflowError, PyValueError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::PyList;

use super::column::Clock;
use crate::convert::{copied, gathered, wrong};

/// One query's values over time; a search gives several with one id.
pub struct Series {
    pub id: Option<String>,
    pub label: Option<String>,
    /// Microseconds since 1970 and the value, the oldest first.
    pub points: Vec<(i64, f64)>,
}

impl Series {
    /// Its name among others: the id, and the label where the id is not enough.
    pub fn name(&self, all: &[Series]) -> String {
        let id = self.id.clone().unwrap_or_default();
        match &self.label {
            Some(label) if all.iter().filter(|one| one.id == self.id).count() > 1 => format!("{id} {label}"),
            _ => id,
        }
    }
}

fn number(value: &Bound<'_, PyAny>) -> PyResult<f64> {
    match value.extract::<f64>() {
        Err(error) if error.is_instance_of::<PyOverflowError>(value.py()) => {
            Err(wrong("values", value, "a number that a float holds"))
        }
        read => read,
    }
}

/// Reads results; what a page began and the next went on with is one series.
pub fn read(results: &Bound<'_, PyList>) -> PyResult<Vec<Series>> {
    let py = results.py();
    let clock = Clock::new(py)?;
    let mut found: Vec<Series> = Vec::new();
    for result in results.iter().collect::<Vec<_>>() {
        let id: Option<String> = result.getattr(intern!(py, "id"))?.extract()?;
        let label: Option<String> = result.getattr(intern!(py, "label"))?.extract()?;
        let items = |name| gathered(name, &copied(&result.getattr(name)?)?.try_iter()?);
        let times = items("timestamps")?;
        let values = items("values")?.iter().map(number).collect::<PyResult<Vec<f64>>>()?;
        if times.len() != values.len() {
            return Err(PyValueError::new_err(format!(
                "{} has {} timestamps and {} values: as many of one as of the other are wanted",
                result.repr()?,
                times.len(),
                values.len()
            )));
        }
        let known = found.iter().position(|one| one.id == id && one.label == label);
        let at = known.unwrap_or_else(|| {
            found.push(Series { id, label, points: Vec::new() });
            found.len() - 1
        });
        for (time, value) in times.iter().zip(values) {
            found[at].points.push((clock.micros(time)?, value));
        }
    }
    for one in &mut found {
        one.points.sort_by_key(|(time, _)| *time);
    }
    Ok(found)
}
