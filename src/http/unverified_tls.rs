//! HTTPS without certificate checks, only for `validate_certs=False`.
//!
//! The SDK's client always checks certificates, so this is a small client on the same hyper and
//! rustls.

use std::collections::HashMap;
use std::fmt;
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::retry::ErrorKind;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::connect::HttpConnector as TcpConnector;
use hyper_util::client::legacy::connect::proxy::Tunnel;
use hyper_util::client::legacy::{Client, Error};
use hyper_util::client::proxy::matcher::Matcher;
use hyper_util::rt::TokioIo;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, SignatureScheme};
use tokio::net::TcpStream;
use tower_service::Service;

use crate::error::chain::find;
use crate::http::read_budget::BoundedExecutor;
use crate::process::lock::lock;

/// A client that accepts any certificate.
#[derive(Debug)]
pub struct UnverifiedClient {
    proxies: Arc<Matcher>,
    /// Pools by connect timeout.
    clients: Mutex<HashMap<Duration, Pool>>,
}

type Pool = Client<TimedConnector, SdkBody>;

impl UnverifiedClient {
    /// A client that uses these proxies.
    #[must_use]
    pub fn new(proxies: Matcher) -> Self {
        Self { proxies: Arc::new(proxies), clients: Mutex::default() }
    }

    fn pool(&self, limit: Duration) -> Pool {
        let mut clients = lock(&self.clients);
        let made = clients.entry(limit).or_insert_with(|| {
            let mut tcp = TcpConnector::new();
            tcp.enforce_http(false);
            tcp.set_nodelay(true);
            let route = ProxiedTcp { tcp, proxies: self.proxies.clone() };
            let builder = HttpsConnectorBuilder::new().with_tls_config(tls_config()).https_or_http().enable_http1();
            Client::builder(BoundedExecutor).build(TimedConnector { https: builder.wrap_connector(route), limit })
        });
        made.clone()
    }
}

fn tls_config() -> ClientConfig {
    let provider = Arc::new(ring::default_provider());
    ClientConfig::builder_with_provider(provider.clone())
        .with_safe_default_protocol_versions()
        .expect("the provider knows TLS 1.2 and 1.3")
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(AcceptAnyCertificate(provider)))
        .with_no_client_auth()
}

impl HttpClient for UnverifiedClient {
    fn http_connector(&self, settings: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        let pool = self.pool(settings.connect_timeout().unwrap_or(NO_LIMIT));
        SharedHttpConnector::new(UnverifiedConnector { pool, limit: settings.read_timeout().unwrap_or(NO_LIMIT) })
    }
}

/// Effectively no timeout.
const NO_LIMIT: Duration = Duration::from_hours(24 * 365);

#[derive(Debug)]
struct UnverifiedConnector {
    pool: Pool,
    /// Timeout until the response headers arrive.
    limit: Duration,
}

impl HttpConnector for UnverifiedConnector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let (pool, limit) = (self.pool.clone(), self.limit);
        HttpConnectorFuture::new(async move {
            let request = request.try_into_http1x().map_err(|error| ConnectorError::user(error.into()))?;
            let response = tokio::time::timeout(limit, pool.request(request)).await;
            let response =
                response.map_err(|elapsed| ConnectorError::timeout(elapsed.into()))?.map_err(connector_error)?;
            HttpResponse::try_from(response.map(SdkBody::from_body_1_x))
                .map_err(|error| ConnectorError::other(error.into(), None))
        })
    }
}

/// Classifies an error as retryable or not, as the SDK's client does.
fn connector_error(error: Error) -> ConnectorError {
    let of_network = find::<io::Error>(&error).is_some();
    if error.is_connect() {
        if find::<ConnectTimeout>(&error).is_some() {
            return ConnectorError::timeout(error.into());
        }
        // An error of TLS or of a proxy is permanent.
        let refused = find::<rustls::Error>(&error).is_some();
        return if of_network && !refused { ConnectorError::io } else { other }(error.into());
    }
    let broken = find::<hyper::Error>(&error);
    if of_network || broken.is_some_and(|error| error.is_closed() || error.is_canceled()) {
        ConnectorError::io(error.into())
    } else if broken.is_some_and(hyper::Error::is_incomplete_message) {
        ConnectorError::other(error.into(), Some(ErrorKind::TransientError))
    } else {
        other(error.into())
    }
}

fn other(error: BoxError) -> ConnectorError {
    ConnectorError::other(error, None)
}

/// A connector with a timeout that includes the TLS handshake.
#[derive(Clone, Debug)]
struct TimedConnector {
    https: HttpsConnector<ProxiedTcp>,
    limit: Duration,
}

impl Service<http::Uri> for TimedConnector {
    type Response = <HttpsConnector<ProxiedTcp> as Service<http::Uri>>::Response;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Self::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.https.poll_ready(context)
    }

    fn call(&mut self, destination: http::Uri) -> Self::Future {
        let (made, limit) = (self.https.call(destination), self.limit);
        Box::pin(async move { tokio::time::timeout(limit, made).await.map_err(|_| ConnectTimeout)? })
    }
}

