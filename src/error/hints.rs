//! The meaning of an error and its remedy, for the text of exceptions.

use rustls::CertificateError;
use rustls::pki_types::UnixTime;

use crate::protocol::timestamp::Timestamp;

/// A text by which dependencies report that no response arrived, and what it means.
struct ErrorPattern {
    pattern: &'static str,
    /// The text to show instead; none where the dependency's own text is clear.
    meaning: Option<&'static str>,
    remedy: &'static str,
    /// Whether the request may have reached the server.
    may_have_arrived: bool,
}

const fn pattern(
    pattern: &'static str,
    meaning: Option<&'static str>,
    remedy: &'static str,
    may_have_arrived: bool,
) -> ErrorPattern {
    ErrorPattern { pattern, meaning, remedy, may_have_arrived }
}

const CHECK_ADDRESS: &str = "check host= and port=, and the proxy if one is used";
const RETRY_LATER: &str = "try again later, or raise num_retries";

const DESCRIPTORS: &str =
    "close files and sockets that are not needed, raise the limit (`ulimit -n`), or lower max_connections";
const THREADS: &str =
    "stop threads that are not needed, or raise the limits on processes and memory (`ulimit -u`, `ulimit -v`)";

/// The remedy when the process lacks a resource.
#[must_use]
pub fn for_resource(error: &std::io::Error) -> &'static str {
    if error.to_string().contains("Too many open files") { DESCRIPTORS } else { THREADS }
}

/// The text by which dependencies report that no server listens at an address.
pub const CONNECTION_REFUSED: &str = "onnection refused";

static PATTERNS: [ErrorPattern; 21] = [
    pattern(
        CONNECTION_REFUSED,
        Some("the connection was refused"),
        "check that a server listens at this address (or at the proxy, if one is used), or try again later",
        false,
    ),
    pattern(
        "failed to lookup address",
        Some("the host name could not be resolved"),
        "check the region, host= and this machine's DNS",
        false,
    ),
    pattern(
        "Too many open files",
        Some("this process has reached its limit of open files (Too many open files)"),
        DESCRIPTORS,
        false,
    ),
    pattern(
        "connection establishment task was dropped",
        Some("no connection was started: the system could not create a thread to resolve the host name"),
        THREADS,
        false,
    ),
    pattern("unreachable", None, "check this machine's network and routes", false),
    pattern("onnection reset", Some("the connection was reset"), RETRY_LATER, true),
    pattern("roken pipe", Some("the connection was closed while the request was sent"), RETRY_LATER, true),
    pattern(
        "closed before message completed",
        Some("the server closed the connection without a response"),
        RETRY_LATER,
        true,
    ),
    pattern("TLS close_notify", Some("the server closed the connection"), RETRY_LATER, true),
    pattern("end of file before message length", Some("the connection was closed"), RETRY_LATER, true),
    pattern(
        "UnknownIssuer",
        Some("the server's certificate was issued by an authority that is not trusted (UnknownIssuer)"),
        "if the authority is your company's, set ca_certificates_file or AWS_CA_BUNDLE to its certificate",
        false,
    ),
    pattern("certificate", None, "replace the server's certificate, or check host=", false),
    pattern(
        "fatal alert: ProtocolVersion",
        Some("the server does not support TLS 1.2 or later"),
        "enable TLS 1.2 or 1.3 on the server",
        false,
    ),
    pattern(
        "tls handshake eof",
        Some("the server does not speak TLS (tls handshake eof)"),
        "check is_secure= and port=",
        false,
    ),
    pattern(
        "proxy authorization required",
        Some("the proxy requires a login (tunnel error: proxy authorization required)"),
        "set proxy_user= and proxy_pass=",
        false,
    ),
    pattern(
        "tunnel error: unexpected end of file",
        Some("the proxy closed the connection without a response"),
        "check proxy= and proxy_port=, or try again later",
        false,
    ),
    pattern(
        "tunnel error",
        Some("the proxy did not open a tunnel to the service"),
        "check proxy= and proxy_port=, and that the proxy allows HTTPS to this host",
        false,
    ),
    pattern("Invalid chunk", Some("the response is not valid HTTP"), CHECK_ADDRESS, true),
    pattern("HTTP version", Some("the server does not speak HTTP"), CHECK_ADDRESS, true),
    pattern(
        "message head is too large",
        Some("the response headers are too large to come from AWS"),
        CHECK_ADDRESS,
        true,
    ),
    pattern(RESPONSE_TOO_LONG, None, "request fewer items per call, for example with max_records=", true),
];

/// The beginning of the message about a response that is too long.
pub const RESPONSE_TOO_LONG: &str = "the response is longer than";

