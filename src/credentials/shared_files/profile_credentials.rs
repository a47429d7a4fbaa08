//! Credentials of a profile in the shared files.

use aws_config::profile::ProfileFileCredentialsProvider;
use aws_config::provider_config::ProviderConfig;
use aws_credential_types::Credentials;
use aws_credential_types::credential_feature::AwsCredentialFeature;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::future::ProvideCredentials as Provided;
use aws_credential_types::provider::{self, ProvideCredentials, SharedCredentialsProvider};

use crate::credentials::environment_credentials::EnvironmentCredentials;
use crate::credentials::shared_files::plan::{NamedSource, Plan, ProfileError, Source, plan};
use crate::credentials::shared_files::profiles::{Profiles, sdk_name, selected};
use crate::credentials::shared_files::sso_token;
use crate::credentials::source::StaticCredentials;
use crate::credentials::sts::Sts;
use crate::credentials::validation::validated;
use crate::error::chain::deepest;
use crate::process::environment::Environment;

/// The credentials of a profile.
#[derive(Debug)]
pub struct ProfileCredentials {
    /// The requested profile, instead of the environment's and `default`.
    pub given: Option<String>,
    /// Whether boto.cfg has credentials for a profile of the same name.
    pub in_boto_file: bool,
    pub environment: Environment,
    pub sts: Sts,
    /// The sources of `credential_source`.
    pub container: SharedCredentialsProvider,
    pub instance: SharedCredentialsProvider,
    /// Settings of the SDK's single sign-on.
    pub config: ProviderConfig,
}

impl ProfileCredentials {
    async fn credentials(&self) -> provider::Result {
        let (name, was_named) = selected(self.given.as_deref(), &self.environment);
        // Read each time, so that a failure is gone once the files are fixed.
        let profiles = Profiles::read(&self.environment);
        let Plan { profile, source, roles } = match plan(&profiles, &name) {
            Ok(Some(plan)) => plan,
            Ok(None) => return Err(CredentialsError::not_loaded("the profile has no credentials")),
            Err(ProfileError::Missing(_)) if !was_named || self.in_boto_file => {
                return Err(CredentialsError::not_loaded("there is no such profile"));
            }
            Err(error) => return Err(CredentialsError::invalid_configuration(error)),
        };
        let first = match source {
            Source::AccessKey(pair) => access_key(&pair),
            Source::Program(program) => program.provide_credentials().await?,
            Source::WebIdentity { role, token_file } => {
                let whose = format!(", of profile `{profile}`,");
                self.sts.assume_with_token(&role, &token_file, &whose).await?
            }
            Source::SingleSignOn { session, start_url } => {
                self.single_sign_on(&profiles, &profile, session.as_deref(), &start_url).await?
            }
            Source::Named { source, place } => self.named(source, &place).await?,
        };
        let mut credentials = validated(first, &format!("profile `{profile}`"))?;
        for role in &roles {
            credentials = self.sts.assume(role, credentials).await?;
        }
        Ok(credentials)
    }

    async fn single_sign_on(
        &self,
        profiles: &Profiles,
        profile: &str,
        session: Option<&str>,
        start_url: &str,
    ) -> provider::Result {
        // The SDK panics on empty ones.
        for variable in ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_SSO", "AWS_ENDPOINT_URL_SSO_OIDC"] {
            if self.environment.get(variable) == Some("") {
                let text = format!("the environment variable {variable} is empty; unset it to use single sign-on");
                return Err(CredentialsError::invalid_configuration(ProfileError::Broken(text)));
            }
        }
        sso_token::check(&self.environment, session, start_url)?;
        // The SDK's provider reports the cause of a failure only once, so it is not kept.
        let provider = ProfileFileCredentialsProvider::builder()
            .configure(&self.config)
            .profile_files(profiles.for_sdk(profile))
            .profile_name(sdk_name(profile));
        provider.build().provide_credentials().await
    }

    async fn named(&self, source: NamedSource, place: &str) -> provider::Result {
        let found = match source {
            NamedSource::Environment => EnvironmentCredentials(self.environment.clone()).provide_credentials().await,
            NamedSource::Container => self.container.provide_credentials().await,
            NamedSource::Instance => self.instance.provide_credentials().await,
        };
        found.map_err(|error| match error {
            CredentialsError::CredentialsNotLoaded(_) => {
                let text = format!("{place} has no credentials: {}", deepest(&error));
                CredentialsError::invalid_configuration(ProfileError::Broken(text))
            }
            error => error,
        })
    }
}

impl ProvideCredentials for ProfileCredentials {
    fn provide_credentials<'a>(&'a self) -> Provided<'a>
    where
        Self: 'a,
    {
        Provided::new(self.credentials())
    }
}

fn access_key(pair: &StaticCredentials) -> Credentials {
    let mut credentials = pair.credentials("profile");
    credentials
        .get_property_mut_or_default::<Vec<AwsCredentialFeature>>()
        .push(AwsCredentialFeature::CredentialsProfile);
    credentials
}
