//! HTTP clients: one connection pool per transport, shared by the process.

pub mod connection_limit;
pub mod no_proxy;
pub mod proxy;
pub mod read_budget;
pub mod response_limit;
pub mod trust_store;
pub mod unverified_tls;

use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock};

use aws_smithy_http_client::pool::{Builder, Client, ConnectionPool, Partition, PartitionId};
use aws_smithy_http_client::proxy::ProxyConfig;
use aws_smithy_http_client::tls::{self, TlsContext, TrustStore};
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;

use crate::error::CallError;
use crate::error::no_certificates::NoCertificates;
use crate::http::no_proxy::{NoProxy, ProxyBypass};
use crate::http::proxy::{Proxies, Route};
use crate::http::trust_store::TrustedFiles;
use crate::http::unverified_tls::UnverifiedClient;
use crate::process::environment::Environment;
use crate::process::lock::lock;
use crate::process::lru_cache::LruCache;
use crate::process::per_process::PerProcess;
use crate::redaction::registry::ActiveSecrets;
use crate::runtime;

/// TLS and proxy settings of requests.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Transport {
    /// Whether the server's certificate must be valid.
    pub verify: bool,
    /// A PEM bundle to trust instead of the system's.
    pub ca_bundle: Option<PathBuf>,
    pub route: Route,
}

impl Transport {
    /// The same with verified certificates, as requests for credentials require.
    #[must_use]
    pub fn verified(&self) -> Self {
        Self { verify: true, ..self.clone() }
    }

    /// The files with the trusted certificates, in their current version.
    #[must_use]
    pub fn trust(&self, environment: &Environment) -> TrustedFiles {
        if !self.verify {
            return TrustedFiles::default();
        }
        trust_store::files(self.ca_bundle.as_deref(), environment)
    }

    /// The same without a proxy, for services on this machine or in its local network.
    #[must_use]
    pub fn straight(&self) -> Self {
        Self { route: Route::Straight, ..self.clone() }
    }
}

/// The pool's connections run on the process's runtime.
const RUNTIME: PartitionId = PartitionId::from_index(0);

/// Number of cached clients; each has its own connections and certificates.
const MAX_CLIENTS: usize = 64;

type ClientKey = (Transport, Scheme, Proxies, TrustedFiles);
type HttpClients = Arc<Mutex<LruCache<ClientKey, SharedHttpClient>>>;
static CLIENTS: PerProcess<HttpClients> = PerProcess::new();

/// The protocols that a client supports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scheme {
    /// HTTP only, which needs no certificates: loading those of the system takes milliseconds.
    Http,
    /// HTTPS and HTTP.
    Https,
}

/// Returns the process's client for this transport, and makes it on first use.
///
/// # Errors
///
/// If the CA bundle cannot be read or the proxy is invalid.
pub fn client(transport: &Transport, scheme: Scheme, environment: &Environment) -> Result<SharedHttpClient, CallError> {
    let proxies = Proxies::of(&transport.route, environment)?;
    proxies.check(scheme == Scheme::Http)?;
    let trust = if scheme == Scheme::Https { transport.trust(environment) } else { TrustedFiles::default() };
    let key = (transport.clone(), scheme, proxies, trust);
    let clients = CLIENTS.get(|| Arc::new(Mutex::new(LruCache::new(MAX_CLIENTS))));
    if let Some(client) = lock(&clients).get(&key) {
        return Ok(client.clone());
    }
    let client = build(&key)?;
    let mut clients = lock(&clients);
    // Another thread may have made it in the meantime.
    let client = clients.get(&key).cloned().unwrap_or(client);
    clients.insert(key, client.clone());
    Ok(client)
}

fn build((transport, scheme, proxies, trust): &ClientKey) -> Result<SharedHttpClient, CallError> {
    let client = if !transport.verify {
        SharedHttpClient::new(UnverifiedClient::new(proxies.matcher()))
    } else if proxies.http == proxies.https || *scheme == Scheme::Http {
        pool(transport, *scheme, Proxies::config(proxies.http.as_deref())?, trust)?
    } else {
        let pool = |proxy: &Option<String>| pool(transport, *scheme, Proxies::config(proxy.as_deref())?, trust);
        SharedHttpClient::new(SchemeClient { http: pool(&proxies.http)?, https: pool(&proxies.https)? })
    };
    let client = match proxies.excepted.as_deref().map(NoProxy::of) {
        Some(hosts) if !hosts.is_empty() && proxies.are_any() => {
            let straight = build(&(transport.straight(), *scheme, Proxies::none(), trust.clone()))?;
            SharedHttpClient::new(ProxyBypass { proxied: client, straight, hosts })
        }
        _ => client,
    };
    Ok(SharedHttpClient::new(RedactingClient { client, secrets: ActiveSecrets::of(proxies.passwords()) }))
}

