//! Calls of operations that are described by AWS's model alone.
//!
//! The generated methods pass their arguments here. A value object is one argument with all members.

use pyo3::exceptions::PyValueError;
use pyo3::intern;
use pyo3::prelude::*;

use crate::arguments::collections::is_mapping;
use crate::arguments::convert::{Arg, Convert};
use crate::arguments::members;
use crate::client::session::Session;
use crate::decode::model_result::{Gives, ModelResult};
use crate::model::request::Protocol;
use crate::model::value::{Fields, Input, Value};
use crate::model::{Operation, Structure, Type};
use crate::process::held::Held;
use crate::services::send::send;

/// An operation, the object that its members come from, and its result.
pub struct ModelCall<'py> {
    operation: &'static Operation,
    /// A parameter and its argument.
    noun: Option<(&'static str, Bound<'py, PyAny>)>,
    gives: Gives,
    /// The member of the output that lists what failed.
    partial: Option<&'static str>,
}

/// A parameter, the path of its member in the input, and its argument.
pub type Argument<'a, 'py> = (&'static str, &'static str, &'a Arg<'py>);

impl<'py> ModelCall<'py> {
    pub fn new(operation: &'static Operation) -> Self {
        Self { operation, noun: None, gives: Gives::Done, partial: None }
    }

    /// The object that the members of the input come from.
    pub fn noun(mut self, parameter: &'static str, argument: &Bound<'py, PyAny>) -> Self {
        self.noun = Some((parameter, argument.clone()));
        self
    }

    pub fn gives(mut self, gives: Gives) -> Self {
        self.gives = gives;
        self
    }

    /// Sets the output's members on the object that was given, and returns it or `True`. A dict
    /// becomes an object.
    pub fn gives_noun(mut self, is_returned: bool) -> PyResult<Self> {
        if let Some((_, noun)) = &mut self.noun {
            if is_mapping(noun)? {
                let class = self.operation.input.load(noun.py())?.class(noun.py());
                *noun = class.call_method1(intern!(class.py(), "from_dict"), (&*noun,))?;
            }
            self.gives = Gives::Given { noun: Held::new(vec![noun.clone().unbind()]), is_returned };
        }
        Ok(self)
    }

    pub fn partial(mut self, member: &'static str) -> Self {
        self.partial = Some(member);
        self
    }

    /// Converts the arguments and sends the operation.
    pub fn send(
        self,
        connection: &Bound<'py, PyAny>,
        session: &Session,
        protocol: Protocol,
        arguments: &[Argument<'_, 'py>],
    ) -> PyResult<Bound<'py, PyAny>> {
        let input = Input { operation: self.operation, fields: self.fields(arguments)? };
        let mut held = Held::default();
        if let (Gives::Given { noun: given, .. }, Some((_, noun))) = (&self.gives, &self.noun) {
            noun.setattr(intern!(connection.py(), "connection"), connection)?;
            held = given.clone();
        }
        let (operation, gives, partial) = (self.operation, self.gives, self.partial);
        let prepare = ModelResult::prepare(operation, gives.clone(), partial);
        send(connection, session, protocol, input, prepare, held, {
            move |received| ModelResult { protocol, operation, received, gives, partial }
        })
    }

    fn fields(&self, arguments: &[Argument<'_, 'py>]) -> PyResult<Fields> {
        let of = self.operation.input;
        let mut fields = match &self.noun {
            Some((parameter, noun)) => self.noun_fields(parameter, noun, arguments)?,
            None => Fields::new(of),
        };
        let mut names = vec![""; of.members.len()];
        for (parameter, path, argument) in arguments {
            let at = set(&mut fields, parameter, path, argument)?;
            names[at] = parameter;
        }
        for (at, member) in of.members.iter().enumerate() {
            if fields.at(at).is_some() {
                continue;
            }
            if member.is_token {
                fields.set_at(at, Some(Value::Text(token()?)));
            } else if member.is_required {
                let name = if names[at].is_empty() { member.attribute } else { names[at] };
                return Err(members::missing(name, &member.of));
            }
        }
        Ok(fields)
    }

    /// The members of the object. Those with an argument of their own need not be set in it.
    fn noun_fields(
        &self,
        parameter: &str,
        noun: &Bound<'py, PyAny>,
        arguments: &[Argument<'_, 'py>],
    ) -> PyResult<Fields> {
        let of = self.operation.input;
        let class = of.class.map_or(of.name, |(_, class)| class);
        // A text stands for the object's identifier, where the input has one.
        if let (true, Some(at)) = (noun.is_instance_of::<pyo3::types::PyString>(), identifier(of)) {
            let mut fields = Fields::new(of);
            fields.set_at(at, Some(members::value(parameter, noun, &of.members[at].of)?));
            return Ok(fields);
        }
        members::need_members(parameter, noun, of)?;
        let fields = members::fields(class, noun, of)?;
        members::check_set(class, &fields)?;
        for (at, member) in of.members.iter().enumerate() {
            let has_argument = arguments.iter().any(|(_, path, _)| *path == member.name);
            if member.is_required && fields.at(at).is_none() && !has_argument {
                return Err(members::missing(&format!("{class}.{}", member.attribute), &member.of));
            }
        }
        Ok(fields)
    }
}

/// The position of the member that identifies an object without its other members.
fn identifier(of: &Structure) -> Option<usize> {
    of.members.iter().position(|member| member.attribute == "id" && !member.is_required)
}

/// Sets the member at a path, which may be in a nested structure. Returns the outer member's position.
fn set(fields: &mut Fields, parameter: &str, path: &str, argument: &Arg<'_>) -> PyResult<usize> {
    let (name, rest) = path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
    let of = fields.of;
    let at = of.position(name).expect("paths are members");
    let Some(given) = argument else { return Ok(at) };
    let member = &of.members[at];
    let Some(rest) = rest else {
        // Empty text is no text, as in boto; an empty list may have a meaning.
        if matches!(member.of, Type::Text(_)) && !member.is_required && !Some(given.clone()).is_truthy()? {
            return Ok(at);
        }
        fields.set_at(at, Some(members::value(parameter, given, &member.of)?));
        return Ok(at);
    };
    let Type::Structure(nested) = member.of else { unreachable!("paths lead through structures") };
    let mut inner = match fields.at(at) {
        Some(Value::Structure(inner)) => inner.clone(),
        _ => Fields::new(nested),
    };
    if inner.get(rest).is_some() {
        let whole = member.attribute;
        return Err(PyValueError::new_err(format!("{parameter} is given twice, in {whole} too")));
    }
    set(&mut inner, parameter, rest, argument)?;
    fields.set_at(at, Some(Value::Structure(inner)));
    Ok(at)
}

/// A token that identifies a request when it is sent again.
fn token() -> PyResult<String> {
    Python::attach(|py| py.import("uuid")?.call_method0("uuid4")?.str()?.extract())
}
