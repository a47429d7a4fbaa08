//! Environment variables, read through Python.
//!
//! `getenv` is not safe while another thread sets a variable, and Python sets variables under the
//! GIL only. So a snapshot of `os.environ` is taken when a client is made or credentials are
//! loaded. The SDK's credential providers call `getenv` themselves, so they are polled with the GIL
//! held. It is not held while they wait.

use std::ffi::OsString;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::Arc;

use arc_swap::ArcSwapOption;

#[cfg(feature = "python")]
use pyo3::intern;
#[cfg(feature = "python")]
use pyo3::prelude::*;
#[cfg(feature = "python")]
use pyo3::types::{PyBytes, PyDict, PyList, PyMapping, PyString};

/// Variables with these prefixes, and those of [`NAMES`], are part of a snapshot.
const PREFIXES: [&str; 2] = ["AWS_", "SSL_CERT_"];

/// Variables whose values are paths that may contain other variables.
#[cfg(feature = "python")]
const FILES: [&str; 2] = ["AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"];

const NAMES: [&str; 13] = [
    "ALL_PROXY",
    "HOME",
    "HTTPS_PROXY",
    "HTTP_PROXY",
    "NO_PROXY",
    "REQUEST_METHOD",
    "SECRET_ACCESS_KEY",
    "USERPROFILE",
    "_X_AMZN_TRACE_ID",
    "all_proxy",
    "http_proxy",
    "https_proxy",
    "no_proxy",
];

/// Variables of [`NAMES`] that credentials depend on.
const OF_CREDENTIALS: [&str; 3] = ["HOME", "SECRET_ACCESS_KEY", "USERPROFILE"];

/// A snapshot of the variables that a client or its credentials may depend on.
///
/// Bytes that are not UTF-8 are replaced by U+FFFD, so that checks of the values report them. Without the
/// variable, another source of credentials could be used.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Environment(Arc<Vec<(String, String)>>);

impl std::fmt::Debug for Environment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Values may be secrets.
        f.debug_list().entries(self.0.iter().map(|(name, _)| name)).finish()
    }
}

impl Environment {
    /// A snapshot of these variables.
    pub fn of(variables: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut variables: Vec<_> = variables.into_iter().collect();
        variables.sort_unstable();
        Self(Arc::new(variables))
    }

    /// The value of a variable that is part of the snapshot.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        let index = self.0.binary_search_by(|(known, _)| known.as_str().cmp(name)).ok()?;
        Some(&self.0[index].1)
    }

    /// The value of a variable, unless it is empty.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.get(name).filter(|text| !text.is_empty())
    }

    /// The user's home folder: ``HOME``, or ``USERPROFILE`` on Windows, as in the SDK.
    #[must_use]
    pub fn home(&self) -> Option<&str> {
        self.home_on(cfg!(windows))
    }

    fn home_on(&self, windows: bool) -> Option<&str> {
        self.get("HOME").or_else(|| self.get("USERPROFILE").filter(|_| windows))
    }

    /// The variables that credentials depend on.
    #[must_use]
    pub fn of_credentials(&self) -> Self {
        /// The last result. It rarely changes, so thousands of sources share one.
        static LAST: ArcSwapOption<Vec<(String, String)>> = ArcSwapOption::const_empty();
        // Other variables are in the snapshot only because paths of the shared files contain them.
        let of_paths = |name: &str| !is_relevant(name);
        let relevant = |name: &str| name.starts_with("AWS_") || OF_CREDENTIALS.contains(&name) || of_paths(name);
        let variables = || self.0.iter().filter(|(name, _)| relevant(name));
        if let Some(last) = LAST.load_full().filter(|last| last.iter().eq(variables())) {
            return Self(last);
        }
        let found = Self::of(variables().cloned());
        LAST.store(Some(found.0.clone()));
        found
    }

    /// The variables in the SDK's type.
    #[must_use]
    pub fn for_sdk(&self) -> aws_types::os_shim_internal::Env {
        self.0.iter().cloned().collect::<std::collections::HashMap<_, _>>().into()
    }
}

fn is_relevant(name: &str) -> bool {
    PREFIXES.iter().any(|prefix| name.starts_with(prefix)) || NAMES.contains(&name)
}

#[cfg(feature = "python")]
impl Environment {
    /// Takes a snapshot of `os.environ`.
    ///
    /// # Errors
    ///
    /// If `os.environ` is not a mapping.
    pub fn read(py: Python<'_>) -> PyResult<Self> {
        let items = items(py)?;
        let variable = |item: Bound<'_, PyAny>, is_included: &dyn Fn(&str) -> bool| {
            let (name, value): (Bound<'_, PyAny>, Bound<'_, PyAny>) = item.extract().ok()?;
            let name = text(&name).filter(|name| is_included(name))?;
            Some((name, text(&value)?))
        };
        let mut found: Vec<_> = items.iter().filter_map(|item| variable(item, &is_relevant)).collect();
        // The paths of the shared files may contain any variable.
        let named: String = found
            .iter()
            .filter(|(name, value)| FILES.contains(&&**name) && value.contains('$'))
            .fold(String::new(), |all, (_, path)| all + path);
        if !named.is_empty() {
            let is_named = |name: &str| !is_relevant(name) && named.contains(name);
            found.extend(items.iter().filter_map(|item| variable(item, &is_named)));
        }
        Ok(Self::of(found))
    }
}

