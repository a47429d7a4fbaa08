//! HTTP clients: one connection pool per way of reaching the outside, shared by the process.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use aws_smithy_http_client::pool::{Client, ConnectionPool, DriverSpawner, Partition, PartitionId};
use aws_smithy_http_client::proxy::ProxyConfig;
use aws_smithy_http_client::tls::{self, TlsContext, TrustStore};
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use hyper_util::client::proxy::matcher::Matcher;
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

use crate::connection_limit;
use crate::fault::Fault;
use crate::insecure::Insecure;
use crate::known::Known;
use crate::panics::lock;
use crate::runtime::{PerProcess, runtime};

/// How requests leave this machine.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Transport {
    /// Whether the server's certificate must be valid.
    pub verify: bool,
    /// A PEM bundle to trust instead of the system's.
    pub ca_bundle: Option<PathBuf>,
    pub route: Route,
}

/// The way from this machine to a server.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Route {
    /// By the proxies that the environment names, or straight if it names none.
    Environment,
    /// By a proxy that the caller named, but to hosts that the environment excepts.
    Proxy(Proxy),
    /// Straight to the server, whatever is named.
    Straight,
}

impl Transport {
    /// The same without any proxy, for what is on this machine or beside it.
    #[must_use]
    pub fn straight(&self) -> Self {
        Self { route: Route::Straight, ..self.clone() }
    }
}

/// A proxy named by the caller.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Proxy {
    pub host: String,
    pub port: Option<u16>,
    pub user: Option<String>,
    pub password: Option<String>,
}

impl std::fmt::Debug for Proxy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let port = self.port.map(|port| format!(":{port}")).unwrap_or_default();
        write!(f, "{}{port}", self.host)
    }
}

impl Proxy {
    /// The proxy's URL; user and password are escaped, for they may hold `@` and `:`.
    ///
    /// # Errors
    ///
    /// When its name is no host name.
    pub fn url(&self) -> Result<String, Fault> {
        let escaped = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        let login = match (&self.user, &self.password) {
            (None, _) => String::new(),
            (Some(user), None) => format!("{}@", escaped(user)),
            (Some(user), Some(password)) => format!("{}:{}@", escaped(user), escaped(password)),
        };
        let (scheme, host) = self.host.split_once("://").unwrap_or(("http", &self.host));
        let host = host.trim_end_matches('/');
        let port = self.port.map(|port| format!(":{port}")).unwrap_or_default();
        let url = format!("{scheme}://{login}{host}{port}");
        let parsed = url.parse::<http::Uri>().ok();
        let usable = parsed.is_some_and(|uri| {
            uri.host().is_some_and(|host| !host.is_empty())
                && uri.path() == "/"
                && matches!(uri.scheme_str(), Some("http" | "https"))
        });
        if usable {
            return Ok(url);
        }
        // A login may stand before the host, and is nobody's business.
        let shown = self.host.rsplit_once('@').map_or(self.host.as_str(), |(_, host)| host);
        Err(Fault::Argument(format!(
            "proxy: '{}' is not a host name (give proxy='proxy.example.com', proxy_port=3128)",
            shown.escape_default()
        )))
    }
}

/// The pool's connections live on the process's own runtime.
const RUNTIME: PartitionId = PartitionId::from_index(0);

const PROXY_VARIABLES: [&str; 8] =
    ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "NO_PROXY", "no_proxy"];

type Clients = Arc<Mutex<HashMap<(Transport, Scheme, Vec<Option<String>>), (SharedHttpClient, Known)>>>;
static CLIENTS: PerProcess<Clients> = PerProcess::new();

/// What a client must be able to speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scheme {
    /// HTTP alone, which needs no certificates: reading the system's takes milliseconds.
    Http,
    /// HTTPS and HTTP.
    Https,
}

/// The process's client for this transport, made at first use.
///
/// # Errors
///
/// When the CA bundle cannot be read or the proxy's name is no host name.
pub fn client(transport: &Transport, scheme: Scheme) -> Result<SharedHttpClient, Fault> {
    let environment: Vec<_> = PROXY_VARIABLES.iter().map(|name| std::env::var(name).ok()).collect();
    let known = Known::of(passwords(&transport.route, environment.iter().flatten()));
    let key = (transport.clone(), scheme, environment);
    let clients = CLIENTS.get(Clients::default);
    let made = lock(&clients).get(&key).map(|(client, _)| client.clone());
    if let Some(client) = made {
        return Ok(client);
    }
    let client = build(transport, scheme)?;
    let mut clients = lock(&clients);
    Ok(clients.entry(key).or_insert((client, known)).0.clone())
}

/// The passwords of the proxies that lead there.
fn passwords<'a>(route: &'a Route, environment: impl Iterator<Item = &'a String>) -> Vec<Vec<u8>> {
    match route {
        Route::Straight => Vec::new(),
        Route::Proxy(proxy) => proxy.password.iter().map(|password| password.clone().into_bytes()).collect(),
        Route::Environment => environment
            .filter_map(|url| url.rsplit_once('@')?.0.rsplit_once("://")?.1.split_once(':'))
            .map(|(_, password)| percent_decode_str(password).collect())
            .collect(),
    }
}

