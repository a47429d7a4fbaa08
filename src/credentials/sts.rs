//! Requests to STS for the credentials of roles.
//!
//! The SDK's providers read endpoints by themselves, panic on an empty `AWS_ENDPOINT_URL`, and do not have the
//! duration of sessions.

use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, Region};
use aws_credential_types::Credentials;
use aws_credential_types::credential_feature::AwsCredentialFeature;
use aws_credential_types::provider;
use aws_credential_types::provider::error::CredentialsError;
use aws_sdk_sts::Client;
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_types::service_config::{LoadServiceConfig, ServiceConfigKey};

use crate::credentials::configured_endpoint::configured_endpoint;
use crate::credentials::shared_files::plan::ProfileError;
use crate::credentials::shared_files::profiles;
use crate::credentials::source::Role;
use crate::credentials::validation::validated;
use crate::process::environment::Environment;
use crate::process::regular_file;

/// Timeout for connecting to STS.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// Timeout for one attempt.
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(10);
/// Timeout for all attempts together.
const TOTAL_TIMEOUT: Duration = Duration::from_secs(25);

/// STS in a region. The profile may set another endpoint in the shared files.
#[derive(Clone, Debug)]
pub struct Sts {
    pub http: SharedHttpClient,
    pub region: String,
    pub profile: Option<String>,
}

/// Hides the endpoints that the SDK would read.
#[derive(Debug)]
struct NoServiceConfig;

impl LoadServiceConfig for NoServiceConfig {
    fn load_config(&self, _: ServiceConfigKey<'_>) -> Option<String> {
        None
    }
}

impl Sts {
    /// A client for one request. It is not kept: thousands of roles would keep thousands of clients for
    /// one request per hour.
    async fn client(&self, credentials: Option<Credentials>) -> Result<Client, CredentialsError> {
        let environment = Environment::now();
        let url = configured_endpoint("STS", self.profile.as_deref(), &environment)
            .map_err(|error| CredentialsError::invalid_configuration(ProfileError::Broken(error.to_string())))?;
        let timeouts = TimeoutConfig::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .operation_attempt_timeout(ATTEMPT_TIMEOUT)
            .operation_timeout(TOTAL_TIMEOUT)
            .build();
        let loader = aws_config::defaults(BehaviorVersion::latest())
            .http_client(self.http.clone())
            .region(Region::new(self.region.clone()))
            .timeout_config(timeouts);
        let loader = match credentials {
            Some(credentials) => loader.credentials_provider(credentials),
            None => loader.no_credentials(),
        };
        let loader = profiles::configured(loader, self.profile.as_deref(), &environment);
        let mut builder = Box::pin(loader.load()).await.into_builder().service_config(NoServiceConfig);
        if url.is_some() {
            builder.set_use_fips(None).set_use_dual_stack(None);
        }
        builder.set_endpoint_url(url);
        Ok(Client::new(&builder.build()))
    }

    /// Assumes a role.
    ///
    /// # Errors
    ///
    /// If STS refuses the request or cannot be reached.
    pub async fn assume(&self, role: &Role, credentials: Credentials) -> provider::Result {
        let request = self.client(Some(credentials)).await?.assume_role().role_arn(&role.arn);
        let request = request.role_session_name(session_name(role)).set_external_id(role.external_id.clone());
        let request = request.set_duration_seconds(role.duration);
        let output = Box::pin(request.send()).await.map_err(CredentialsError::provider_error)?;
        temporary(output.credentials, AwsCredentialFeature::CredentialsStsAssumeRole)
    }

    /// Assumes a role with a web identity; `whose` says in an error who named the token's file.
    ///
    /// # Errors
    ///
    /// If the file cannot be read, or if STS refuses the request or cannot be reached.
    pub async fn assume_with_token(&self, role: &Role, token_file: &Path, whose: &str) -> provider::Result {
        let token = token(token_file, whose)?;
        let request = self.client(None).await?.assume_role_with_web_identity().role_arn(&role.arn);
        let request = request.role_session_name(session_name(role)).web_identity_token(token);
        let output = Box::pin(request.send()).await.map_err(CredentialsError::provider_error)?;
        temporary(output.credentials, AwsCredentialFeature::CredentialsStsAssumeRoleWebId)
    }
}

/// The session's name, which CloudTrail shows.
fn session_name(role: &Role) -> String {
    let seconds = || SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |age| age.as_secs());
    role.session_name.clone().unwrap_or_else(|| format!("reboto-{}", seconds()))
}

/// The token of a web identity.
fn token(path: &Path, whose: &str) -> Result<String, CredentialsError> {
    let refused = |reason: &str| unreadable("web identity token file", path, whose, reason);
    let token = regular_file::read(path).map_err(|cause| refused(&regular_file::reason(&cause)))?;
    let token = String::from_utf8(token).map_err(|_| refused("it is not UTF-8 text"))?;
    if token.trim().is_empty() { Err(refused("it is empty")) } else { Ok(token) }
}

/// The error for a file that cannot be read.
#[must_use]
pub fn unreadable(what: &str, path: &Path, whose: &str, reason: &str) -> CredentialsError {
    let text = format!("the {what} {}{whose} cannot be read: {reason}", path.display());
    CredentialsError::invalid_configuration(ProfileError::Broken(text))
}

fn temporary(found: Option<aws_sdk_sts::types::Credentials>, feature: AwsCredentialFeature) -> provider::Result {
    let found = found.ok_or_else(|| CredentialsError::unhandled("the response has no credentials"))?;
    let expiry = SystemTime::try_from(found.expiration).map_err(CredentialsError::unhandled)?;
    let token = Some(found.session_token).filter(|token| !token.is_empty());
    let mut credentials = Credentials::new(found.access_key_id, found.secret_access_key, token, Some(expiry), "STS");
    credentials.get_property_mut_or_default::<Vec<AwsCredentialFeature>>().push(feature);
    validated(credentials, "STS")
}
