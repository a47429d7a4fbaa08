//! Blocking calls: release the GIL, drive the future, check for signals, log.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use pyo3::prelude::*;

use crate::error::python::BotoClientError;
use crate::process::stack;
use crate::runtime;
use crate::runtime::call_observer::CallObserver;
use crate::runtime::cancellation::Cancellations;
use crate::runtime::greenlets;

/// How often a caller that waits looks for signals.
const SIGNAL_TICK: Duration = Duration::from_millis(50);

/// Why a future was left for a while.
enum PollOutcome<T> {
    Done(T),
    /// There are records to be logged.
    Records,
    Cancelled,
}

/// Drives a future on this thread; other Python threads run meanwhile, and other greenlets where there are any.
///
/// The records of its observer are logged as they come, on this thread and outside of the runtime.
/// Those that are left when it ends are the caller's to log.
///
/// # Errors
///
/// What a signal's handler or a log handler raises (`KeyboardInterrupt`, for example), what is raised
/// in the greenlet, that the call was cancelled, or that the process has no file descriptors left.
/// The future is dropped then, and with it the request.
pub fn wait<T: Send>(
    py: Python<'_>,
    observer: Option<&dyn CallObserver>,
    work: impl Future<Output = T> + Send,
) -> PyResult<T> {
    let runtime = runtime::current()?;
    let cancellations = Cancellations::current(py)?;
    let hub = greenlets::hub(py)?;
    let tick = if hub.is_some() && cancellations.is_empty() { greenlets::IDLE_TICK } else { SIGNAL_TICK };
    let mut call = DrivenCall { work: Some(Box::pin(work)), process: std::process::id() };
    loop {
        cancellations.check()?;
        let turn = async {
            catch_up().await;
            tokio::time::timeout(cancellations.remaining(tick), call.turn(observer, &cancellations)).await
        };
        let outcome = match &hub {
            Some(hub) => greenlets::block_on(hub, turn)?,
            None => py.detach(|| stack::with_room(|| runtime.block_on(turn))),
        };
        match outcome {
            Ok(PollOutcome::Done(value)) => return Ok(value),
            Ok(PollOutcome::Records) => observer.map_or(Ok(()), |observer| observer.log(py))?,
            // The next turn says so.
            Ok(PollOutcome::Cancelled) => {}
            Err(_) => py.check_signals()?,
        }
        if call.is_parents() {
            return Err(BotoClientError::new_err(
                "a signal or log handler forked during a call: the call goes on in the parent process alone",
            ));
        }
    }
}

/// A future, and the process whose sockets it uses.
struct DrivenCall<F> {
    work: Option<Pin<Box<F>>>,
    process: u32,
}

impl<F: Future> DrivenCall<F> {
    async fn turn(
        &mut self,
        observer: Option<&dyn CallObserver>,
        cancellations: &Cancellations,
    ) -> PollOutcome<F::Output> {
        poll_fn(|context| {
            if cancellations.is_cancelled() {
                Poll::Ready(PollOutcome::Cancelled)
            } else {
                self.poll(context, observer)
            }
        })
        .await
    }

    fn poll(&mut self, context: &mut Context<'_>, observer: Option<&dyn CallObserver>) -> Poll<PollOutcome<F::Output>> {
        match self.work.as_mut().map(|work| work.as_mut().poll(context)) {
            Some(Poll::Ready(value)) => Poll::Ready(PollOutcome::Done(value)),
            _ if observer.is_some_and(CallObserver::has_records) => Poll::Ready(PollOutcome::Records),
            _ => Poll::Pending,
        }
    }
}

impl<F> DrivenCall<F> {
    /// Whether a handler has forked, and this is the child.
    fn is_parents(&self) -> bool {
        self.process != std::process::id()
    }
}

impl<F> Drop for DrivenCall<F> {
    fn drop(&mut self) {
        if self.is_parents() {
            // To drop it would take the sockets from the parent, which shares them.
            std::mem::forget(self.work.take());
        }
    }
}

/// Lets connections see what came while nobody drove them: their server may have
/// hung up, and a request sent to it would be lost; or it has answered, and time is up.
async fn catch_up() {
    // The first turn reads the sockets' readiness, the second runs the tasks it woke.
    tokio::task::yield_now().await;
    tokio::task::yield_now().await;
}