fn build(transport: &Transport, scheme: Scheme) -> Result<SharedHttpClient, Fault> {
    let unusable = |error: &dyn std::fmt::Display| Fault::Client(format!("no HTTP client could be made: {error}"));
    if !transport.verify {
        let insecure = match &transport.route {
            Route::Environment => Insecure::new(Matcher::from_env()),
            Route::Straight => Insecure::new(Matcher::builder().build()),
            Route::Proxy(proxy) => {
                Insecure::new(Matcher::builder().all(proxy.url()?).no(excepted().unwrap_or_default()).build())
            }
        };
        return Ok(SharedHttpClient::new(insecure));
    }
    let context = match &transport.ca_bundle {
        None => TlsContext::builder(),
        Some(path) => TlsContext::builder().with_trust_store(trusting(path)?),
    };
    let builder = || -> Result<_, Fault> {
        Ok(ConnectionPool::builder()
            .partitions([Partition::new(RUNTIME, DriverSpawner::tokio(runtime().handle().clone()))])
            .event_listener(connection_limit::listener())
            .proxy_config(proxy_config(&transport.route)?))
    };
    let plain = match scheme {
        // A proxy may itself be one that speaks HTTPS; then it is refused here.
        Scheme::Http => builder()?.build_http().ok(),
        Scheme::Https => None,
    };
    let pool = match plain {
        Some(pool) => pool,
        None => builder()?
            .tls_provider(tls::Provider::rustls(tls::rustls_provider::CryptoMode::Ring))
            .tls_context(context.build().map_err(|error| unusable(&error))?)
            .build_https()
            .map_err(|error| unusable(&error))?,
    };
    let client = Client::from_partition(&pool, RUNTIME).map_err(|error| unusable(&error))?;
    Ok(SharedHttpClient::new(client))
}

fn proxy_config(route: &Route) -> Result<ProxyConfig, Fault> {
    let proxy = match route {
        Route::Environment => return Ok(ProxyConfig::from_env()),
        Route::Straight => return Ok(ProxyConfig::disabled()),
        Route::Proxy(proxy) => proxy,
    };
    // The SDK's own message would show the URL, and with it the password.
    let config = ProxyConfig::all(proxy.url()?.as_str())
        .map_err(|_| Fault::Argument(format!("proxy: {proxy:?} cannot be used as a proxy")))?;
    Ok(match excepted() {
        Some(hosts) => config.no_proxy(hosts),
        None => config,
    })
}

/// The hosts that are reached without a proxy.
fn excepted() -> Option<String> {
    std::env::var("NO_PROXY").or_else(|_| std::env::var("no_proxy")).ok()
}

/// The certificates of a bundle, each tried first: the SDK panics on a broken one.
fn trusting(path: &Path) -> Result<TrustStore, Fault> {
    let refuse = |what: String| Fault::Argument(format!("CA bundle {}: {what}", path.display()));
    let pem = std::fs::read(path).map_err(|error| refuse(error.to_string()))?;
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(&pem) {
        let certificate = certificate.map_err(|error| refuse(format!("is not valid PEM ({error})")))?;
        roots.add(certificate).map_err(|error| refuse(format!("holds a certificate that cannot be read ({error})")))?;
    }
    if roots.is_empty() {
        return Err(refuse("holds no certificate (a PEM file is wanted)".to_owned()));
    }
    Ok(TrustStore::empty().with_pem_certificate(pem))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proxy(host: &str) -> Proxy {
        Proxy {
            host: host.to_owned(),
            port: Some(3128),
            user: Some("me".to_owned()),
            password: Some("p@ss:w/rd".to_owned()),
        }
    }

    #[test]
    fn a_proxys_password_is_escaped() {
        assert_eq!(proxy("proxy.example").url().expect("a host"), "http://me:p%40ss%3Aw%2Frd@proxy.example:3128");
    }

    #[test]
    fn a_proxy_may_name_its_scheme() {
        assert_eq!(proxy("https://proxy/").url().expect("a host"), "https://me:p%40ss%3Aw%2Frd@proxy:3128");
    }

    #[test]
    fn a_proxys_password_is_not_shown() {
        assert_eq!(format!("{:?}", proxy("proxy.example")), "proxy.example:3128");
    }

    #[test]
    fn a_proxy_that_is_no_host_is_refused_without_its_password() {
        for host in ["not a host", "http://", "ftp://proxy", "proxy/path", "\n", "me:p%40@not a host"] {
            let error = proxy(host).url().expect_err(host);
            assert!(error.to_string().contains("is not a host name"), "{error}");
            assert!(!error.to_string().contains("p%40"), "{error}");
        }
    }

    #[test]
    fn broken_bundles_are_refused() {
        let folder = std::env::temp_dir().join(format!("reboto-ca-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder for the test");
        let broken = "-----BEGIN CERTIFICATE-----\nbm90IERFUg==\n-----END CERTIFICATE-----\n";
        for (name, content) in [("text", "no pem"), ("broken", broken), ("half", "-----BEGIN CERTIFICATE-----\n!!")] {
            let path = folder.join(name);
            std::fs::write(&path, content).expect("the file is written");
            let error = trusting(&path).expect_err(name);
            assert!(error.to_string().contains(name), "{error}");
        }
        trusting(&folder.join("missing")).expect_err("missing");
        std::fs::remove_dir_all(folder).expect("the folder is ours");
    }
}
