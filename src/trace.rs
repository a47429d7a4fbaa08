//! What goes over the wire, for Python's logging and for a connection's hook.

use std::future::Future;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::{
    BeforeTransmitInterceptorContextRef, FinalizerInterceptorContextRef,
};
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::ConfigBag;
use bytes::Bytes;
use pyo3::exceptions::PyException;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBytes, PyDict};

use crate::excuse::{excused, is_excusable};
use crate::fault::deepest;
use crate::known::hidden;
use crate::panics::lock;
use crate::raw::Received;
use crate::secret::{HIDDEN, is_secret};
use crate::told;

/// `logging.DEBUG`.
const DEBUG: u8 = 10;
/// From this `debug` on, the log has the bodies of answers too.
const WITH_BODIES: i64 = 2;

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
    /// Ctrl-C that came while the log was told.
    raised: Mutex<Option<PyErr>>,
}

struct Log {
    logger: Py<PyAny>,
    with_bodies: bool,
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
        py.import(intern!(py, "reboto.query"))?;
    }
    let log = match logger(py)? {
        Some(logger) if logger.call_method1(intern!(py, "isEnabledFor"), (DEBUG,))?.is_truthy()? => Some(Log {
            logger: logger.clone().unbind(),
            with_bodies: level(&connection.getattr(intern!(py, "debug"))?)? >= WITH_BODIES,
        }),
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

/// The logger `reboto`; none where nothing has imported `logging`, so that nobody listens.
fn logger(py: Python<'_>) -> PyResult<Option<&Bound<'_, PyAny>>> {
    static LOGGER: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    static MODULES: PyOnceLock<Py<PyDict>> = PyOnceLock::new();
    if let Some(logger) = LOGGER.get(py) {
        return Ok(Some(logger.bind(py)));
    }
    if !MODULES.import(py, "sys", "modules")?.contains(intern!(py, "logging"))? {
        return Ok(None);
    }
    let logger = py.import("reboto.logs")?.getattr("own")?.unbind();
    Ok(Some(LOGGER.get_or_init(py, || logger).bind(py)))
}

/// A call that is watched, or not.
pub async fn watched<T>(watch: Option<Arc<Watch>>, call: impl Future<Output = T>) -> T {
    match watch {
        Some(watch) => WATCH.scope(watch, call).await,
        None => call.await,
    }
}

impl Watch {
    /// Gives the hook the call's last request and answer.
    ///
    /// # Errors
    ///
    /// What the hook raises, or what came while the log was told.
    pub fn report(&self, py: Python<'_>) -> PyResult<()> {
        if let Some(raised) = lock(&self.raised).take() {
            return Err(raised);
        }
        let exchange = lock(&self.exchange).take();
        let (Some(hook), Some(Exchange { request, answer })) = (&self.hook, exchange) else { return Ok(()) };
        let module = py.import(intern!(py, "reboto.query"))?;
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

    /// Tells the log; a call whose caller was interrupted meanwhile ends here.
    fn tell(&self, text: impl FnOnce(&Log) -> String) -> Result<(), BoxError> {
        let Some(log) = &self.log else { return Ok(()) };
        let text = text(log);
        // At the interpreter's end nobody listens any more.
        Python::try_attach(|py| match log.logger.call_method1(py, intern!(py, "debug"), (text,)) {
            Err(error) if is_excusable::<PyException>(py, &error) => {
                error.write_unraisable(py, Some(log.logger.bind(py)));
            }
            Err(error) => *lock(&self.raised) = Some(error),
            Ok(_) => {}
        });
        if lock(&self.raised).is_some() { Err("interrupted".into()) } else { Ok(()) }
    }

    fn sends(&self, request: &HttpRequest) -> Result<(), BoxError> {
        self.tell(|_| format!("request: {}", told::request(request)))?;
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
        Ok(())
    }

    fn hears(&self, response: Option<&HttpResponse>, failure: Option<String>) -> Result<(), BoxError> {
        let Some((started, request)) = lock(&self.sent).take() else { return Ok(()) };
        let milliseconds = started.elapsed().as_millis();
        self.tell(|log| match response {
            Some(response) => format!("answer after {milliseconds} ms: {}", told::answer(response, log.with_bodies)),
            None => format!("no answer after {milliseconds} ms: {}", failure.unwrap_or_default()),
        })?;
        if let Some(request) = request {
            let answer = response.map(|response| Received {
                status: response.status().as_u16(),
                head: told::fields(response),
                body: copied(response.body().bytes()),
            });
            *lock(&self.exchange) = Some(Exchange { request, answer });
        }
        Ok(())
    }
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
        WATCH.try_with(|watch| watch.sends(context.request())).unwrap_or(Ok(()))
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
            watch.hears(context.response(), failure)
        };
        WATCH.try_with(hear).unwrap_or(Ok(()))
    }
}
