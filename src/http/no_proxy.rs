//! Hosts that are reached without a proxy: `no_proxy`, as Python's urllib reads it.
//!
//! The SDK's rules do not match IP addresses with `*` and do not support ports. As an extension of
//! urllib's rules, a list may contain `*`, networks (`10.0.0.0/8`) and addresses in brackets.

use std::net::IpAddr;

use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;

use crate::process::environment::Environment;

/// A parsed list of hosts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct NoProxy(Vec<Entry>);

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Entry {
    All,
    /// A network and the length of its prefix in bits.
    Network(IpAddr, u32),
    /// A host and its subdomains, optionally with a port.
    Name(String),
}

impl NoProxy {
    /// The list in the environment; the lower-case variable takes precedence unless it is empty.
    #[must_use]
    pub fn list(environment: &Environment) -> Option<&str> {
        let list = |name: &str| environment.get(name).filter(|list| !list.trim().is_empty());
        list("no_proxy").or_else(|| list("NO_PROXY"))
    }

    /// Parses a list.
    #[must_use]
    pub fn of(list: &str) -> Self {
        Self(list.split(',').filter_map(|entry| Entry::of(entry.trim())).collect())
    }

    /// Whether the list has no entries.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the server of a URL is reached without a proxy.
    #[must_use]
    pub fn holds(&self, url: &str) -> bool {
        let Ok(uri) = url.parse::<::http::Uri>() else { return false };
        let Some(host) = uri.host().map(str::to_ascii_lowercase) else { return false };
        let default = if uri.scheme_str() == Some("http") { 80 } else { 443 };
        let port = uri.port_u16().unwrap_or(default);
        self.0.iter().any(|entry| entry.holds(&host, port))
    }
}

impl Entry {
    fn of(text: &str) -> Option<Self> {
        let name = text.trim_start_matches('.').to_ascii_lowercase();
        if name.is_empty() {
            return None;
        }
        let network = match name.split_once('/') {
            Some((start, bits)) => address(start).zip(bits.parse().ok()),
            None => address(&name).map(|single| (single, 128)),
        };
        Some(match network {
            Some((start, bits)) => Self::Network(start, bits),
            None if name == "*" => Self::All,
            None => Self::Name(name),
        })
    }

    fn holds(&self, host: &str, port: u16) -> bool {
        match self {
            Self::All => true,
            Self::Network(start, bits) => address(host).is_some_and(|host| share(*start, host, *bits)),
            Self::Name(name) => {
                let within = |host: &str| {
                    host.strip_suffix(name.as_str()).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
                };
                within(host) || within(&format!("{host}:{port}"))
            }
        }
    }
}

/// Parses an IP address, with or without the brackets of a URL.
fn address(text: &str) -> Option<IpAddr> {
    let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    bare.parse().ok()
}

/// Whether the first bits of two addresses are equal.
fn share(one: IpAddr, other: IpAddr, bits: u32) -> bool {
    match (one, other) {
        (IpAddr::V4(one), IpAddr::V4(other)) => {
            (one.to_bits() ^ other.to_bits()).leading_zeros() >= bits.min(u32::BITS)
        }
        (IpAddr::V6(one), IpAddr::V6(other)) => {
            (one.to_bits() ^ other.to_bits()).leading_zeros() >= bits.min(u128::BITS)
        }
        _ => false,
    }
}

/// Sends requests through a proxy, except to the hosts of a list.
#[derive(Debug)]
pub struct ProxyBypass<T> {
    pub proxied: T,
    pub straight: T,
    pub hosts: NoProxy,
}

impl HttpClient for ProxyBypass<SharedHttpClient> {
    fn http_connector(&self, settings: &HttpConnectorSettings, components: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(ProxyBypass {
            proxied: self.proxied.http_connector(settings, components),
            straight: self.straight.http_connector(settings, components),
            hosts: self.hosts.clone(),
        })
    }
}

impl HttpConnector for ProxyBypass<SharedHttpConnector> {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let connector = if self.hosts.holds(request.uri()) { &self.straight } else { &self.proxied };
        connector.call(request)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(list: &str, url: &str) -> bool {
        NoProxy::of(list).holds(url)
    }

    #[test]
    fn hosts_are_matched() {
        for (list, url) in [
            ("*", "https://127.0.0.1/"),
            ("*", "https://[::1]/"),
            ("a.x, * ", "https://host/"),
            ("host", "https://HOST/"),
            ("HOST", "https://a.host:99/"),
            ("..host", "http://host/"),
            ("host:443", "https://host/"),
            ("host:99", "https://a.host:99/"),
            ("127.0.0.1", "http://127.0.0.1:99/"),
            ("127.0.0.1:99", "http://127.0.0.1:99/"),
            ("127.0.0.0/8", "http://127.1.2.3/"),
            ("::1", "http://[::1]:99/"),
            ("[::1]", "http://[0:0::1]/"),
            ("[::1]:99", "http://[::1]:99/"),
            ("fe80::/10", "http://[fe80::1]/"),
            ("0.0.0.0/0", "http://127.0.0.1/"),
        ] {
            assert!(holds(list, url), "{list} {url}");
        }
        for (list, url) in [
            ("", "https://host/"),
            (",., ", "https://host/"),
            ("ost", "https://host/"),
            ("a.host", "https://host/"),
            ("*.host", "https://a.host/"),
            ("host:99", "https://host/"),
            ("127.0.0.1", "http://127.0.0.11/"),
            ("10.0.0.0/8", "http://127.0.0.1/"),
            ("::/0", "http://127.0.0.1/"),
            ("127.0.0.1/x", "http://127.0.0.1/"),
        ] {
            assert!(!holds(list, url), "{list} {url}");
        }
    }

    #[test]
    fn the_lower_case_takes_precedence() {
        for (lower, found) in [("a", "a"), ("", "b"), (" ", "b")] {
            let variables = [("no_proxy", lower), ("NO_PROXY", "b")];
            let variables = variables.map(|(name, list)| (name.to_owned(), list.to_owned()));
            assert_eq!(NoProxy::list(&Environment::of(variables)), Some(found));
        }
    }
}
