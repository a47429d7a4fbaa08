//! The instance metadata service, IMDSv2.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use aws_config::imds;
use aws_config::imds::client::ImdsResponseRetryClassifier;
use aws_config::imds::client::error::ImdsError;
use aws_config::provider_config::ProviderConfig;
use aws_smithy_runtime_api::client::interceptors::context::{Error, InterceptorContext};
use aws_smithy_runtime_api::client::orchestrator::OrchestratorError;
use aws_smithy_runtime_api::client::retries::classifiers::{ClassifyRetry, RetryAction, SharedRetryClassifier};

use crate::arguments::timeout::LONGEST;
use crate::credentials::endpoint_tracking::EndpointTracker;
use crate::error::CallError;
use crate::error::chain::deepest;
use crate::http::proxy::Route;
use crate::http::{self, Scheme, Transport};
use crate::process::environment::{self, Environment};
use crate::process::lock::lock;
use crate::process::lru_cache::LruCache;
use crate::process::per_process::PerProcess;
use crate::redaction::registry::redact;

/// How long, and how often, the service is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ImdsConfig {
    /// Until a connection, and again until an answer.
    pub timeout: Duration,
    /// Attempts in all, also when none is answered. Without it there are two, and
    /// silence is taken at its word: off EC2 a script would only wait in vain.
    pub attempts: Option<u32>,
}

const MAX_ATTEMPTS: u32 = 1000;

impl Default for ImdsConfig {
    fn default() -> Self {
        Self { timeout: Duration::from_secs(1), attempts: None }
    }
}

impl ImdsConfig {
    fn attempts(self) -> u32 {
        // No more than could be made in hours: the SDK adds up all their delays beforehand.
        self.attempts.unwrap_or(2).clamp(1, MAX_ATTEMPTS)
    }

    /// All attempts, each of a connection and an answer, and the longest waits
    /// between them, which double from a second.
    fn total_time(self) -> Duration {
        // 1, 2, 4, 8 and 16 s, then 20 s each.
        let between = self.attempts() - 1;
        let waits = (1_u64 << between.min(5)) - 1 + 20 * u64::from(between.saturating_sub(5));
        let all = self.timeout.saturating_mul(2).saturating_mul(self.attempts());
        all.saturating_add(Duration::from_secs(waits)).min(LONGEST)
    }

    /// A client of the service where the environment, the shared files or AWS place it.
    #[must_use]
    pub fn client(self, config: &ProviderConfig) -> imds::client::Builder {
        imds::Client::builder()
            .configure(config)
            .max_attempts(self.attempts())
            .connect_timeout(self.timeout)
            .read_timeout(self.timeout)
            // The first attempt has all those for the token within it.
            .operation_attempt_timeout(self.total_time())
            .operation_timeout(self.total_time())
            .retry_classifier(SharedRetryClassifier::new(ImdsRetryClassifier { silence: self.attempts.is_some() }))
    }
}

/// Which failures are tried again.
#[derive(Debug)]
struct ImdsRetryClassifier {
    silence: bool,
}

impl ClassifyRetry for ImdsRetryClassifier {
    fn name(&self) -> &'static str {
        "InstanceMetadata"
    }

    fn classify_retry(&self, context: &InterceptorContext) -> RetryAction {
        // A token that could not be had is neither: it was tried for as often as allowed already.
        let silent = |failure: &OrchestratorError<Error>| failure.is_connector_error() || failure.is_timeout_error();
        let silence = context.output_or_error().and_then(Result::err).is_some_and(silent);
        ImdsResponseRetryClassifier::default()
            .with_retry_connect_timeouts(self.silence && silence)
            .classify_retry(context)
    }
}

/// Clients that are kept, each with a token of the service.
const MAX_CLIENTS: usize = 16;

type ImdsClients = Arc<Mutex<LruCache<(ImdsConfig, Option<String>, Environment), (imds::Client, EndpointTracker)>>>;
static CLIENTS: PerProcess<ImdsClients> = PerProcess::new();

