//! Roles that a connection assumes, with temporary credentials from STS.

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use aws_config::sts::AssumeRoleProvider;
use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, Region};
use aws_credential_types::Credentials;
use aws_credential_types::provider::ProvideCredentials;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::future::ProvideCredentials as Provided;
use aws_sdk_sts::operation::assume_role::AssumeRoleError;
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;

use crate::credentials::connection_credentials::ConnectionCredentials;
use crate::credentials::endpoint_tracking::{EndpointTracker, TrackedProvider};
use crate::credentials::identity_cache::{LoadCredentials, LoadError};
use crate::credentials::shared_files::profiles;
use crate::credentials::source::Role;
use crate::credentials::validation::ValidatedProvider;
use crate::error::chain::find;
use crate::process::environment::Environment;

/// Timeout for connecting to STS.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// Timeout for one attempt.
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(10);
/// Timeout for all attempts together.
const TOTAL_TIMEOUT: Duration = Duration::from_secs(25);

/// A source that assumes a role, again before the credentials expire.
pub struct AssumedRole {
    role: Role,
    base: ConnectionCredentials,
    region: String,
    profile: Option<String>,
    http: SharedHttpClient,
    /// The session name, which CloudTrail shows.
    session: String,
}

impl fmt::Debug for AssumedRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("AssumedRole").field(&self.role.arn).finish()
    }
}

impl AssumedRole {
    /// A source that assumes the role with `base`, in `region`.
    ///
    /// `profile` may set another STS endpoint in the shared files.
    #[must_use]
    pub fn new(
        role: &Role,
        base: ConnectionCredentials,
        region: &str,
        profile: Option<&str>,
        http: SharedHttpClient,
    ) -> Self {
        let seconds = || SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |age| age.as_secs());
        let session = role.session_name.clone().unwrap_or_else(|| format!("reboto-{}", seconds()));
        let (role, region, profile) = (role.clone(), region.to_owned(), profile.map(str::to_owned));
        Self { role, base, region, profile, http, session }
    }

    /// Requests credentials. The client is not kept: thousands of roles would keep thousands of
    /// clients for one request per hour.
    async fn request(&self, base: Credentials) -> Result<Credentials, CredentialsError> {
        let tracker = EndpointTracker::default();
        let timeouts = TimeoutConfig::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .operation_attempt_timeout(ATTEMPT_TIMEOUT)
            .operation_timeout(TOTAL_TIMEOUT)
            .build();
        let loader = aws_config::defaults(BehaviorVersion::latest())
            .http_client(tracker.wrap(self.http.clone()))
            .region(Region::new(self.region.clone()))
            .credentials_provider(base)
            .timeout_config(timeouts);
        let loader = profiles::configured(loader, self.profile.as_deref(), &Environment::now());
        let mut builder = AssumeRoleProvider::builder(&self.role.arn).session_name(&self.session);
        if let Some(id) = &self.role.external_id {
            builder = builder.external_id(id);
        }
        let provider = builder.configure(&loader.load().await).build().await;
        TrackedProvider { provider: ValidatedProvider { provider, origin: "STS" }, tracker }.provide_credentials().await
    }

    async fn load(&self) -> Result<Credentials, CredentialsError> {
        let base = self.base.get().await.map_err(LoadError::into_error)?;
        let outcome = self.request(base.credentials().clone()).await;
        match outcome {
            Err(error) if is_expired(&error) && self.base.renew(&base) => {
                let base = self.base.get().await.map_err(LoadError::into_error)?;
                self.request(base.credentials().clone()).await
            }
            outcome => outcome,
        }
    }
}

impl ProvideCredentials for AssumedRole {
    fn provide_credentials<'a>(&'a self) -> Provided<'a>
    where
        Self: 'a,
    {
        Provided::new(self.load())
    }
}

impl LoadCredentials for AssumedRole {
    fn has_changed(&self) -> bool {
        true
    }
}

/// Whether STS reports that the credentials used to assume the role have expired.
fn is_expired(error: &CredentialsError) -> bool {
    let error = find::<SdkError<AssumeRoleError, HttpResponse>>(error);
    error.and_then(ProvideErrorMetadata::code).is_some_and(|code| code.starts_with("ExpiredToken"))
}
