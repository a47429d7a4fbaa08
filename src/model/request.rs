//! HTTP requests of operations, written with the SDK's serializers.

use aws_smithy_cbor::codec::{CborCodec, CborCodecSettings};
use aws_smithy_query::codec::QueryShapeSerializer;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_schema::codec::{Codec, FinishSerializer};
use aws_smithy_schema::serde::{SerdeError, SerializableStruct, ShapeSerializer};
use aws_smithy_schema::{Schema, prelude};
use aws_smithy_types::body::SdkBody;

use crate::model::value::{Fields, Input, Value};
use crate::model::{Type, schema};
use crate::protocol::query::QueryRequest;

/// How a service's requests are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// Form-encoded parameters, with this version of the API.
    Query { version: &'static str },
    /// CBOR documents, for this service, or form-encoded parameters where a server has no CBOR.
    Cbor { service: &'static str, version: &'static str },
}

impl Protocol {
    /// The same service's Query protocol.
    #[must_use]
    pub const fn as_query(self) -> Self {
        match self {
            Self::Query { version } | Self::Cbor { version, .. } => Self::Query { version },
        }
    }
}

/// The request of an operation.
///
/// # Errors
///
/// If a value cannot be serialized, such as a time that no text can express.
pub fn request(protocol: Protocol, input: &Input) -> Result<HttpRequest, BoxError> {
    let name = input.operation.name;
    match protocol {
        Protocol::Query { version } => {
            let mut serializer = QueryShapeSerializer::new(name, version);
            serializer.write_struct(schema::of(input.operation.input), &input.fields)?;
            QueryRequest { path: "/".to_owned(), body: String::from_utf8(serializer.finish())? }.request()
        }
        Protocol::Cbor { service, .. } => {
            let settings = CborCodecSettings::default().use_definite_lengths(true);
            let mut serializer = CborCodec::new(settings).create_serializer();
            serializer.write_struct(schema::of(input.operation.input), &input.fields)?;
            let body = SdkBody::from(serializer.finish());
            let request = http::Request::post(format!("/service/{service}/operation/{name}"))
                .header("content-type", "application/cbor")
                .header("smithy-protocol", "rpc-v2-cbor")
                .header("accept", "application/cbor")
                .header("x-amzn-query-mode", "true")
                .header("content-length", body.content_length().unwrap_or_default())
                .body(body)?;
            Ok(HttpRequest::try_from(request)?)
        }
    }
}

impl SerializableStruct for Fields {
    fn schema(&self) -> &Schema<'_> {
        schema::of(self.of)
    }

    fn serialize_members(&self, serializer: &mut dyn ShapeSerializer) -> Result<(), SerdeError> {
        let schemas = schema::of(self.of).members();
        self.iter().try_for_each(|(at, value)| write(serializer, schemas[at], &self.of.members[at].of, value))
    }
}

/// Writes a value of a member, or of a list or map, whose items have a schema without a name.
fn write(
    serializer: &mut dyn ShapeSerializer,
    schema: &Schema<'_>,
    of: &'static Type,
    value: &Value,
) -> Result<(), SerdeError> {
    match value {
        Value::Text(text) => serializer.write_string(schema, text),
        Value::Integer(number) => serializer.write_integer(schema, *number),
        Value::Long(number) => serializer.write_long(schema, *number),
        Value::Double(number) => serializer.write_double(schema, *number),
        Value::Boolean(flag) => serializer.write_boolean(schema, *flag),
        Value::Timestamp(time) => serializer.write_timestamp(schema, time),
        Value::Blob(blob) => serializer.write_blob(schema, blob.clone()),
        Value::Structure(fields) => serializer.write_struct(schema, fields),
        Value::List(items) => {
            let of = item_type(of);
            serializer.write_list_with_length(schema, items.len(), &|serializer| {
                items.iter().try_for_each(|item| write(serializer, unnamed(item), of, item))
            })
        }
        Value::Map(entries) => {
            let of = item_type(of);
            serializer.write_map_with_length(schema, entries.len(), &|serializer| {
                entries.iter().try_for_each(|(key, value)| {
                    serializer.write_string(&prelude::STRING, key)?;
                    write(serializer, unnamed(value), of, value)
                })
            })
        }
    }
}

/// The type of a list's items or a map's values.
fn item_type(of: &'static Type) -> &'static Type {
    match of {
        Type::List(list) | Type::Dimensions(list) | Type::Tags(list) => &list.item,
        Type::Map(value) => value,
        other => other,
    }
}

fn unnamed(value: &Value) -> &'static Schema<'static> {
    match value {
        Value::Text(_) => &prelude::STRING,
        Value::Integer(_) => &prelude::INTEGER,
        Value::Long(_) => &prelude::LONG,
        Value::Double(_) => &prelude::DOUBLE,
        Value::Boolean(_) => &prelude::BOOLEAN,
        Value::Timestamp(_) => &prelude::TIMESTAMP,
        Value::Blob(_) => &prelude::BLOB,
        Value::Structure(fields) => schema::of(fields.of),
        // Neither model has lists in lists.
        Value::List(_) | Value::Map(_) => &prelude::DOCUMENT,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::autoscaling::OP_EXIT_STANDBY;

    const QUERY: Protocol = Protocol::Query { version: "2011-01-01" };

    fn body(protocol: Protocol, input: &Input) -> Vec<u8> {
        request(protocol, input).expect("it is serialized").body().bytes().expect("it is in memory").to_owned()
    }

    #[test]
    fn nested_members_and_lists_are_numbered() {
        let input = Input::new(&OP_EXIT_STANDBY)
            .with("AutoScalingGroupName", "web & co")
            .with("InstanceIds", vec!["i-1", "i-2"]);
        assert_eq!(
            String::from_utf8_lossy(&body(QUERY, &input)),
            "Action=ExitStandby&Version=2011-01-01&InstanceIds.member.1=i-1&InstanceIds.member.2=i-2\
             &AutoScalingGroupName=web%20%26%20co"
        );
    }
}
