//! Reports requests and responses to Python's logging and to a connection's request hook.

use std::fmt;
use std::future::Future;
use std::sync::{Arc, Mutex};
use std::time::Instant;

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
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};

use crate::client::interceptors::log_queue::LogQueue;
use crate::client::raw_response::RawResponse;
use crate::error::chain::deepest;
use crate::process::lock::lock;
use crate::redaction::log_format;
use crate::redaction::names::{REDACTED, is_secret_header};
use crate::redaction::registry::redact;
use crate::runtime::call_observer::CallObserver;

tokio::task_local! {
    static OBSERVER: Arc<WireObserver>;
}

/// Observes a call for the log and for the connection's request hook.
#[derive(Default)]
pub struct WireObserver {
    log: Option<LogQueue>,
    hook: Option<Py<PyAny>>,
    in_flight: Mutex<Option<(Instant, Option<SentRequest>)>>,
    exchange: Mutex<Option<RequestAndResponse>>,
}

/// A request, as passed to the hook.
struct SentRequest {
    method: String,
    url: String,
    headers: Vec<(String, String)>,
    body: Bytes,
}

/// A request and its response, if one arrived.
struct RequestAndResponse {
    request: SentRequest,
    response: Option<RawResponse>,
}

/// The observer for the connection's next call, if it has a log or a hook.
pub fn observe(connection: &Bound<'_, PyAny>) -> PyResult<Option<Arc<WireObserver>>> {
    let py = connection.py();
    let hook = connection.getattr(intern!(py, "request_hook"))?;
    let hook = if hook.is_none() { None } else { Some(hook.unbind()) };
    if hook.is_some() {
        // Imported now, because after the call no file descriptor may be left for an import.
        py.import(intern!(py, "reboto._http_messages"))?;
    }
    let log = LogQueue::of(connection)?;
    if log.is_none() && hook.is_none() {
        return Ok(None);
    }
    Ok(Some(Arc::new(WireObserver { log, hook, ..WireObserver::default() })))
}

/// Runs a call with its observer, if it has one.
pub async fn observed<T>(observer: Option<Arc<WireObserver>>, call: impl Future<Output = T>) -> T {
    match observer {
        Some(observer) => OBSERVER.scope(observer, call).await,
        None => call.await,
    }
}

impl WireObserver {
    /// Passes the call's last request and response to the hook.
    ///
    /// # Errors
    ///
    /// The hook's exception.
    pub fn call_hook(&self, py: Python<'_>) -> PyResult<()> {
        let exchange = lock(&self.exchange).take();
        let (Some(hook), Some(RequestAndResponse { request, response })) = (&self.hook, exchange) else {
            return Ok(());
        };
        let module = py.import(intern!(py, "reboto._http_messages"))?;
        let body = PyBytes::new(py, &request.body);
        let request = module.getattr(intern!(py, "HTTPRequest"))?.call1((
            request.method,
            request.url,
            fields(py, request.headers)?,
            body,
        ))?;
        let failed = response.as_ref().is_none_or(|response| response.status >= 500);
        let response = match response {
            None => py.None().into_bound(py),
            Some(RawResponse { status, headers, body }) => {
                let reason = http::StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason());
                let response = (status, reason.unwrap_or_default(), fields(py, headers)?, PyBytes::new(py, &body));
                module.getattr(intern!(py, "HTTPResponse"))?.call1(response)?
            }
        };
        hook.bind(py).call_method1(intern!(py, "handle_request_data"), (request, response, failed))?;
        Ok(())
    }

    fn request_sent(&self, request: &HttpRequest) {
        if let Some(log) = &self.log {
            log.push(|| format!("request: {}", log_format::request(request)));
        }
        let kept = self.hook.is_some().then(|| SentRequest {
            method: request.method().to_owned(),
            url: request.uri().to_owned(),
            headers: request
                .headers()
                .iter()
                .map(|(name, value)| {
                    (name.to_owned(), if is_secret_header(name) { REDACTED } else { value }.to_owned())
                })
                .collect(),
            body: copied(request.body().bytes()),
        });
        *lock(&self.in_flight) = Some((Instant::now(), kept));
    }

    fn response_received(&self, response: Option<&HttpResponse>, failure: Option<String>) {
        let Some((started, request)) = lock(&self.in_flight).take() else { return };
        let milliseconds = started.elapsed().as_millis();
        if let Some(log) = &self.log {
            log.push(|| match response {
                Some(response) => {
                    format!("response after {milliseconds} ms: {}", log_format::response(response, log.with_bodies))
                }
                None => format!("no response after {milliseconds} ms: {}", failure.unwrap_or_default()),
            });
        }
        if let Some(request) = request {
            let response = response.map(|response| RawResponse {
                status: response.status().as_u16(),
                headers: log_format::redacted_headers(response),
                body: copied(response.body().bytes()),
            });
            *lock(&self.exchange) = Some(RequestAndResponse { request, response });
        }
    }
}

