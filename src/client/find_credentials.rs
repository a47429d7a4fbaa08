//! The search for a connection's credentials, as for its calls.

use pyo3::prelude::*;
use tokio::time::timeout;

use crate::client::connection_settings::{provider_call, read};
use crate::credentials::python_credentials::Credentials;
use crate::credentials::source::StaticCredentials;
use crate::credentials::{errors, sources};
use crate::error::sdk::credentials_timed_out;
use crate::process::environment::Environment;
use crate::runtime::CallStyle;
use crate::runtime::blocking::wait;

/// Return the credentials that a connection's calls would use.
///
/// Parameters
/// ----------
/// connection : Connection
///     The connection.
///
/// Returns
/// -------
/// Credentials
///
/// Raises
/// ------
/// NoAuthHandlerFound
///     If no credentials were found.
/// BotoTimeoutError
///     If loading them takes longer than an attempt of a call may take.
#[pyfunction]
pub fn find_credentials(connection: &Bound<'_, PyAny>) -> PyResult<Credentials> {
    let settings = read(connection)?;
    let py = connection.py();
    let source = sources::find(&settings.credentials, &settings.client.transport, &Environment::read(py)?)?;
    let provider_call = provider_call(connection, &settings.credentials, &settings.client, CallStyle::Blocking)?;
    let limit = settings.client.attempt_timeout();
    let load = async {
        let loaded = timeout(limit, source.get()).await.map_err(|_| credentials_timed_out(""))?;
        loaded.map_err(|error| errors::describe(error.get()))
    };
    let found = wait(py, None, async {
        match provider_call {
            Some(provider_call) => provider_call.scope(load).await,
            None => load.await,
        }
    })??;
    let found = found.credentials();
    Ok(Credentials(StaticCredentials {
        access_key: found.access_key_id().to_owned(),
        secret_key: found.secret_access_key().to_owned(),
        session_token: found.session_token().map(str::to_owned),
    }))
}
