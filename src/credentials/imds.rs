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
use crate::credentials::configured_endpoint::checked;
use crate::credentials::endpoint_tracking::EndpointTracker;
use crate::credentials::shared_files::profiles::{Profiles, selected, shown};
use crate::error::CallError;
use crate::error::chain::deepest;
use crate::http::proxy::Route;
use crate::http::{self, Scheme, Transport};
use crate::process::environment::{self, Environment};
use crate::process::lock::lock;
use crate::process::lru_cache::LruCache;
use crate::process::per_process::PerProcess;
use crate::redaction::registry::redact;

/// Timeout and attempts for requests to the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ImdsConfig {
    /// Timeout for connecting, and again for the response.
    pub timeout: Duration,
    /// Number of attempts. By default there are two, but only one if the service does not respond
    /// at all: outside EC2 further attempts would only take time.
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
        // The SDK adds up the delays of all attempts beforehand, so their number is limited.
        self.attempts.unwrap_or(2).clamp(1, MAX_ATTEMPTS)
    }

    /// The longest time that all attempts can take, each with connecting and a response, and the
    /// delays between them, which double from one second.
    fn total_time(self) -> Duration {
        // 1, 2, 4, 8 and 16 s, then 20 s each.
        let between = self.attempts() - 1;
        let delays = (1_u64 << between.min(5)) - 1 + 20 * u64::from(between.saturating_sub(5));
        let all = self.timeout.saturating_mul(2).saturating_mul(self.attempts());
        all.saturating_add(Duration::from_secs(delays)).min(LONGEST)
    }

    /// A client of the service at the endpoint of the environment, the shared files or the default.
    #[must_use]
    pub fn client(self, config: &ProviderConfig) -> imds::client::Builder {
        imds::Client::builder()
            .configure(config)
            .max_attempts(self.attempts())
            .connect_timeout(self.timeout)
            .read_timeout(self.timeout)
            // The first attempt includes all attempts to get the token.
            .operation_attempt_timeout(self.total_time())
            .operation_timeout(self.total_time())
            .retry_classifier(SharedRetryClassifier::new(ImdsRetryClassifier { unreachable: self.attempts.is_some() }))
    }
}

/// Decides which failures are retried.
#[derive(Debug)]
struct ImdsRetryClassifier {
    /// Whether to retry when the service cannot be reached.
    unreachable: bool,
}

impl ClassifyRetry for ImdsRetryClassifier {
    fn name(&self) -> &'static str {
        "InstanceMetadata"
    }

    fn classify_retry(&self, context: &InterceptorContext) -> RetryAction {
        // A failed token request is not included: it has used all attempts already.
        let unreachable =
            |failure: &OrchestratorError<Error>| failure.is_connector_error() || failure.is_timeout_error();
        let failed = context.output_or_error().and_then(Result::err).is_some_and(unreachable);
        ImdsResponseRetryClassifier::default()
            .with_retry_connect_timeouts(self.unreachable && failed)
            .classify_retry(context)
    }
}

/// The URL of the service in the environment or the profile, or the default.
///
/// # Errors
///
/// If the URL or the endpoint mode is invalid.
pub fn endpoint(profile: Option<&str>, environment: &Environment) -> Result<String, CallError> {
    let (profiles, (name, _)) = (Profiles::read(environment), selected(profile, environment));
    let profile = profiles.get(&name);
    let find = |variable: &str, option: &str| {
        let of_variable = environment.text(variable).map(|text| (text, variable.to_owned()));
        of_variable.or_else(|| {
            let profile = profile?;
            profile.get(option).map(|setting| (setting.text, profile.wrong(setting, option)))
        })
    };
    if let Some((url, origin)) = find("AWS_EC2_METADATA_SERVICE_ENDPOINT", "ec2_metadata_service_endpoint") {
        return checked(url, &origin);
    }
    let mode = find("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "ec2_metadata_service_endpoint_mode");
    match mode {
        Some((mode, _)) if mode.eq_ignore_ascii_case("IPv6") => Ok("http://[fd00:ec2::254]".to_owned()),
        Some((mode, origin)) if !mode.eq_ignore_ascii_case("IPv4") => {
            let shown = shown(mode);
            Err(CallError::InvalidArgument(format!("{origin} must be IPv4 or IPv6, got '{shown}'")))
        }
        _ => Ok("http://169.254.169.254".to_owned()),
    }
}

/// Number of clients that are kept, each with a token of the service.
const MAX_CLIENTS: usize = 16;

type ImdsClients = Arc<Mutex<LruCache<(ImdsConfig, Option<String>, Environment), (imds::Client, EndpointTracker)>>>;
static CLIENTS: PerProcess<ImdsClients> = PerProcess::new();

/// The client that the process shares; it keeps the token.
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
    let own = endpoint.is_none().then(|| self::endpoint(None, &environment)).transpose()?;
    let url = own.as_deref().or(endpoint).unwrap_or_default();
    let builder = config.client(&provider_config).endpoint(url).map_err(|error| {
        let text = format!("url must be a URL of the instance metadata service, got {url:?}: {error}");
        CallError::InvalidArgument(text)
    })?;
    let client = (builder.build(), tracker);
    lock(&clients).insert(key, client.clone());
    Ok(client)
}

/// Reads the page at `path`; returns `None` if the service has no such page.
///
/// # Errors
///
/// If the service cannot be reached, does not respond within the timeout, or returns an error.
pub async fn read(path: &str, config: ImdsConfig, endpoint: Option<&str>) -> Result<Option<String>, CallError> {
    // The SDK panics on an invalid path.
    if !path.starts_with('/') || path.parse::<::http::uri::PathAndQuery>().is_err() {
        return Err(CallError::InvalidArgument(format!(
            "path must be a path of the instance metadata, such as \"/latest/meta-data/\", got {path:?}"
        )));
    }
    let (client, tracker) = environment::poll_attached(async { client(config, endpoint) }).await?;
    let text = |what: &str| {
        let at = tracker.last().map(|endpoint| format!(" at {}", endpoint.address)).unwrap_or_default();
        format!("instance metadata {path}{at}: {what}")
    };
    match environment::poll_attached(client.get(path)).await {
        Ok(page) => Ok(Some(page.into())),
        Err(ImdsError::ErrorResponse(failed)) => match failed.response().status().as_u16() {
            404 => Ok(None),
            status => Err(CallError::Unreachable(text(&format!("the response has the status {status}")))),
        },
        Err(error) => {
            let refusal = tracker.last().and_then(|endpoint| endpoint.error_status);
            let refused =
                refusal.map(|status| format!("the service returned no token, the response has the status {status}"));
            let cause = refused.unwrap_or_else(|| redact(&deepest(&error)).into_owned());
            let timed_out = cause.contains("timeout") || cause.contains("timed out");
            let kind = if timed_out { CallError::TimedOut } else { CallError::Unreachable };
            Err(kind(text(&cause)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::runtime;

    #[test]
    fn the_total_time_includes_attempts_and_delays() {
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
    fn an_invalid_path_is_refused() {
        for path in ["latest", "*", "?a", "/a b", "/\u{e9}\n"] {
            let read = runtime().block_on(read(path, ImdsConfig::default(), None));
            assert!(matches!(read, Err(CallError::InvalidArgument(_))), "{path}");
        }
    }
}
