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

/// Interval between checks for signals.
const SIGNAL_TICK: Duration = Duration::from_millis(50);

/// Why polling stopped.
enum PollOutcome<T> {
    Done(T),
    /// There are records to log.
    Records,
    Cancelled,
}

/// Drives a future on this thread, while other Python threads and greenlets run.
///
/// Log records are logged as they arrive, on this thread and outside of the runtime. The caller
/// must log those that are left at the end.
///
/// # Errors
///
/// The exception of a signal handler or a log handler (such as `KeyboardInterrupt`), an exception
/// raised in the greenlet, a cancellation, or a lack of file descriptors. The future is dropped
/// then, which cancels the request.
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
            // `check` raises at the beginning of the next iteration.
            Ok(PollOutcome::Cancelled) => {}
            Err(_) => py.check_signals()?,
        }
        if call.belongs_to_parent() {
            return Err(BotoClientError::new_err(
                "a signal or log handler forked during a call: the call continues only in the parent process",
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
    /// Whether this process is a fork, made by a handler during the call.
    fn belongs_to_parent(&self) -> bool {
        self.process != std::process::id()
    }
}

impl<F> Drop for DrivenCall<F> {
    fn drop(&mut self) {
        if self.belongs_to_parent() {
            // Leaked: dropping it would shut down sockets that the parent still uses.
            std::mem::forget(self.work.take());
        }
    }
}

/// Lets connections process what arrived while the runtime was not driven: a closed connection,
/// which must not be reused, or a response that arrived before its timeout.
async fn catch_up() {
    // The first yield polls the sockets, the second runs the tasks that became ready.
    tokio::task::yield_now().await;
    tokio::task::yield_now().await;
}
