//! Converts a connection's settings to the SDK's configuration.

use std::time::Duration;

use aws_config::identity::IdentityCache;
use aws_config::retry::RetryConfig;
use aws_config::stalled_stream_protection::StalledStreamProtectionConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_smithy_async::rt::sleep::{SharedAsyncSleep, TokioSleep};
use aws_types::sdk_ua_metadata::FrameworkMetadata;

use crate::client::endpoint_protocol::ProtocolChoice;
use crate::credentials::shared_files::profiles;
use crate::credentials::source::CredentialsConfig;
use crate::error::CallError;
use crate::http::connection_limit::ConnectionLimits;
use crate::http::{self, Scheme, Transport};
use crate::process::environment::Environment;
use crate::runtime;

/// The settings of a connection.
#[derive(Clone, Debug, PartialEq)]
pub struct ConnectionSettings {
    pub credentials: CredentialsConfig,
    pub client: ClientSettings,
}

/// The settings of a client. Connections with equal ones share a client.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ClientSettings {
    pub region: String,
    /// The profile whose configuration applies.
    pub profile: Option<String>,
    /// A URL that overrides the service's endpoint in the region.
    pub endpoint: Option<String>,
    pub transport: Transport,
    pub scheme: Scheme,
    pub connect_timeout: Duration,
    /// Timeout for the response.
    pub read_timeout: Duration,
    /// Number of retries of a failed call.
    pub retries: u32,
    /// The longest delay before a retry.
    pub max_backoff: Duration,
    /// Limits on the number of connections.
    pub connections: ConnectionLimits,
    /// The protocol of requests, where a service has two.
    pub protocol: ProtocolChoice,
}

impl ClientSettings {
    /// The timeout of an attempt, in which the credentials are loaded as well.
    #[must_use]
    pub const fn attempt_timeout(&self) -> Duration {
        self.connect_timeout.saturating_add(self.read_timeout)
    }
}

/// Builds the configuration that both services share.
///
/// The SDK reads the environment, so the caller must hold the GIL.
///
/// # Errors
///
/// If the CA bundle or the proxy is invalid.
pub fn build(settings: &ClientSettings, environment: &Environment) -> Result<SdkConfig, CallError> {
    let client = http::client(&settings.transport, settings.scheme, environment)?;
    let timeouts = TimeoutConfig::builder()
        .connect_timeout(settings.connect_timeout)
        .read_timeout(settings.read_timeout)
        .operation_attempt_timeout(settings.attempt_timeout())
        .build();
    let attempts = settings.retries.saturating_add(1);
    let retries = RetryConfig::standard().with_max_attempts(attempts).with_max_backoff(settings.max_backoff);
    let mut loader = aws_config::defaults(BehaviorVersion::latest())
        .http_client(client)
        .region(Region::new(settings.region.clone()))
        .no_credentials()
        .timeout_config(timeouts)
        .retry_config(retries)
        // It would cancel a slow handshake after five seconds. The timeouts above handle stalled streams.
        .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
        // Each source has its own cache.
        .identity_cache(IdentityCache::no_cache())
        .sleep_impl(SharedAsyncSleep::new(TokioSleep::new()));
    loader = profiles::configured(loader, settings.profile.as_deref(), environment);
    let config = runtime::now(loader.load())?;
    // Framework metadata leaves the application name, AWS_SDK_UA_APP_ID, to the user.
    let reboto = FrameworkMetadata::new("reboto", Some(env!("CARGO_PKG_VERSION"))).expect("letters and dots");
    let config = config.into_builder().framework_metadata(reboto).build();
    Ok(config)
}
