//! AWS's model as data: the operations of both services and the types of their inputs and outputs.
//!
//! `tools/model.py` writes the tables. Everything that is the same for all operations reads them:
//! the conversion of arguments, the SDK's serializers, and the decoding of responses.

pub mod autoscaling;
pub mod cloudwatch;
pub mod query_response;
pub mod request;
pub mod schema;
pub mod value;

use std::any::Any;

use aws_smithy_schema::Schema;
use once_cell::race::{OnceBox, OnceRef};

/// The slot in which objects keep what was received of them, so that an update sends only changes.
pub const RECEIVED: &str = "_received";

/// An operation, its input and its output.
#[derive(Debug)]
pub struct Operation {
    pub name: &'static str,
    pub input: &'static Structure,
    pub output: &'static Structure,
}

impl Operation {
    const fn new(name: &'static str, input: &'static Structure, output: &'static Structure) -> Self {
        Self { name, input, output }
    }
}

/// A structure, which has members.
pub struct Structure {
    /// AWS's name.
    pub name: &'static str,
    /// Module and name of the Python class. Inputs and outputs of operations mostly have none.
    pub class: Option<(&'static str, &'static str)>,
    /// Whether its objects have a connection.
    pub is_noun: bool,
    /// Whether its class converts the members with `_from_members` and `_to_members`.
    pub is_converted: bool,
    /// Whether exactly one member is to be set.
    pub is_union: bool,
    pub members: &'static [Member],
    /// Made when it is first used, without a lock, which a fork could leave locked.
    pub(crate) schema: OnceRef<'static, Schema<'static>>,
    /// What decoding makes of the structure once: its Python class and fields.
    pub loaded: OnceBox<Box<dyn Any + Send + Sync>>,
}

impl std::fmt::Debug for Structure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Structure").field(&self.name).finish()
    }
}

impl Structure {
    const fn new(name: &'static str, members: &'static [Member]) -> Self {
        Self {
            name,
            class: None,
            is_noun: false,
            is_converted: false,
            is_union: false,
            members,
            schema: OnceRef::new(),
            loaded: OnceBox::new(),
        }
    }

    const fn of_class(mut self, module: &'static str, class: &'static str) -> Self {
        self.class = Some((module, class));
        self
    }

    const fn of_noun(mut self, module: &'static str, class: &'static str) -> Self {
        self.is_noun = true;
        self.of_class(module, class)
    }

    const fn converted(mut self) -> Self {
        self.is_converted = true;
        self
    }

    const fn union(mut self) -> Self {
        self.is_union = true;
        self
    }

    /// The position of a member.
    #[must_use]
    pub fn position(&self, name: &str) -> Option<usize> {
        self.members.iter().position(|member| member.name == name)
    }

    /// A member by AWS's name.
    #[must_use]
    pub fn member(&self, name: &str) -> Option<&'static Member> {
        self.members.iter().find(|member| member.name == name)
    }
}

/// A member of a structure.
#[derive(Debug)]
pub struct Member {
    /// AWS's name.
    pub name: &'static str,
    /// The name in requests and responses: AWS's name, except for one member.
    pub element: &'static str,
    /// The name in Python.
    pub attribute: &'static str,
    pub of: Type,
    pub is_required: bool,
    /// Whether it is a token that identifies the request when it is sent again.
    pub is_token: bool,
    /// Whether the members of this structure are read as those of the enclosing one.
    pub is_flattened: bool,
}

impl Member {
    const fn new(name: &'static str, attribute: &'static str, of: Type) -> Self {
        Self { name, element: name, attribute, of, is_required: false, is_token: false, is_flattened: false }
    }

    const fn in_element(mut self, element: &'static str) -> Self {
        self.element = element;
        self
    }

    const fn required(mut self) -> Self {
        self.is_required = true;
        self
    }

    const fn token(mut self) -> Self {
        self.is_token = true;
        self
    }

    const fn flattened(mut self) -> Self {
        self.is_flattened = true;
        self
    }
}

/// The type of a value.
#[derive(Clone, Copy, Debug)]
pub enum Type {
    /// Text, with limits of its length in Unicode characters.
    Text(Limits),
    Integer(Limits),
    Long(Limits),
    Double(Limits),
    Boolean,
    Timestamp,
    Blob,
    List(&'static List),
    /// Text keys with values of one type.
    Map(&'static Type),
    Structure(&'static Structure),
    /// A list of names with values, in Python boto's dict of lists.
    Dimensions(&'static List),
    /// A list of keys with values, in Python a dict.
    Tags(&'static List),
}

/// A list, with limits of its length.
#[derive(Debug)]
pub struct List {
    pub item: Type,
    pub limits: Limits,
    /// The name of an item's element in XML.
    pub element: &'static str,
}

impl List {
    const fn new(item: Type, limits: Limits) -> Self {
        Self { item, limits, element: "member" }
    }

    const fn of(mut self, element: &'static str) -> Self {
        self.element = element;
        self
    }
}

/// The least and the greatest value or length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    pub least: Option<i64>,
    pub most: Option<i64>,
}

const ANY: Limits = Limits { least: None, most: None };

const fn between(least: Option<i64>, most: Option<i64>) -> Limits {
    Limits { least, most }
}
