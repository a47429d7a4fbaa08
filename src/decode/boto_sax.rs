//! Classes of a script's own in generic calls: read as boto's parser had it.
//!
//! Such a class has `startElement(name, attrs, connection)`, which may give another
//! object for what the element holds, and `endElement(name, text, connection)`.

use pyo3::exceptions::PyTypeError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};

use crate::arguments::collections::{copied, gathered};
use crate::decode::error::DecodeError;
use crate::decode::xml::{Marker, XmlDecoder, name};
use crate::error::suppress::suppress;
use crate::protocol::xml::Content;

impl<'py> XmlDecoder<'_, 'py> {
    /// Hands the elements of the current one to an object that reads them itself.
    pub fn sax(&mut self, object: &Bound<'py, PyAny>) -> Result<(), DecodeError> {
        while let Some(element) = self.child()? {
            let element = name(self.py, element);
            let inner = match object.getattr_opt(intern!(self.py, "startElement"))? {
                Some(start) => start.call1((&element, PyDict::new(self.py), self.connection))?,
                None => self.py.None().into_bound(self.py),
            };
            let target = if inner.is_none() { object } else { &inner };
            let text = match self.content()? {
                Content::Text(text) => text,
                Content::Children => {
                    match target.cast::<PyList>() {
                        Ok(list) if target.hasattr(intern!(self.py, "markers"))? => self.sax_list(list)?,
                        _ => self.sax(target)?,
                    }
                    "".into()
                }
            };
            if let Some(end) = target.getattr_opt(intern!(self.py, "endElement"))? {
                end.call1((&element, text, self.connection))?;
            }
        }
        Ok(())
    }

    /// A `ResultSet` that such an object gave for what an element holds.
    fn sax_list(&mut self, list: &Bound<'py, PyList>) -> Result<(), DecodeError> {
        let markers = markers(&list.getattr(intern!(self.py, "markers"))?)?
            .into_iter()
            .map(|(element, class)| Marker::of_class(&element, class, self.shapes));
        let markers: Vec<_> = markers.collect::<PyResult<_>>()?;
        self.gather(list, &markers)
    }
}

/// Elements' names, each with the class of what it becomes.
pub fn markers<'py>(given: &Bound<'py, PyAny>) -> PyResult<Vec<(String, Bound<'py, PyAny>)>> {
    let py = given.py();
    let read = || -> PyResult<_> {
        let items = gathered("markers", &copied(given)?.try_iter()?)?;
        items.iter().map(PyAnyMethods::extract).collect()
    };
    let refused = || {
        PyTypeError::new_err(
            "markers: give a list of pairs, each an element's name and a class, such as [('member', ScalingPolicy)]",
        )
    };
    suppress::<PyTypeError, _>(py, read())?.ok_or_else(refused)
}
