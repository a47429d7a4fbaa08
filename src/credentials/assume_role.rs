//! Roles that a connection assumes, with temporary credentials from STS.

use std::fmt;

use aws_credential_types::Credentials;
use aws_credential_types::provider::ProvideCredentials;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::future::ProvideCredentials as Provided;
use aws_sdk_sts::operation::assume_role::AssumeRoleError;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;

use crate::credentials::connection_credentials::ConnectionCredentials;
use crate::credentials::endpoint_tracking::EndpointTracker;
use crate::credentials::identity_cache::{LoadCredentials, LoadError};
use crate::credentials::source::Role;
use crate::credentials::sts::Sts;
use crate::error::chain::find;

/// A source that assumes a role, again before the credentials expire.
pub struct AssumedRole {
    role: Role,
    base: ConnectionCredentials,
    sts: Sts,
}

impl fmt::Debug for AssumedRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("AssumedRole").field(&self.role.arn).finish()
    }
}

impl AssumedRole {
    /// A source that assumes the role with `base`.
    #[must_use]
    pub const fn new(role: Role, base: ConnectionCredentials, sts: Sts) -> Self {
        Self { role, base, sts }
    }

    async fn request(&self, base: Credentials) -> Result<Credentials, CredentialsError> {
        let tracker = EndpointTracker::default();
        let sts = Sts { http: tracker.wrap(self.sts.http.clone()), ..self.sts.clone() };
        tracker.track(sts.assume(&self.role, base)).await
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
