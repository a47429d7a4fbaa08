//! Credentials from a caller's Python function, the `credentials_provider`.
//!
//! The call that needs credentials runs the provider: in a separate thread for a blocking
//! connection, in a task of the caller's event loop for an awaitable one. Both use the caller's
//! contextvars. The credential cache holds no Python object: each call passes its provider.

use std::future::Future;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use aws_credential_types::Credentials;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::future::ProvideCredentials as Provided;
use aws_credential_types::provider::{self, ProvideCredentials};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3_async_runtimes::generic::ContextExt;
use pyo3_async_runtimes::{TaskLocals, into_future_with_locals};
use tokio::sync::oneshot;

use crate::credentials::errors::ProviderTimeout;
use crate::error::ProviderException;
use crate::process::finalization;
use crate::process::lock::lock;
use crate::process::nesting;
use crate::runtime::pyo3_runtime::Tokio;

/// Time until a provider is called again that returns refreshable credentials without expiry.
const RECHECK: Duration = Duration::from_mins(1);

/// Cache key for the credentials of one provider.
#[pyclass(module = "reboto._core", frozen)]
pub struct CredentialsSource(pub u64);

#[pymethods]
impl CredentialsSource {
    #[new]
    fn new() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        Self(NEXT.fetch_add(1, Ordering::Relaxed))
    }
}

/// A call's provider and the context in which it runs.
pub struct ProviderCall {
    provider: Py<PyAny>,
    /// Timeout for the provider.
    timeout: Duration,
    /// The contextvars of a blocking call; an awaitable one has `LOCALS`.
    context: Option<Py<PyAny>>,
}

tokio::task_local! {
    static PROVIDER_CALL: Arc<ProviderCall>;
}

impl ProviderCall {
    /// The provider of a blocking connection's call.
    pub fn blocking(provider: &Bound<'_, PyAny>, timeout: Duration) -> PyResult<Arc<Self>> {
        let py = provider.py();
        let context = py.import(intern!(py, "contextvars"))?.call_method0(intern!(py, "copy_context"))?;
        nesting::mark(&context)?;
        Ok(Self::new(provider, timeout, Some(context.unbind())))
    }

    /// The provider of an awaitable connection's call; it runs within `scope`.
    pub fn awaitable(provider: &Bound<'_, PyAny>, timeout: Duration) -> Arc<Self> {
        Self::new(provider, timeout, None)
    }

    fn new(provider: &Bound<'_, PyAny>, timeout: Duration, context: Option<Py<PyAny>>) -> Arc<Self> {
        Arc::new(Self { provider: provider.clone().unbind(), timeout, context })
    }

    /// Runs a call whose credentials come from this provider.
    pub async fn scope<T>(self: Arc<Self>, call: impl Future<Output = T>) -> T {
        PROVIDER_CALL.scope(self, call).await
    }

    async fn load(&self) -> Result<ProviderResult, ProviderError> {
        let load = async {
            match Tokio::get_task_locals() {
                Some(locals) => self.load_in_task(&locals).await,
                None => self.load_in_thread().await,
            }
        };
        tokio::time::timeout(self.timeout, load).await.unwrap_or(Err(ProviderError::TimedOut))
    }

    async fn load_in_thread(&self) -> Result<ProviderResult, ProviderError> {
        let (sender, receiver) = oneshot::channel();
        attached(|py| {
            let result = LoadedCredentials(Mutex::new(Some(sender)));
            let arguments = (&self.provider, &self.context, result);
            module(py)?.call_method1(intern!(py, "load_in_thread"), arguments).map(drop)
        })?;
        // The sender is dropped unused only if the interpreter stopped the thread.
        receiver.await.map_err(|_| ProviderError::Ended)?.map_err(ProviderError::Raised)
    }

    async fn load_in_task(&self, locals: &TaskLocals) -> Result<ProviderResult, ProviderError> {
        let (load, result) = attached(|py| {
            let load = module(py)?.call_method1(intern!(py, "AwaitedLoad"), (&self.provider, locals.event_loop(py)))?;
            let result = into_future_with_locals(locals, load.call_method0(intern!(py, "run"))?)?;
            Ok((load.unbind(), result))
        })?;
        let mut cancel = CancelOnDrop(Some(load));
        let result = result.await;
        cancel.0 = None;
        attached(|py| result?.extract(py))
    }
}

