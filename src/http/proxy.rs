//! Proxies and their selection.

use std::net::Ipv6Addr;

use aws_smithy_http_client::proxy::ProxyConfig;
use hyper_util::client::proxy::matcher::Matcher;
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::error::CallError;
use crate::http::no_proxy::NoProxy;
use crate::process::environment::Environment;

/// The choice of the proxy.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Route {
    /// The proxies of the environment, if there are any.
    Environment,
    /// The caller's proxy, except for the hosts in `no_proxy`.
    Proxy(Proxy),
    /// No proxy, even if the environment sets one.
    Straight,
}

/// A proxy set by the caller.
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
    /// The proxy's URL; user and password are escaped because they may contain `@` and `:`.
    ///
    /// # Errors
    ///
    /// If the host name is invalid.
    pub fn url(&self) -> Result<String, CallError> {
        let escaped = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        let login = match (&self.user, &self.password) {
            (None, _) => String::new(),
            (Some(user), None) => format!("{}@", escaped(user)),
            (Some(user), Some(password)) => format!("{}:{}@", escaped(user), escaped(password)),
        };
        let (scheme, host) = self.host.split_once("://").unwrap_or(("http", &self.host));
        let host = host.trim_end_matches('/');
        // boto also took an IPv6 address without brackets.
        let is_bare = host.parse::<Ipv6Addr>().is_ok();
        let host = if is_bare { format!("[{host}]") } else { host.to_owned() };
        let own_port = format!("{scheme}://{login}{host}").parse::<::http::Uri>().ok().and_then(|uri| uri.port_u16());
        let port = match (own_port, self.port) {
            (Some(own), Some(port)) if own != port => {
                return Err(CallError::InvalidArgument(format!(
                    "proxy and proxy_port name different ports, {own} and {port}; leave one of them out"
                )));
            }
            (None, Some(port)) => format!(":{port}"),
            _ => String::new(),
        };
        let url = format!("{scheme}://{login}{host}{port}");
        if is_address(&url) {
            return Ok(url);
        }
        // The host may be preceded by a login, which must not be shown.
        let shown = self.host.rsplit_once('@').map_or(self.host.as_str(), |(_, host)| host);
        Err(CallError::InvalidArgument(format!(
            "proxy must be a host name, as in proxy='proxy.example.com', proxy_port=3128, got '{}'",
            shown.escape_default()
        )))
    }
}

/// Whether a URL is the address of a proxy: a scheme, a host and a port, if it has one, without a path.
fn is_address(url: &str) -> bool {
    url.parse::<::http::Uri>().ok().is_some_and(|uri| {
        let place = uri.authority().map_or("", |authority| authority.as_str());
        let place = place.rsplit_once('@').map_or(place, |(_, place)| place);
        let host = uri.host().unwrap_or_default();
        !host.is_empty()
            && (place == host || uri.port_u16().is_some_and(|port| port > 0))
            && uri.path() == "/"
            && uri.query().is_none()
            && matches!(uri.scheme_str(), Some("http" | "https"))
    })
}

/// The proxies in use, and the hosts that are reached without them.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct Proxies {
    pub http: Option<String>,
    pub https: Option<String>,
    pub excepted: Option<String>,
    /// The variables for each scheme that are not URLs of proxies, and what is wrong.
    invalid: [Option<String>; 2],
}

impl Proxies {
    pub(super) fn none() -> Self {
        Self { http: None, https: None, excepted: None, invalid: [None, None] }
    }

    /// Refuses an invalid variable: the request must not bypass the proxy.
    pub(super) fn check(&self, is_plain: bool) -> Result<(), CallError> {
        let [http, https] = &self.invalid;
        let invalid = if is_plain { http } else { https };
        invalid.as_ref().map_or(Ok(()), |text| Err(CallError::InvalidArgument(text.clone())))
    }

    pub(super) fn are_any(&self) -> bool {
        self.http.is_some() || self.https.is_some()
    }

