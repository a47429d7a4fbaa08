//! Local endpoints whose block has ended: nothing will ever listen there again.

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

#[cfg(feature = "python")]
use pyo3::pyfunction;

static GONE: Mutex<Option<HashSet<String>>> = Mutex::new(None);
static EVER_OPEN: AtomicBool = AtomicBool::new(false);

/// Record that a local endpoint has closed, or that one has opened in its place.
///
/// Parameters
/// ----------
/// address : str
///     Host and port, such as ``"127.0.0.1:43210"``.
/// closed : bool
///     Whether nothing listens there from now on.
#[cfg_attr(feature = "python", pyfunction)]
pub fn record_endpoint(address: &str, closed: bool) {
    EVER_OPEN.store(true, Ordering::Relaxed);
    let mut gone = GONE.lock().unwrap_or_else(PoisonError::into_inner);
    let gone = gone.get_or_insert_default();
    if closed {
        gone.insert(address.to_owned());
    } else {
        gone.remove(address);
    }
}

/// The URL of the local endpoint that the environment leads to, if there may be one.
///
/// At the address of one that has closed, another server listens.
#[must_use]
pub fn present_endpoint() -> Option<String> {
    let url = EVER_OPEN.load(Ordering::Relaxed).then(|| std::env::var("AWS_ENDPOINT_URL").ok()).flatten();
    url.filter(|url| closed_endpoint(url).is_none())
}

/// What to say of a call for a local endpoint that has closed.
#[must_use]
pub fn explained(address: &str) -> String {
    format!(
        "the local endpoint at {address} is closed: its `with reboto.local.server()` block has ended; make \
         connections inside the block that they are for"
    )
}

/// The address in a URL, if it is that of a local endpoint that has closed.
#[must_use]
pub fn closed_endpoint(url: &str) -> Option<String> {
    let address = url.split_once("://").map_or(url, |(_, rest)| rest);
    let address = address.split(['/', '?']).next().unwrap_or_default();
    let gone = GONE.lock().unwrap_or_else(PoisonError::into_inner);
    gone.as_ref()?.contains(address).then(|| address.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endpoint_is_gone_until_another_opens_in_its_place() {
        let url = "http://127.0.0.1:1/service/x";
        assert_eq!(closed_endpoint(url), None);
        record_endpoint("127.0.0.1:1", true);
        assert_eq!(closed_endpoint(url).as_deref(), Some("127.0.0.1:1"));
        assert_eq!(closed_endpoint("http://127.0.0.1:11/"), None);
        record_endpoint("127.0.0.1:1", false);
        assert_eq!(closed_endpoint(url), None);
    }
}
