//! The meaning of an error and its remedy, for the text of exceptions.

use std::error::Error;
use std::io::{self, ErrorKind};

use rustls::pki_types::UnixTime;
use rustls::{AlertDescription, CertificateError, PeerIncompatible};

use crate::error::chain::{chain, deepest, find};
use crate::error::no_certificates::NoCertificates;
use crate::error::response_too_long::ResponseTooLong;
use crate::protocol::timestamp::Timestamp;
use crate::redaction::registry::redact;

/// What it means that no response arrived.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Explanation {
    /// The text to show instead; none where the dependency's own text is clear.
    meaning: Option<&'static str>,
    remedy: &'static str,
    /// Whether the request may have reached the server.
    may_have_arrived: bool,
}

const fn not_sent(meaning: &'static str, remedy: &'static str) -> Explanation {
    Explanation { meaning: Some(meaning), remedy, may_have_arrived: false }
}

const fn sent(meaning: &'static str, remedy: &'static str) -> Explanation {
    Explanation { meaning: Some(meaning), remedy, may_have_arrived: true }
}

const CHECK_ADDRESS: &str = "check the host and the port, and the proxy if one is used";
const RETRY_LATER: &str = "try again later, or raise num_retries";

const DESCRIPTORS: &str =
    "close files and sockets that are not needed, raise the limit (`ulimit -n`), or lower max_connections";
const THREADS: &str =
    "stop threads that are not needed, or raise the limits on processes and memory (`ulimit -u`, `ulimit -v`)";

/// The remedy when the process lacks a resource.
#[must_use]
pub fn for_resource(error: &io::Error) -> &'static str {
    if lacks_descriptors(error) { DESCRIPTORS } else { THREADS }
}

/// Whether the process or the system has too many open files.
fn lacks_descriptors(error: &io::Error) -> bool {
    // ENFILE and EMFILE, on all supported systems. `ErrorKind` has no name for them.
    matches!(error.raw_os_error(), Some(23 | 24))
}

