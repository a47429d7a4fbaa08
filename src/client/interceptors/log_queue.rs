//! Log records of a call, which wait for the caller to log them.
//!
//! Records are made where a call is driven, inside the runtime. Whoever waits for the call logs them
//! outside of the runtime: handlers run in the caller's thread and context (a task's, for awaited
//! calls), where they may make calls, fork and raise like any Python code.

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
/// From this `debug` on, the log has the bodies of answers too.
const WITH_BODIES: i64 = 2;
/// Records of one call that wait to be logged, at most. Only an event loop that stands still lets more come.
const MOST_QUEUED: usize = 100;
/// How long a request waits until its record is logged, for an event loop that does not run.
const LOG_PATIENCE: Duration = Duration::from_secs(1);

/// The records of a call, where somebody listens.
pub struct LogQueue {
    /// `reboto._logging.record`.
    record: &'static Py<PyAny>,
    pub with_bodies: bool,
    records: Mutex<Records>,
    logged: Notify,
}

/// What is to be logged.
#[derive(Default)]
struct Records {
    queued: VecDeque<Record>,
    dropped: usize,
}

struct Record {
    text: String,
    /// When it happened, in seconds since 1970.
    time: f64,
}

impl LogQueue {
    /// The queue of the connection's next call; none where nobody listens.
    ///
    /// # Errors
    ///
    /// When Python's logging refuses.
    pub fn of(connection: &Bound<'_, PyAny>) -> PyResult<Option<Self>> {
        let py = connection.py();
        let Some((logger, record)) = logger(py)? else { return Ok(None) };
        if !logger.bind(py).call_method1(intern!(py, "isEnabledFor"), (DEBUG,))?.is_truthy()? {
            return Ok(None);
        }
        let with_bodies = level(&connection.getattr(intern!(py, "debug"))?)? >= WITH_BODIES;
        Ok(Some(Self { record, with_bodies, records: Mutex::default(), logged: Notify::new() }))
    }

    /// Whether there is something to be logged.
    pub fn has_records(&self) -> bool {
        !lock(&self.records).queued.is_empty()
    }

    /// Logs what is queued, in the thread and the context that this is called in.
    ///
    /// Nothing is logged once the interpreter has begun to end in another thread.
    ///
    /// # Errors
    ///
    /// What a handler raises that is not its own fault, such as Ctrl-C.
    pub fn log(&self, py: Python<'_>) -> PyResult<()> {
        while let Some(Record { text, time }) = self.next() {
            let Some(_guard) = finalization::acquire_for_handlers(py) else { return Ok(()) };
            match nesting::within_call(py, || self.record.bind(py).call1((text, time))) {
                // A handler's calls without end are to end, instead of going on at each level.
                Err(error)
                    if is_suppressible::<PyException>(py, &error) && !error.is_instance_of::<PyRecursionError>(py) =>
                {
                    error.write_unraisable(py, Some(self.record.bind(py)));
                }
                // A blocking call of a handler's ends so. The logged call ends, or waits forever, in its own way.
                Err(error) if error.is_instance_of::<PySystemExit>(py) && finalization::has_begun() => return Ok(()),
                outcome => drop(outcome?),
            }
        }
        self.logged.notify_one();
        Ok(())
    }

    /// Waits until the queue is empty, but not for long.
    pub async fn is_empty(&self) {
        let logged = async {
            while self.has_records() {
                self.logged.notified().await;
            }
        };
        // Else the event loop stands still: the request is sent, and logged later.
        let _ = tokio::time::timeout(LOG_PATIENCE, logged).await;
    }

    fn next(&self) -> Option<Record> {
        let mut records = lock(&self.records);
        let dropped = records.dropped;
        records.queued.pop_front().or_else(|| {
            records.dropped = 0;
            let text = format!("{dropped} records were dropped: the event loop did not run for too long");
            (dropped > 0).then(|| Record { text, time: now() })
        })
    }

    /// Queues a record.
    pub fn push(&self, text: impl FnOnce() -> String) {
        let mut records = lock(&self.records);
        if records.queued.len() < MOST_QUEUED {
            drop(records);
            let record = Record { text: text(), time: now() };
            lock(&self.records).queued.push_back(record);
        } else {
            records.dropped += 1;
        }
    }
}

/// boto's `debug`; what is no number tells nothing more.
fn level(debug: &Bound<'_, PyAny>) -> PyResult<i64> {
    Ok(suppress::<PyException, _>(debug.py(), debug.extract())?.unwrap_or(0))
}

/// The logger `reboto` and what logs a record; none where nothing has imported `logging`, so that nobody listens.
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
