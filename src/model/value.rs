//! The values of a request, before they are serialized.

use aws_smithy_types::{Blob, DateTime};

use crate::model::{Operation, Structure};

/// A value of one of the model's types.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Text(String),
    Integer(i32),
    Long(i64),
    Double(f64),
    Boolean(bool),
    Timestamp(DateTime),
    Blob(Blob),
    List(Vec<Value>),
    Map(Vec<(String, Value)>),
    Structure(Fields),
}

/// The members of a structure that are set.
#[derive(Clone, Debug)]
pub struct Fields {
    pub of: &'static Structure,
    /// In the order of the structure's members.
    values: Vec<Option<Value>>,
}

impl PartialEq for Fields {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.of, other.of) && self.values == other.values
    }
}

impl Fields {
    #[must_use]
    pub fn new(of: &'static Structure) -> Self {
        Self { of, values: vec![None; of.members.len()] }
    }

    /// Sets a member; `None` removes its value.
    ///
    /// # Panics
    ///
    /// If the structure has no such member.
    pub fn set(&mut self, member: &str, value: impl IntoValue) {
        let at = self.of.position(member).unwrap_or_else(|| panic!("{} has no member {member}", self.of.name));
        self.values[at] = value.into_value();
    }

    /// The same, for calls in a chain.
    #[must_use]
    pub fn with(mut self, member: &str, value: impl IntoValue) -> Self {
        self.set(member, value);
        self
    }

    /// Sets the member at a position.
    pub fn set_at(&mut self, at: usize, value: Option<Value>) {
        self.values[at] = value;
    }

    /// The value of a member.
    #[must_use]
    pub fn get(&self, member: &str) -> Option<&Value> {
        self.values[self.of.position(member)?].as_ref()
    }

    /// The value at a position.
    #[must_use]
    pub fn at(&self, at: usize) -> Option<&Value> {
        self.values[at].as_ref()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.values.iter().all(Option::is_none)
    }

    /// The members that are set: position and value.
    pub fn iter(&self) -> impl Iterator<Item = (usize, &Value)> {
        self.values.iter().enumerate().filter_map(|(at, value)| Some((at, value.as_ref()?)))
    }
}

/// An operation and the members of its input.
#[derive(Clone, Debug)]
pub struct Input {
    pub operation: &'static Operation,
    pub fields: Fields,
}

impl Input {
    #[must_use]
    pub fn new(operation: &'static Operation) -> Self {
        Self { operation, fields: Fields::new(operation.input) }
    }

    /// Sets a member, as [`Fields::set`].
    #[must_use]
    pub fn with(mut self, member: &str, value: impl IntoValue) -> Self {
        self.fields.set(member, value);
        self
    }
}

/// Types of Rust that are a value, or none.
pub trait IntoValue {
    fn into_value(self) -> Option<Value>;
}

impl IntoValue for Value {
    fn into_value(self) -> Option<Value> {
        Some(self)
    }
}

impl<T: IntoValue> IntoValue for Option<T> {
    fn into_value(self) -> Option<Value> {
        self.and_then(IntoValue::into_value)
    }
}

impl<T: IntoValue> IntoValue for Vec<T> {
    fn into_value(self) -> Option<Value> {
        Some(Value::List(self.into_iter().filter_map(IntoValue::into_value).collect()))
    }
}

macro_rules! from {
    ($($type:ty => $variant:ident),*) => {$(
        impl IntoValue for $type {
            fn into_value(self) -> Option<Value> {
                Some(Value::$variant(self.into()))
            }
        }
    )*};
}

from!(String => Text, &str => Text, i32 => Integer, i64 => Long, f64 => Double, bool => Boolean);
from!(DateTime => Timestamp, Blob => Blob, Fields => Structure);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::autoscaling::{OP_PUT_WARM_POOL, PUT_WARM_POOL_TYPE};

    #[test]
    fn members_are_set_and_removed() {
        let input = Input::new(&OP_PUT_WARM_POOL).with("MinSize", 2).with("PoolState", Some("Stopped"));
        assert_eq!(input.fields.get("MinSize"), Some(&Value::Integer(2)));
        let mut fields = input.fields;
        fields.set("MinSize", None::<i32>);
        assert_eq!(fields, Fields::new(&PUT_WARM_POOL_TYPE).with("PoolState", "Stopped"));
    }

    #[test]
    #[should_panic(expected = "PutWarmPoolType has no member Size")]
    fn an_unknown_member_is_refused() {
        Fields::new(&PUT_WARM_POOL_TYPE).set("Size", 1);
    }
}