fn find_pattern(text: &str) -> Option<&'static ErrorPattern> {
    PATTERNS.iter().find(|known| text.contains(known.pattern))
}

/// The meaning of a connection error's text, and the remedy.
#[must_use]
pub fn for_connection_error(text: &str) -> (String, &'static str) {
    match find_pattern(text) {
        Some(known) => (known.meaning.unwrap_or(text).to_owned(), known.remedy),
        None => (text.to_owned(), RETRY_LATER),
    }
}

/// What is wrong with a server's certificate and the remedy, where rustls's own text is hard to read.
#[must_use]
pub fn for_certificate(error: &rustls::Error) -> Option<(String, &'static str)> {
    let at =
        |time: &UnixTime| Timestamp::from_seconds(i64::try_from(time.as_secs()).unwrap_or(i64::MAX), 0).to_string();
    let rustls::Error::InvalidCertificate(reason) = error else { return None };
    let explanation = match reason {
        CertificateError::ExpiredContext { time, not_after } => (
            format!(
                "the server's certificate expired at {}, and this machine's clock says {}",
                at(not_after),
                at(time)
            ),
            "renew the certificate; if the server is AWS's, correct this machine's clock",
        ),
        CertificateError::NotValidYetContext { time, not_before } => (
            format!(
                "the server's certificate is valid from {}, and this machine's clock says {}",
                at(not_before),
                at(time)
            ),
            "correct this machine's clock",
        ),
        CertificateError::NotValidForNameContext { expected, presented } => {
            let names: Vec<_> = presented.iter().map(|name| name.split('"').nth(1).unwrap_or(name)).collect();
            let text = format!("the server's certificate is for {}, not for {}", names.join(", "), expected.to_str());
            (text, "check host=: this is another server")
        }
        _ => return None,
    };
    Some(explanation)
}

/// Whether the request may have reached the server before this connection error.
#[must_use]
pub fn may_have_arrived(text: &str) -> bool {
    find_pattern(text).is_none_or(|known| known.may_have_arrived)
}

/// The remedy for an error response.
#[must_use]
pub fn for_response(status: u16, code: Option<&str>) -> &'static str {
    match code.unwrap_or_default() {
        "Throttling"
        | "ThrottlingException"
        | "RequestLimitExceeded"
        | "TooManyRequestsException"
        | "RequestThrottled"
        | "SlowDown" => "make fewer calls at a time, or raise num_retries",
        "AccessDenied" | "AccessDeniedException" | "UnauthorizedOperation" | "AuthorizationError" => {
            "allow the action in the policy of this user or role, or use other credentials"
        }
        "ExpiredToken" | "ExpiredTokenException" => "the temporary credentials have expired: get new ones",
        "InvalidClientTokenId" | "UnrecognizedClientException" | "AuthFailure" => {
            "check the access key, and pass its session token if it has one"
        }
        "SignatureDoesNotMatch" | "InvalidSignatureException" => "check the secret key, and this machine's clock",
        "MissingAuthenticationToken" | "IncompleteSignature" => {
            "a proxy or gateway may have removed or changed the request's signature: check those between this machine and AWS"
        }
        "RequestExpired" | "RequestTimeTooSkewed" => "correct this machine's clock",
        "OptInRequired" => "enable the service for this AWS account first",
        "ServiceUnavailable"
        | "InternalFailure"
        | "InternalError"
        | "InternalServiceError"
        | "InternalServiceFault" => "this is an error inside AWS: try again later",
        "AlreadyExists" | "AlreadyExistsFault" => "choose another name, or use the existing resource",
        "LimitExceeded" | "LimitExceededFault" => {
            "delete resources that are not needed, or request a quota increase from AWS"
        }
        "ResourceInUse"
        | "ResourceInUseFault"
        | "ScalingActivityInProgress"
        | "ScalingActivityInProgressFault"
        | "ResourceContention"
        | "ResourceContentionFault" => "try again when the activity in progress has finished",
        "" => for_status(status),
        _ => "fix the problem that AWS reports",
    }
}

