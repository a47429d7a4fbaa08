//! Reads a connection's attributes into settings. A changed attribute applies from the next call.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::arguments::collections::is_true;
use crate::arguments::convert::{Arg, Convert};
use crate::arguments::fields::Mapping;
use crate::arguments::invalid::wrong;
use crate::arguments::timeout::{LONGEST, seconds};
use crate::client::endpoint_protocol::ProtocolChoice;
use crate::client::sdk_config::{ClientSettings, ConnectionSettings};
use crate::credentials::configured_endpoint::is_host_name;
use crate::credentials::default_region::EXPECTED_REGION;
use crate::credentials::imds::ImdsConfig;
use crate::credentials::python_credentials::Credentials;
use crate::credentials::python_provider::{CredentialsSource, ProviderCall, PythonProvider};
use crate::credentials::source::{CredentialsConfig, CustomProvider, EXPECTED_ROLE, Role, StaticCredentials, is_role};
use crate::http::connection_limit::ConnectionLimits;
use crate::http::proxy::{Proxy, Route};
use crate::http::{Scheme, Transport};
use crate::runtime::CallStyle;

/// Default timeout for connecting.
const CONNECT_SECONDS: f64 = 10.0;
/// boto's `http_socket_timeout`.
const SOCKET_SECONDS: f64 = 70.0;
/// boto's `num_retries`.
const RETRIES: u32 = 6;
/// Maximum number of retries. More would take hours, and the SDK adds up all delays before each call.
const MAX_RETRIES: u32 = 1000;

/// Prepares a call of the connection's `credentials_provider`, if it has one.
pub fn provider_call(
    connection: &Bound<'_, PyAny>,
    credentials: &CredentialsConfig,
    settings: &ClientSettings,
    style: CallStyle,
) -> PyResult<Option<Arc<ProviderCall>>> {
    if credentials.custom.is_none() {
        return Ok(None);
    }
    let provider = connection.getattr(intern!(connection.py(), "credentials_provider"))?;
    match style {
        CallStyle::Blocking => ProviderCall::blocking(&provider, settings.read_timeout).map(Some),
        CallStyle::Awaiting => Ok(Some(ProviderCall::awaitable(&provider, settings.read_timeout))),
    }
}

/// Reads the connection's attributes.
pub fn read(connection: &Bound<'_, PyAny>) -> PyResult<ConnectionSettings> {
    let py = connection.py();
    let get = |name| given(connection, name);
    let region_info = connection.getattr(intern!(py, "region"))?;
    let region = Some(region_info.getattr(intern!(py, "name"))?).filter(|name| !name.is_none());
    let region = match region.identifier("region.name")? {
        Some(name) if !name.is_empty() => name,
        _ => connection.getattr(intern!(py, "DefaultRegionName"))?.extract()?,
    };
    if !is_host_name(&region) {
        return Err(wrong("region.name", region_info.getattr(intern!(py, "name"))?.as_any(), EXPECTED_REGION));
    }
    let given = connection.getattr(intern!(py, "_given_credentials"))?;
    let boto_file = connection.getattr(intern!(py, "_boto_file_credentials"))?;
    let static_credentials = |found: &Bound<'_, PyAny>| -> PyResult<Option<StaticCredentials>> {
        if found.is_none() { Ok(None) } else { Ok(Some(found.cast::<Credentials>()?.get().0.clone())) }
    };
    let (connect, read) = timeouts(connection)?;
    let endpoint: Option<String> = connection.call_method0(intern!(py, "_endpoint_url"))?.extract()?;
    let endpoint = match endpoint {
        None => connection.call_method0(intern!(py, "_configured_url"))?.extract()?,
        given => given,
    };
    let plain = endpoint.as_ref().is_some_and(|url| url.starts_with("http:"));
    let verify = plain || get(intern!(py, "https_validate_certificates"))?.is_truthy()?;
    if !verify {
        connection.call_method0(intern!(py, "_warn_of_no_checks"))?;
    }
    let ca_bundle = Some(connection.call_method0(intern!(py, "_ca_bundle"))?).filter(|path| !path.is_none());
    let profile = get(intern!(py, "profile_name"))?.identifier("profile_name")?;
    Ok(ConnectionSettings {
        credentials: CredentialsConfig {
            given: static_credentials(&given)?,
            custom: custom(connection)?,
            profile: profile.clone(),
            boto_file: static_credentials(&boto_file)?,
            role: role(connection)?,
            region: region.clone(),
            metadata: metadata(connection)?,
        },
        client: ClientSettings {
            region,
            profile,
            endpoint,
            scheme: if plain { Scheme::Http } else { Scheme::Https },
            transport: Transport {
                verify,
                ca_bundle: ca_bundle.identifier("ca_certificates_file")?.map(PathBuf::from),
                route: proxy(connection)?.map_or(Route::Environment, Route::Proxy),
            },
            connect_timeout: connect,
            read_timeout: read,
            retries: retries(connection)?,
            max_backoff: max_backoff(connection)?,
            connections: connections(connection)?,
            protocol: protocol(connection)?,
        },
    })
}