/// Whether no server listens at the address.
#[must_use]
pub fn is_connection_refused(error: &(dyn Error + 'static)) -> bool {
    io_errors(error).any(|error| error.kind() == ErrorKind::ConnectionRefused)
}

fn io_errors<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a io::Error> {
    chain(error).filter_map(|error| error.downcast_ref())
}

/// Errors that dependencies distinguish only by their text (decision 013).
const BY_TEXT: [(&str, Explanation); 6] = [
    ("message head is too large", sent("the response headers are too large to come from AWS", CHECK_ADDRESS)),
    (
        "failed to lookup address",
        not_sent("the host name could not be resolved", "check the region, the host and this machine's DNS"),
    ),
    (
        "connection establishment task was dropped",
        not_sent("no connection was started: the system could not create a thread to resolve the host name", THREADS),
    ),
    (
        "proxy authorization required",
        not_sent(
            "the proxy requires a login (tunnel error: proxy authorization required)",
            "set proxy_user= and proxy_pass=",
        ),
    ),
    (
        "tunnel error: unexpected end of file",
        not_sent(
            "the proxy closed the connection without a response",
            "check proxy= and proxy_port=, or try again later",
        ),
    ),
    (
        "tunnel error",
        not_sent(
            "the proxy did not open a tunnel to the service",
            "check proxy= and proxy_port=, and that the proxy allows HTTPS to this host",
        ),
    ),
];

fn explain(error: &(dyn Error + 'static)) -> Option<Explanation> {
    if find::<ResponseTooLong>(error).is_some() {
        let remedy = "request fewer items per call, for example with max_records=";
        return Some(Explanation { meaning: None, remedy, may_have_arrived: true });
    }
    if find::<NoCertificates>(error).is_some() {
        let remedy = "install the package ca-certificates, or set AWS_CA_BUNDLE or ca_certificates_file to a PEM file";
        return Some(not_sent("no trusted certificates were found on this system", remedy));
    }
    let http = find::<hyper::Error>(error);
    let tls = find::<rustls::Error>(error);
    tls.and_then(|tls| explain_tls(tls, http.is_some()))
        .or_else(|| io_errors(error).find_map(|error| explain_io(error, http.is_some() && tls.is_none())))
        .or_else(|| {
            let text = deepest(error);
            BY_TEXT.iter().find(|(part, _)| text.contains(part)).map(|(_, explanation)| *explanation)
        })
        .or_else(|| http.and_then(explain_http))
}

/// `in_http` is whether the handshake was completed.
fn explain_tls(error: &rustls::Error, in_http: bool) -> Option<Explanation> {
    Some(match error {
        rustls::Error::InvalidCertificate(CertificateError::UnknownIssuer) => not_sent(
            "the server's certificate was issued by an authority that is not trusted (UnknownIssuer)",
            "if the authority is your company's, set ca_certificates_file or AWS_CA_BUNDLE to its certificate",
        ),
        rustls::Error::InvalidCertificate(reason) if reason.to_string().contains("CaUsedAsEndEntity") => not_sent(
            "the server's certificate is that of a certificate authority (CaUsedAsEndEntity)",
            "issue a certificate for the server itself, without CA:TRUE; OpenSSL accepts both",
        ),
        rustls::Error::InvalidCertificate(reason) if reason.to_string().contains("UnsupportedCertVersion") => not_sent(
            "the server's certificate is of X.509 version 1 (UnsupportedCertVersion)",
            "issue one of version 3, with a subjectAltName; OpenSSL accepts both",
        ),
        rustls::Error::InvalidCertificate(_) => Explanation {
            meaning: None,
            remedy: "replace the server's certificate, or check the host",
            may_have_arrived: false,
        },
        rustls::Error::AlertReceived(AlertDescription::ProtocolVersion)
        | rustls::Error::PeerIncompatible(PeerIncompatible::ServerDoesNotSupportTls12Or13) => {
            not_sent("the server does not support TLS 1.2 or later", "enable TLS 1.2 or 1.3 on the server")
        }
        _ if in_http => return None,
        rustls::Error::InvalidMessage(_) => not_sent("the server does not speak TLS", "check is_secure= and port="),
        rustls::Error::AlertReceived(AlertDescription::HandshakeFailure) => not_sent(
            "the server refused the TLS handshake (HandshakeFailure)",
            "check which versions and ciphers of TLS the server supports",
        ),
        rustls::Error::AlertReceived(AlertDescription::UnrecognisedName) => {
            not_sent("the server does not serve this host name (UnrecognisedName)", "check the host")
        }
        _ => Explanation { meaning: None, remedy: RETRY_LATER, may_have_arrived: false },
    })
}

/// `in_http` is whether the connection was made and the error is not one of TLS.
fn explain_io(error: &io::Error, in_http: bool) -> Option<Explanation> {
    if lacks_descriptors(error) {
        let meaning = "this process has reached its limit of open files (Too many open files)";
        return Some(not_sent(meaning, DESCRIPTORS));
    }
    Some(match error.kind() {
        ErrorKind::ConnectionRefused => not_sent(
            "the connection was refused",
            "check that a server listens at this address (or at the proxy, if one is used), or try again later",
        ),
        ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable => {
            Explanation { meaning: None, remedy: "check this machine's network and routes", may_have_arrived: false }
        }
        ErrorKind::ConnectionReset => sent("the connection was reset", RETRY_LATER),
        ErrorKind::BrokenPipe => sent("the connection was closed while the request was sent", RETRY_LATER),
        ErrorKind::UnexpectedEof if in_http => sent("the server closed the connection", RETRY_LATER),
        ErrorKind::UnexpectedEof => {
            not_sent("the server does not speak TLS (tls handshake eof)", "check is_secure= and port=")
        }
        ErrorKind::InvalidInput | ErrorKind::InvalidData if in_http => {
            sent("the response is not valid HTTP", CHECK_ADDRESS)
        }
        _ => return None,
    })
}

fn explain_http(error: &hyper::Error) -> Option<Explanation> {
    if error.is_parse() {
        Some(sent("the server does not speak HTTP", CHECK_ADDRESS))
    } else if error.is_incomplete_message() {
        Some(sent("the server closed the connection without a response", RETRY_LATER))
    } else {
        None
    }
}

/// The meaning of a connection error, and the remedy.
#[must_use]
pub fn for_connection_error(error: &(dyn Error + 'static)) -> (String, &'static str) {
    let explanation = explain(error);
    let meaning = explanation.and_then(|known| known.meaning).map(str::to_owned);
    let remedy = explanation.map_or(RETRY_LATER, |known| known.remedy);
    (meaning.unwrap_or_else(|| redact(&deepest(error)).into_owned()), remedy)
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
        CertificateError::NotValidForNameContext { presented, .. } if presented.is_empty() => (
            "the server's certificate has no subjectAltName, and its common name is not read (NotValidForName)"
                .to_owned(),
            "issue a certificate with the host as a subjectAltName; OpenSSL accepts both",
        ),
        CertificateError::NotValidForNameContext { expected, presented } => {
            let names: Vec<_> = presented.iter().map(|name| name.split('"').nth(1).unwrap_or(name)).collect();
            let text = format!("the server's certificate is for {}, not for {}", names.join(", "), expected.to_str());
            (text, "check the host: this is another server")
        }
        _ => return None,
    };
    Some(explanation)
}

/// Whether the request may have reached the server before this connection error.
#[must_use]
pub fn may_have_arrived(error: &(dyn Error + 'static)) -> bool {
    explain(error).is_none_or(|known| known.may_have_arrived)
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
            "a redirect is not followed because it may lead to a foreign server: check the host, and the proxy if one is used"
        }
        407 => "set proxy_user= and proxy_pass= to the proxy's login",
        500.. => "try again later; if it persists, check the proxies and gateways between this machine and AWS",
        _ => "the response may not come from AWS: check the host, the path and the proxy if one is used",
    }
}

#[cfg(test)]
mod tests {
    use rustls::InvalidMessage;

    use super::*;

    fn explained(error: impl Error + 'static) -> (String, &'static str, bool) {
        let (meaning, remedy) = for_connection_error(&error);
        (meaning, remedy, may_have_arrived(&error))
    }

    #[test]
    fn an_unknown_error_keeps_its_text() {
        let unknown = explained(io::Error::other("unknown failure"));
        assert_eq!(unknown, ("unknown failure".to_owned(), RETRY_LATER, true));
    }

    #[test]
    fn io_errors_are_explained_by_their_kind() {
        for (code, part, arrived) in [
            (111, "the connection was refused", false),
            (24, "limit of open files", false),
            (23, "limit of open files", false),
            (101, "Network is unreachable (os error 101)", false),
            (113, "No route to host (os error 113)", false),
            (104, "the connection was reset", true),
            (32, "closed while the request was sent", true),
        ] {
            // As the SDK wraps it.
            let (meaning, _, may_have_arrived) = explained(io::Error::other(io::Error::from_raw_os_error(code)));
            assert!(meaning.contains(part), "{meaning}");
            assert_eq!(may_have_arrived, arrived, "{code}");
        }
        assert!(is_connection_refused(&io::Error::from_raw_os_error(111)));
        assert!(!is_connection_refused(&io::Error::from_raw_os_error(104)));
    }

    #[test]
    fn a_handshake_that_ends_early_was_not_tls() {
        let (meaning, _, may_have_arrived) = explained(io::Error::new(ErrorKind::UnexpectedEof, "tls handshake eof"));
        assert!(meaning.contains("does not speak TLS"), "{meaning}");
        assert!(!may_have_arrived);
    }

    #[test]
    fn tls_errors_are_explained_by_their_type() {
        for (error, part) in [
            (rustls::Error::InvalidCertificate(CertificateError::UnknownIssuer), "not trusted (UnknownIssuer)"),
            (rustls::Error::InvalidCertificate(CertificateError::Revoked), "invalid peer certificate: Revoked"),
            (rustls::Error::AlertReceived(AlertDescription::ProtocolVersion), "does not support TLS 1.2"),
            (rustls::Error::InvalidMessage(InvalidMessage::InvalidContentType), "does not speak TLS"),
            (rustls::Error::AlertReceived(AlertDescription::HandshakeFailure), "refused the TLS handshake"),
            (rustls::Error::AlertReceived(AlertDescription::UnrecognisedName), "does not serve this host name"),
            (rustls::Error::AlertReceived(AlertDescription::InternalError), "InternalError"),
            (
                rustls::Error::PeerIncompatible(PeerIncompatible::ServerDoesNotSupportTls12Or13),
                "does not support TLS 1.2",
            ),
        ] {
            let (meaning, _, may_have_arrived) = explained(io::Error::new(ErrorKind::InvalidData, error));
            assert!(meaning.contains(part), "{meaning}");
            assert!(!may_have_arrived);
        }
    }

    #[test]
    fn a_response_that_is_too_long_is_explained() {
        let (meaning, remedy, may_have_arrived) = explained(io::Error::other(ResponseTooLong(100_000_000)));
        assert_eq!(meaning, "the response is longer than 100 MB, the limit");
        assert!(remedy.contains("max_records") && may_have_arrived);
    }

    #[test]
    fn each_text_has_its_own_explanation() {
        for (text, explanation) in &BY_TEXT {
            assert_eq!(explain(&io::Error::other(*text)), Some(*explanation), "{text}");
        }
    }

    #[test]
    fn the_remedy_for_missing_resources_depends_on_the_resource() {
        assert_eq!(for_resource(&io::Error::from_raw_os_error(24)), DESCRIPTORS);
        assert_eq!(for_resource(&io::Error::from_raw_os_error(11)), THREADS);
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
        for (status, part) in
            [(299, "the host"), (300, "redirect"), (399, "redirect"), (400, "the host"), (406, "the host")]
        {
            assert!(for_response(status, None).contains(part), "{status}");
        }
        assert!(for_response(407, Some("")).contains("proxy_user"));
        assert!(for_response(499, None).contains("the host"));
        assert!(for_response(500, None).contains("try again later"));
    }
}
