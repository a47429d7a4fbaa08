//! The endpoint of a service that environment variables or the shared files set, found as by botocore.
//!
//! The SDK's own lookup panics on an empty variable, does not find `auto_scaling` in a `services` section,
//! and its errors for invalid URLs do not name their origin.

#[cfg(feature = "python")]
use crate::credentials::shared_files::profiles::expanded;
use crate::credentials::shared_files::profiles::{Profile, Profiles, Setting, selected};
use crate::error::CallError;
use crate::process::environment::Environment;
use crate::redaction::names::REDACTED;

/// Returns the URL of a service, whose name is that of its variable, such as `AUTO_SCALING`.
///
/// # Errors
///
/// If the URL is invalid, or if the profile's `services` section is missing.
pub fn configured_endpoint(
    service: &str,
    profile: Option<&str>,
    environment: &Environment,
) -> Result<Option<String>, CallError> {
    const IGNORE: &str = "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS";
    let profiles = Profiles::read(environment);
    let (name, _) = selected(profile, environment);
    let profile = profiles.get(&name);
    let ignored = environment.text(IGNORE).or_else(|| Some(profile?.get("ignore_configured_endpoint_urls")?.text));
    if ignored.is_some_and(|text| text.eq_ignore_ascii_case("true")) {
        return Ok(None);
    }
    for variable in [format!("AWS_ENDPOINT_URL_{service}"), "AWS_ENDPOINT_URL".to_owned()] {
        if let Some(text) = environment.text(&variable) {
            return checked(text, &variable).map(Some);
        }
    }
    let Some(profile) = profile else { return Ok(None) };
    let of_service = endpoint_of_service(&profiles, &profile, &service.to_ascii_lowercase())?;
    let setting = of_service.or_else(|| profile.get("endpoint_url"));
    setting.map(|setting| checked(setting.text, &profile.wrong(setting, "endpoint_url"))).transpose()
}

/// The `endpoint_url` of a service in the profile's `services` section.
fn endpoint_of_service<'a>(
    profiles: &'a Profiles,
    profile: &Profile<'a>,
    service: &str,
) -> Result<Option<Setting<'a>>, CallError> {
    let Some(name) = profile.get("services") else { return Ok(None) };
    let Some(section) = profiles.services(name.text) else {
        let what = format!("there is no [services {}] in ~/.aws/config", name.text);
        return Err(CallError::Client(format!("the endpoint cannot be read: {}", profile.wrong(name, &what))));
    };
    let nested = section.get(service).filter(|setting| setting.text.starts_with('\n'));
    let found = nested.and_then(|setting| {
        let options = setting.text.lines().filter_map(|line| line.split_once('='));
        let url =
            options.filter(|(option, _)| option.trim() == "endpoint_url").map(|(_, url)| url.trim()).next_back()?;
        (!url.is_empty()).then_some(Setting { text: url, ..setting })
    });
    Ok(found)
}

/// Checks a URL; `origin` says in an error where it was set.
///
/// # Errors
///
/// If the URL is invalid.
pub fn checked(url: &str, origin: &str) -> Result<String, CallError> {
    usable(url).ok_or_else(|| {
        let shown = shown(url);
        CallError::InvalidArgument(format!("{origin} must be a URL such as 'http://127.0.0.1:5000', got '{shown}'"))
    })
}

/// The URL with its scheme in lower case, if requests can be sent to it.
fn usable(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    let scheme = scheme.to_ascii_lowercase();
    let url = format!("{scheme}://{rest}");
    let uri = url.parse::<::http::Uri>().ok()?;
    let authority = uri.authority()?;
    let has_port = authority.as_str() != authority.host();
    let is_plain = matches!(&*scheme, "http" | "https") && !rest.contains(['?', '#', '@']);
    let host = authority.host();
    let is_host = host.starts_with('[') || is_host_name(host);
    (is_plain && is_host && (!has_port || authority.port_u16().is_some_and(|port| port > 0))).then_some(url)
}

