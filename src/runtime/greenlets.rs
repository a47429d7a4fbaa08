//! Blocking calls in greenlets: the hub of gevent or eventlet runs other greenlets meanwhile.

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

/// Wake-up interval of a greenlet without cancellations, which needs no checks.
pub const IDLE_TICK: Duration = Duration::from_hours(1);

/// The current hub; `None` without gevent or eventlet, outside of greenlets and in the hub itself.
///
/// # Errors
///
/// The exception of gevent or eventlet.
pub fn hub(py: Python<'_>) -> PyResult<Option<Bound<'_, PyAny>>> {
    static MODULES: PyOnceLock<Py<PyDict>> = PyOnceLock::new();
    static CURRENT: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let modules = MODULES.get_or_try_init(py, || {
        let modules = py.import("sys")?.getattr("modules")?;
        PyResult::Ok(modules.cast_into::<PyDict>()?.unbind())
    })?;
    // Every call runs this. Without these modules, it costs two lookups.
    let modules = modules.bind(py);
    if !modules.contains(intern!(py, "gevent.monkey"))? && !modules.contains(intern!(py, "eventlet.patcher"))? {
        return Ok(None);
    }
    let hub = CURRENT.import(py, "reboto._greenlets", "current_hub")?.call0()?;
    Ok(Some(hub).filter(|hub| !hub.is_none()))
}

/// Drives a future in this greenlet, and lets others run while it is pending.
///
/// # Errors
///
/// Exceptions raised in the greenlet while it waits: a timeout, `GreenletExit`, `KeyboardInterrupt`.
/// The future is dropped then.
pub fn block_on<T: Send>(hub: &Bound<'_, PyAny>, work: impl Future<Output = T> + Send) -> PyResult<T> {
    let py = hub.py();
    let runtime = runtime::driven()?;
    let queue = hub.getattr(intern!(py, "queue"))?.cast_into::<CompletionQueue>()?;
    let completions = queue.get().completions();
    let greenlet_waker =
        Arc::new(GreenletWaker { number: completions.next_id(), completions, woken: AtomicBool::new(false) });
    let waker = Waker::from(greenlet_waker.clone());
    // Boxed: the runtime keeps pointers to the future's timers, while greenlets move their stacks.
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

/// Wakes a greenlet through its hub's completion queue.
struct GreenletWaker {
    completions: Arc<Completions>,
    number: u64,
    woken: AtomicBool,
}

impl GreenletWaker {
    fn register(&self, event: Py<PyAny>) {
        self.completions.register(self.number, event);
        // A wake-up before `register` has not set the event.
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
