//! Credentials from environment variables: an access key, or a web identity token.

use std::path::Path;

use aws_config::ecs::EcsCredentialsProvider;
use aws_config::web_identity_token::WebIdentityTokenCredentialsProvider;
use aws_credential_types::Credentials;
use aws_credential_types::credential_feature::AwsCredentialFeature;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::future::ProvideCredentials as Provided;
use aws_credential_types::provider::{self, ProvideCredentials};

use crate::credentials::shared_files::profile_credentials::{
    ProfileError, check_container, check_token_file, explain_token_file,
};
use crate::credentials::validation::{InvalidCredentials, validate};
use crate::process::environment::Environment;

const ID: &str = "AWS_ACCESS_KEY_ID";
const SECRETS: [&str; 2] = ["AWS_SECRET_ACCESS_KEY", "SECRET_ACCESS_KEY"];
// boto's name takes precedence, as in botocore.
const TOKENS: [&str; 2] = ["AWS_SECURITY_TOKEN", "AWS_SESSION_TOKEN"];

/// The environment's access key. An empty or blank variable counts as not set.
#[derive(Debug)]
pub struct EnvironmentCredentials(pub Environment);

/// The first of these variables that is not blank, and its value.
fn first(environment: &Environment, names: &[&'static str]) -> Option<(&'static str, String)> {
    let text = |name| environment.get(name).filter(|text| !text.trim().is_empty());
    names.iter().find_map(|name| Some((*name, text(name)?.to_owned())))
}

fn credentials(environment: &Environment) -> provider::Result {
    let first = |names: &[&'static str]| first(environment, names);
    let Some((_, id)) = first(&[ID]) else { return Err(CredentialsError::not_loaded("AWS_ACCESS_KEY_ID is not set")) };
    let Some((secret_name, secret)) = first(&SECRETS) else {
        // botocore stops here too: the next source may have credentials of another account.
        return Err(CredentialsError::invalid_configuration(ProfileError::Broken(
            incomplete_pair(environment).unwrap_or_default(),
        )));
    };
    let token = first(&TOKENS);
    let values = [(ID, id.as_str()), (secret_name, secret.as_str())];
    validate(values.into_iter().chain(token.as_ref().map(|(name, token)| (*name, token.as_str()))))
        .map_err(|InvalidCredentials(what)| InvalidCredentials(format!("the environment variable {what}")))
        .map_err(CredentialsError::invalid_configuration)?;
    let mut credentials = Credentials::new(id, secret, token.map(|(_, token)| token), None, "environment");
    credentials
        .get_property_mut_or_default::<Vec<AwsCredentialFeature>>()
        .push(AwsCredentialFeature::CredentialsEnvVars);
    Ok(credentials)
}

impl ProvideCredentials for EnvironmentCredentials {
    fn provide_credentials<'a>(&'a self) -> Provided<'a>
    where
        Self: 'a,
    {
        Provided::ready(credentials(&self.0))
    }
}

/// The error text if the environment has only one half of an access key.
#[must_use]
pub fn incomplete_pair(environment: &Environment) -> Option<String> {
    let (set, missing) = match (first(environment, &[ID]), first(environment, &SECRETS)) {
        (Some((id, _)), None) => (id, SECRETS[0]),
        (None, Some((secret, _))) => (secret, ID),
        _ => return None,
    };
    Some(format!("the environment variable {set} is set, but {missing} is not; set both or neither"))
}

/// The environment's web identity, with a clear error if its token file cannot be read.
#[derive(Debug)]
pub struct WebIdentityCredentials {
    pub provider: WebIdentityTokenCredentialsProvider,
    pub environment: Environment,
}

impl ProvideCredentials for WebIdentityCredentials {
    fn provide_credentials<'a>(&'a self) -> Provided<'a>
    where
        Self: 'a,
    {
        Provided::new(async move {
            let set = |name| {
                let text = self.environment.text(name);
                text.ok_or_else(|| CredentialsError::not_loaded(format!("{name} is not set")))
            };
            let token_file = set("AWS_WEB_IDENTITY_TOKEN_FILE")?;
            set("AWS_ROLE_ARN")?;
            let whose = " of AWS_WEB_IDENTITY_TOKEN_FILE";
            check_token_file(Path::new(token_file), whose)?;
            let found = self.provider.provide_credentials().await;
            found.map_err(|error| explain_token_file(error, Path::new(token_file), whose))
        })
    }
}

/// The container's role, with a clear error if its token cannot be used.
#[derive(Debug)]
pub struct ContainerCredentials {
    pub provider: EcsCredentialsProvider,
    pub environment: Environment,
}

impl ProvideCredentials for ContainerCredentials {
    fn provide_credentials<'a>(&'a self) -> Provided<'a>
    where
        Self: 'a,
    {
        Provided::new(async move {
            let is_set = |name| self.environment.text(name).is_some();
            // The SDK takes an empty variable for an invalid URL.
            if !["AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"].into_iter().any(is_set)
            {
                return Err(CredentialsError::not_loaded("no container credentials"));
            }
            check_container(&self.environment)?;
            self.provider.provide_credentials().await
        })
    }
}