fn given<'py>(connection: &Bound<'py, PyAny>, name: &Bound<'py, PyString>) -> PyResult<Arg<'py>> {
    Ok(Some(connection.getattr(name)?).filter(|value| !value.is_none()))
}

/// An attribute's value. A false value, such as an empty text or 0, counts as not set.
fn set<'py>(connection: &Bound<'py, PyAny>, name: &Bound<'py, PyString>) -> PyResult<Arg<'py>> {
    let value = connection.getattr(name)?;
    Ok(if is_true(&value)? { Some(value) } else { None })
}

/// The role that the connection assumes.
fn role(connection: &Bound<'_, PyAny>) -> PyResult<Option<Role>> {
    let py = connection.py();
    let get = |name| set(connection, name);
    let given_arn = get(intern!(py, "role_arn"))?;
    let (Some(arn), Some(value)) = (given_arn.identifier("role_arn")?, &given_arn) else {
        return Ok(None);
    };
    if !is_role(&arn) {
        return Err(wrong("role_arn", value, EXPECTED_ROLE));
    }
    Ok(Some(Role {
        arn,
        external_id: get(intern!(py, "external_id"))?.identifier("external_id")?,
        session_name: get(intern!(py, "role_session_name"))?.identifier("role_session_name")?,
        duration: None,
    }))
}

/// The caller's `credentials_provider`.
fn custom(connection: &Bound<'_, PyAny>) -> PyResult<Option<CustomProvider>> {
    let source = connection.getattr(intern!(connection.py(), "_credentials_source"))?;
    if source.is_none() {
        return Ok(None);
    }
    let number = source.cast::<CredentialsSource>()?.get().0;
    Ok(Some(CustomProvider { number, provider: Arc::new(PythonProvider) }))
}

fn proxy(connection: &Bound<'_, PyAny>) -> PyResult<Option<Proxy>> {
    let py = connection.py();
    let Some(host) = set(connection, intern!(py, "proxy"))?.identifier("proxy")? else {
        return Ok(None);
    };
    let port = set(connection, intern!(py, "proxy_port"))?;
    let port = match port.count("proxy_port")? {
        None => None,
        Some(number) => match (u16::try_from(number), &port) {
            (Ok(number), _) => Some(number),
            (Err(_), Some(value)) => return Err(wrong("proxy_port", value, "a port between 1 and 65535")),
            (Err(_), None) => None,
        },
    };
    let login = connection.getattr(intern!(py, "_proxy_login"))?;
    let (user, password): (Arg<'_>, Arg<'_>) = login.call0()?.extract()?;
    let user = user.identifier("proxy_user")?;
    // The value is a secret, which no error shows.
    let secret = || PyTypeError::new_err("proxy_pass must be a string");
    let password = password.map(|password| password.extract().map_err(|_| secret())).transpose()?;
    Ok(Some(Proxy { host, port, user, password }))
}

fn retries(connection: &Bound<'_, PyAny>) -> PyResult<u32> {
    let given = given(connection, intern!(connection.py(), "num_retries"))?;
    match (given.count("num_retries")?, &given) {
        (Some(count), Some(value)) => {
            let count = u32::try_from(count).map_err(|_| wrong("num_retries", value, "an integer, 0 or more"))?;
            Ok(count.min(MAX_RETRIES))
        }
        _ => Ok(RETRIES),
    }
}