impl CallObserver for WireObserver {
    fn has_records(&self) -> bool {
        self.log.as_ref().is_some_and(LogQueue::has_records)
    }

    fn log(&self, py: Python<'_>) -> PyResult<()> {
        self.log.as_ref().map_or(Ok(()), |log| log.log(py))
    }

    fn traverse(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.hook)
    }
}

fn copied(body: Option<&[u8]>) -> Bytes {
    Bytes::copy_from_slice(body.unwrap_or_default())
}

fn fields(py: Python<'_>, headers: Vec<(String, String)>) -> PyResult<Bound<'_, PyDict>> {
    let fields = PyDict::new(py);
    for (name, value) in headers {
        fields.set_item(name, value)?;
    }
    Ok(fields)
}

/// Reports each attempt to the call's observer.
#[derive(Debug)]
pub struct WireInterceptor;

#[dyn_dispatch_hint]
impl Intercept for WireInterceptor {
    fn name(&self) -> &'static str {
        "WireInterceptor"
    }

    fn read_before_transmit(
        &self,
        context: &BeforeTransmitInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        // Most calls have no observer, and requests for credentials have none.
        let _ = OBSERVER.try_with(|observer| observer.request_sent(context.request()));
        Ok(())
    }

    fn read_after_attempt(
        &self,
        context: &FinalizerInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let receive = |observer: &Arc<WireObserver>| {
            let failure =
                context.output_or_error().and_then(Result::err).map(|error| redact(&deepest(error)).into_owned());
            observer.response_received(context.response(), failure);
        };
        let _ = OBSERVER.try_with(receive);
        Ok(())
    }
}

/// A client that waits until a request is logged before it sends the request.
///
/// So an exception from a log handler prevents the request, and a slow handler does not use up the
/// connect timeout.
#[derive(Debug)]
struct LoggingClient(SharedHttpClient);

pub fn logging(client: SharedHttpClient) -> SharedHttpClient {
    SharedHttpClient::new(LoggingClient(client))
}

impl HttpClient for LoggingClient {
    fn http_connector(&self, settings: &HttpConnectorSettings, components: &RuntimeComponents) -> SharedHttpConnector {
        let connector = self.0.http_connector(settings, components);
        match OBSERVER.try_with(Arc::clone) {
            Ok(observer) if observer.log.is_some() => {
                SharedHttpConnector::new(LoggingConnector { connector, observer })
            }
            _ => connector,
        }
    }
}

struct LoggingConnector {
    connector: SharedHttpConnector,
    observer: Arc<WireObserver>,
}

impl fmt::Debug for LoggingConnector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LoggingConnector")
    }
}

impl HttpConnector for LoggingConnector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let (connector, observer) = (self.connector.clone(), self.observer.clone());
        HttpConnectorFuture::new(async move {
            if let Some(log) = &observer.log {
                log.is_empty().await;
            }
            connector.call(request).await
        })
    }
}
