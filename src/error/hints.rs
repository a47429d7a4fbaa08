//! What an error means and what to try, for the text of exceptions.

use rustls::CertificateError;
use rustls::pki_types::UnixTime;

use crate::protocol::timestamp::Timestamp;

/// A text by which dependencies report that no response came; what it means, where that is not
/// clear; what to try; and whether the request may have reached the server.
struct ErrorPattern {
    pattern: &'static str,
    meaning: Option<&'static str>,
    remedy: &'static str,
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

const CHECK_ADDRESS: &str = "check host= and port=, and the proxy if there is one";
const RETRY_LATER: &str = "try again later, or more often with num_retries";

const DESCRIPTORS: &str =
    "close files and sockets that are not needed, raise the limit (`ulimit -n`), or lower max_connections";
const THREADS: &str =
    "end threads that are not needed, or raise the limits on processes and memory (`ulimit -u`, `ulimit -v`)";

/// What to try where the process lacks a resource.
#[must_use]
pub fn for_resource(error: &std::io::Error) -> &'static str {
    if error.to_string().contains("Too many open files") { DESCRIPTORS } else { THREADS }
}

/// How the libraries below say that nothing listens at an address.
pub const CONNECTION_REFUSED: &str = "onnection refused";

static PATTERNS: [ErrorPattern; 21] = [
    pattern(
        CONNECTION_REFUSED,
        Some("the connection was refused"),
        "check that something listens there (at the proxy, if one is named), or wait until it does",
        false,
    ),
    pattern(
        "failed to lookup address",
        Some("there is no host of that name, or no name server answers"),
        "check the region and host=, and this machine's DNS",
        false,
    ),
    pattern(
        "Too many open files",
        Some("this process has as many files open as it may (Too many open files)"),
        DESCRIPTORS,
        false,
    ),
    pattern(
        "connection establishment task was dropped",
        Some("no connection was begun: the system gave no thread to look up the host's address"),
        THREADS,
        false,
    ),
    pattern("unreachable", None, "check this machine's network and routes", false),
    pattern("onnection reset", Some("the connection was reset"), RETRY_LATER, true),
    pattern("roken pipe", Some("the connection was closed while the request was sent"), RETRY_LATER, true),
    pattern(
        "closed before message completed",
        Some("the server closed the connection without an answer"),
        RETRY_LATER,
        true,
    ),
    pattern("TLS close_notify", Some("the server closed the connection"), RETRY_LATER, true),
    pattern("end of file before message length", Some("the connection was closed"), RETRY_LATER, true),
    pattern(
        "UnknownIssuer",
        Some("the server's certificate is from an authority that is not trusted (UnknownIssuer)"),
        "if it is your company's, name its certificate in ca_certificates_file or AWS_CA_BUNDLE",
        false,
    ),
    pattern("certificate", None, "have the server's certificate replaced, or check host=", false),
    pattern(
        "fatal alert: ProtocolVersion",
        Some("the server speaks no TLS that is new enough"),
        "have it speak TLS 1.2 or 1.3",
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
        Some("the proxy asks who it is (tunnel error: proxy authorization required)"),
        "give proxy_user= and proxy_pass=",
        false,
    ),
    pattern(
        "tunnel error: unexpected end of file",
        Some("the proxy closed the connection without an answer"),
        "check proxy= and proxy_port=, or try again later",
        false,
    ),
    pattern(
        "tunnel error",
        Some("the proxy opened no tunnel to the service"),
        "check proxy= and proxy_port=, and that the proxy lets HTTPS through to this host",
        false,
    ),
    pattern("Invalid chunk", Some("what came is no HTTP"), CHECK_ADDRESS, true),
    pattern("HTTP version", Some("what answers there does not speak HTTP"), CHECK_ADDRESS, true),
    pattern("message head is too large", Some("the answer's head is too large to be AWS's"), CHECK_ADDRESS, true),
    pattern(RESPONSE_TOO_LONG, None, "ask for less at a time, as with max_records=", true),
];

