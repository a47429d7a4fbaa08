//! A connection's attributes, read at each call: setting one counts from the next.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use pyo3::exceptions::PyValueError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::arguments::convert::{Arg, Convert, Mapping, wrong};
use crate::client::sdk_config::Settings;
use crate::client::session::Style;
use crate::credentials::assume_role::Role;
use crate::credentials::chain::{self, Custom, Source, StaticKeys};
use crate::credentials::imds::{LONGEST, Patience, seconds};
use crate::credentials::python_provider::{Caller, CredentialsSource, FromCaller};
use crate::credentials::shared_files::profiles::{Profiles, selected};
use crate::credentials::sources;
use crate::credentials::validation;
use crate::error::Fault;
use crate::http::connection_limit::Limit;
use crate::http::{Proxy, Route, Scheme, Transport};
use crate::process::environment::Environment;
use crate::runtime::blocking::wait;

/// Connecting takes this long at the most, unless less or more is asked for.
const CONNECT_SECONDS: f64 = 10.0;
/// boto's `http_socket_timeout`.
const SOCKET_SECONDS: f64 = 70.0;
/// boto's `num_retries`.
const RETRIES: u32 = 6;
/// Retries beyond these are not made. They would take hours, and the SDK adds up all their delays before each call.
const MOST_RETRIES: u32 = 1000;

/// The keys given to a connection, where no listing of attributes shows the secret.
///
/// Parameters
/// ----------
/// access_key : str
///     Id of the access key.
/// secret_key : str
///     The secret access key.
/// session_token : str, optional
///     The session's token, for temporary keys.
#[pyclass(module = "reboto._core", frozen, eq)]
#[derive(PartialEq)]
pub struct Keys(StaticKeys);

#[pymethods]
impl Keys {
    #[new]
    #[pyo3(signature = (access_key, secret_key, session_token=None))]
    fn new(access_key: String, secret_key: String, session_token: Option<String>) -> Self {
        // A token that is empty is none, as in boto.
        let session_token = session_token.filter(|token| !token.is_empty());
        Self(StaticKeys { access_key, secret_key, session_token })
    }

    /// Check that requests can be signed with these keys.
    ///
    /// Raises
    /// ------
    /// ValueError
    ///     If one of them contains a blank, a control character or one that is not ASCII.
    fn check(&self) -> PyResult<()> {
        let Self(StaticKeys { access_key, secret_key, session_token }) = self;
        let token = session_token.as_deref().unwrap_or_default();
        let values = [
            ("aws_access_key_id", access_key.as_str()),
            ("aws_secret_access_key", secret_key),
            ("security_token", token),
        ];
        validation::check(values)
            .map_err(|validation::BadKey(what)| PyValueError::new_err(format!("{what}: remove it")))
    }

    /// The access key's id.
    ///
    /// Returns
    /// -------
    /// str
    #[getter]
    fn access_key(&self) -> &str {
        &self.0.access_key
    }

    /// The secret access key.
    ///
    /// Returns
    /// -------
    /// str
    #[getter]
    fn secret_key(&self) -> &str {
        &self.0.secret_key
    }

    /// The session's token, for temporary keys.
    ///
    /// Returns
    /// -------
    /// str or None
    #[getter]
    fn session_token(&self) -> Option<&str> {
        self.0.session_token.as_deref()
    }

    fn __repr__(&self) -> String {
        format!("<keys {}>", self.0.access_key)
    }

    fn __reduce__(&self) -> PyResult<()> {
        Err(pyo3::exceptions::PyTypeError::new_err("keys are not pickled: their secret would be in the pickle"))
    }
}

