//! A queue of a call's log records.
//!
//! Records are created inside the runtime. The thread or task that waits for the call passes them to
//! Python's logging outside of the runtime: handlers run in the caller's thread and context, where
//! they may make calls, fork and raise like any Python code.

use std::collections::VecDeque;
use std::sync::Mutex;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use pyo3::exceptions::{PyException, PyRecursionError, PySystemExit};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyDict;
use tokio::sync::Notify;

use crate::error::suppress::{is_suppressible, suppress};
use crate::process::lock::lock;
use crate::process::{finalization, nesting};

/// `logging.DEBUG`.
const DEBUG: u8 = 10;
/// The value of `debug` from which the log includes response bodies.
const WITH_BODIES: i64 = 2;
/// Maximum number of queued records of one call. Only a blocked event loop lets more accumulate.
const MAX_QUEUED: usize = 100;
/// Timeout for logging a record before its request is sent, for a blocked event loop.
const LOG_TIMEOUT: Duration = Duration::from_secs(1);

/// The log records of a call.
pub struct LogQueue {
    /// `reboto._logging.record`.
    record: &'static Py<PyAny>,
    pub with_bodies: bool,
    records: Mutex<Records>,
    logged: Notify,
}

/// Queued records.
#[derive(Default)]
struct Records {
    queued: VecDeque<Record>,
    dropped: usize,
}

struct Record {
    text: String,
    /// Seconds since 1970.
    time: f64,
}

impl LogQueue {
    /// The queue for the connection's next call; `None` if the logger is not enabled.
    ///
    /// # Errors
    ///
    /// The exception of Python's logging.
    pub fn of(connection: &Bound<'_, PyAny>) -> PyResult<Option<Self>> {
        let py = connection.py();
        let Some((logger, record)) = logger(py)? else { return Ok(None) };
        if !logger.bind(py).call_method1(intern!(py, "isEnabledFor"), (DEBUG,))?.is_truthy()? {
            return Ok(None);
        }
        let with_bodies = level(&connection.getattr(intern!(py, "debug"))?)? >= WITH_BODIES;
        Ok(Some(Self { record, with_bodies, records: Mutex::default(), logged: Notify::new() }))
    }

    /// Whether there are queued records.
    pub fn has_records(&self) -> bool {
        !lock(&self.records).queued.is_empty()
    }

    /// Logs the queued records in the current thread and context.
    ///
    /// Nothing is logged after another thread has started to shut down the interpreter.
    ///
    /// # Errors
    ///
    /// Exceptions of a handler that must reach the caller, such as `KeyboardInterrupt`.
    pub fn log(&self, py: Python<'_>) -> PyResult<()> {
        while let Some(Record { text, time }) = self.next() {
            let Some(_guard) = finalization::acquire_for_handlers(py) else { return Ok(()) };
            match nesting::within_call(py, || self.record.bind(py).call1((text, time))) {
                // A RecursionError is raised, because calls of a handler within itself must end at all levels.
                Err(error)
                    if is_suppressible::<PyException>(py, &error) && !error.is_instance_of::<PyRecursionError>(py) =>
                {
                    error.write_unraisable(py, Some(self.record.bind(py)));
                }
                // A handler's blocking call raises this at shutdown. The logged call handles the shutdown itself.
                Err(error) if error.is_instance_of::<PySystemExit>(py) && finalization::has_begun() => return Ok(()),
                outcome => drop(outcome?),
            }
        }
        self.logged.notify_one();
        Ok(())
    }

    /// Waits until the queue is empty, with a timeout.
    pub async fn is_empty(&self) {
        let logged = async {
            while self.has_records() {
                self.logged.notified().await;
            }
        };
        // After a timeout, the event loop is blocked: the request is sent now and logged later.
        let _ = tokio::time::timeout(LOG_TIMEOUT, logged).await;
    }

    fn next(&self) -> Option<Record> {
        let mut records = lock(&self.records);
        let dropped = records.dropped;
        records.queued.pop_front().or_else(|| {
            records.dropped = 0;
            let text = format!("{dropped} records were dropped because the event loop was blocked for too long");
            (dropped > 0).then(|| Record { text, time: now() })
        })
    }

    /// Queues a record.
    pub fn push(&self, text: impl FnOnce() -> String) {
        let mut records = lock(&self.records);
        if records.queued.len() < MAX_QUEUED {
            drop(records);
            let record = Record { text: text(), time: now() };
            lock(&self.records).queued.push_back(record);
        } else {
            records.dropped += 1;
        }
    }
}

/// The level of boto's `debug` attribute; a value that is not a number means 0.
fn level(debug: &Bound<'_, PyAny>) -> PyResult<i64> {
    Ok(suppress::<PyException, _>(debug.py(), debug.extract())?.unwrap_or(0))
}

/// The logger `reboto` and the function that logs a record; `None` if `logging` is not imported.
fn logger(py: Python<'_>) -> PyResult<Option<&'static (Py<PyAny>, Py<PyAny>)>> {
    static LOGGER: PyOnceLock<(Py<PyAny>, Py<PyAny>)> = PyOnceLock::new();
    static MODULES: PyOnceLock<Py<PyDict>> = PyOnceLock::new();
    if let Some(logger) = LOGGER.get(py) {
        return Ok(Some(logger));
    }
    if !MODULES.import(py, "sys", "modules")?.contains(intern!(py, "logging"))? {
        return Ok(None);
    }
    let module = py.import("reboto._logging")?;
    let logger = (module.getattr("own")?.unbind(), module.getattr("record")?.unbind());
    Ok(Some(LOGGER.get_or_init(py, || logger)))
}

fn now() -> f64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs_f64()
}
