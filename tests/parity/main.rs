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
use minicbor::data::Token;
use minicbor::decode::Tokenizer;

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
    protocol: Protocol::Cbor { service: "GraniteServiceVersion20100801", version: "2010-08-01" },
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
        let ours = request(self.protocol, input).expect("the model serializes it");
        let theirs = typed(&input.fields);
        let same = if inputs::unions(&input.fields) == 0 {
            body(&ours) == body(&theirs) && head(&ours) == head(&with_length(theirs, input))
        } else {
            same_documents(&ours, &theirs, inputs::unions(&input.fields))
        };
        (!same).then(|| format!("{}: {}", input.operation.name, first_difference(&ours, &typed(&input.fields))))
    }
}

fn body(request: &HttpRequest) -> &[u8] {
    request.body().bytes().expect("it is in memory")
}

/// Method, path and headers.
fn head(request: &HttpRequest) -> Vec<String> {
    let headers = request.headers().iter().map(|(name, value)| format!("{name}: {value}"));
    let mut lines: Vec<String> = headers.chain([format!("{} {}", request.method(), request.uri())]).collect();
    lines.sort();
    lines
}

/// Operations without members leave it to the HTTP client to add the length.
fn with_length(mut request: HttpRequest, input: &Input) -> HttpRequest {
    if input.operation.input.members.is_empty() {
        let length = body(&request).len().to_string();
        assert_eq!(request.headers_mut().insert("content-length", length), None);
    }
    request
}

/// Whether CBOR documents are the same if maps with a length are those without one. The SDK writes the
/// length of a union, which saves the byte that ends the map.
fn same_documents(ours: &HttpRequest, theirs: &HttpRequest, unions: usize) -> bool {
    fn items(request: &HttpRequest) -> Vec<Token<'_>> {
        let items = Tokenizer::new(body(request)).map(|token| match token.expect("it is CBOR") {
            Token::Map(_) => Token::BeginMap,
            token => token,
        });
        items.filter(|token| *token != Token::Break).collect()
    }
    items(ours) == items(theirs) && body(ours).len() == body(theirs).len() + unions
}

/// The first difference, with the end of what is the same.
fn first_difference(ours: &HttpRequest, theirs: &HttpRequest) -> String {
    let at = body(ours).iter().zip(body(theirs)).take_while(|(ours, theirs)| ours == theirs).count();
    let part = |request| {
        let body = body(request);
        format!("{:?} ...{}", head(request), body[at.saturating_sub(60)..body.len().min(at + 20)].escape_ascii())
    };
    format!("\n  model {}\n  SDK   {}", part(ours), part(theirs))
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

/// A newer SDK or a newer model changes these lists.
#[test]
fn the_model_has_four_operations_that_the_sdk_does_not_have() {
    assert_eq!((autoscaling::ONLY_IN_MODEL, autoscaling::ONLY_IN_SDK), (&[][..], &[][..]));
    assert_eq!(
        cloudwatch::ONLY_IN_MODEL,
        [
            "DeleteMetricDataQueryDefinition",
            "GetMetricDataQueryDefinition",
            "ListMetricDataQueryDefinitions",
            "PutMetricDataQueryDefinition",
        ]
    );
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

/// The SDK's maps have no order, so that it writes the entries in either.
#[test]
fn maps_with_two_entries() {
    let (operation, typed) =
        CLOUD_WATCH.operations().find(|(operation, _)| operation.name == "PutMetricData").expect("it is an operation");
    let input = |entries: [(&str, &str); 2]| {
        let entries = entries.map(|(key, value)| (key.to_owned(), Value::Text(value.to_owned())));
        let entity = Fields::new(&model::cloudwatch::ENTITY).with("Attributes", Value::Map(entries.into()));
        let data = Fields::new(&model::cloudwatch::ENTITY_METRIC_DATA).with("Entity", entity);
        Input::new(operation).with("EntityMetricData", vec![data])
    };
    let (name, kind) = (("Name", "web & co"), ("Type", ""));
    let theirs = typed(&input([name, kind]).fields);
    let ours = [[name, kind], [kind, name]].map(|entries| request(CLOUD_WATCH.protocol, &input(entries)));
    assert!(ours.iter().flatten().any(|ours| body(ours) == body(&theirs)));
}

/// Lists and texts whose lengths take one, two and three bytes in CBOR.
#[test]
fn long_lists_and_texts() {
    let (operation, typed) =
        CLOUD_WATCH.operations().find(|(operation, _)| operation.name == "PutMetricData").expect("it is an operation");
    let datum = |at: u32| {
        Fields::new(&model::cloudwatch::METRIC_DATUM)
            .with("MetricName", "ü".repeat(usize::try_from(at * 35).expect("it is small")))
            .with("Values", (0..at).map(|value| f64::from(value) / f64::from(at)).collect::<Vec<_>>())
    };
    let input = Input::new(operation).with("MetricData", (0..1000).step_by(7).map(datum).collect::<Vec<_>>());
    assert_eq!(CLOUD_WATCH.difference(&input, typed), None);
}
