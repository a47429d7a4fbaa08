//! Settings that decide which credentials a connection uses.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use aws_credential_types::Credentials;
use aws_credential_types::provider::ProvideCredentials;

use crate::credentials::imds::ImdsConfig;
use crate::credentials::shared_files::profiles;
use crate::process::environment::Environment;
use crate::process::file_stamp::FileStamp;

/// Long-lived or temporary credentials given to a connection or read from boto.cfg.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct StaticCredentials {
    pub access_key: String,
    pub secret_key: String,
    pub session_token: Option<String>,
}

impl fmt::Debug for StaticCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/***", self.access_key)
    }
}

impl StaticCredentials {
    #[must_use]
    pub fn credentials(&self, origin: &'static str) -> Credentials {
        Credentials::new(&self.access_key, &self.secret_key, self.session_token.clone(), None, origin)
    }
}

/// A `credentials_provider` passed by the caller.
#[derive(Clone)]
pub struct CustomProvider {
    /// Identifies the provider: equal numbers share one cache.
    pub number: u64,
    pub provider: Arc<dyn ProvideCredentials>,
}

impl PartialEq for CustomProvider {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
    }
}

impl Eq for CustomProvider {}

impl Hash for CustomProvider {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.number.hash(state);
    }
}

impl fmt::Debug for CustomProvider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "credentials_provider {}", self.number)
    }
}

/// Settings that decide which credentials a connection uses.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CredentialsConfig {
    /// Credentials given to the connection. No other source is used then.
    pub given: Option<StaticCredentials>,
    /// The caller's provider. No other source is used then.
    pub custom: Option<CustomProvider>,
    /// The profile that was named. A profile without credentials is an error.
    pub profile: Option<String>,
    /// Credentials from boto's configuration file.
    pub boto_file: Option<StaticCredentials>,
    /// The role to assume with these credentials.
    pub role: Option<Role>,
    /// The region in which roles are assumed.
    pub region: String,
    /// Timeout and attempts of the instance metadata service.
    pub metadata: ImdsConfig,
}

/// A role, with the values that its trust policy may require.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Role {
    pub arn: String,
    pub external_id: Option<String>,
    pub session_name: Option<String>,
    /// How long the credentials are valid, in seconds.
    pub duration: Option<i32>,
}

/// The text for a role's ARN in errors.
pub const EXPECTED_ROLE: &str = "a role's ARN, such as arn:aws:iam::123456789012:role/reader";

/// Whether a text is the ARN of a role.
#[must_use]
pub fn is_role(arn: &str) -> bool {
    arn.starts_with("arn:") && arn.contains(":role/")
}

/// The state of each of the shared files, if it exists.
pub type SharedFileStamps = [Option<FileStamp>; 2];

/// The state of the shared files now.
#[must_use]
pub fn shared_file_stamps(environment: &Environment) -> SharedFileStamps {
    profiles::paths(environment).map(|path| FileStamp::of(&path?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_not_shown() {
        let given = StaticCredentials {
            access_key: "AKID".to_owned(),
            secret_key: "hidden-secret".to_owned(),
            session_token: Some("hidden-token".to_owned()),
        };
        let source = CredentialsConfig {
            given: Some(given),
            custom: None,
            profile: None,
            boto_file: None,
            role: None,
            region: "eu-west-1".to_owned(),
            metadata: ImdsConfig::default(),
        };
        assert!(!format!("{source:?}").contains("hidden"));
    }
}