/// The remedy for a response without an error code. Most of these do not come from AWS.
fn for_status(status: u16) -> &'static str {
    match status {
        300..400 => {
            "a redirect is not followed because it may lead to a foreign server: check host= and the proxy if one is used"
        }
        407 => "set proxy_user= and proxy_pass= to the proxy's login",
        500.. => "try again later; if it persists, check the proxies and gateways between this machine and AWS",
        _ => "the response may not come from AWS: check host=, path= and the proxy if one is used",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_error_is_explained() {
        let (meaning, remedy) = for_connection_error("Connection refused (os error 111)");
        assert_eq!(meaning, "the connection was refused");
        assert!(remedy.contains("listens"), "{remedy}");
    }

    #[test]
    fn an_unknown_error_keeps_its_text() {
        assert_eq!(for_connection_error("unknown failure"), ("unknown failure".to_owned(), RETRY_LATER));
        assert!(may_have_arrived("unknown failure"));
    }

    #[test]
    fn a_request_that_was_never_sent_has_not_arrived() {
        for text in ["Connection refused (os error 111)", "tunnel error: unsuccessful", "invalid peer certificate: x"] {
            assert!(!may_have_arrived(text), "{text}");
        }
    }

    #[test]
    fn each_code_has_its_remedy() {
        for (remedy, codes) in [
            (
                "make fewer calls at a time, or raise num_retries",
                "Throttling ThrottlingException RequestLimitExceeded TooManyRequestsException RequestThrottled SlowDown",
            ),
            (
                "allow the action in the policy of this user or role, or use other credentials",
                "AccessDenied AccessDeniedException UnauthorizedOperation AuthorizationError",
            ),
            ("the temporary credentials have expired: get new ones", "ExpiredToken ExpiredTokenException"),
            (
                "check the access key, and pass its session token if it has one",
                "InvalidClientTokenId UnrecognizedClientException AuthFailure",
            ),
            ("check the secret key, and this machine's clock", "SignatureDoesNotMatch InvalidSignatureException"),
            (
                "a proxy or gateway may have removed or changed the request's signature: check those between this machine and AWS",
                "MissingAuthenticationToken IncompleteSignature",
            ),
            ("correct this machine's clock", "RequestExpired RequestTimeTooSkewed"),
            ("enable the service for this AWS account first", "OptInRequired"),
            (
                "this is an error inside AWS: try again later",
                "ServiceUnavailable InternalFailure InternalError InternalServiceError InternalServiceFault",
            ),
            ("choose another name, or use the existing resource", "AlreadyExists AlreadyExistsFault"),
            (
                "delete resources that are not needed, or request a quota increase from AWS",
                "LimitExceeded LimitExceededFault",
            ),
            (
                "try again when the activity in progress has finished",
                "ResourceInUse ResourceInUseFault ScalingActivityInProgress ScalingActivityInProgressFault \
                 ResourceContention ResourceContentionFault",
            ),
            ("fix the problem that AWS reports", "ValidationError InvalidParameterValue"),
        ] {
            for code in codes.split_whitespace() {
                assert_eq!(for_response(400, Some(code)), remedy, "{code}");
            }
        }
    }

    #[test]
    fn a_response_without_a_code_has_the_remedy_of_its_status() {
        for (status, part) in [(299, "host="), (300, "redirect"), (399, "redirect"), (400, "host="), (406, "host=")] {
            assert!(for_response(status, None).contains(part), "{status}");
        }
        assert!(for_response(407, Some("")).contains("proxy_user"));
        assert!(for_response(499, None).contains("host="));
        assert!(for_response(500, None).contains("try again later"));
    }

    #[test]
    fn each_error_says_whether_the_request_may_have_arrived() {
        for pattern in [
            "onnection refused",
            "failed to lookup address",
            "Too many open files",
            "connection establishment task was dropped",
            "unreachable",
            "UnknownIssuer",
            "certificate",
            "fatal alert: ProtocolVersion",
            "tls handshake eof",
            "proxy authorization required",
            "tunnel error: unexpected end of file",
            "tunnel error",
        ] {
            assert!(!may_have_arrived(pattern), "{pattern}");
        }
        for pattern in [
            "onnection reset",
            "roken pipe",
            "closed before message completed",
            "TLS close_notify",
            "end of file before message length",
            "Invalid chunk",
            "HTTP version",
            "message head is too large",
            RESPONSE_TOO_LONG,
        ] {
            assert!(may_have_arrived(pattern), "{pattern}");
        }
    }

    #[test]
    fn clear_texts_stay() {
        let text = "invalid peer certificate: Revoked";
        assert_eq!(for_connection_error(text), (text.to_owned(), "replace the server's certificate, or check host="));
        let text = "Network is unreachable (os error 101)";
        assert_eq!(for_connection_error(text), (text.to_owned(), "check this machine's network and routes"));
        assert_eq!(
            for_connection_error("Broken pipe (os error 32)").0,
            "the connection was closed while the request was sent"
        );
    }

    #[test]
    fn each_error_is_found_by_its_own_pattern() {
        for known in &PATTERNS {
            assert!(std::ptr::eq(find_pattern(known.pattern).expect("known"), known), "{}", known.pattern);
        }
    }
}
