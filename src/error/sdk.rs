//! Conversion of SDK errors to the errors of a call.

use std::error::Error;

use aws_credential_types::provider::error::CredentialsError;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;

use crate::error::call_stats::{closed_endpoint, waiting_for_credentials};
use crate::error::chain::{chain, deepest, find};
use crate::error::closed_endpoints::explained;
use crate::error::{CallError, ErrorResponse, InvalidRequest, LONGEST_KEPT, LONGEST_SHOWN, hints};
use crate::protocol::cbor_xml;
use crate::protocol::query::error_document;
use crate::redaction::log_format;
use crate::redaction::registry::redact;

/// Converts the SDK's error; `credentials` converts the error of credentials that could not be loaded.
pub fn from_sdk<E>(
    error: &SdkError<E, HttpResponse>,
    credentials: impl FnOnce(&CredentialsError) -> CallError,
) -> CallError
where
    E: ProvideErrorMetadata + Error + 'static,
{
    match error {
        SdkError::ServiceError(context) => CallError::Service(Box::new(error_response(context.raw(), context.err()))),
        SdkError::TimeoutError(_) => match waiting_for_credentials() {
            Some(source) => credentials_timed_out(&source),
            None => timed_out("the response was not complete within the timeout", RESPONSE_LIMIT),
        },
        SdkError::ResponseError(_) => {
            let (meaning, remedy) = hints::for_connection_error(error);
            let context = if meaning.starts_with("the response ") { "" } else { "the response was interrupted: " };
            CallError::Unreachable(format!("{context}{meaning}; {remedy}"))
        }
        SdkError::DispatchFailure(failure) => {
            if let Some(missing) = find::<CredentialsError>(error) {
                return credentials(missing);
            }
            if !failure.is_timeout() {
                let certificate = find::<rustls::Error>(error).and_then(hints::for_certificate);
                let (meaning, remedy) = certificate.unwrap_or_else(|| hints::for_connection_error(error));
                // Another server may have had the address since, so the cause is given in any case.
                let remedy = closed_endpoint().map_or_else(|| remedy.to_owned(), |address| explained(&address));
                return CallError::Unreachable(format!("{meaning}; {remedy}"));
            }
            if is_connect_timeout(error) {
                return timed_out("no connection was made within the timeout", CONNECTION_LIMIT);
            }
            timed_out("no response arrived within the timeout", RESPONSE_LIMIT)
        }
        _ => match find::<InvalidRequest>(error) {
            Some(invalid) => CallError::InvalidArgument(invalid.to_string()),
            None => CallError::Client(format!("the request could not be made: {}", redact(&deepest(error)))),
        },
    }
}

fn timed_out(what: &str, remedy: &str) -> CallError {
    CallError::TimedOut(format!("{what}; {remedy}"))
}

/// The error of credentials whose source took too long; `source` is empty, or " from" and an address.
#[must_use]
pub fn credentials_timed_out(source: &str) -> CallError {
    timed_out(&format!("loading AWS credentials{source} timed out"), CREDENTIALS_LIMIT)
}

/// Whether the timeout for connecting was exceeded.
#[must_use]
pub fn is_connect_timeout(error: &(dyn Error + 'static)) -> bool {
    chain(error).any(|error| error.to_string().contains("connect timeout"))
}

const RESPONSE_LIMIT: &str = "raise timeout= or boto.cfg's http_socket_timeout, or try again later";
const CREDENTIALS_LIMIT: &str = "check why the source is slow, or raise timeout=";
const CONNECTION_LIMIT: &str =
    "check the host, the port, the proxy if one is used, and that no firewall blocks the connection";

fn error_response<E: ProvideErrorMetadata + Error + 'static>(raw: &HttpResponse, error: &E) -> ErrorResponse {
    let headers = raw.headers();
    let request_id = ["x-amzn-requestid", "x-amz-request-id"].iter().find_map(|name| headers.get(name));
    let request_id = request_id.map(|id| redact(id).into_owned());
    let kind = headers.get("content-type").unwrap_or_default();
    let content = raw.body().bytes().unwrap_or_default();
    let is_cbor = kind.contains("cbor");
    let unreadable = raw.status().is_success().then(|| {
        let reason = if is_cbor { deepest(error) } else { format!("its content type is '{kind}'") };
        format!("the response is not the expected CBOR: {reason}")
    });
    let body = match (is_cbor, unreadable.is_some()) {
        (true, false) => {
            let mut members = cbor_xml::members(content, &["__type", "message", "Message"]);
            if !members.is_empty() {
                members += "\n    ";
            }
            let status = raw.status().as_u16();
            let document = error_document(error.code(), error.message(), &members, status, request_id.as_deref());
            log_format::shortened(&document, LONGEST_KEPT, document.len())
        }
        (true, true) => log_format::cbor(content, LONGEST_SHOWN),
        (false, false) => log_format::text(content, LONGEST_KEPT),
        (false, true) => log_format::text(content, LONGEST_SHOWN),
    };
    ErrorResponse {
        status: raw.status().as_u16(),
        headers: log_format::redacted_headers(raw),
        body,
        request_id,
        unreadable,
        during: None,
    }
}
