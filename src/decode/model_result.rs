//! Results of operations that are described by AWS's model alone.

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyList, PyString};

use crate::client::raw_response::RawResponse;
use crate::client::session::IntoPython;
use crate::decode::cbor::{self, Visit};
use crate::decode::cbor_values::ValueDecoder;
use crate::decode::error::DecodeError;
use crate::decode::results::{self, Done, result_set, result_set_of};
use crate::decode::shape::Field;
use crate::decode::xml::{XmlDecoder, name};
use crate::decode::xml_response;
use crate::model::request::Protocol;
use crate::model::{List, Operation, Structure, Type};
use crate::process::held::Held;
use crate::protocol::cbor::Items;

/// What an operation returns.
#[derive(Clone)]
pub enum Gives {
    /// `True`.
    Done,
    /// An object of the output's class.
    Object,
    /// A `ResultSet` of the items of a member.
    Page(&'static str),
    /// The value of a member.
    Member(&'static str),
    /// The object that was given, or `True`.
    Given { noun: Held, is_returned: bool },
}

/// A response and the result that it is converted to.
pub struct ModelResult {
    pub protocol: Protocol,
    pub operation: &'static Operation,
    pub received: RawResponse,
    pub gives: Gives,
    pub partial: Option<&'static str>,
}

/// The module of `PartialFailureError`.
const PARTIAL_ERRORS: &str = "reboto._rare_errors";

/// The members of an output: attribute and value.
type Members<'py> = Vec<(Bound<'py, PyString>, Bound<'py, PyAny>)>;

impl ModelResult {
    /// Imports the classes of an operation's result.
    pub fn prepare<'py>(
        operation: &'static Operation,
        gives: Gives,
        partial: Option<&'static str>,
    ) -> impl FnOnce(Python<'py>) -> PyResult<()> {
        move |py| {
            if partial.is_some() {
                py.import(intern!(py, PARTIAL_ERRORS))?;
            }
            match gives {
                Gives::Done if partial.is_none() => Ok(()),
                Gives::Page(_) => {
                    results::prepare(py, &[])?;
                    operation.output.prepare(py)
                }
                _ => operation.output.prepare(py),
            }
        }
    }

    fn members<'py>(&self, connection: &Bound<'py, PyAny>) -> PyResult<Members<'py>> {
        let mut members = Members::new();
        match self.protocol {
            Protocol::Query { .. } => xml_response::read(connection, &self.received, &[], |decoder| {
                decoder.root()?;
                while let Some(element) = decoder.child()? {
                    if element.ends_with(b"Result") {
                        xml_members(decoder, self.operation.output, &mut members)?;
                    } else if element == b"ResponseMetadata" && matches!(self.gives, Gives::Page(_)) {
                        metadata(decoder, &mut members)?;
                    } else {
                        decoder.skip()?;
                    }
                }
                Ok(())
            })?,
            Protocol::Cbor { .. } => {
                let values = ValueDecoder { py: connection.py(), connection };
                cbor::read(connection.py(), &self.received, |items, key| {
                    cbor_member(&values, items, key, self.operation.output, &mut members)?;
                    Ok(Visit::Read)
                })?;
            }
        }
        Ok(members)
    }
}

fn xml_members<'py>(
    decoder: &mut XmlDecoder<'_, 'py>,
    output: &'static Structure,
    members: &mut Members<'py>,
) -> Result<(), DecodeError> {
    let fields = &output.load(decoder.py)?.fields;
    while let Some(element) = decoder.child()? {
        match fields.get(element) {
            Some((_, Field::Flattened(nested))) => xml_members(decoder, nested, members)?,
            Some((attribute, Field::Model(of))) => {
                let value = decoder.typed(of)?;
                members.push((attribute.bind(decoder.py).clone(), value));
            }
            Some((attribute, Field::Boto(kind))) => {
                let value = decoder.boto(kind)?;
                members.push((attribute.bind(decoder.py).clone(), value));
            }
            None => {
                let value = decoder.unknown()?;
                members.push((name(decoder.py, element)?, value));
            }
        }
    }
    Ok(())
}

