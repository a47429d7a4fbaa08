//! XML responses of Auto Scaling and of generic calls.

use pyo3::prelude::*;

use crate::client::raw_response::RawResponse;
use crate::client::session::IntoPython;
use crate::decode::error::DecodeError;
use crate::decode::object_limit::ObjectLimit;
use crate::decode::results::{self, Done};
use crate::decode::shape::{Shape, Shapes};
use crate::decode::xml::{Marker, XmlDecoder};
use crate::error::{LONGEST_SHOWN, python};
use crate::redaction::log_format;

/// The exception for a response that cannot be decoded.
fn unreadable(py: Python<'_>, received: &RawResponse, error: DecodeError) -> PyErr {
    let malformed = match error {
        DecodeError::Python(error) => return error,
        DecodeError::Malformed(malformed) => malformed,
    };
    let reason = format!("the response is not the expected XML: {}", malformed.0);
    python::unreadable_response(py, received.status, &log_format::text(&received.body, LONGEST_SHOWN), &reason)
        .map_or_else(|other| other, PyErr::from_value)
}

pub fn read<'py, T>(
    connection: &Bound<'py, PyAny>,
    received: &RawResponse,
    shapes: Shapes,
    how: impl FnOnce(&mut XmlDecoder<'_, 'py>) -> Result<T, DecodeError>,
) -> PyResult<T> {
    let _limit = ObjectLimit::of(received.body.len());
    how(&mut XmlDecoder::new(&received.body, connection, shapes))
        .map_err(|error| unreadable(connection.py(), received, error))
}

/// `True`, after a check that the body is a response document.
pub fn acknowledged<'py>(connection: &Bound<'py, PyAny>, received: &RawResponse) -> PyResult<Bound<'py, PyAny>> {
    #[expect(clippy::redundant_closure_for_method_calls, reason = "the method itself is not general enough")]
    read(connection, received, &[], |decoder| decoder.root())?;
    Done.into_python(connection)
}

/// The response as one object of a class.
pub fn single<'py>(
    connection: &Bound<'py, PyAny>,
    received: &RawResponse,
    class: &Bound<'py, PyAny>,
    shapes: Shapes,
) -> PyResult<Bound<'py, PyAny>> {
    let marker = Marker::of_class("", class.clone(), shapes)?;
    read(connection, received, shapes, |decoder| decoder.whole(&marker))
}

/// The response as a list of objects, one for each element named by a marker.
pub fn listed<'py>(
    connection: &Bound<'py, PyAny>,
    received: &RawResponse,
    markers: Vec<(String, Bound<'py, PyAny>)>,
    shapes: Shapes,
) -> PyResult<Bound<'py, PyAny>> {
    let markers = markers.into_iter().map(|(element, class)| Marker::of_class(&element, class, shapes));
    let markers: Vec<_> = markers.collect::<PyResult<_>>()?;
    read(connection, received, shapes, |decoder| decoder.page(&markers))
}

/// The type of an operation's result.
#[derive(Clone, Copy)]
pub enum ResultKind {
    /// `True`, for an operation without output.
    Done,
    /// One object.
    One(&'static Shape),
    /// A page of objects, one for each `member` element.
    Page(&'static Shape),
}

impl ResultKind {
    /// Imports the result's classes, before the request is sent.
    pub fn prepare(self, py: Python<'_>) -> PyResult<()> {
        match self {
            Self::Done => Ok(()),
            Self::One(shape) | Self::Page(shape) => results::prepare(py, &[shape]),
        }
    }
}

/// A response and the type that it is converted to.
pub struct XmlResult {
    pub received: RawResponse,
    pub shape: ResultKind,
}

impl IntoPython for XmlResult {
    fn into_python<'py>(self, connection: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let py = connection.py();
        match self.shape {
            ResultKind::Done => acknowledged(connection, &self.received),
            ResultKind::One(shape) => {
                let marker = Marker::member(py, shape)?;
                read(connection, &self.received, &[], |decoder| decoder.whole(&marker))
            }
            ResultKind::Page(shape) => {
                let markers = [Marker::member(py, shape)?];
                read(connection, &self.received, &[], |decoder| decoder.page(&markers))
            }
        }
    }
}