/// The process's client, which keeps the service's token.
fn client(config: ImdsConfig, endpoint: Option<&str>) -> Result<(imds::Client, EndpointTracker), CallError> {
    let environment = Environment::now();
    let clients = CLIENTS.get(|| Arc::new(Mutex::new(LruCache::new(MAX_CLIENTS))));
    let key = (config, endpoint.map(str::to_owned), environment.of_credentials());
    if let Some(client) = lock(&clients).get(&key) {
        return Ok(client.clone());
    }
    let straight = Transport { verify: true, ca_bundle: None, route: Route::Straight };
    let tracker = EndpointTracker::default();
    let provider_config = ProviderConfig::without_region().with_http_client(tracker.wrap(http::client(
        &straight,
        Scheme::Http,
        &environment,
    )?));
    let mut builder = config.client(&provider_config);
    if let Some(url) = endpoint {
        builder =
            builder.endpoint(url).map_err(|error| CallError::InvalidArgument(format!("url: {url:?}: {error}")))?;
    }
    let client = (builder.build(), tracker);
    lock(&clients).insert(key, client.clone());
    Ok(client)
}

/// What the service keeps at `path`; None if there is nothing.
///
/// # Errors
///
/// When the service is not there, does not answer in time, or refuses.
pub async fn read(path: &str, config: ImdsConfig, endpoint: Option<&str>) -> Result<Option<String>, CallError> {
    // The SDK panics on a path that is none.
    if !path.starts_with('/') || path.parse::<::http::uri::PathAndQuery>().is_err() {
        return Err(CallError::InvalidArgument(format!("{path:?} is not a path of the instance metadata")));
    }
    let (client, tracker) = environment::poll_attached(async { client(config, endpoint) }).await?;
    let told = |what: &str| {
        let at = tracker.last().map(|endpoint| format!(" at {}", endpoint.address)).unwrap_or_default();
        format!("instance metadata {path}{at}: {what}")
    };
    match environment::poll_attached(client.get(path)).await {
        Ok(text) => Ok(Some(text.into())),
        Err(ImdsError::ErrorResponse(answer)) => match answer.response().status().as_u16() {
            404 => Ok(None),
            status => Err(CallError::Unreachable(told(&format!("the service answered with status {status}")))),
        },
        Err(error) => {
            let refusal = tracker.last().and_then(|endpoint| endpoint.error_status);
            let refused = refusal.map(|status| format!("the service gave no token and answered with status {status}"));
            let text = refused.unwrap_or_else(|| redact(&deepest(&error)).into_owned());
            let late = text.contains("timeout") || text.contains("timed out");
            if late { Err(CallError::TimedOut(told(&text))) } else { Err(CallError::Unreachable(told(&text))) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::runtime;

    #[test]
    fn the_attempts_and_their_waits_bound_the_whole() {
        let config = |attempts| ImdsConfig { timeout: Duration::from_millis(500), attempts: Some(attempts) };
        assert_eq!(config(1).total_time(), Duration::from_secs(1));
        assert_eq!(config(4).total_time(), Duration::from_secs(4 + 1 + 2 + 4));
        assert_eq!(config(0).total_time(), config(1).total_time());
        assert_eq!(config(7).total_time(), Duration::from_secs(7 + 1 + 2 + 4 + 8 + 16 + 20));
        assert!(config(100).total_time() < Duration::from_mins(35));
        assert_eq!(config(u32::MAX).total_time(), config(MAX_ATTEMPTS).total_time());
        assert_eq!(ImdsConfig { timeout: LONGEST, attempts: Some(2) }.total_time(), LONGEST);
    }

    #[test]
    fn a_path_that_is_none_is_refused() {
        for path in ["latest", "*", "?a", "/a b", "/\u{e9}\n"] {
            let read = runtime().block_on(read(path, ImdsConfig::default(), None));
            assert!(matches!(read, Err(CallError::InvalidArgument(_))), "{path}");
        }
    }
}
