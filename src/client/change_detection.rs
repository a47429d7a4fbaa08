//! Whether a connection's attributes are still those that its client was made from.
//!
//! Reading them all into settings takes tens of microseconds; seeing that they are
//! the same objects as before takes one.

use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};

/// The values of a connection's attributes, and of those that hold more settings.
///
/// They are kept, so that no other object takes a value's place in memory. Some lead back to the
/// connection, so whoever has a snapshot must let Python's garbage collector traverse it.
pub struct Snapshot(Vec<Py<PyAny>>);

impl Snapshot {
    pub fn of(connection: &Bound<'_, PyAny>) -> PyResult<Self> {
        let mut kept = Vec::new();
        for values in places(connection)? {
            kept.extend(values.into_iter().map(Bound::unbind));
        }
        Ok(Self(kept))
    }

    /// Whether every value is the same object still.
    pub fn holds(&self, connection: &Bound<'_, PyAny>) -> PyResult<bool> {
        let mut kept = self.0.iter();
        for values in places(connection)? {
            for value in values {
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

/// The values of the connection's own attributes, of its HTTP options, its region's and its provider's.
///
/// Each list is a copy: another thread may change the dictionary meanwhile.
fn places<'py>(connection: &Bound<'py, PyAny>) -> PyResult<Vec<Bound<'py, PyList>>> {
    let py = connection.py();
    let mut places = Vec::with_capacity(4);
    let own = connection.getattr(intern!(py, "__dict__"))?.cast_into::<PyDict>()?;
    for name in [intern!(py, "http_connection_kwargs"), intern!(py, "_region"), intern!(py, "provider")] {
        let Some(holder) = own.get_item(name)? else { continue };
        match holder.cast_into::<PyDict>() {
            Ok(dict) => places.push(dict.values()),
            Err(other) => {
                let attributes = other.into_inner().getattr_opt(intern!(py, "__dict__"))?;
                places.extend(attributes.and_then(|dict| dict.cast_into::<PyDict>().ok()).map(|dict| dict.values()));
            }
        }
    }
    places.push(own.values());
    Ok(places)
}