fn module(py: Python<'_>) -> PyResult<Bound<'_, PyModule>> {
    py.import(intern!(py, "reboto._credentials_provider"))
}

/// Runs Python code within a call, unless the interpreter is shutting down.
fn attached<T>(work: impl FnOnce(Python<'_>) -> PyResult<T>) -> Result<T, ProviderError> {
    finalization::attached(work).ok_or(ProviderError::Ended)?.map_err(ProviderError::Raised)
}

/// Cancels the provider's task when the call that waits for it is dropped.
struct CancelOnDrop(Option<Py<PyAny>>);

impl Drop for CancelOnDrop {
    fn drop(&mut self) {
        if let Some(load) = self.0.take() {
            let cancelled = attached(|py| load.call_method0(py, intern!(py, "cancel")).map(drop));
            if let Err(ProviderError::Raised(error)) = cancelled {
                finalization::attached(|py| error.write_unraisable(py, None));
            }
        }
    }
}

/// Access key, secret key, token, expiry in seconds since 1970, and whether it refreshes itself.
type ProviderResult = (String, String, Option<String>, Option<f64>, bool);

enum ProviderError {
    Raised(PyErr),
    TimedOut,
    /// The interpreter is shutting down.
    Ended,
}

/// Receives what the provider returned or raised, from the provider's thread.
#[pyclass(module = "reboto._core", frozen)]
pub struct LoadedCredentials(Mutex<Option<oneshot::Sender<PyResult<ProviderResult>>>>);

impl LoadedCredentials {
    fn send(&self, result: PyResult<ProviderResult>) {
        if let Some(sender) = lock(&self.0).take() {
            // The receiver is dropped if the call was cancelled.
            let _ = sender.send(result);
        }
    }
}

#[pymethods]
impl LoadedCredentials {
    /// Keep what the provider returned.
    ///
    /// Parameters
    /// ----------
    /// credentials : object
    ///     A tuple of access key, secret key, token or None, expiry in seconds since 1970 or None,
    ///     and whether it refreshes itself.
    fn succeed(&self, credentials: &Bound<'_, PyAny>) -> PyResult<()> {
        self.send(Ok(credentials.extract()?));
        Ok(())
    }

    /// Keep what the provider raised.
    ///
    /// Parameters
    /// ----------
    /// error : object
    ///     The exception.
    fn fail(&self, error: Bound<'_, PyAny>) {
        self.send(Err(PyErr::from_value(error)));
    }
}

/// The provider of the current call.
#[derive(Debug)]
pub struct PythonProvider;

impl ProvideCredentials for PythonProvider {
    fn provide_credentials<'a>(&'a self) -> Provided<'a>
    where
        Self: 'a,
    {
        Provided::new(load())
    }
}

async fn load() -> provider::Result {
    let call = PROVIDER_CALL.try_with(Clone::clone);
    let call =
        call.map_err(|_| CredentialsError::not_loaded("credentials_provider is only available within a call"))?;
    match call.load().await {
        Ok((access_key, secret_key, token, expiry, refreshes)) => {
            let recheck = || refreshes.then(|| SystemTime::now() + RECHECK);
            let expiry = expiry.map(|seconds| SystemTime::UNIX_EPOCH + Duration::from_secs_f64(seconds));
            let expiry = expiry.or_else(recheck);
            Ok(Credentials::new(access_key, secret_key, token, expiry, "credentials_provider"))
        }
        Err(ProviderError::Raised(error)) => Err(CredentialsError::provider_error(ProviderException(Arc::new(error)))),
        Err(ProviderError::TimedOut) => Err(CredentialsError::provider_error(ProviderTimeout(call.timeout))),
        Err(ProviderError::Ended) => Err(CredentialsError::provider_error("the interpreter is shutting down")),
    }
}
