//! From a connection's settings to the SDK's configuration.

use std::future::Future;
use std::time::Duration;

use aws_config::retry::RetryConfig;
use aws_config::stalled_stream_protection::StalledStreamProtectionConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_smithy_async::rt::sleep::{SharedAsyncSleep, TokioSleep};
use aws_types::sdk_ua_metadata::FrameworkMetadata;

use crate::connection_limit::Limit;
use crate::credentials::{self, Source};
use crate::fault::Fault;
use crate::http::{self, Scheme, Transport};
use crate::renewal;
use crate::runtime::runtime;

/// Everything a client is made of; two connections with equal settings behave alike.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    pub region: String,
    /// A URL in place of the one that AWS gives the service in this region.
    pub endpoint: Option<String>,
    pub credentials: Source,
    pub transport: Transport,
    pub scheme: Scheme,
    pub connect_timeout: Duration,
    /// How long an answer may take, from the request's last byte to its own.
    pub read_timeout: Duration,
    /// How often a failed call is tried again.
    pub retries: u32,
    /// The longest wait before one of them.
    pub max_backoff: Duration,
    /// How many connections there may be.
    pub connections: Limit,
}

/// The part of the configuration that both services share.
///
/// # Errors
///
/// When the CA bundle or the proxy cannot be used.
pub fn shared(settings: &Settings) -> Result<SdkConfig, Fault> {
    let client = http::client(&settings.transport, settings.scheme)?;
    let provider = credentials::provider(&settings.credentials, &settings.transport)?;
    let timeouts = TimeoutConfig::builder()
        .connect_timeout(settings.connect_timeout)
        .read_timeout(settings.read_timeout)
        .operation_attempt_timeout(settings.connect_timeout + settings.read_timeout)
        .build();
    let retries = RetryConfig::standard()
        .with_max_attempts(settings.retries.saturating_add(1))
        .with_max_backoff(settings.max_backoff);
    let mut loader = aws_config::defaults(BehaviorVersion::latest())
        .http_client(client)
        .region(Region::new(settings.region.clone()))
        .no_credentials()
        .timeout_config(timeouts)
        .retry_config(retries)
        // It ends a slow handshake after five seconds; the time-outs above end what stalls.
        .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
        .sleep_impl(SharedAsyncSleep::new(TokioSleep::new()));
    if let Some(profile) = &settings.credentials.profile {
        loader = loader.profile_name(profile);
    }
    if let Some(endpoint) = &settings.endpoint {
        loader = loader.endpoint_url(endpoint);
    }
    let config = now(loader.load());
    // The application's name in the user agent stays the user's, by AWS_SDK_UA_APP_ID.
    let reboto = FrameworkMetadata::new("reboto", Some(env!("CARGO_PKG_VERSION"))).expect("letters and dots");
    let mut builder = config.into_builder().identity_cache(renewal::cache()).framework_metadata(reboto);
    // Set as it is: the builder's other setter wraps it anew, and each wrapping is looked up on its own.
    builder.set_credentials_provider(Some(provider));
    Ok(builder.build())
}

/// Drives what reads files and no socket.
pub fn now<T>(work: impl Future<Output = T>) -> T {
    runtime().block_on(work)
}
