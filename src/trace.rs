//! What goes over the wire, for Python's logging and for a connection's hook.
//!
//! Records are made where a call is driven, inside the runtime, and wait in a queue. Whoever waits
//! for the call logs them, outside of the runtime: handlers run in the caller's thread and context
//! (a task's, for awaited calls), where they may make calls, fork and raise like any Python code.

use std::collections::VecDeque;
use std::fmt;
use std::future::Future;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::interceptors::context::{
    BeforeTransmitInterceptorContextRef, FinalizerInterceptorContextRef,
};
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::ConfigBag;
use bytes::Bytes;
use pyo3::exceptions::{PyException, PyRecursionError, PySystemExit};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBytes, PyDict};
use tokio::sync::Notify;

use crate::ending;
use crate::excuse::{excused, is_excusable};
use crate::fault::deepest;
use crate::known::hidden;
use crate::nesting;
use crate::panics::lock;
use crate::raw::Received;
use crate::secret::{HIDDEN, is_secret};
use crate::told;

/// `logging.DEBUG`.
const DEBUG: u8 = 10;
/// From this `debug` on, the log has the bodies of answers too.
const WITH_BODIES: i64 = 2;
/// Records of one call that wait to be logged, at most. Only an event loop that stands still lets more come.
const MOST_QUEUED: usize = 100;
/// How long a request waits until its record is logged, for an event loop that does not run.
const LOG_PATIENCE: Duration = Duration::from_secs(1);

tokio::task_local! {
    static WATCH: Arc<Watch>;
}

/// Who wants to know of a call.
#[derive(Default)]
pub struct Watch {
    log: Option<Log>,
    hook: Option<Py<PyAny>>,
    sent: Mutex<Option<(Instant, Option<Request>)>>,
    exchange: Mutex<Option<Exchange>>,
    records: Mutex<Records>,
    logged: Notify,
}

