//! User-defined classes in generic calls, filled like boto's SAX parser did.
//!
//! Such a class has `startElement(name, attrs, connection)`, which may return another
//! object for the element's content, and `endElement(name, text, connection)`.

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
    /// Passes the children of the current element to an object's `startElement` and `endElement`.
    pub fn sax(&mut self, object: &Bound<'py, PyAny>) -> Result<(), DecodeError> {
        while let Some(element) = self.child()? {
            let element = name(self.py, element)?;
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

    /// Fills a `ResultSet` that a `startElement` returned.
    fn sax_list(&mut self, list: &Bound<'py, PyList>) -> Result<(), DecodeError> {
        let markers = markers(&list.getattr(intern!(self.py, "markers"))?)?
            .into_iter()
            .map(|(element, class)| Marker::of_class(&element, class, self.shapes));
        let markers: Vec<_> = markers.collect::<PyResult<_>>()?;
        self.gather(list, &markers)
    }
}

/// Pairs of an element's name and the class of its object.
pub fn markers<'py>(given: &Bound<'py, PyAny>) -> PyResult<Vec<(String, Bound<'py, PyAny>)>> {
    let py = given.py();
    let read = || -> PyResult<_> {
        let items = gathered("markers", &copied(given)?.try_iter()?)?;
        items.iter().map(PyAnyMethods::extract).collect()
    };
    let refused = || {
        PyTypeError::new_err(
            "markers must be a list of pairs of an element's name and a class, such as [('member', ScalingPolicy)]",
        )
    };
    suppress::<PyTypeError, _>(py, read())?.ok_or_else(refused)
}
