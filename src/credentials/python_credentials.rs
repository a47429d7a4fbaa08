//! Credentials that Python passes to a connection.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::credentials::source::StaticCredentials;
use crate::credentials::validation;

/// Credentials passed to a connection; the representation does not show the secret key.
///
/// Parameters
/// ----------
/// access_key : str
///     The access key ID.
/// secret_key : str
///     The secret access key.
/// session_token : str, optional
///     The session token, for temporary credentials.
#[pyclass(module = "reboto._core", frozen, eq)]
#[derive(PartialEq)]
pub struct Credentials(pub StaticCredentials);

#[pymethods]
impl Credentials {
    #[new]
    #[pyo3(signature = (access_key, secret_key, session_token=None))]
    fn new(access_key: String, secret_key: String, session_token: Option<String>) -> Self {
        // An empty token means no token, as in boto.
        let session_token = session_token.filter(|token| !token.is_empty());
        Self(StaticCredentials { access_key, secret_key, session_token })
    }

    /// Check that requests can be signed with these credentials.
    ///
    /// Raises
    /// ------
    /// ValueError
    ///     If a value contains a space, a control character or a character that is not ASCII, or
    ///     has more than 65,536 characters.
    fn check(&self) -> PyResult<()> {
        let Self(StaticCredentials { access_key, secret_key, session_token }) = self;
        let token = session_token.as_deref().unwrap_or_default();
        let values = [
            ("aws_access_key_id", access_key.as_str()),
            ("aws_secret_access_key", secret_key),
            ("security_token", token),
        ];
        let is_long = values.iter().any(|(_, value)| value.len() > validation::LONGEST);
        let remedy = if is_long { "pass a shorter value" } else { "remove it" };
        validation::validate(values)
            .map_err(|validation::InvalidCredentials(what)| PyValueError::new_err(format!("{what}; {remedy}")))
    }

    /// The access key ID.
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

    /// The session token, for temporary credentials.
    ///
    /// Returns
    /// -------
    /// str or None
    #[getter]
    fn session_token(&self) -> Option<&str> {
        self.0.session_token.as_deref()
    }

    fn __repr__(&self) -> String {
        format!("<Credentials {}>", self.0.access_key)
    }

    fn __reduce__(&self) -> PyResult<()> {
        Err(pyo3::exceptions::PyTypeError::new_err(
            "credentials cannot be pickled: the pickle would contain the secret key",
        ))
    }
}