struct Log {
    /// `reboto._logging.record`.
    record: &'static Py<PyAny>,
    with_bodies: bool,
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

/// A request as the hook gets it.
struct Request {
    method: String,
    url: String,
    head: Vec<(String, String)>,
    body: Bytes,
}

/// A request and, if one came, its answer.
struct Exchange {
    request: Request,
    answer: Option<Received>,
}

/// Whoever wants to know of the connection's next call; mostly nobody.
pub fn watch(connection: &Bound<'_, PyAny>) -> PyResult<Option<Arc<Watch>>> {
    let py = connection.py();
    let hook = connection.getattr(intern!(py, "request_hook"))?;
    let hook = if hook.is_none() { None } else { Some(hook.unbind()) };
    if hook.is_some() {
        // Imported now: once the call is answered there may be no file descriptor left for it.
        py.import(intern!(py, "reboto._http_messages"))?;
    }
    let log = match logger(py)? {
        Some((logger, record))
            if logger.bind(py).call_method1(intern!(py, "isEnabledFor"), (DEBUG,))?.is_truthy()? =>
        {
            Some(Log { record, with_bodies: level(&connection.getattr(intern!(py, "debug"))?)? >= WITH_BODIES })
        }
        _ => None,
    };
    if log.is_none() && hook.is_none() {
        return Ok(None);
    }
    Ok(Some(Arc::new(Watch { log, hook, ..Watch::default() })))
}

/// boto's `debug`; what is no number tells nothing more.
fn level(debug: &Bound<'_, PyAny>) -> PyResult<i64> {
    Ok(excused::<PyException, _>(debug.py(), debug.extract())?.unwrap_or(0))
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

/// A call that is watched, or not.
pub async fn watched<T>(watch: Option<Arc<Watch>>, call: impl Future<Output = T>) -> T {
    match watch {
        Some(watch) => WATCH.scope(watch, call).await,
        None => call.await,
    }
}

impl Watch {
    /// Whether there is something to be logged.
    pub fn has_records(&self) -> bool {
        self.log.is_some() && !lock(&self.records).queued.is_empty()
    }

    /// Logs what is queued, in the thread and the context that this is called in.
    ///
    /// Nothing is logged once the interpreter has begun to end in another thread.
    ///
    /// # Errors
    ///
    /// What a handler raises that is not its own fault, such as Ctrl-C.
    pub fn log(&self, py: Python<'_>) -> PyResult<()> {
        let Some(log) = &self.log else { return Ok(()) };
        while let Some(Record { text, time }) = self.next() {
            let Some(_inside) = ending::enter_handlers(py) else { return Ok(()) };
            match nesting::within_call(py, || log.record.bind(py).call1((text, time))) {
                // A handler's calls without end are to end, instead of going on at each level.
                Err(error)
                    if is_excusable::<PyException>(py, &error) && !error.is_instance_of::<PyRecursionError>(py) =>
                {
                    error.write_unraisable(py, Some(log.record.bind(py)));
                }
                // A blocking call of a handler's ends so. The logged call ends, or waits forever, in its own way.
                Err(error) if error.is_instance_of::<PySystemExit>(py) && ending::is_near() => return Ok(()),
                outcome => drop(outcome?),
            }
        }
        self.logged.notify_one();
        Ok(())
    }

    /// Waits until what is queued is logged.
    async fn is_logged(&self) {
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

    /// What a garbage collector must know of.
    pub fn hook(&self) -> Option<&Py<PyAny>> {
        self.hook.as_ref()
    }

    /// Gives the hook the call's last request and answer.
    ///
    /// # Errors
    ///
    /// What the hook raises.
    pub fn report(&self, py: Python<'_>) -> PyResult<()> {
        let exchange = lock(&self.exchange).take();
        let (Some(hook), Some(Exchange { request, answer })) = (&self.hook, exchange) else { return Ok(()) };
        let module = py.import(intern!(py, "reboto._http_messages"))?;
        let body = PyBytes::new(py, &request.body);
        let request = module.getattr(intern!(py, "HTTPRequest"))?.call1((
            request.method,
            request.url,
            fields(py, request.head)?,
            body,
        ))?;
        let failed = answer.as_ref().is_none_or(|answer| answer.status >= 500);
        let answer = match answer {
            None => py.None().into_bound(py),
            Some(Received { status, head, body }) => {
                let words = http::StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason());
                let answer = (status, words.unwrap_or_default(), fields(py, head)?, PyBytes::new(py, &body));
                module.getattr(intern!(py, "HTTPResponse"))?.call1(answer)?
            }
        };
        hook.bind(py).call_method1(intern!(py, "handle_request_data"), (request, answer, failed))?;
        Ok(())
    }

    /// Queues a record.
    fn tell(&self, text: impl FnOnce(&Log) -> String) {
        let Some(log) = &self.log else { return };
        let mut records = lock(&self.records);
        if records.queued.len() < MOST_QUEUED {
            drop(records);
            let record = Record { text: text(log), time: now() };
            lock(&self.records).queued.push_back(record);
        } else {
            records.dropped += 1;
        }
    }

    fn sends(&self, request: &HttpRequest) {
        self.tell(|_| format!("request: {}", told::request(request)));
        let kept = self.hook.is_some().then(|| Request {
            method: request.method().to_owned(),
            url: request.uri().to_owned(),
            head: request
                .headers()
                .iter()
                .map(|(name, value)| (name.to_owned(), if is_secret(name) { HIDDEN } else { value }.to_owned()))
                .collect(),
            body: copied(request.body().bytes()),
        });
        *lock(&self.sent) = Some((Instant::now(), kept));
    }

    fn hears(&self, response: Option<&HttpResponse>, failure: Option<String>) {
        let Some((started, request)) = lock(&self.sent).take() else { return };
        let milliseconds = started.elapsed().as_millis();
        self.tell(|log| match response {
            Some(response) => format!("answer after {milliseconds} ms: {}", told::answer(response, log.with_bodies)),
            None => format!("no answer after {milliseconds} ms: {}", failure.unwrap_or_default()),
        });
        if let Some(request) = request {
            let answer = response.map(|response| Received {
                status: response.status().as_u16(),
                head: told::fields(response),
                body: copied(response.body().bytes()),
            });
            *lock(&self.exchange) = Some(Exchange { request, answer });
        }
    }
}

fn now() -> f64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs_f64()
}

fn copied(body: Option<&[u8]>) -> Bytes {
    Bytes::copy_from_slice(body.unwrap_or_default())
}

fn fields(py: Python<'_>, head: Vec<(String, String)>) -> PyResult<Bound<'_, PyDict>> {
    let fields = PyDict::new(py);
    for (name, value) in head {
        fields.set_item(name, value)?;
    }
    Ok(fields)
}

/// Tells a call's watch of each attempt.
#[derive(Debug)]
pub struct Trace;

#[dyn_dispatch_hint]
impl Intercept for Trace {
    fn name(&self) -> &'static str {
        "Trace"
    }

    fn read_before_transmit(
        &self,
        context: &BeforeTransmitInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        // Most calls, and all that credentials need, have nobody who watches.
        let _ = WATCH.try_with(|watch| watch.sends(context.request()));
        Ok(())
    }

    fn read_after_attempt(
        &self,
        context: &FinalizerInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let hear = |watch: &Arc<Watch>| {
            let failure =
                context.output_or_error().and_then(Result::err).map(|error| hidden(&deepest(error)).into_owned());
            watch.hears(context.response(), failure);
        };
        let _ = WATCH.try_with(hear);
        Ok(())
    }
}

/// A client that sends no request before its record is logged.
///
/// A handler's Ctrl-C comes in time then, and a slow handler takes none of the time that connecting has.
#[derive(Debug)]
struct Logging(SharedHttpClient);

pub fn logging(client: SharedHttpClient) -> SharedHttpClient {
    SharedHttpClient::new(Logging(client))
}

impl HttpClient for Logging {
    fn http_connector(&self, settings: &HttpConnectorSettings, components: &RuntimeComponents) -> SharedHttpConnector {
        let connector = self.0.http_connector(settings, components);
        match WATCH.try_with(Arc::clone) {
            Ok(watch) if watch.log.is_some() => SharedHttpConnector::new(Logged { connector, watch }),
            _ => connector,
        }
    }
}

struct Logged {
    connector: SharedHttpConnector,
    watch: Arc<Watch>,
}

impl fmt::Debug for Logged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Logged")
    }
}

impl HttpConnector for Logged {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let (connector, watch) = (self.connector.clone(), self.watch.clone());
        HttpConnectorFuture::new(async move {
            watch.is_logged().await;
            connector.call(request).await
        })
    }
}