/// Whether a name can be one of a host: labels of up to 63 characters.
#[must_use]
pub fn is_host_name(name: &str) -> bool {
    name.strip_suffix('.').unwrap_or(name).split('.').all(|label| {
        let is_character = |character: char| character.is_ascii_alphanumeric() || "-_".contains(character);
        (1..=63).contains(&label.len())
            && label.chars().all(is_character)
            && !label.starts_with('-')
            && !label.ends_with('-')
    })
}

/// The URL without its login, its query and its fragment, which may be secrets.
fn shown(url: &str) -> String {
    let (scheme, rest) =
        url.split_once("://").map_or((String::new(), url), |(scheme, rest)| (format!("{scheme}://"), rest));
    let (login, place) = rest.rsplit_once('@').map_or(("", rest), |(_, place)| (REDACTED, place));
    let at = if rest.contains('@') { "@" } else { "" };
    let kept = match place.find(['?', '#']) {
        Some(end) => format!("{}{REDACTED}", &place[..=end]),
        None => place.to_owned(),
    };
    format!("{scheme}{login}{at}{kept}").escape_debug().take(500).collect()
}

/// Return the URL that environment variables or the shared files set for a service.
///
/// Parameters
/// ----------
/// service : str
///     Name of the service in environment variables, such as ``"AUTO_SCALING"``.
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
///     If the URL is invalid.
/// BotoClientError
///     If the profile's ``services`` section is missing.
#[cfg(feature = "python")]
#[pyo3::pyfunction(name = "configured_endpoint")]
#[pyo3(signature = (service, profile=None))]
pub fn configured_endpoint_of(
    py: pyo3::Python<'_>,
    service: &str,
    profile: Option<String>,
) -> pyo3::PyResult<Option<String>> {
    let environment = Environment::read(py)?;
    Ok(py.detach(|| configured_endpoint(service, profile.as_deref(), &environment))?)
}

/// Return the path of the CA bundle that environment variables or the shared files set.
///
/// Parameters
/// ----------
/// profile : str, optional
///     Name of the profile. Default: ``AWS_PROFILE``, ``AWS_DEFAULT_PROFILE``, or ``default``.
///
/// Returns
/// -------
/// str or None
#[cfg(feature = "python")]
#[pyo3::pyfunction]
#[pyo3(signature = (profile=None))]
pub fn configured_ca_bundle(py: pyo3::Python<'_>, profile: Option<String>) -> pyo3::PyResult<Option<String>> {
    let environment = Environment::read(py)?;
    Ok(py.detach(|| {
        let path = environment.text("AWS_CA_BUNDLE").map(str::to_owned).or_else(|| {
            let (profiles, (name, _)) = (Profiles::read(&environment), selected(profile.as_deref(), &environment));
            Some(profiles.get(&name)?.get("ca_bundle")?.text.to_owned())
        })?;
        Some(expanded(&path, &environment).to_string_lossy().into_owned())
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_checked() {
        for (url, expected) in [
            ("http://127.0.0.1:5000", Some("http://127.0.0.1:5000")),
            ("HTTPS://Host/path/", Some("https://Host/path/")),
            ("http://[::1]:80", Some("http://[::1]:80")),
            ("http://a_b.example.", Some("http://a_b.example.")),
            ("http://h:99999", None),
            ("http://h:0", None),
            ("http://h:", None),
            ("http://", None),
            ("http:///x", None),
            ("http://a b/", None),
            ("http://\u{e9}/", None),
            ("http://-a/", None),
            ("http://a..b/", None),
            ("http://u:p@h", None),
            ("http://h/?a", None),
            ("ftp://h", None),
            ("h:80", None),
            (" http://h", None),
            ("http://h\n", None),
        ] {
            assert_eq!(usable(url).as_deref(), expected, "{url}");
        }
        assert_eq!(usable(&format!("http://{}/", "a".repeat(64))), None);
    }

    #[test]
    fn secrets_of_urls_are_not_shown() {
        for (url, expected) in [
            ("http://me:hu@sh@h:1", "http://***@h:1"),
            ("me:hush@h", "***@h"),
            ("http://h/?key=hush", "http://h/?***"),
            ("http://h/#hu?sh", "http://h/#***"),
            ("http://h\n", "http://h\\n"),
        ] {
            assert_eq!(shown(url), expected);
        }
    }
}