/// All names and values of `os.environ`.
#[cfg(feature = "python")]
fn items(py: Python<'_>) -> PyResult<Bound<'_, PyList>> {
    let environ = py.import(intern!(py, "os"))?.getattr(intern!(py, "environ"))?;
    // The dictionary of bytes inside `os.environ`: decoding all of it takes ten times as long.
    match environ.getattr_opt(intern!(py, "_data"))?.and_then(|data| data.cast_into::<PyDict>().ok()) {
        Some(data) => Ok(data.copy()?.items()),
        None => environ.cast::<PyMapping>()?.items(),
    }
}

/// All variables, for a child process. None if `os.environ` cannot be read.
///
/// Without them, the system would copy the process's own variables, which another thread may change meanwhile.
#[cfg(feature = "python")]
#[must_use]
pub fn of_child() -> Option<Vec<(OsString, OsString)>> {
    let variables = |py: Python<'_>| -> PyResult<Vec<_>> {
        items(py)?
            .iter()
            .map(|item| {
                let (name, value): (Bound<'_, PyAny>, Bound<'_, PyAny>) = item.extract()?;
                Ok((os_text(&name)?, os_text(&value)?))
            })
            .collect()
    };
    attached(|py| py.and_then(|py| variables(py).ok()))
}

#[cfg(not(feature = "python"))]
#[must_use]
pub fn of_child() -> Option<Vec<(OsString, OsString)>> {
    Some(std::env::vars_os().collect())
}

#[cfg(feature = "python")]
fn os_text(value: &Bound<'_, PyAny>) -> PyResult<OsString> {
    #[cfg(unix)]
    if let Ok(bytes) = value.cast::<PyBytes>() {
        use std::os::unix::ffi::OsStringExt as _;

        return Ok(OsString::from_vec(bytes.as_bytes().to_vec()));
    }
    value.extract()
}

/// A name or a value.
#[cfg(feature = "python")]
fn text(value: &Bound<'_, PyAny>) -> Option<String> {
    if let Ok(bytes) = value.cast::<PyBytes>() {
        return Some(String::from_utf8_lossy(bytes.as_bytes()).into_owned());
    }
    Some(value.cast::<PyString>().ok()?.to_string_lossy().into_owned())
}

impl Environment {
    /// Takes a snapshot within a future.
    #[cfg(feature = "python")]
    #[must_use]
    pub fn now() -> Self {
        // Futures cannot raise Python exceptions, so an unreadable `os.environ` counts as empty.
        attached(|py| py.and_then(|py| Self::read(py).ok()).unwrap_or_default())
    }

    /// Takes a snapshot.
    #[cfg(not(feature = "python"))]
    #[must_use]
    pub fn now() -> Self {
        Self::of(
            std::env::vars_os()
                .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
                .filter(|(name, _)| is_relevant(name)),
        )
    }
}

/// Runs `work` with the GIL, from a thread that does not hold it or that acquired it here.
///
/// While the interpreter shuts down, `work` runs without the GIL: no other thread runs Python code.
#[cfg(feature = "python")]
fn attached<T>(work: impl FnOnce(Option<Python<'_>>) -> T) -> T {
    let guard = crate::process::finalization::acquire_unattached();
    let mut work = Some(work);
    let mut run = |py: Option<Python<'_>>| work.take().map(|work| work(py));
    let done = guard.and_then(|_guard| Python::try_attach(|py| run(Some(py))).flatten());
    done.or_else(|| run(None)).expect("it runs once")
}

/// Polls a future with the GIL held, because it reads the environment itself.
pub async fn poll_attached<T>(work: impl Future<Output = T>) -> T {
    let mut work = pin!(work);
    #[cfg(feature = "python")]
    return poll_fn(|context| attached(|_| work.as_mut().poll(context))).await;
    #[cfg(not(feature = "python"))]
    poll_fn(|context| work.as_mut().poll(context)).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(variables: &[(&str, &str)]) -> Environment {
        Environment::of(variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
    }

    #[test]
    fn a_variable_is_found_by_its_name() {
        let known = environment(&[("HOME", "/home/me"), ("AWS_REGION", "eu-west-1"), ("NO_PROXY", "*")]);
        assert_eq!(known.get("AWS_REGION"), Some("eu-west-1"));
        assert_eq!(known.get("AWS_PROFILE"), None);
        assert_eq!(known.of_credentials(), environment(&[("AWS_REGION", "eu-west-1"), ("HOME", "/home/me")]));
    }

    #[test]
    fn the_home_folder_has_another_variable_on_windows() {
        let both = environment(&[("HOME", "/home/me"), ("USERPROFILE", "C:\\\\me")]);
        assert_eq!((both.home_on(true), both.home_on(false)), (Some("/home/me"), Some("/home/me")));
        let one = environment(&[("USERPROFILE", "C:\\\\me")]);
        assert_eq!((one.home_on(true), one.home_on(false)), (Some("C:\\\\me"), None));
        assert_eq!(one.of_credentials(), one);
    }

    #[test]
    fn values_are_not_shown() {
        let known = environment(&[("AWS_SECRET_ACCESS_KEY", "hidden")]);
        assert_eq!(format!("{known:?}"), "[\"AWS_SECRET_ACCESS_KEY\"]");
    }
}