/// How the words for a response that is too long begin.
pub const RESPONSE_TOO_LONG: &str = "the answer is longer than";

fn find_pattern(text: &str) -> Option<&'static ErrorPattern> {
    PATTERNS.iter().find(|loss| text.contains(loss.pattern))
}

/// What a lost connection's words mean, and what to try.
#[must_use]
pub fn for_connection_error(text: &str) -> (String, &'static str) {
    match find_pattern(text) {
        Some(loss) => (loss.meaning.unwrap_or(text).to_owned(), loss.remedy),
        None => (text.to_owned(), RETRY_LATER),
    }
}

/// What is wrong with a server's certificate, where the library's own words are hard to read.
#[must_use]
pub fn for_certificate(error: &rustls::Error) -> Option<(String, &'static str)> {
    let at =
        |time: &UnixTime| Timestamp::from_seconds(i64::try_from(time.as_secs()).unwrap_or(i64::MAX), 0).to_string();
    let rustls::Error::InvalidCertificate(what) = error else { return None };
    let text = match what {
        CertificateError::ExpiredContext { time, not_after } => (
            format!("the server's certificate ended at {}, and by this clock it is {}", at(not_after), at(time)),
            "have it renewed; if the server is AWS's, set this machine's clock",
        ),
        CertificateError::NotValidYetContext { time, not_before } => (
            format!("the server's certificate begins at {}, and by this clock it is {}", at(not_before), at(time)),
            "set this machine's clock",
        ),
        CertificateError::NotValidForNameContext { expected, presented } => {
            let names: Vec<_> = presented.iter().map(|name| name.split('"').nth(1).unwrap_or(name)).collect();
            let text = format!("the server's certificate is for {}, not for {}", names.join(", "), expected.to_str());
            (text, "check host=: another server answers there")
        }
        _ => return None,
    };
    Some(text)
}

/// Whether a lost connection's request may have reached the server.
#[must_use]
pub fn may_have_arrived(text: &str) -> bool {
    find_pattern(text).is_none_or(|loss| loss.may_have_arrived)
}

/// What to try after an answer that tells of an error.
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
            "have the policy of these keys' user or role allow the action, or use others"
        }
        "ExpiredToken" | "ExpiredTokenException" => "these temporary keys have ended: get new ones",
        "InvalidClientTokenId" | "UnrecognizedClientException" | "AuthFailure" => {
            "check the access key, and that its session token, if it has one, is given"
        }
        "SignatureDoesNotMatch" | "InvalidSignatureException" => "check the secret key, and this machine's clock",
        "MissingAuthenticationToken" | "IncompleteSignature" => "check what is between this machine and AWS",
        "RequestExpired" | "RequestTimeTooSkewed" => "set this machine's clock",
        "OptInRequired" => "the account must first be signed up for the service",
        "ServiceUnavailable"
        | "InternalFailure"
        | "InternalError"
        | "InternalServiceError"
        | "InternalServiceFault" => "the trouble is AWS's: try again later",
        "AlreadyExists" | "AlreadyExistsFault" => "choose another name, or use what is there",
        "LimitExceeded" | "LimitExceededFault" => "delete what is not needed, or have AWS raise the limit",
        "ResourceInUse"
        | "ResourceInUseFault"
        | "ScalingActivityInProgress"
        | "ScalingActivityInProgressFault"
        | "ResourceContention"
        | "ResourceContentionFault" => "try again when what goes on there is done",
        "" => for_status(status),
        _ => "mend what AWS says is wrong",
    }
}