/// A connect timeout with the SDK's text, by which `is_connect_timeout` detects it.
#[derive(Debug)]
struct ConnectTimeout;

impl std::error::Error for ConnectTimeout {}

impl fmt::Display for ConnectTimeout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("connect timeout")
    }
}

/// Connects directly or through the proxy for the destination.
#[derive(Clone, Debug)]
struct ProxiedTcp {
    tcp: TcpConnector,
    proxies: Arc<Matcher>,
}

impl Service<http::Uri> for ProxiedTcp {
    type Response = TokioIo<TcpStream>;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Self::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.tcp.poll_ready(context).map_err(Into::into)
    }

    fn call(&mut self, destination: http::Uri) -> Self::Future {
        if let Some(via) = self.proxies.intercept(&destination) {
            let mut tunnel = Tunnel::new(via.uri().clone(), self.tcp.clone());
            if let Some(login) = via.basic_auth() {
                tunnel = tunnel.with_auth(login.clone());
            }
            let opened = tunnel.call(destination);
            return Box::pin(async move { opened.await.map_err(Into::into) });
        }
        let opened = self.tcp.call(destination);
        Box::pin(async move { opened.await.map_err(Into::into) })
    }
}

/// Accepts any certificate, but still verifies that the server has its private key.
#[derive(Debug)]
struct AcceptAnyCertificate(Arc<CryptoProvider>);

impl ServerCertVerifier for AcceptAnyCertificate {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, certificate, signature, &self.0.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, certificate, signature, &self.0.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::ring::rand::SystemRandom;
    use ::ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair};
    use aws_smithy_types::base64;
    use rustls::pki_types::PrivatePkcs8KeyDer;
    use rustls::server::{ClientHello, ResolvesServerCert};
    use rustls::sign::CertifiedKey;
    use rustls::version::{TLS12, TLS13};
    use rustls::{CertificateError, ClientConnection, ServerConfig, ServerConnection, SupportedProtocolVersion};

    /// A certificate whose private key is not used.
    const CERTIFICATE: &str = "\
        MIIBdzCCAR2gAwIBAgIUJMLNu9slkb88YGRbGNLeHOxuXNswCgYIKoZIzj0EAwIwEDEOMAwGA1UEAwwFb3RoZXIwIBcNMjYx\
        MTI0MTgyMTU2WhgPMjEyNjEwMzExODIxNTZaMBAxDjAMBgNVBAMMBW90aGVyMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE\
        HB373JN/Fw1V580zNXuepZWlsuJzjgKLU8ynS/fV1ahaHSrQ2JGyNi7NJEtKjV5uksyuIfk/NLgYj+21lSdSMKNTMFEwHQYD\
        VR0OBBYEFOMEEQGLkb7+4NTe1MVqZqOVrLQzMB8GA1UdIwQYMBaAFOMEEQGLkb7+4NTe1MVqZqOVrLQzMA8GA1UdEwEB/wQF\
        MAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIhAPlQUeV31PNDV05Wi9Xope/U5js6jylrA4f9P4h2bq5bAiARkR2SNv2t2V0rgmOZ\
        Il4qCCqHi7XEF7tnFbdxhimhKQ==";

    #[derive(Debug)]
    struct FixedCertificate(Arc<CertifiedKey>);

    impl ResolvesServerCert for FixedCertificate {
        fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
            Some(self.0.clone())
        }
    }

    /// A server that presents the certificate but has another key.
    fn server(version: &'static SupportedProtocolVersion) -> ServerConnection {
        let certificate = base64::decode(CERTIFICATE).expect("Base64");
        let key = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &SystemRandom::new()).expect("a key");
        let key = PrivatePkcs8KeyDer::from(key.as_ref().to_vec()).into();
        let key = ring::sign::any_supported_type(&key).expect("a key to sign with");
        let presented = FixedCertificate(Arc::new(CertifiedKey::new(vec![CertificateDer::from(certificate)], key)));
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_protocol_versions(&[version])
            .expect("a version")
            .with_no_client_auth()
            .with_cert_resolver(Arc::new(presented));
        ServerConnection::new(Arc::new(config)).expect("a server")
    }

    #[test]
    fn a_certificate_without_its_key_is_refused() {
        for version in [&TLS12, &TLS13] {
            let mut server = server(version);
            let name = "example.com".try_into().expect("a name");
            let mut client = ClientConnection::new(Arc::new(tls_config()), name).expect("a client");
            let mut outcome = Ok(());
            while outcome.is_ok() && client.is_handshaking() {
                let mut wire = Vec::new();
                client.write_tls(&mut wire).expect("memory");
                server.read_tls(&mut &wire[..]).expect("memory");
                server.process_new_packets().expect("the client's messages are valid");
                wire.clear();
                while server.wants_write() {
                    server.write_tls(&mut wire).expect("memory");
                }
                client.read_tls(&mut &wire[..]).expect("memory");
                outcome = client.process_new_packets().map(|_| ());
            }
            assert_eq!(outcome, Err(rustls::Error::InvalidCertificate(CertificateError::BadSignature)));
        }
    }
}
