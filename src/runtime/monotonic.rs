//! The clock for timeouts.

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use pyo3::prelude::*;

use crate::process::held::Held;
use crate::runtime::asyncio;
use crate::runtime::shared_call::ResultBuilder;

/// Return a monotonic time, like ``time.monotonic``.
///
/// freezegun and time-machine stop Python's clocks, but not this one.
///
/// Returns
/// -------
/// float
///     Seconds since an arbitrary time; only differences are meaningful.
#[pyfunction]
pub fn monotonic() -> f64 {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    START.elapsed().as_secs_f64()
}

/// Sleep in an event loop, by the clock of ``monotonic``.
///
/// Parameters
/// ----------
/// seconds : float
///     Seconds to sleep.
///
/// Returns
/// -------
/// object
///     A coroutine.
#[pyfunction]
pub fn sleep(py: Python<'_>, seconds: f64) -> PyResult<Bound<'_, PyAny>> {
    // Waiters have validated the seconds.
    let pause = Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX);
    let work = async move {
        tokio::time::sleep(pause).await;
        let finish: ResultBuilder = Box::new(|nothing| Ok(nothing.clone()));
        finish
    };
    asyncio::coroutine(&py.None().into_bound(py), "sleep", None, Box::pin(work), Held::default(), false)
}
