//! The protocol of an endpoint: CBOR, or Query where a server other than AWS's has no CBOR.

use std::sync::atomic::{AtomicU8, Ordering};

use crate::error::{CallError, ErrorResponse};
use crate::protocol::query::error_metadata;

/// The protocol that a connection was made with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ProtocolChoice {
    /// CBOR, or Query if the endpoint is not AWS's and refuses the first request in CBOR.
    #[default]
    Detected,
    Cbor,
    Query,
}

/// The protocol that an endpoint is known to have.
#[derive(Debug)]
pub struct EndpointProtocol {
    choice: ProtocolChoice,
    is_aws: bool,
    known: AtomicU8,
}

const UNKNOWN: u8 = 0;
const CBOR: u8 = 1;
const QUERY: u8 = 2;

/// The domains of AWS's partitions.
const AWS_DOMAINS: [&str; 10] = [
    "amazonaws.com",
    "amazonaws.com.cn",
    "amazonaws.eu",
    "api.aws",
    "api.amazonwebservices.com.cn",
    "api.amazonwebservices.eu",
    "c2s.ic.gov",
    "sc2s.sgov.gov",
    "cloud.adc-e.uk",
    "csp.hci.ic.gov",
];

/// Error codes of servers that do not know the path or the content of a request in CBOR.
const REFUSALS: [&str; 12] = [
    "InvalidAction",
    "InvalidRequest",
    "MalformedQueryString",
    "MethodNotAllowed",
    "MissingAction",
    "MissingParameter",
    "NotImplemented",
    "UnknownAction",
    "UnknownOperation",
    "UnknownOperationException",
    "UnsupportedOperation",
    "UnsupportedProtocol",
];

impl EndpointProtocol {
    #[must_use]
    pub fn at(url: &str, choice: ProtocolChoice) -> Self {
        Self { choice, is_aws: is_aws(url), known: AtomicU8::new(UNKNOWN) }
    }

    /// Whether requests are written in the Query protocol.
    #[must_use]
    pub fn is_query(&self) -> bool {
        match self.choice {
            ProtocolChoice::Query => true,
            ProtocolChoice::Cbor => false,
            ProtocolChoice::Detected => self.known.load(Ordering::Relaxed) == QUERY,
        }
    }

    /// Whether an endpoint that gave this error for a request in CBOR may speak only Query.
    #[must_use]
    pub fn may_be_query(&self, error: &CallError) -> bool {
        let CallError::Service(response) = error else { return false };
        if self.is_aws || self.choice != ProtocolChoice::Detected || self.known.load(Ordering::Relaxed) == CBOR {
            return false;
        }
        if response.during.is_some() {
            return false;
        }
        match response.status {
            // A server that has CBOR reports its own errors so, also with these statuses.
            404 | 405 | 415 | 501 => !is_in_cbor(response) || is_refusal(response),
            400 => is_refusal(response),
            _ => false,
        }
    }

    /// Records that the endpoint has responded in CBOR.
    pub fn record_cbor(&self) {
        if self.known.load(Ordering::Relaxed) == UNKNOWN {
            self.known.store(CBOR, Ordering::Relaxed);
        }
    }

    /// Records the outcome of the same request in Query. Returns whether the endpoint has that protocol.
    pub fn record_query<T>(&self, outcome: &Result<T, CallError>) -> bool {
        let speaks = match outcome {
            Ok(_) => true,
            Err(CallError::Service(response)) => {
                response.during.is_none()
                    && response.unreadable.is_none()
                    && error_metadata(response.body.as_bytes()).code().is_some_and(|code| !REFUSALS.contains(&code))
            }
            Err(_) => false,
        };
        if speaks {
            self.known.store(QUERY, Ordering::Relaxed);
        }
        speaks
    }
}

fn is_in_cbor(response: &ErrorResponse) -> bool {
    let kind = response.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
    kind.is_some_and(|(_, value)| value.contains("cbor"))
}

fn is_refusal(response: &ErrorResponse) -> bool {
    let code = error_metadata(response.body.as_bytes());
    let code = code.code().map(|code| code.rsplit(['#', '.']).next().unwrap_or(code));
    code.is_some_and(|code| REFUSALS.contains(&code))
}

fn is_aws(url: &str) -> bool {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let host = host.split(':').next().unwrap_or_default().trim_end_matches('.').to_ascii_lowercase();
    AWS_DOMAINS.iter().any(|domain| host.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.')))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(status: u16, body: &str) -> CallError {
        CallError::Service(Box::new(ErrorResponse {
            status,
            headers: Vec::new(),
            body: body.to_owned(),
            request_id: None,
            unreadable: None,
            during: None,
        }))
    }

    #[test]
    fn hosts_of_aws_are_recognized() {
        for url in [
            "https://monitoring.eu-west-1.amazonaws.com",
            "https://monitoring.cn-north-1.amazonaws.com.cn:443/",
            "http://user@MONITORING.us-east-1.api.aws./path",
        ] {
            assert!(is_aws(url), "{url}");
        }
        for url in ["http://127.0.0.1:5000", "https://amazonaws.com.example.org", "https://notamazonaws.com", ""] {
            assert!(!is_aws(url), "{url}");
        }
    }

    #[test]
    fn a_refusal_of_another_server_leads_to_query() {
        let protocol = EndpointProtocol::at("http://cloud.example", ProtocolChoice::Detected);
        let unknown = refusal(400, "<Response><Errors><Error><Code>InvalidAction</Code></Error></Errors></Response>");
        assert!([404, 405, 415, 501].iter().all(|status| protocol.may_be_query(&refusal(*status, ""))));
        assert!(protocol.may_be_query(&unknown));
        assert!(
            !protocol
                .may_be_query(&refusal(400, "<ErrorResponse><Error><Code>Throttling</Code></Error></ErrorResponse>"))
        );
        assert!(!protocol.may_be_query(&refusal(503, "")));
        assert!(!protocol.record_query::<()>(&Err(refusal(404, "<html>"))));
        assert!(!protocol.is_query());
        assert!(protocol.record_query(&Ok(())));
        // A call at the same time may have been refused only now.
        assert!(protocol.is_query() && protocol.may_be_query(&unknown));
    }

    #[test]
    fn an_error_in_cbor_is_the_servers_own() {
        let protocol = EndpointProtocol::at("http://cloud.example", ProtocolChoice::Detected);
        let of = |code: &str| {
            let mut error = refusal(404, &format!("<ErrorResponse><Error><Code>{code}</Code></Error></ErrorResponse>"));
            if let CallError::Service(response) = &mut error {
                response.headers.push(("content-type".into(), "application/cbor".into()));
            }
            error
        };
        assert!(!protocol.may_be_query(&of("ResourceNotFound")));
        assert!(protocol.may_be_query(&of("UnknownOperationException")));
    }

    #[test]
    fn aws_and_connections_with_a_protocol_never_change() {
        let refused = refusal(404, "");
        let aws = EndpointProtocol::at("https://monitoring.eu-west-1.amazonaws.com", ProtocolChoice::Detected);
        assert!(!aws.may_be_query(&refused));
        assert!(!EndpointProtocol::at("http://cloud.example", ProtocolChoice::Cbor).may_be_query(&refused));
        assert!(EndpointProtocol::at("http://cloud.example", ProtocolChoice::Query).is_query());
        let known = EndpointProtocol::at("http://cloud.example", ProtocolChoice::Detected);
        known.record_cbor();
        assert!(!known.may_be_query(&refused));
    }
}
