//! The one door for calls that block: detached from Python, open to Ctrl-C.

use std::future::Future;
use std::pin::pin;
use std::time::Duration;

use pyo3::prelude::*;

use crate::cancel;
use crate::runtime::runtime;

/// How often a caller that waits looks for signals.
const SIGNAL_TICK: Duration = Duration::from_millis(50);

/// Drives a future on this thread; other Python threads run meanwhile.
///
/// # Errors
///
/// What a signal's handler raises (`KeyboardInterrupt`, by default), or that the
/// thread's calls were given up. The future is dropped then, and with it the request.
pub fn wait<T: Send>(py: Python<'_>, work: impl Future<Output = T> + Send) -> PyResult<T> {
    let runtime = runtime();
    let mut work = pin!(cancel::cancellable(async {
        catch_up().await;
        work.await
    }));
    loop {
        cancel::check()?;
        let turn = work.as_mut();
        let tick = cancel::remaining(SIGNAL_TICK);
        let outcome = py.detach(|| runtime.block_on(async { tokio::time::timeout(tick, turn).await }));
        match outcome {
            Ok(Some(value)) => return Ok(value),
            // The next turn says so.
            Ok(None) => {}
            Err(_) => py.check_signals()?,
        }
    }
}

/// Lets connections see what came while nobody drove them: their server may have
/// hung up, and a request sent to it all the same would be lost.
async fn catch_up() {
    // The first turn reads the sockets' readiness, the second runs the tasks it woke.
    tokio::task::yield_now().await;
    tokio::task::yield_now().await;
}
