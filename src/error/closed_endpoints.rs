//! Local endpoints that have been closed, so that calls to them fail with a clear error.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use arc_swap::ArcSwapOption;
#[cfg(feature = "python")]
use pyo3::pyfunction;

/// No lock, because a fork could leave it locked in the child.
static CLOSED: ArcSwapOption<HashSet<String>> = ArcSwapOption::const_empty();
static ANY_RECORDED: AtomicBool = AtomicBool::new(false);

/// Record that a local endpoint has closed, or that one has opened in its place.
///
/// Parameters
/// ----------
/// address : str
///     Host and port, such as ``"127.0.0.1:43210"``.
/// closed : bool
///     Whether the endpoint was closed. False if it was opened.
#[cfg_attr(feature = "python", pyfunction)]
pub fn record_endpoint(address: &str, closed: bool) {
    ANY_RECORDED.store(true, Ordering::Relaxed);
    CLOSED.rcu(|addresses| {
        let mut addresses = addresses.as_deref().cloned().unwrap_or_default();
        if closed {
            addresses.insert(address.to_owned());
        } else {
            addresses.remove(address);
        }
        Some(Arc::new(addresses))
    });
}

/// The endpoint URL in the environment, if it may be that of a local endpoint.
///
/// The address of a closed local endpoint may belong to another server by now.
#[must_use]
pub fn present_endpoint() -> Option<String> {
    let url = ANY_RECORDED.load(Ordering::Relaxed).then(|| std::env::var("AWS_ENDPOINT_URL").ok()).flatten();
    url.filter(|url| closed_endpoint(url).is_none())
}

/// The error text of a call to a local endpoint that has closed.
#[must_use]
pub fn explained(address: &str) -> String {
    format!(
        "the local endpoint at {address} is closed: its `with reboto.local.server()` block has ended; create \
         connections inside the block that uses them"
    )
}

/// The address in a URL, if it belongs to a local endpoint that has closed.
#[must_use]
pub fn closed_endpoint(url: &str) -> Option<String> {
    let address = url.split_once("://").map_or(url, |(_, rest)| rest);
    let address = address.split(['/', '?']).next().unwrap_or_default();
    CLOSED.load().as_ref()?.contains(address).then(|| address.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endpoint_is_closed_until_another_opens_at_its_address() {
        let url = "http://127.0.0.1:1/service/x";
        assert_eq!(closed_endpoint(url), None);
        record_endpoint("127.0.0.1:1", true);
        assert_eq!(closed_endpoint(url).as_deref(), Some("127.0.0.1:1"));
        assert_eq!(closed_endpoint("http://127.0.0.1:11/"), None);
        record_endpoint("127.0.0.1:1", false);
        assert_eq!(closed_endpoint(url), None);
    }
}