/// Tell the region that the environment or the shared files name.
///
/// Looks at ``AWS_REGION``, ``AWS_DEFAULT_REGION`` and the profile, never at the
/// instance metadata: off EC2 that would take seconds.
///
/// Parameters
/// ----------
/// profile : str, optional
///     A profile in place of ``AWS_PROFILE`` or ``default``.
///
/// Returns
/// -------
/// str or None
///
/// Raises
/// ------
/// BotoClientError
///     If the profile's part of a file cannot be read, and no region is found.
#[pyfunction]
#[pyo3(signature = (profile=None))]
pub fn default_region(py: Python<'_>, profile: Option<String>) -> PyResult<Option<String>> {
    let environment = Environment::read(py)?;
    let named = ["AWS_REGION", "AWS_DEFAULT_REGION"].into_iter().find_map(|name| environment.text(name));
    let named = named.map(str::to_owned);
    let profile = profile.filter(|name| !name.is_empty());
    if named.is_some() && profile.is_none() {
        return Ok(named);
    }
    let found = py.detach(|| {
        let (name, _) = selected(profile.as_deref(), &environment);
        let profiles = Profiles::read(&environment);
        match (profiles.region(&name), &named) {
            (Some(region), _) => Ok(Some(region.text.to_owned())),
            (None, Some(_)) => Ok(None),
            // The region may stand where nothing can be read; another one is not to be used in its place.
            (None, None) => match profiles.mistake().or_else(|| profiles.get(&name)?.mistake()) {
                Some(mistake) => Err(Fault::Client(format!("the region cannot be read: {mistake}"))),
                None => Ok(None),
            },
        }
    })?;
    Ok(found.or(named))
}

/// Find a connection's credentials where it would look for them.
///
/// Parameters
/// ----------
/// connection : Connection
///     The connection.
///
/// Returns
/// -------
/// Keys
///
/// Raises
/// ------
/// NoAuthHandlerFound
///     If there are none.
#[pyfunction]
pub fn find_credentials(connection: &Bound<'_, PyAny>) -> PyResult<Keys> {
    let settings = read(connection)?;
    let py = connection.py();
    let source = sources::find(&settings.credentials, &settings.transport, &Environment::read(py)?)?;
    let caller = caller(connection, &settings, Style::Blocking)?;
    let load = async { source.get().await.map_err(|error| chain::fault(error.get())) };
    let found = wait(py, None, async {
        match caller {
            Some(caller) => caller.scope(load).await,
            None => load.await,
        }
    })??;
    let found = found.credentials();
    Ok(Keys(StaticKeys {
        access_key: found.access_key_id().to_owned(),
        secret_key: found.secret_access_key().to_owned(),
        session_token: found.session_token().map(str::to_owned),
    }))
}

/// Who calls the connection's own provider of credentials, if it has one.
pub fn caller(connection: &Bound<'_, PyAny>, settings: &Settings, style: Style) -> PyResult<Option<Arc<Caller>>> {
    if settings.credentials.custom.is_none() {
        return Ok(None);
    }
    let provider = connection.getattr(intern!(connection.py(), "credentials_provider"))?;
    match style {
        Style::Blocking => Caller::blocking(&provider, settings.read_timeout).map(Some),
        Style::Awaiting => Ok(Some(Caller::awaitable(&provider, settings.read_timeout))),
    }
}

