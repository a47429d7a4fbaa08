//! The clock that timeouts are measured with.

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use pyo3::prelude::*;

use crate::runtime::asyncio;
use crate::runtime::asyncio::ResultBuilder;

/// Return the seconds that have passed, as ``time.monotonic`` does.
///
/// freezegun and time-machine stop Python's clocks, but not this one.
///
/// Returns
/// -------
/// float
///     Seconds since some time before; only differences have a meaning.
#[pyfunction]
pub fn monotonic() -> f64 {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    START.elapsed().as_secs_f64()
}

/// Sleep in an event loop, by the same clock.
///
/// Parameters
/// ----------
/// seconds : float
///     How long.
///
/// Returns
/// -------
/// object
///     A coroutine.
#[pyfunction]
pub fn sleep(py: Python<'_>, seconds: f64) -> PyResult<Bound<'_, PyAny>> {
    // Seconds come from a waiter, which has checked them.
    let pause = Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX);
    let work = async move {
        tokio::time::sleep(pause).await;
        let finish: ResultBuilder = Box::new(|nothing| Ok(nothing.clone()));
        finish
    };
    asyncio::coroutine(&py.None().into_bound(py), None, Box::pin(work), false)
}
