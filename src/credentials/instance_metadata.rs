//! Read pages of the instance metadata service, for `boto.utils`.

use pyo3::prelude::*;

use crate::arguments::convert::Convert;
use crate::arguments::invalid::wrong;
use crate::arguments::numbers::to_float;
use crate::arguments::timeout::seconds;
use crate::credentials::imds::{ImdsConfig, read};
use crate::error::CallError;
use crate::runtime::blocking::wait;

/// Converts `timeout`, in seconds.
fn timeout(value: &Bound<'_, PyAny>) -> PyResult<f64> {
    to_float("timeout", value)
}

/// Converts `attempts`, which may be `None`.
fn whole(value: &Bound<'_, PyAny>) -> PyResult<Option<u32>> {
    let value_or_none = Some(value.clone()).filter(|value| !value.is_none());
    let refused = |_| wrong("attempts", value, "an integer from 0 to 2147483647");
    value_or_none.count("attempts")?.map(|count| u32::try_from(count).map_err(refused)).transpose()
}

/// Read a page of the instance metadata service.
///
/// The service's token is requested first and cached for the process.
///
/// Parameters
/// ----------
/// path : str
///     Path of the page, such as ``"/latest/meta-data/"``.
/// timeout : float, default 1
///     Seconds to wait for a connection, and again for the response.
/// attempts : int, optional
///     Number of attempts. Default: two, or one if the service cannot be reached.
/// endpoint : str, optional
///     URL of the service. Default: ``AWS_EC2_METADATA_SERVICE_ENDPOINT``, the
///     profile's endpoint, or ``http://169.254.169.254``.
///
/// Returns
/// -------
/// str or None
///     The page, or None if it does not exist.
///
/// Raises
/// ------
/// BotoConnectionError
///     If the service cannot be reached or returns an error.
/// BotoTimeoutError
///     If the service does not respond within the timeout.
/// ValueError
///     If an argument is invalid.
#[pyfunction]
#[pyo3(signature = (path, *, timeout=1.0, attempts=None, endpoint=None))]
pub fn metadata(
    py: Python<'_>,
    path: String,
    #[pyo3(from_py_with = timeout)] timeout: f64,
    #[pyo3(from_py_with = whole)] attempts: Option<u32>,
    endpoint: Option<String>,
) -> PyResult<Option<String>> {
    let timeout = seconds(timeout).ok_or_else(|| {
        CallError::InvalidArgument(format!("timeout must be a number of seconds above 0, or None for 1, got {timeout}"))
    })?;
    let reading = async { read(&path, ImdsConfig { timeout, attempts }, endpoint.as_deref()).await };
    Ok(wait(py, None, reading)??)
}
