//! The region from environment variables or the shared files.

use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::arguments::invalid::wrong;
use crate::credentials::configured_endpoint::is_host_name;
use crate::credentials::shared_files::profiles::{Profiles, selected};
use crate::error::CallError;
use crate::process::environment::Environment;

/// Return the region set in environment variables or the shared files.
///
/// Read ``AWS_REGION``, ``AWS_DEFAULT_REGION`` and the profile, but not the
/// instance metadata: outside EC2 that would take seconds.
///
/// Parameters
/// ----------
/// profile : str, optional
///     Name of the profile. Default: ``AWS_PROFILE``, ``AWS_DEFAULT_PROFILE``, or ``default``.
///
/// Returns
/// -------
/// str or None
///
/// Raises
/// ------
/// ValueError
///     If the region is not a valid name.
/// BotoClientError
///     If no region is found and the profile's section cannot be read.
#[pyfunction]
#[pyo3(signature = (profile=None))]
pub fn default_region(py: Python<'_>, profile: Option<String>) -> PyResult<Option<String>> {
    let environment = Environment::read(py)?;
    let named = ["AWS_REGION", "AWS_DEFAULT_REGION"].into_iter().find_map(|name| Some((name, environment.text(name)?)));
    let of_variable = |named: Option<(&str, &str)>| named.map(|(name, region)| checked(region, name)).transpose();
    let profile = profile.filter(|name| !name.is_empty());
    if named.is_some() && profile.is_none() {
        return Ok(of_variable(named)?);
    }
    let found = py.detach(|| {
        let (name, _) = selected(profile.as_deref(), &environment);
        let profiles = Profiles::read(&environment);
        match (profiles.region(&name), &named) {
            (Some((profile, region)), _) => checked(region.text, &profile.wrong(region, "region")).map(Some),
            (None, Some(_)) => Ok(None),
            // The unreadable part may set the region, so no other region is used instead.
            (None, None) => match profiles.mistake().or_else(|| profiles.get(&name)?.mistake()) {
                Some(mistake) => Err(CallError::Client(format!("the region cannot be read: {mistake}"))),
                None => Ok(None),
            },
        }
    })?;
    Ok(match found {
        Some(region) => Some(region),
        None => of_variable(named)?,
    })
}

/// Checks a region's name; `origin` says in an error where it was set.
fn checked(region: &str, origin: &str) -> Result<String, CallError> {
    if is_host_name(region) {
        return Ok(region.to_owned());
    }
    let shown: String = region.escape_debug().take(100).collect();
    Err(CallError::InvalidArgument(format!("{origin} must be {EXPECTED_REGION}, got '{shown}'")))
}

/// The text for a region's name in errors.
pub const EXPECTED_REGION: &str = "a name such as 'eu-west-1'";

/// Raise ValueError unless a value is a region's name.
///
/// Parameters
/// ----------
/// name : str
///     What the error calls the value.
/// region : str
///     The value.
///
/// Raises
/// ------
/// ValueError
///     If it is not a name such as ``eu-west-1``.
#[pyfunction]
pub fn check_region(name: &str, region: &Bound<'_, PyAny>) -> PyResult<()> {
    let is_name = region.cast::<PyString>().is_ok_and(|text| is_host_name(&text.to_string_lossy()));
    if is_name { Ok(()) } else { Err(wrong(name, region, EXPECTED_REGION)) }
}