/// What the connection's attributes say now.
pub fn read(connection: &Bound<'_, PyAny>) -> PyResult<Settings> {
    let py = connection.py();
    let get = |name| given(connection, name);
    let region_info = connection.getattr(intern!(py, "region"))?;
    let region = Some(region_info.getattr(intern!(py, "name"))?).filter(|name| !name.is_none());
    let region = match region.text("region.name")? {
        Some(name) if !name.is_empty() => name,
        _ => connection.getattr(intern!(py, "DefaultRegionName"))?.extract()?,
    };
    if !region.chars().all(|sign| sign.is_ascii_alphanumeric() || "-_.".contains(sign)) {
        return Err(wrong(
            "region.name",
            region_info.getattr(intern!(py, "name"))?.as_any(),
            "a name such as 'eu-west-1'",
        ));
    }
    let keys = connection.getattr(intern!(py, "_keys"))?;
    let boto_file = connection.getattr(intern!(py, "_boto_file_keys"))?;
    let static_keys = |keys: &Bound<'_, PyAny>| -> PyResult<Option<StaticKeys>> {
        if keys.is_none() { Ok(None) } else { Ok(Some(keys.cast::<Keys>()?.get().0.clone())) }
    };
    let (connect, read) = timeouts(connection)?;
    let endpoint: Option<String> = connection.call_method0(intern!(py, "_endpoint_url"))?.extract()?;
    let plain = connection.call_method0(intern!(py, "_is_plain"))?.is_truthy()?;
    let verify = plain || get(intern!(py, "https_validate_certificates"))?.is_truthy()?;
    if !verify {
        connection.call_method0(intern!(py, "_warn_of_no_checks"))?;
    }
    let ca_bundle = Some(connection.call_method0(intern!(py, "_ca_bundle"))?).filter(|path| !path.is_none());
    Ok(Settings {
        endpoint,
        credentials: Source {
            given: static_keys(&keys)?,
            custom: custom(connection)?,
            profile: get(intern!(py, "profile_name"))?.text("profile_name")?,
            boto_file: static_keys(&boto_file)?,
            role: role(connection)?,
            region: region.clone(),
            metadata: metadata(connection)?,
        },
        region,
        scheme: if plain { Scheme::Http } else { Scheme::Https },
        transport: Transport {
            verify,
            ca_bundle: ca_bundle.text("ca_certificates_file")?.map(PathBuf::from),
            route: proxy(connection)?.map_or(Route::Environment, Route::Proxy),
        },
        connect_timeout: connect,
        read_timeout: read,
        retries: retries(connection)?,
        max_backoff: max_backoff(connection)?,
        connections: connections(connection)?,
    })
}

fn given<'py>(connection: &Bound<'py, PyAny>, name: &Bound<'py, PyString>) -> PyResult<Arg<'py>> {
    Ok(Some(connection.getattr(name)?).filter(|value| !value.is_none()))
}

/// An attribute, unless it is none of Python's true values: an option that is empty or 0 is absent.
fn set<'py>(connection: &Bound<'py, PyAny>, name: &Bound<'py, PyString>) -> PyResult<Arg<'py>> {
    let value = connection.getattr(name)?;
    Ok(if value.is_truthy()? { Some(value) } else { None })
}

/// The role that the connection works as.
fn role(connection: &Bound<'_, PyAny>) -> PyResult<Option<Role>> {
    let py = connection.py();
    let get = |name| set(connection, name);
    let given_arn = get(intern!(py, "role_arn"))?;
    let (Some(arn), Some(value)) = (given_arn.text("role_arn")?, &given_arn) else {
        return Ok(None);
    };
    if !arn.starts_with("arn:") || !arn.contains(":role/") {
        return Err(wrong("role_arn", value, "a role's ARN, such as arn:aws:iam::123456789012:role/reader"));
    }
    Ok(Some(Role {
        arn,
        external_id: get(intern!(py, "external_id"))?.text("external_id")?,
        session_name: get(intern!(py, "role_session_name"))?.text("role_session_name")?,
    }))
}

/// The caller's own source of credentials.
fn custom(connection: &Bound<'_, PyAny>) -> PyResult<Option<Custom>> {
    let source = connection.getattr(intern!(connection.py(), "_credentials_source"))?;
    if source.is_none() {
        return Ok(None);
    }
    let number = source.cast::<CredentialsSource>()?.get().0;
    Ok(Some(Custom { number, provider: Arc::new(FromCaller) }))
}

