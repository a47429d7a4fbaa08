//! Requests that the model writes, compared with those of the SDK's typed operations: same method, path,
//! headers and body.

#[allow(deprecated)]
mod autoscaling;
#[allow(deprecated)]
mod cloudwatch;
mod inputs;

use std::collections::HashMap;

use _core::model::request::{Protocol, request};
use _core::model::value::{Fields, Input, Value};
use _core::model::{self, Operation};
use aws_smithy_runtime_api::client::interceptors::context;
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::ser_de::{SerializeRequest, SharedRequestSerializer};
use aws_smithy_types::DateTime;
use aws_smithy_types::config_bag::{ConfigBag, FrozenLayer};

use crate::inputs::{Content, Omitted};

/// Serializes the members of an input with the SDK's typed operation.
type Serializer = fn(&Fields) -> HttpRequest;

/// A type of the SDK that is made of a value of the model.
trait Typed {
    fn typed(value: &Value) -> Self;
}

macro_rules! scalars {
    ($($type:ty: $variant:ident;)*) => {$(
        impl Typed for $type {
            fn typed(value: &Value) -> Self {
                let Value::$variant(value) = value else { panic!(concat!("expected ", stringify!($variant))) };
                value.clone()
            }
        }
    )*};
}
scalars! { String: Text; i32: Integer; i64: Long; f64: Double; bool: Boolean; DateTime: Timestamp; }

impl<T: Typed> Typed for Vec<T> {
    fn typed(value: &Value) -> Self {
        let Value::List(items) = value else { panic!("expected a list") };
        items.iter().map(T::typed).collect()
    }
}

impl<T: Typed> Typed for HashMap<String, T> {
    fn typed(value: &Value) -> Self {
        let Value::Map(entries) = value else { panic!("expected a map") };
        entries.iter().map(|(key, value)| (key.clone(), T::typed(value))).collect()
    }
}

fn fields_of(value: &Value) -> &Fields {
    let Value::Structure(fields) = value else { panic!("expected a structure") };
    fields
}

fn member<T: Typed>(fields: &Fields, name: &str) -> Option<T> {
    fields.get(name).map(T::typed)
}

macro_rules! enums {
    ($sdk:ident: $($name:ident)*) => {$(
        impl crate::Typed for $sdk::types::$name {
            fn typed(value: &_core::model::value::Value) -> Self {
                Self::from(<String as crate::Typed>::typed(value).as_str())
            }
        }
    )*};
}
use enums;

macro_rules! structures {
    ($sdk:ident: $($name:ident { $($setter:ident $member:literal),* })*) => {$(
        impl crate::Typed for $sdk::types::$name {
            fn typed(value: &_core::model::value::Value) -> Self {
                let _fields = crate::fields_of(value);
                Self::builder()$(.$setter(crate::member(_fields, $member)))*.build()
            }
        }
    )*};
}
use structures;

macro_rules! unions {
    ($sdk:ident: $($name:ident { $($variant:ident $member:literal),* })*) => {$(
        impl crate::Typed for $sdk::types::$name {
            fn typed(value: &_core::model::value::Value) -> Self {
                let fields = crate::fields_of(value);
                $(if let Some(value) = crate::member(fields, $member) {
                    return Self::$variant(value);
                })*
                panic!("no variant is set")
            }
        }
    )*};
}
use unions;

macro_rules! operations {
    ($sdk:ident: $($module:ident $kind:ident $input:ident $name:literal { $($setter:ident $member:literal),* })*) => {
        /// The SDK's serializers by the names of operations.
        pub static OPERATIONS: &[(&str, crate::Serializer)] = &[$(($name, $module)),*];

        $(fn $module(fields: &_core::model::value::Fields) -> crate::HttpRequest {
            use aws_smithy_runtime_api::client::runtime_plugin::RuntimePlugin;
            use $sdk::operation::$module::{$input, $kind};
            let _ = fields;
            let input = $input::builder()$(.$setter(crate::member(fields, $member)))*.build();
            crate::typed_request($kind::new().config(), input.expect("the input is complete"))
        })*
    };
}
use operations;

fn typed_request<I: std::fmt::Debug + Send + Sync + 'static>(layer: Option<FrozenLayer>, input: I) -> HttpRequest {
    let layer = layer.expect("operations are configured");
    let serializer = layer.load::<SharedRequestSerializer>().expect("operations have a serializer");
    let input = context::Input::erase(input);
    serializer.serialize_input(input, &mut ConfigBag::base()).expect("the SDK serializes it")
}

