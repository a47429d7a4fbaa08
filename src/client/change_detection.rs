//! Detects whether a connection's attributes have changed since its client was made.
//!
//! Reading all attributes into settings takes tens of microseconds. Checking that they are the
//! same objects as before takes one.

use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};

/// The values of a connection's attributes, and of the objects that contain further settings.
///
/// The snapshot holds references, so that no new object can have the address of an old value. Some
/// values refer to the connection, so the snapshot's owner must support Python's garbage collector.
pub struct Snapshot(Box<[Py<PyAny>]>);

impl Snapshot {
    pub fn of(connection: &Bound<'_, PyAny>) -> PyResult<Self> {
        let lists = values(connection)?;
        Ok(Self(lists.iter().flatten().map(Bound::unbind).collect()))
    }

    /// Whether every value is still the same object.
    pub fn holds(&self, connection: &Bound<'_, PyAny>) -> PyResult<bool> {
        let mut kept = self.0.iter();
        for list in values(connection)? {
            for value in list {
                if !kept.next().is_some_and(|kept| kept.is(&value)) {
                    return Ok(false);
                }
            }
        }
        Ok(kept.next().is_none())
    }

    pub fn traverse(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.0.iter().try_for_each(|value| visit.call(value))
    }
}

/// The values of the connection's attributes, its HTTP options, its region and its provider.
///
/// Each list is a copy, because another thread may change the dictionary at the same time.
fn values<'py>(connection: &Bound<'py, PyAny>) -> PyResult<Vec<Bound<'py, PyList>>> {
    let py = connection.py();
    let mut values = Vec::with_capacity(4);
    let own = connection.getattr(intern!(py, "__dict__"))?.cast_into::<PyDict>()?;
    for name in [intern!(py, "http_connection_kwargs"), intern!(py, "_region"), intern!(py, "provider")] {
        let Some(holder) = own.get_item(name)? else { continue };
        match holder.cast_into::<PyDict>() {
            Ok(dict) => values.push(dict.values()),
            Err(other) => {
                let attributes = other.into_inner().getattr_opt(intern!(py, "__dict__"))?;
                values.extend(attributes.and_then(|dict| dict.cast_into::<PyDict>().ok()).map(|dict| dict.values()));
            }
        }
    }
    values.push(own.values());
    Ok(values)
}
