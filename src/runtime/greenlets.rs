//! Blocking calls in greenlets: gevent's or eventlet's hub waits, and other greenlets run meanwhile.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyDict;

use crate::process::stack;
use crate::runtime;
use crate::runtime::completion_queue::{CompletionQueue, Completions};

/// How often a greenlet whose call nobody cancels wakes without a cause.
pub const IDLE_TICK: Duration = Duration::from_hours(1);

/// The hub to wait in: None in programs without greenlets, outside of greenlets and in the hub itself.
///
/// # Errors
///
/// When gevent or eventlet cannot be asked.
pub fn hub(py: Python<'_>) -> PyResult<Option<Bound<'_, PyAny>>> {
    static MODULES: PyOnceLock<Py<PyDict>> = PyOnceLock::new();
    static CURRENT: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let modules = MODULES.get_or_try_init(py, || {
        let modules = py.import("sys")?.getattr("modules")?;
        PyResult::Ok(modules.cast_into::<PyDict>()?.unbind())
    })?;
    // Every call comes here: without these modules it is two look-ups.
    let modules = modules.bind(py);
    if !modules.contains(intern!(py, "gevent.monkey"))? && !modules.contains(intern!(py, "eventlet.patcher"))? {
        return Ok(None);
    }
    let hub = CURRENT.import(py, "reboto._greenlets", "current_hub")?.call0()?;
    Ok(Some(hub).filter(|hub| !hub.is_none()))
}

/// Polls a future in this greenlet, and lets others run while it is pending.
///
/// # Errors
///
/// Whatever is raised in the greenlet while it waits: a timeout, `GreenletExit`, `KeyboardInterrupt`.
/// The future is dropped then.
pub fn block_on<T: Send>(hub: &Bound<'_, PyAny>, work: impl Future<Output = T> + Send) -> PyResult<T> {
    let py = hub.py();
    let runtime = runtime::driven()?;
    let mailbox = hub.getattr(intern!(py, "mailbox"))?.cast_into::<CompletionQueue>()?;
    let completions = mailbox.get().completions();
    let greenlet_waker =
        Arc::new(GreenletWaker { number: completions.next_id(), completions, woken: AtomicBool::new(false) });
    let waker = Waker::from(greenlet_waker.clone());
    // On the heap: the runtime knows where its timers are, while a greenlet's stack is moved away.
    let mut work = Box::pin(work);
    loop {
        greenlet_waker.woken.store(false, Ordering::SeqCst);
        let turn = py.detach(|| {
            let _entered = runtime.enter();
            stack::with_room(|| work.as_mut().poll(&mut Context::from_waker(&waker)))
        });
        if let Poll::Ready(value) = turn {
            return Ok(value);
        }
        let event = hub.call_method0(intern!(py, "event"))?;
        greenlet_waker.register(event.clone().unbind());
        let waited = hub.call_method1(intern!(py, "wait"), (event,));
        drop(greenlet_waker.completions.unregister(greenlet_waker.number));
        waited?;
    }
}

/// Wakes a greenlet through its hub's mailbox.
struct GreenletWaker {
    completions: Arc<Completions>,
    number: u64,
    woken: AtomicBool,
}

impl GreenletWaker {
    fn register(&self, event: Py<PyAny>) {
        self.completions.register(self.number, event);
        // A ring that came before the event was there has woken nobody.
        if self.woken.load(Ordering::SeqCst) {
            self.completions.complete(self.number);
        }
    }
}

impl Wake for GreenletWaker {
    fn wake(self: Arc<Self>) {
        self.woken.store(true, Ordering::SeqCst);
        self.completions.complete(self.number);
    }
}