fn pool(
    transport: &Transport,
    scheme: Scheme,
    proxy: ProxyConfig,
    trust: &TrustedFiles,
) -> Result<SharedHttpClient, CallError> {
    let builder = ConnectionPool::builder()
        .partitions([Partition::new(RUNTIME, read_budget::spawner(runtime::current()?.handle().clone()))])
        .event_listener(connection_limit::listener())
        .proxy_config(proxy);
    // With an HTTPS proxy, `build_http` fails, and the pool needs TLS.
    if scheme == Scheme::Http
        && let Ok(pool) = builder.clone().build_http()
    {
        return from_pool(&pool);
    }
    match &transport.ca_bundle {
        Some(path) => encrypting(builder, Some(trust_store::bundle(path)?)),
        None => Ok(SharedHttpClient::new(LazyTlsClient { builder, trust: trust.clone(), client: OnceLock::new() })),
    }
}

fn encrypting(builder: Builder, roots: Option<TrustStore>) -> Result<SharedHttpClient, CallError> {
    let context = TlsContext::builder();
    let context = match roots {
        Some(roots) => context.with_trust_store(roots),
        None => context,
    };
    let pool = builder
        .tls_provider(tls::Provider::rustls(tls::rustls_provider::CryptoMode::Ring))
        .tls_context(context.build().map_err(|error| client_error(&error))?)
        .build_https();
    from_pool(&pool.map_err(|error| client_error(&error))?)
}

fn from_pool(pool: &ConnectionPool) -> Result<SharedHttpClient, CallError> {
    Ok(SharedHttpClient::new(Client::from_partition(pool, RUNTIME).map_err(|error| client_error(&error))?))
}

fn client_error(error: &dyn std::fmt::Display) -> CallError {
    CallError::Client(format!("cannot create an HTTP client: {error}"))
}

/// A client that loads the system's certificates on first use: that takes milliseconds, and many
/// clients never use HTTPS.
#[derive(Debug)]
struct LazyTlsClient {
    builder: Builder,
    trust: TrustedFiles,
    client: OnceLock<Result<SharedHttpClient, String>>,
}

impl HttpClient for LazyTlsClient {
    fn http_connector(&self, settings: &HttpConnectorSettings, components: &RuntimeComponents) -> SharedHttpConnector {
        let make = || {
            let found = trust_store::certificates(&self.trust);
            let Ok(roots) = found else {
                let plain = encrypting(self.builder.clone(), Some(TrustStore::empty()))?;
                return Ok(SharedHttpClient::new(PlainClient(plain)));
            };
            encrypting(self.builder.clone(), roots)
        };
        match self.client.get_or_init(|| make().map_err(|error| error.to_string())) {
            Ok(client) => client.http_connector(settings, components),
            Err(error) => SharedHttpConnector::new(FailedConnector(error.clone())),
        }
    }
}

/// A client without trusted certificates, for HTTP only.
#[derive(Debug)]
struct PlainClient<T>(T);

impl HttpClient for PlainClient<SharedHttpClient> {
    fn http_connector(&self, settings: &HttpConnectorSettings, components: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(PlainClient(self.0.http_connector(settings, components)))
    }
}

impl HttpConnector for PlainClient<SharedHttpConnector> {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        if request.uri().starts_with("http://") {
            self.0.call(request)
        } else {
            HttpConnectorFuture::ready(Err(ConnectorError::user(Box::new(NoCertificates))))
        }
    }
}

#[derive(Debug)]
struct FailedConnector(String);

impl HttpConnector for FailedConnector {
    fn call(&self, _: HttpRequest) -> HttpConnectorFuture {
        HttpConnectorFuture::ready(Err(ConnectorError::user(self.0.clone().into())))
    }
}

/// A client whose proxy passwords are redacted as long as it lives.
#[derive(Debug)]
struct RedactingClient {
    client: SharedHttpClient,
    #[expect(dead_code, reason = "the passwords are redacted while it lives")]
    secrets: ActiveSecrets,
}

impl HttpClient for RedactingClient {
    fn http_connector(&self, settings: &HttpConnectorSettings, components: &RuntimeComponents) -> SharedHttpConnector {
        self.client.http_connector(settings, components)
    }
}

/// Two clients, because `http` and `https` URLs use different proxies.
#[derive(Debug)]
struct SchemeClient<T> {
    http: T,
    https: T,
}

impl HttpClient for SchemeClient<SharedHttpClient> {
    fn http_connector(&self, settings: &HttpConnectorSettings, components: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(SchemeClient {
            http: self.http.http_connector(settings, components),
            https: self.https.http_connector(settings, components),
        })
    }
}

impl HttpConnector for SchemeClient<SharedHttpConnector> {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let is_plain = request.uri().starts_with("http://");
        if is_plain { self.http.call(request) } else { self.https.call(request) }
    }
}