    pub(super) fn of(route: &Route, environment: &Environment) -> Result<Self, CallError> {
        // As in urllib: the lower-case variable takes precedence, and an empty one is unset.
        let first = |names: &[&'static str]| names.iter().find_map(|name| Some((*name, environment.text(name)?)));
        let excepted = || NoProxy::list(environment).map(str::to_owned);
        Ok(match route {
            Route::Straight => Self::none(),
            Route::Proxy(proxy) => {
                let url = proxy.url()?;
                Self { http: Some(url.clone()), https: Some(url), excepted: excepted(), ..Self::none() }
            }
            Route::Environment => {
                let all = first(&["all_proxy", "ALL_PROXY"]);
                // In a CGI script, HTTP_PROXY may come from the client's `Proxy` header.
                let is_cgi = environment.get("REQUEST_METHOD").is_some();
                let http: &[&'static str] = if is_cgi { &["http_proxy"] } else { &["http_proxy", "HTTP_PROXY"] };
                let proxy = |names: &[&'static str]| match first(names).or(all).map(usable) {
                    None => (None, None),
                    Some(Ok(url)) => (Some(url), None),
                    Some(Err(text)) => (None, Some(text)),
                };
                let (http, invalid_http) = proxy(http);
                let (https, invalid_https) = proxy(&["https_proxy", "HTTPS_PROXY"]);
                Self { http, https, excepted: excepted(), invalid: [invalid_http, invalid_https] }
            }
        })
    }

    pub(super) fn config(proxy: Option<&str>) -> Result<ProxyConfig, CallError> {
        let Some(url) = proxy else { return Ok(ProxyConfig::disabled()) };
        // The SDK's message would show the URL with the password.
        ProxyConfig::all(url).map_err(|_| {
            let shown = url.rsplit_once('@').map_or(url, |(_, host)| host);
            CallError::InvalidArgument(format!("proxy must be the URL of an HTTP or HTTPS proxy, got {shown}"))
        })
    }

    pub(super) fn matcher(&self) -> Matcher {
        let none = String::new;
        Matcher::builder()
            .http(self.http.clone().unwrap_or_else(none))
            .https(self.https.clone().unwrap_or_else(none))
            .build()
    }

    pub(super) fn passwords(&self) -> impl Iterator<Item = Vec<u8>> {
        let login = |url: &str| Some(url.rsplit_once('@')?.0.rsplit_once("://")?.1.split_once(':')?.1.to_owned());
        [&self.http, &self.https]
            .into_iter()
            .flatten()
            .filter_map(move |url| login(url))
            .map(|password| percent_decode_str(&password).collect())
    }
}

/// Return the proxy that requests to a URL use, without its login.
///
/// Parameters
/// ----------
/// url : str
///     URL of a service.
/// proxy : str or None
///     The connection's proxy; None for that of the environment.
///
/// Returns
/// -------
/// str or None
#[cfg(feature = "python")]
#[pyo3::pyfunction]
pub fn proxy_for(py: pyo3::Python<'_>, url: &str, proxy: Option<String>) -> pyo3::PyResult<Option<String>> {
    let environment = Environment::read(py)?;
    let Proxies { http, https, excepted, .. } = Proxies::of(&Route::Environment, &environment)?;
    let used = proxy.or(if url.starts_with("http://") { http } else { https });
    let is_bypassed = excepted.is_some_and(|hosts| NoProxy::of(&hosts).holds(url));
    let without_login = |url: String| url.rsplit_once('@').map_or(url.clone(), |(_, host)| host.to_owned());
    Ok(used.filter(|_| !is_bypassed).map(without_login))
}

/// The URL of a proxy, or what is wrong with it; a host name without a scheme means HTTP.
fn usable((name, text): (&str, &str)) -> Result<String, String> {
    let url = if text.contains("://") { text.to_owned() } else { format!("http://{text}") };
    let is_usable = url.parse::<::http::Uri>().is_ok_and(|uri| {
        let origin =
            format!("{}://{}", uri.scheme_str().unwrap_or_default(), uri.authority().map_or("", |a| a.as_str()));
        is_address(&origin)
    });
    if is_usable {
        return Ok(url);
    }
    // The login must not be shown.
    let shown = text.rsplit_once('@').map_or(text, |(_, host)| host);
    let expected = "the URL of an HTTP or HTTPS proxy, such as 'http://proxy.example.com:3128'";
    Err(format!("{name} must be {expected}, got '{}'", shown.escape_debug()))
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
    fn a_proxys_host_may_have_the_port() {
        for (host, expected) in
            [("h:3128", "h:3128"), ("::1", "[::1]:3128"), ("[::1]", "[::1]:3128"), ("[::1]:3128", "[::1]:3128")]
        {
            let url = proxy(host).url().expect("a host");
            assert_eq!(url.rsplit_once('@').expect("a login").1, expected);
        }
        let error = proxy("h:80").url().expect_err("another port");
        assert!(error.to_string().contains("different ports, 80 and 3128"), "{error}");
        let without = Proxy { port: None, ..proxy("h:80") };
        assert!(without.url().expect("a host").ends_with("@h:80"));
    }

    #[test]
    fn an_invalid_proxy_is_refused_without_its_password() {
        for host in [
            "h:",
            "h:abc",
            "h:99999",
            "h/?a",
            "not a host",
            "http://",
            "ftp://proxy",
            "proxy/path",
            "\n",
            "me:p%40@not a host",
        ] {
            let error = proxy(host).url().expect_err(host);
            assert!(error.to_string().contains("must be a host name"), "{error}");
            assert!(!error.to_string().contains("p%40"), "{error}");
        }
    }
}
