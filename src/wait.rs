//! The one door for calls that block: detached from Python, open to Ctrl-C.

use std::future::Future;
use std::time::Duration;

use pyo3::prelude::*;

use crate::cancel;
use crate::greenlets;
use crate::runtime::runtime;

/// How often a caller that waits looks for signals.
const SIGNAL_TICK: Duration = Duration::from_millis(50);

/// Drives a future on this thread; other Python threads run meanwhile, and other greenlets where there are any.
///
/// # Errors
///
/// What a signal's handler raises (`KeyboardInterrupt`, by default), what is raised in the greenlet, or that
/// the thread's calls were given up. The future is dropped then, and with it the request.
pub fn wait<T: Send>(py: Python<'_>, work: impl Future<Output = T> + Send) -> PyResult<T> {
    let runtime = runtime();
    let hub = greenlets::hub(py)?;
    let tick = if hub.is_some() { greenlets::tick(py)? } else { SIGNAL_TICK };
    // On the heap: a greenlet's stack is moved away while it waits.
    let mut work = Box::pin(async {
        catch_up().await;
        work.await
    });
    loop {
        cancel::check(py)?;
        let turn = work.as_mut();
        let turn = async { tokio::time::timeout(tick, turn).await };
        let outcome = match &hub {
            Some(hub) => greenlets::block_on(hub, turn)?,
            None => py.detach(|| runtime.block_on(turn)),
        };
        match outcome {
            Ok(value) => return Ok(value),
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
