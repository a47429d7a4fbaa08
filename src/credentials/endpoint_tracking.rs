//! Records the endpoints of requests for credentials, to name them in errors.

use std::error::Error;
use std::fmt;
use std::sync::{Arc, Mutex};

use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::future::ProvideCredentials as Provided;
use aws_credential_types::provider::{self, ProvideCredentials};
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;

use crate::error::call_stats;
use crate::http::response_limit::{self, LONGEST_CREDENTIALS};
use crate::process::lock::lock;

/// Records the endpoint of the last request for credentials.
#[derive(Clone, Debug, Default)]
pub struct EndpointTracker(Arc<Mutex<Option<CredentialsEndpoint>>>);

/// The endpoint of a request for credentials.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CredentialsEndpoint {
    /// Scheme, host and port.
    pub address: String,
    /// Number of consecutive requests to it.
    pub requests: u32,
    /// Status of its last response, if that was an error.
    pub error_status: Option<u16>,
}

impl EndpointTracker {
    /// The endpoint of the last request since the load began.
    #[must_use]
    pub fn last(&self) -> Option<CredentialsEndpoint> {
        lock(&self.0).clone()
    }

    /// Wraps a client, so that its requests are recorded here.
    #[must_use]
    pub fn wrap(&self, client: SharedHttpClient) -> SharedHttpClient {
        SharedHttpClient::new(TrackingClient { inner: client, tracker: self.clone() })
    }

    fn record_request(&self, request: &HttpRequest) {
        let uri = request.uri().parse::<::http::Uri>().unwrap_or_default();
        let address =
            format!("{}://{}", uri.scheme_str().unwrap_or("http"), uri.authority().map_or("", |at| at.as_str()));
        call_stats::credentials_requested_from(&address);
        let mut last = lock(&self.0);
        let before =
            last.as_ref().filter(|endpoint| endpoint.address == address).map_or(0, |endpoint| endpoint.requests);
        *last = Some(CredentialsEndpoint { address, requests: before + 1, error_status: None });
    }

    /// Loads credentials; an error names the endpoint of the failed request.
    ///
    /// # Errors
    ///
    /// Those of `load`.
    pub async fn track(&self, load: impl Future<Output = provider::Result>) -> provider::Result {
        *lock(&self.0) = None;
        load.await.map_err(|error| match (error, self.last()) {
            (error @ (CredentialsError::ProviderError(_) | CredentialsError::Unhandled(_)), Some(endpoint)) => {
                CredentialsError::provider_error(EndpointError { endpoint, source: error })
            }
            (error, _) => error,
        })
    }

    fn record_status(&self, status: u16) {
        if let Some(endpoint) = &mut *lock(&self.0) {
            endpoint.error_status = (!(200..300).contains(&status)).then_some(status);
        }
    }
}

#[derive(Debug)]
struct TrackingClient<T> {
    inner: T,
    tracker: EndpointTracker,
}

impl HttpClient for TrackingClient<SharedHttpClient> {
    fn http_connector(&self, settings: &HttpConnectorSettings, components: &RuntimeComponents) -> SharedHttpConnector {
        let inner = self.inner.http_connector(settings, components);
        SharedHttpConnector::new(TrackingClient { inner, tracker: self.tracker.clone() })
    }
}

impl HttpConnector for TrackingClient<SharedHttpConnector> {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        self.tracker.record_request(&request);
        let (tracker, response) = (self.tracker.clone(), self.inner.call(request));
        HttpConnectorFuture::new(async move {
            let mut response = response.await?;
            tracker.record_status(response.status().as_u16());
            response_limit::limit(&mut response, LONGEST_CREDENTIALS)
                .map_err(|error| ConnectorError::other(error.into(), None))?;
            Ok(response)
        })
    }
}

/// A provider whose errors name the endpoint of the failed request.
#[derive(Debug)]
pub struct TrackedProvider<P> {
    pub provider: P,
    pub tracker: EndpointTracker,
}

impl<P: ProvideCredentials> ProvideCredentials for TrackedProvider<P> {
    fn provide_credentials<'a>(&'a self) -> Provided<'a>
    where
        Self: 'a,
    {
        Provided::new(self.tracker.track(self.provider.provide_credentials()))
    }
}

/// A failed request for credentials.
#[derive(Debug)]
pub struct EndpointError {
    pub endpoint: CredentialsEndpoint,
    source: CredentialsError,
}

impl fmt::Display for EndpointError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "loading credentials from {} failed", self.endpoint.address)
    }
}

impl Error for EndpointError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.source)
    }
}