/// The connection limits, from `max_connections` and the process's limit of open files.
fn connections(connection: &Bound<'_, PyAny>) -> PyResult<ConnectionLimits> {
    let py = connection.py();
    let given = given(connection, intern!(py, "max_connections"))?;
    let per_host = match (given.count("max_connections")?, &given) {
        (Some(count), Some(value)) => {
            let count = usize::try_from(count).ok().filter(|count| *count > 0);
            Some(count.ok_or_else(|| wrong("max_connections", value, "an integer above 0"))?)
        }
        _ => None,
    };
    Ok(ConnectionLimits::of(open_files(py)?, per_host))
}

/// The process's limit of open files.
#[cfg(unix)]
fn open_files(py: Python<'_>) -> PyResult<usize> {
    // The module `os` is loaded; `resource` would have to be loaded for this.
    let os = py.import(intern!(py, "os"))?;
    let files: i64 = os.call_method1(intern!(py, "sysconf"), (intern!(py, "SC_OPEN_MAX"),))?.extract()?;
    // -1 means unlimited.
    Ok(usize::try_from(files).unwrap_or(usize::MAX))
}

/// The process's limit of open files: Windows has none for sockets.
#[cfg(windows)]
#[allow(clippy::unnecessary_wraps)]
fn open_files(_: Python<'_>) -> PyResult<usize> {
    Ok(usize::MAX)
}

/// The protocol of CloudWatch's requests; the attribute has been checked.
fn protocol(connection: &Bound<'_, PyAny>) -> PyResult<ProtocolChoice> {
    let chosen = connection.getattr_opt(intern!(connection.py(), "_wire_protocol"))?;
    Ok(match chosen.as_ref().and_then(|chosen| chosen.extract::<&str>().ok()) {
        Some("query") => ProtocolChoice::Query,
        Some("cbor") => ProtocolChoice::Cbor,
        _ => ProtocolChoice::Detected,
    })
}

/// The limits for the instance metadata: `metadata_service_timeout` and `metadata_service_num_attempts` in boto.cfg.
fn metadata(connection: &Bound<'_, PyAny>) -> PyResult<ImdsConfig> {
    let (timeout, attempts): (f64, Option<i64>) =
        connection.getattr(intern!(connection.py(), "_metadata_limits"))?.extract()?;
    let refused = |option: &str, expected: &str, value: String| {
        let text = format!("{option} in section [Boto] of boto.cfg must be {expected}, got {value}");
        PyValueError::new_err(text)
    };
    Ok(ImdsConfig {
        timeout: seconds(timeout).ok_or_else(|| {
            refused("metadata_service_timeout", "a number of seconds above 0 and below 1e19", timeout.to_string())
        })?,
        attempts: attempts
            .map(|count| {
                u32::try_from(count)
                    .map_err(|_| refused("metadata_service_num_attempts", "0 or more", count.to_string()))
            })
            .transpose()?,
    })
}

/// The longest delay between two attempts, `max_retry_delay` in boto.cfg.
fn max_backoff(connection: &Bound<'_, PyAny>) -> PyResult<Duration> {
    let delay = connection.getattr(intern!(connection.py(), "_max_retry_delay"))?;
    let limit: f64 = delay.extract()?;
    if limit >= LONGEST.as_secs_f64() {
        return Ok(LONGEST);
    }
    Duration::try_from_secs_f64(limit)
        .map_err(|_| wrong("max_retry_delay in section [Boto] of boto.cfg", &delay, "seconds, 0 or more"))
}

/// The timeouts for connecting and for the response.
fn timeouts(connection: &Bound<'_, PyAny>) -> PyResult<(Duration, Duration)> {
    let py = connection.py();
    let options = given(connection, intern!(py, "http_connection_kwargs"))?;
    let options = options.as_ref().map(|options| Mapping::of(options, "http_connection_kwargs")).transpose()?;
    let limit = |key: &str, name: &str| -> PyResult<Option<Duration>> {
        let given = options.as_ref().map_or(Ok(None), |options| options.get(key))?;
        match (given.real(name)?, &given) {
            (Some(number), Some(value)) => seconds(number)
                .map(Some)
                .ok_or_else(|| wrong(name, value, "a number of seconds above 0 and below 1e19")),
            _ => Ok(None),
        }
    };
    let socket =
        limit("timeout", "http_connection_kwargs['timeout']")?.unwrap_or(Duration::from_secs_f64(SOCKET_SECONDS));
    let connect = limit("connect_timeout", "http_connection_kwargs['connect_timeout']")?
        .unwrap_or(socket.min(Duration::from_secs_f64(CONNECT_SECONDS)));
    Ok((connect, socket))
}