/// The request id, as boto's lists have it.
fn metadata<'py>(decoder: &mut XmlDecoder<'_, 'py>, members: &mut Members<'py>) -> Result<(), DecodeError> {
    while let Some(element) = decoder.child()? {
        let value = decoder.unknown()?;
        members.push((name(decoder.py, element)?, value));
    }
    Ok(())
}

fn cbor_member<'py>(
    values: &ValueDecoder<'_, 'py>,
    items: &mut Items<'_>,
    key: &[u8],
    output: &'static Structure,
    members: &mut Members<'py>,
) -> Result<(), DecodeError> {
    let shape = output.load(values.py)?;
    if let Some((_, Field::Flattened(nested))) = shape.fields.get(key) {
        cbor::pairs(items, |items, key| {
            cbor_member(values, items, key, nested, members)?;
            Ok(Visit::Read)
        })?;
        return Ok(());
    }
    if let (attribute, Some(value)) = values.member(items, key, shape)? {
        members.push((attribute, value));
    }
    Ok(())
}

impl IntoPython for ModelResult {
    fn into_python<'py>(self, connection: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let py = connection.py();
        if let (Gives::Done, None) = (&self.gives, self.partial) {
            if let Protocol::Query { .. } = self.protocol {
                return xml_response::acknowledged(connection, &self.received);
            }
            cbor::acknowledge(py, &self.received)?;
            return Done.into_python(connection);
        }
        let output = self.operation.output;
        let members = self.members(connection)?;
        let find = |member: &str| {
            let attribute = output.member(member).map_or(member, |member| member.attribute);
            members.iter().find(|(name, _)| *name == *attribute).map(|(_, value)| value.clone())
        };
        let set_all = |object: &Bound<'py, PyAny>| {
            members.iter().try_for_each(|(attribute, value)| object.setattr(attribute, value))
        };
        let result = match &self.gives {
            Gives::Done => Done.into_python(connection)?,
            Gives::Object => {
                let shape = output.load(py)?;
                let object = shape.instantiate(&shape.class(py), connection)?;
                set_all(&object)?;
                object
            }
            Gives::Member(member) => find(member).unwrap_or_else(|| empty(py, output, member)),
            Gives::Page(member) => {
                let list = page(py, output, member, &members)?;
                if let Protocol::Cbor { .. } = self.protocol {
                    cbor::set_request_id(&list, &self.received)?;
                }
                list
            }
            Gives::Given { noun, is_returned } => {
                let [noun] = noun.take_all()?;
                let noun = noun.into_bound(py);
                set_all(&noun)?;
                if *is_returned { noun } else { Done.into_python(connection)? }
            }
        };
        if let Some(failures) = self.partial.and_then(find)
            && !failures.is_empty()?
        {
            let class = py.import(intern!(py, PARTIAL_ERRORS))?.getattr(intern!(py, "PartialFailureError"))?;
            let result = if let Gives::Done = self.gives { None } else { Some(result) };
            return Err(PyErr::from_value(class.call1((self.operation.name, failures, result))?));
        }
        Ok(result)
    }
}

/// The value of a member that the response does not have.
fn empty<'py>(py: Python<'py>, output: &'static Structure, member: &str) -> Bound<'py, PyAny> {
    match output.member(member).map(|member| &member.of) {
        Some(Type::List(_)) => PyList::empty(py).into_any(),
        Some(Type::Tags(_) | Type::Map(_)) => pyo3::types::PyDict::new(py).into_any(),
        _ => py.None().into_bound(py),
    }
}

/// A `ResultSet` of the items of a member. The output's other members are its attributes.
fn page<'py>(
    py: Python<'py>,
    output: &'static Structure,
    member: &str,
    members: &Members<'py>,
) -> PyResult<Bound<'py, PyAny>> {
    let listed = output.member(member).expect("pages list a member");
    let list = match listed.of {
        Type::List(List { item: Type::Structure(of), .. }) => result_set_of(&of.load(py)?.class(py))?,
        _ => result_set(py)?,
    };
    for (attribute, value) in members {
        if *attribute == *listed.attribute {
            list.call_method1(intern!(py, "extend"), (value,))?;
        } else {
            list.setattr(attribute, value)?;
        }
    }
    Ok(list.into_any())
}
