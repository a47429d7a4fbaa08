//! Credentials looked for as a connection's calls do.

use pyo3::prelude::*;

use crate::client::connection_settings::{caller, read};
use crate::credentials::python_credentials::Keys;
use crate::credentials::source::StaticKeys;
use crate::credentials::{errors, sources};
use crate::process::environment::Environment;
use crate::runtime::Style;
use crate::runtime::blocking::wait;

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
    let load = async { source.get().await.map_err(|error| errors::describe(error.get())) };
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
