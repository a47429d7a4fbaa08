//! How calls run: one tokio runtime per process, driven by the threads that wait.

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

use std::future::Future;
use std::io;
use std::os::unix::net::UnixStream;
use std::sync::Arc;

use tokio::runtime::{Builder, Runtime};

use crate::error::CallError;
use crate::process::per_process::PerProcess;
use crate::process::stack;
use crate::runtime::panics::catch_panic;

/// How a connection's calls are waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallStyle {
    /// The call gives its answer.
    Blocking,
    /// The call gives a coroutine.
    Awaiting,
}

static RUNTIME: PerProcess<Arc<Runtime>> = PerProcess::new();

/// The process's runtime, made at first use.
///
/// It has no worker thread: the thread that waits for an answer drives the
/// sockets itself, which spares a small call two hand-overs between threads.
///
/// # Errors
///
/// When the process has no file descriptors left. Nothing is kept then, so a later call tries again.
pub fn current() -> Result<Arc<Runtime>, CallError> {
    RUNTIME.get_if(
        |_| Ok(true),
        || {
            let none = |error: &io::Error| CallError::resource_exhausted("a call needs file descriptors", error);
            // tokio panics where it gets some of its descriptors only.
            let spare: Result<Vec<_>, _> = (0..DESCRIPTORS.div_ceil(2)).map(|_| UnixStream::pair()).collect();
            drop(spare.map_err(|error| none(&error))?);
            let build = || Builder::new_current_thread().thread_name("reboto").enable_all().build();
            catch_panic(build)?.map(Arc::new).map_err(|error| none(&error))
        },
    )
}

/// Drives what reads files and no socket.
///
/// # Errors
///
/// When the process has no file descriptors left.
pub fn now<T>(work: impl Future<Output = T>) -> Result<T, CallError> {
    let runtime = current()?;
    Ok(stack::with_room(|| runtime.block_on(work)))
}

/// What a runtime opens: for polling and waking, and a pair and a half for signals.
const DESCRIPTORS: usize = 5;

/// The process's runtime, for tests of what runs on it.
#[cfg(test)]
#[must_use]
pub fn runtime() -> Arc<Runtime> {
    current().expect("the system gives a process a poll descriptor")
}

static DRIVER: PerProcess<()> = PerProcess::new();

/// The runtime, with a thread that drives it while nobody waits for an answer.
///
/// # Errors
///
/// When the process has no file descriptors or threads left. A later call tries again.
pub fn driven() -> Result<Arc<Runtime>, CallError> {
    let runtime = current()?;
    let spawn = || {
        let driven = runtime.clone();
        let thread = std::thread::Builder::new().name("reboto".to_owned());
        thread.spawn(move || driven.block_on(std::future::pending::<()>())).map(drop)
    };
    DRIVER
        .get_if(|()| Ok(true), spawn)
        .map_err(|error| CallError::resource_exhausted("awaited calls need a thread of their own", &error))?;
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
