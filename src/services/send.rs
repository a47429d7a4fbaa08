//! Sending of an operation's input, for both services.

use std::fmt;

use aws_smithy_cbor::protocol::RpcV2CborProtocol;
use aws_smithy_runtime_api::client::interceptors::context;
use aws_smithy_runtime_api::client::orchestrator::{HttpResponse, OrchestratorError};
use aws_smithy_runtime_api::client::ser_de::{DeserializeResponse, SharedResponseDeserializer};
use aws_smithy_schema::protocol::ClientProtocolInner;
use aws_smithy_types::config_bag::ConfigBag;
use pyo3::prelude::*;

use crate::client::operation_error::OperationError;
use crate::client::raw_response::{HeaderSelection, RawDeserializer, RawResponse};
use crate::client::session::{IntoPython, Session};
use crate::client::{Client, PreparedRequest};
use crate::error::{CallError, ErrorResponse, LONGEST_SHOWN};
use crate::model::query_response::as_cbor;
use crate::model::request::{Protocol, request};
use crate::model::value::Input;
use crate::process::held::Held;
use crate::redaction::log_format;

/// Sends an input and converts the response.
///
/// `prepare` imports what the conversion needs, before the request is sent; `held` are the objects that
/// it needs.
pub fn send<'py, R: IntoPython>(
    connection: &Bound<'py, PyAny>,
    session: &Session,
    protocol: Protocol,
    input: Input,
    prepare: impl FnOnce(Python<'py>) -> PyResult<()>,
    held: Held,
    result: impl FnOnce(RawResponse) -> R + Send + 'static,
) -> PyResult<Bound<'py, PyAny>> {
    session.run(connection, input.operation.name, prepare, held, |client| async move {
        Ok(result(exchange(&client, protocol, &input).await?))
    })
}

/// Sends an input and returns the response: in XML for a service of the Query protocol, otherwise in CBOR.
async fn exchange(client: &Client, protocol: Protocol, input: &Input) -> Result<RawResponse, CallError> {
    if let Protocol::Query { .. } = protocol {
        return client.send(prepared(protocol, input)?).await;
    }
    let known = client.endpoint_protocol();
    if known.is_query() {
        return in_query(client, protocol, input).await;
    }
    match client.send(prepared(protocol, input)?).await {
        Err(error) if known.may_be_query(&error) => {
            let outcome = in_query(client, protocol, input).await;
            // Where Query fails too, the first error says more.
            if known.record_query(&outcome) { outcome } else { Err(error) }
        }
        outcome => {
            if outcome.is_ok() {
                known.record_cbor();
            }
            outcome
        }
    }
}

/// Sends an input in the Query protocol, and returns the response in CBOR.
async fn in_query(client: &Client, protocol: Protocol, input: &Input) -> Result<RawResponse, CallError> {
    let received: RawResponse = client.send(prepared(protocol.as_query(), input)?).await?;
    match as_cbor(&received.body, input.operation.output) {
        Ok(response) => {
            let request_id = response.request_id.map(|id| ("x-amzn-requestid".to_owned(), id));
            let headers = [("content-type".to_owned(), "application/cbor".to_owned())];
            Ok(RawResponse {
                status: received.status,
                headers: headers.into_iter().chain(request_id).collect(),
                body: response.document.into(),
            })
        }
        Err(malformed) => Err(CallError::Service(Box::new(ErrorResponse {
            status: received.status,
            headers: received.headers,
            body: log_format::text(&received.body, LONGEST_SHOWN),
            request_id: None,
            unreadable: Some(format!("the response is not the expected XML: {}", malformed.0)),
            during: None,
        }))),
    }
}

fn prepared(protocol: Protocol, input: &Input) -> Result<PreparedRequest, CallError> {
    let request = request(protocol, input)
        .map_err(|error| CallError::Client(format!("the request could not be made: {error}")))?;
    let deserializer = match protocol {
        Protocol::Query { .. } => SharedResponseDeserializer::new(RawDeserializer(HeaderSelection::Named(&[]))),
        Protocol::Cbor { .. } => SharedResponseDeserializer::new(CborDeserializer),
    };
    let is_plain = matches!(protocol, Protocol::Query { .. });
    Ok(PreparedRequest { request, deserializer, reports_data: input.operation.name == "PutMetricData", is_plain })
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
        Err(OrchestratorError::operation(context::Error::erase(OperationError(metadata))))
    }
}