/// What to try after an answer without a code: most are not AWS's own.
fn for_status(status: u16) -> &'static str {
    match status {
        300..400 => "a redirect is not followed, for it may lead to another's server: check host= and any proxy",
        407 => "give the proxy's login as proxy_user= and proxy_pass=",
        500.. => "try again later; if it stays, look at what is between this machine and AWS",
        _ => "what answered may not be AWS: check host=, path= and any proxy",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_loss_is_told_in_plain_words() {
        let (meaning, remedy) = for_connection_error("Connection refused (os error 111)");
        assert_eq!(meaning, "the connection was refused");
        assert!(remedy.contains("listens"), "{remedy}");
    }

    #[test]
    fn an_unknown_loss_keeps_its_words() {
        assert_eq!(for_connection_error("the moon fell down"), ("the moon fell down".to_owned(), RETRY_LATER));
        assert!(may_have_arrived("the moon fell down"));
    }

    #[test]
    fn what_was_never_sent_has_not_arrived() {
        for text in ["Connection refused (os error 111)", "tunnel error: unsuccessful", "invalid peer certificate: x"] {
            assert!(!may_have_arrived(text), "{text}");
        }
    }

    #[test]
    fn each_code_has_its_advice() {
        for (remedy, codes) in [
            (
                "make fewer calls at a time, or raise num_retries",
                "Throttling ThrottlingException RequestLimitExceeded TooManyRequestsException RequestThrottled SlowDown",
            ),
            (
                "have the policy of these keys' user or role allow the action, or use others",
                "AccessDenied AccessDeniedException UnauthorizedOperation AuthorizationError",
            ),
            ("these temporary keys have ended: get new ones", "ExpiredToken ExpiredTokenException"),
            (
                "check the access key, and that its session token, if it has one, is given",
                "InvalidClientTokenId UnrecognizedClientException AuthFailure",
            ),
            ("check the secret key, and this machine's clock", "SignatureDoesNotMatch InvalidSignatureException"),
            ("check what is between this machine and AWS", "MissingAuthenticationToken IncompleteSignature"),
            ("set this machine's clock", "RequestExpired RequestTimeTooSkewed"),
            ("the account must first be signed up for the service", "OptInRequired"),
            (
                "the trouble is AWS's: try again later",
                "ServiceUnavailable InternalFailure InternalError InternalServiceError InternalServiceFault",
            ),
            ("choose another name, or use what is there", "AlreadyExists AlreadyExistsFault"),
            ("delete what is not needed, or have AWS raise the limit", "LimitExceeded LimitExceededFault"),
            (
                "try again when what goes on there is done",
                "ResourceInUse ResourceInUseFault ScalingActivityInProgress ScalingActivityInProgressFault \
                 ResourceContention ResourceContentionFault",
            ),
            ("mend what AWS says is wrong", "ValidationError InvalidParameterValue"),
        ] {
            for code in codes.split_whitespace() {
                assert_eq!(for_response(400, Some(code)), remedy, "{code}");
            }
        }
    }

    #[test]
    fn an_answer_without_a_code_has_its_status_s_advice() {
        for (status, sign) in [(299, "host="), (300, "redirect"), (399, "redirect"), (400, "host="), (406, "host=")] {
            assert!(for_response(status, None).contains(sign), "{status}");
        }
        assert!(for_response(407, Some("")).contains("proxy_user"));
        assert!(for_response(499, None).contains("host="));
        assert!(for_response(500, None).contains("try again later"));
    }

    #[test]
    fn whether_a_loss_may_have_arrived_is_known_of_each() {
        for sign in [
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
            assert!(!may_have_arrived(sign), "{sign}");
        }
        for sign in [
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
            assert!(may_have_arrived(sign), "{sign}");
        }
    }

    #[test]
    fn words_that_say_it_themselves_stay() {
        let said = "invalid peer certificate: Revoked";
        assert_eq!(
            for_connection_error(said),
            (said.to_owned(), "have the server's certificate replaced, or check host=")
        );
        let said = "Network is unreachable (os error 101)";
        assert_eq!(for_connection_error(said), (said.to_owned(), "check this machine's network and routes"));
        assert_eq!(
            for_connection_error("Broken pipe (os error 32)").0,
            "the connection was closed while the request was sent"
        );
    }

    #[test]
    fn each_loss_is_found_by_its_own_sign() {
        for loss in &PATTERNS {
            assert!(std::ptr::eq(find_pattern(loss.pattern).expect("known"), loss), "{}", loss.pattern);
        }
    }
}
