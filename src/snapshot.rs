//! Whether a connection's attributes are still those that its client was made from.
//!
//! Reading them all into settings takes tens of microseconds; seeing that they are
//! the same objects as before takes one.

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::PyDict;

/// The values of a connection's attributes, and of those that hold more settings.
pub struct Snapshot(Vec<Py<PyAny>>);

impl Snapshot {
    pub fn of(connection: &Bound<'_, PyAny>) -> PyResult<Self> {
        let mut values = Vec::new();
        for dict in places(connection)? {
            values.extend(dict.iter().map(|(_, value)| value.unbind()));
        }
        Ok(Self(values))
    }

    /// Whether every value is the same object still.
    pub fn holds(&self, connection: &Bound<'_, PyAny>) -> PyResult<bool> {
        let mut known = self.0.iter();
        for dict in places(connection)? {
            for (_, value) in dict {
                if !known.next().is_some_and(|known| known.is(&value)) {
                    return Ok(false);
                }
            }
        }
        Ok(known.next().is_none())
    }
}

/// The connection's own attributes, its HTTP options, its region's and its provider's.
fn places<'py>(connection: &Bound<'py, PyAny>) -> PyResult<Vec<Bound<'py, PyDict>>> {
    let py = connection.py();
    let mut places = Vec::with_capacity(4);
    let own = connection.getattr(intern!(py, "__dict__"))?.cast_into::<PyDict>()?;
    for name in [intern!(py, "http_connection_kwargs"), intern!(py, "_region"), intern!(py, "provider")] {
        let Some(holder) = own.get_item(name)? else { continue };
        match holder.cast_into::<PyDict>() {
            Ok(dict) => places.push(dict),
            Err(other) => {
                let attributes = other.into_inner().getattr_opt(intern!(py, "__dict__"))?;
                places.extend(attributes.and_then(|attributes| attributes.cast_into::<PyDict>().ok()));
            }
        }
    }
    places.push(own);
    Ok(places)
}
