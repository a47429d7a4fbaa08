//! Whether a connection's attributes are still those that its client was made from.
//!
//! Reading them all into settings takes tens of microseconds; seeing that they are
//! the same objects as before takes one.

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::PyDict;

/// The values of a connection's attributes, and of those that hold more settings.
pub struct Snapshot {
    seen: Vec<usize>,
    /// So that no other object takes a value's place in memory.
    _kept: Vec<Py<PyAny>>,
}

impl Snapshot {
    pub fn of(connection: &Bound<'_, PyAny>) -> PyResult<Self> {
        let (mut seen, mut kept) = (Vec::new(), Vec::new());
        let provider = connection.getattr_opt(intern!(connection.py(), "provider"))?;
        for dict in places(connection)? {
            for (_, value) in dict {
                seen.push(value.as_ptr().addr());
                // These lead back to the connection, which would hold itself for ever.
                if !value.is(connection) && !provider.as_ref().is_some_and(|provider| value.is(provider)) {
                    kept.push(value.unbind());
                }
            }
        }
        Ok(Self { seen, _kept: kept })
    }

    /// Whether every value is the same object still.
    pub fn holds(&self, connection: &Bound<'_, PyAny>) -> PyResult<bool> {
        let mut seen = self.seen.iter();
        for dict in places(connection)? {
            for (_, value) in dict {
                if seen.next() != Some(&value.as_ptr().addr()) {
                    return Ok(false);
                }
            }
        }
        Ok(seen.next().is_none())
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