fn proxy(connection: &Bound<'_, PyAny>) -> PyResult<Option<Proxy>> {
    let py = connection.py();
    let Some(host) = set(connection, intern!(py, "proxy"))?.text("proxy")? else {
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
    let (user, password): (Option<String>, Option<String>) = login.call0()?.extract()?;
    Ok(Some(Proxy { host, port, user, password }))
}

fn retries(connection: &Bound<'_, PyAny>) -> PyResult<u32> {
    let given = given(connection, intern!(connection.py(), "num_retries"))?;
    match (given.count("num_retries")?, &given) {
        (Some(count), Some(value)) => {
            let count = u32::try_from(count).map_err(|_| wrong("num_retries", value, "a whole number, 0 or more"))?;
            Ok(count.min(MOST_RETRIES))
        }
        _ => Ok(RETRIES),
    }
}

/// How many connections there may be: reboto's `max_connections`, and the process's limit of open files.
fn connections(connection: &Bound<'_, PyAny>) -> PyResult<Limit> {
    let py = connection.py();
    let given = given(connection, intern!(py, "max_connections"))?;
    let per_host = match (given.count("max_connections")?, &given) {
        (Some(count), Some(value)) => {
            let count = usize::try_from(count).ok().filter(|count| *count > 0);
            Some(count.ok_or_else(|| wrong("max_connections", value, "a whole number above 0"))?)
        }
        _ => None,
    };
    let resource = py.import(intern!(py, "resource"))?;
    let files = resource.getattr(intern!(py, "RLIMIT_NOFILE"))?;
    let (files, _): (i64, i64) = resource.call_method1(intern!(py, "getrlimit"), (files,))?.extract()?;
    // Without a limit it is -1.
    Ok(Limit::of(usize::try_from(files).unwrap_or(usize::MAX), per_host))
}

/// How the instance metadata is waited for: boto's `metadata_service_timeout` and `metadata_service_num_attempts`.
fn metadata(connection: &Bound<'_, PyAny>) -> PyResult<Patience> {
    let (timeout, attempts): (f64, Option<i64>) =
        connection.getattr(intern!(connection.py(), "_metadata_limits"))?.extract()?;
    let refused = |option: &str, wanted: &str| {
        PyValueError::new_err(format!("{option} in section [Boto] of boto's configuration: give {wanted}"))
    };
    Ok(Patience {
        timeout: seconds(timeout).ok_or_else(|| refused("metadata_service_timeout", "seconds above 0"))?,
        attempts: attempts
            .map(|count| u32::try_from(count).map_err(|_| refused("metadata_service_num_attempts", "0 or more")))
            .transpose()?,
    })
}

/// The longest wait between two attempts, boto's `max_retry_delay`.
fn max_backoff(connection: &Bound<'_, PyAny>) -> PyResult<Duration> {
    let delay = connection.getattr(intern!(connection.py(), "_max_retry_delay"))?;
    let limit: f64 = delay.extract()?;
    if limit >= LONGEST.as_secs_f64() {
        return Ok(LONGEST);
    }
    Duration::try_from_secs_f64(limit)
        .map_err(|_| wrong("max_retry_delay in section [Boto] of boto's configuration", &delay, "seconds, 0 or more"))
}

/// Seconds to connect, and seconds to wait for an answer.
fn timeouts(connection: &Bound<'_, PyAny>) -> PyResult<(Duration, Duration)> {
    let py = connection.py();
    let options = given(connection, intern!(py, "http_connection_kwargs"))?;
    let options = options.as_ref().map(|options| Mapping::of(options, "http_connection_kwargs")).transpose()?;
    let limit = |key: &str, name: &str| -> PyResult<Option<Duration>> {
        let given = options.as_ref().map_or(Ok(None), |options| options.get(key))?;
        match (given.real(name)?, &given) {
            (Some(number), Some(value)) => {
                seconds(number).map(Some).ok_or_else(|| wrong(name, value, "a number of seconds above 0"))
            }
            _ => Ok(None),
        }
    };
    let socket =
        limit("timeout", "http_connection_kwargs['timeout']")?.unwrap_or(Duration::from_secs_f64(SOCKET_SECONDS));
    let connect = limit("connect_timeout", "http_connection_kwargs['connect_timeout']")?
        .unwrap_or(socket.min(Duration::from_secs_f64(CONNECT_SECONDS)));
    Ok((connect, socket))
}
