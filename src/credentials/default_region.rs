//! The region from environment variables or the shared files.

use pyo3::prelude::*;

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
///     Name of the profile. Default: ``AWS_PROFILE``, or ``default``.
///
/// Returns
/// -------
/// str or None
///
/// Raises
/// ------
/// BotoClientError
///     If no region is found and the profile's section cannot be read.
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
            // The unreadable part may set the region, so no other region is used instead.
            (None, None) => match profiles.mistake().or_else(|| profiles.get(&name)?.mistake()) {
                Some(mistake) => Err(CallError::Client(format!("the region cannot be read: {mistake}"))),
                None => Ok(None),
            },
        }
    })?;
    Ok(found.or(named))
}
