//! The tokio runtime of the process, driven by the threads that wait for calls.

#[cfg(feature = "python")]
pub(crate) mod asyncio;
#[cfg(feature = "python")]
pub(crate) mod blocking;
#[cfg(feature = "python")]
pub(crate) mod call_observer;
#[cfg(feature = "python")]
pub(crate) mod cancellation;
#[cfg(feature = "python")]
pub(crate) mod completion_queue;
#[cfg(feature = "python")]
pub(crate) mod greenlets;
#[cfg(feature = "python")]
pub(crate) mod monotonic;
pub mod panics;
#[cfg(feature = "python")]
pub(crate) mod pyo3_runtime;
#[cfg(feature = "python")]
pub(crate) mod shared_call;

use std::future::Future;
use std::io;
use std::sync::Arc;

use tokio::runtime::{Builder, Runtime};

use crate::error::CallError;
use crate::process::per_process::PerProcess;
use crate::process::socket_pair;
use crate::process::stack;
use crate::runtime::panics::catch_panic;

/// Whether a connection's calls block or are awaitable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallStyle {
    /// A call returns its result.
    Blocking,
    /// A call returns a coroutine.
    Awaiting,
}

static RUNTIME: PerProcess<Arc<Runtime>> = PerProcess::new();

/// The process's runtime, made on first use.
///
/// It has no worker thread: the thread that waits for a response drives the sockets itself, which
/// saves two thread switches per call.
///
/// # Errors
///
/// If the process has no file descriptors left. A later call tries again.
pub fn current() -> Result<Arc<Runtime>, CallError> {
    RUNTIME.get_if(
        |_| Ok(true),
        || {
            let none = |error: &io::Error| CallError::resource_exhausted("a call needs file descriptors", error);
            // tokio panics if only some of its descriptors are available.
            let spare: Result<Vec<_>, _> = (0..DESCRIPTORS.div_ceil(2)).map(|_| socket_pair::pair()).collect();
            drop(spare.map_err(|error| none(&error))?);
            let build = || Builder::new_current_thread().thread_name("reboto").enable_all().build();
            catch_panic(build)?.map(Arc::new).map_err(|error| none(&error))
        },
    )
}

/// Runs a future that reads files but no sockets.
///
/// # Errors
///
/// If the process has no file descriptors left.
pub fn now<T>(work: impl Future<Output = T>) -> Result<T, CallError> {
    let runtime = current()?;
    Ok(stack::with_room(|| runtime.block_on(work)))
}

/// Number of descriptors that a runtime opens: one for polling, one for waking and three for signals.
const DESCRIPTORS: usize = 5;

/// The process's runtime, for tests.
#[cfg(test)]
#[must_use]
pub fn runtime() -> Arc<Runtime> {
    current().expect("file descriptors are available")
}

static DRIVER: PerProcess<()> = PerProcess::new();

/// The runtime, with a background thread that drives it.
///
/// # Errors
///
/// If the process has no file descriptors or threads left. A later call tries again.
pub fn driven() -> Result<Arc<Runtime>, CallError> {
    let runtime = current()?;
    let spawn = || {
        let driven = runtime.clone();
        let thread = std::thread::Builder::new().name("reboto".to_owned());
        thread.spawn(move || driven.block_on(std::future::pending::<()>())).map(drop)
    };
    DRIVER
        .get_if(|()| Ok(true), spawn)
        .map_err(|error| CallError::resource_exhausted("awaitable calls need a background thread", &error))?;
    Ok(runtime)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_threads_share_the_runtime() {
        let threads: Vec<_> =
            (0..8).map(|n| std::thread::spawn(move || runtime().block_on(async move { n }))).collect();
        let sum: i32 = threads.into_iter().map(|t| t.join().expect("no panic")).sum();
        assert_eq!(sum, 28);
    }
}