/// A service: its model, and what the SDK has of it.
struct Service {
    protocol: Protocol,
    operations: &'static [&'static Operation],
    typed: &'static [(&'static str, Serializer)],
    omitted: Omitted,
}

const AUTO_SCALING: Service = Service {
    protocol: Protocol::Query { version: "2011-01-01" },
    operations: model::autoscaling::OPERATIONS,
    typed: autoscaling::OPERATIONS,
    omitted: Omitted(autoscaling::ONLY_IN_MODEL),
};
const CLOUD_WATCH: Service = Service {
    protocol: Protocol::Cbor { service: "GraniteServiceVersion20100801" },
    operations: model::cloudwatch::OPERATIONS,
    typed: cloudwatch::OPERATIONS,
    omitted: Omitted(cloudwatch::ONLY_IN_MODEL),
};

impl Service {
    fn operations(&self) -> impl Iterator<Item = (&'static Operation, Serializer)> {
        self.typed.iter().map(|(name, typed)| {
            let operation = self.operations.iter().find(|operation| operation.name == *name);
            (*operation.expect("the model has the SDK's operations"), *typed)
        })
    }

    /// Compares the requests of all operations for inputs with this content, and returns the differences.
    fn differences(&self, content: Content) -> Vec<String> {
        let inputs = self.operations().map(|(operation, typed)| {
            (Input { operation, fields: inputs::structure(operation.input, content, &self.omitted) }, typed)
        });
        inputs.filter_map(|(input, typed)| self.difference(&input, typed)).collect()
    }

    fn difference(&self, input: &Input, typed: Serializer) -> Option<String> {
        let ours = lines(&request(self.protocol, input).expect("the model serializes it"));
        let theirs = lines(&typed(&input.fields));
        let at = ours.iter().zip(&theirs).take_while(|(ours, theirs)| ours == theirs).count();
        let first = |lines: &[String]| lines.get(at).cloned().unwrap_or_default();
        (ours != theirs).then(|| format!("{}: {} / SDK: {}", input.operation.name, first(&ours), first(&theirs)))
    }
}

/// A request as lines of text, so that the first difference is easy to read: the parameters of Query one by
/// one, and CBOR from each text.
fn lines(request: &HttpRequest) -> Vec<String> {
    let mut lines = vec![format!("{} {}", request.method(), request.uri())];
    let headers = request.headers().iter().filter(|(name, _)| *name != "content-length");
    lines.extend(headers.map(|(name, value)| format!("{name}: {value}")));
    lines.sort();
    let body = request.body().bytes().expect("it is in memory");
    lines.extend(body.split_inclusive(|byte| matches!(byte, b'&' | 0x60..=0x7f)).map(|part| part.escape_ascii().to_string()));
    lines
}

fn assert_same(content: Content) {
    let mut found = AUTO_SCALING.differences(content);
    found.extend(CLOUD_WATCH.differences(content));
    assert!(found.is_empty(), "{} requests differ:\n{}", found.len(), found.join("\n"));
}

#[test]
fn every_operation_of_the_sdk_is_compared() {
    assert_eq!((AUTO_SCALING.operations().count(), CLOUD_WATCH.operations().count()), (68, 55));
}

/// What only one of both has. A newer SDK or a newer model changes these lists.
#[test]
fn the_sdk_and_the_model_differ_in_these_operations_and_members() {
    assert_eq!(autoscaling::ONLY_IN_MODEL, [""; 0]);
    assert_eq!(autoscaling::ONLY_IN_SDK, [""; 0]);
    assert_eq!(cloudwatch::ONLY_IN_MODEL, [""; 0]);
    assert_eq!(cloudwatch::ONLY_IN_SDK, [""; 0]);
}

#[test]
fn all_members() {
    // A union has one member: the second input has the next one of each.
    for variant in 0..2 {
        assert_same(Content::All { variant });
    }
}

#[test]
fn required_members() {
    assert_same(Content::Required);
}

#[test]
fn no_members() {
    assert_same(Content::Nothing);
}

#[test]
fn edge_values() {
    for round in 0..inputs::EDGES {
        assert_same(Content::Edge { round });
    }
}

#[test]
fn empty_lists_and_maps() {
    assert_same(Content::Empty);
}
