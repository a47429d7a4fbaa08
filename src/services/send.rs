//! Sending of an operation's input, for both services.

use std::fmt;

use aws_smithy_cbor::protocol::RpcV2CborProtocol;
use aws_smithy_runtime_api::client::interceptors::context;
use aws_smithy_runtime_api::client::orchestrator::{HttpResponse, OrchestratorError};
use aws_smithy_runtime_api::client::ser_de::{DeserializeResponse, SharedResponseDeserializer};
use aws_smithy_schema::protocol::ClientProtocolInner;
use aws_smithy_types::config_bag::ConfigBag;
use pyo3::prelude::*;

use crate::client::PreparedRequest;
use crate::client::operation_error::OperationError;
use crate::client::raw_response::{HeaderSelection, RawDeserializer, RawResponse};
use crate::client::session::{IntoPython, Session};
use crate::error::CallError;
use crate::model::request::{Protocol, request};
use crate::model::value::Input;

/// Sends an input and converts the response.
///
/// `prepare` imports what the conversion needs, before the request is sent.
pub fn send<'py, R: IntoPython>(
    connection: &Bound<'py, PyAny>,
    session: &Session,
    protocol: Protocol,
    input: Input,
    prepare: impl FnOnce(Python<'py>) -> PyResult<()>,
    result: impl FnOnce(RawResponse) -> R + Send + 'static,
) -> PyResult<Bound<'py, PyAny>> {
    session.run_prepared(connection, input.operation.name, prepare, |client| async move {
        let received: RawResponse = client.send(prepared(protocol, &input)?).await?;
        Ok(result(received))
    })
}

fn prepared(protocol: Protocol, input: &Input) -> Result<PreparedRequest, CallError> {
    let request = request(protocol, input)
        .map_err(|error| CallError::Client(format!("the request could not be made: {error}")))?;
    let deserializer = match protocol {
        Protocol::Query { .. } => SharedResponseDeserializer::new(RawDeserializer(HeaderSelection::Named(&[]))),
        Protocol::Cbor { .. } => SharedResponseDeserializer::new(CborDeserializer),
    };
    Ok(PreparedRequest { request, deserializer, reports_data: input.operation.name == "PutMetricData" })
}

/// The headers to keep of a CBOR response: the content type, for errors, and the request id.
const KEPT: HeaderSelection = HeaderSelection::Named(&["content-type", "x-amzn-requestid"]);

/// Returns a successful CBOR response raw, and lets the SDK parse errors.
struct CborDeserializer;

impl fmt::Debug for CborDeserializer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CborDeserializer")
    }
}

impl DeserializeResponse for CborDeserializer {
    fn deserialize_nonstreaming_with_config(
        &self,
        response: &HttpResponse,
        cfg: &ConfigBag,
    ) -> Result<context::Output, OrchestratorError<context::Error>> {
        if response.status().is_success() {
            return Ok(context::Output::erase(RawResponse::of(response, KEPT)));
        }
        // A malformed document has no code; then the HTTP status decides.
        let metadata = RpcV2CborProtocol::new().parse_error_metadata(response, cfg).unwrap_or_default().build();
        Err(OrchestratorError::operation(context::Error::erase(OperationError::new(metadata))))
    }
}
