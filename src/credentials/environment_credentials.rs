//! Credentials from environment variables: an access key, or a web identity token.

use std::path::Path;

use aws_config::ecs::EcsCredentialsProvider;
use aws_credential_types::Credentials;
use aws_credential_types::credential_feature::AwsCredentialFeature;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::future::ProvideCredentials as Provided;
use aws_credential_types::provider::{self, ProvideCredentials};

use crate::credentials::shared_files::plan::ProfileError;
use crate::credentials::shared_files::profiles::shown;
use crate::credentials::source::{EXPECTED_ROLE, Role, is_role};
use crate::credentials::sts::{Sts, unreadable};
use crate::credentials::validation::{InvalidCredentials, flaw, validate};
use crate::process::environment::Environment;
use crate::process::regular_file;

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

/// The environment's web identity.
#[derive(Debug)]
pub struct WebIdentityCredentials {
    pub sts: Sts,
    pub environment: Environment,
}

impl WebIdentityCredentials {
    async fn credentials(&self) -> provider::Result {
        let [token_file, arn, session_name] = ["AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_ROLE_ARN", "AWS_ROLE_SESSION_NAME"]
            .map(|name| self.environment.text(name));
        let Some(token_file) = token_file else {
            return Err(CredentialsError::not_loaded("AWS_WEB_IDENTITY_TOKEN_FILE is not set"));
        };
        let broken = |text: String| CredentialsError::invalid_configuration(ProfileError::Broken(text));
        // botocore stops here too: the next source may have credentials of another role.
        let missing = "the environment variable AWS_WEB_IDENTITY_TOKEN_FILE is set, but AWS_ROLE_ARN is not; \
                       set both or neither";
        let arn = arn.ok_or_else(|| broken(missing.to_owned()))?;
        if !is_role(arn) {
            let shown: String = arn.escape_debug().take(100).collect();
            return Err(broken(format!(
                "the environment variable AWS_ROLE_ARN must be {EXPECTED_ROLE}, got '{shown}'"
            )));
        }
        let session_name = session_name.map(str::to_owned);
        let role = Role { arn: arn.to_owned(), external_id: None, session_name, duration: None };
        let whose = " of AWS_WEB_IDENTITY_TOKEN_FILE";
        self.sts.assume_with_token(&role, Path::new(token_file), whose).await
    }
}

impl ProvideCredentials for WebIdentityCredentials {
    fn provide_credentials<'a>(&'a self) -> Provided<'a>
    where
        Self: 'a,
    {
        Provided::new(self.credentials())
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
            check_container_variables(&self.environment)?;
            check_container(&self.environment)?;
            self.provider.provide_credentials().await
        })
    }
}

/// Checks the variables that the SDK reads: an empty one is not the same as a missing one there.
fn check_container_variables(environment: &Environment) -> Result<(), CredentialsError> {
    const URI: &str = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";
    const FULL_URI: &str = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
    let broken = |text: String| Err(CredentialsError::invalid_configuration(ProfileError::Broken(text)));
    for name in [URI, "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] {
        if environment.get(name) == Some("") {
            return broken(format!("the environment variable {name} is empty; unset it"));
        }
    }
    let (name, text, url, expected) = match (environment.text(URI), environment.text(FULL_URI)) {
        (Some(path), _) => {
            // Without a slash, the text would continue the host's name.
            let path_only = if path.starts_with('/') { path } else { " " };
            (URI, path, format!("http://169.254.170.2{path_only}"), "a path such as '/v2/credentials/ID'")
        }
        (None, Some(url)) => (FULL_URI, url, url.to_owned(), "a URL such as 'http://169.254.170.23/v1/credentials'"),
        (None, None) => return Ok(()),
    };
    let uri = url.parse::<::http::Uri>().ok();
    let is_url = |uri: ::http::Uri| uri.host().is_some() && matches!(uri.scheme_str(), Some("http" | "https"));
    if uri.is_some_and(is_url) {
        return Ok(());
    }
    broken(format!("the environment variable {name} must be {expected}, got '{}'", shown(text)))
}

/// Checks the token for the container's credentials service, because the SDK's errors do not name its source.
fn check_container(environment: &Environment) -> Result<(), CredentialsError> {
    const FILE: &str = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE";
    const TOKEN: &str = "AWS_CONTAINER_AUTHORIZATION_TOKEN";
    let (origin, token) = if let Some(path) = environment.text(FILE) {
        let whose = format!(" of {FILE}");
        let refused = |reason: &str| unreadable("token file", Path::new(path), &whose, reason);
        let token = regular_file::read(Path::new(path)).map_err(|cause| refused(&regular_file::reason(&cause)))?;
        let token = String::from_utf8(token).map_err(|_| refused("it is not UTF-8 text"))?;
        (format!("the token in {path}"), token)
    } else {
        let Some(token) = environment.text(TOKEN) else { return Ok(()) };
        (format!("the environment variable {TOKEN}"), token.to_owned())
    };
    let is_sent = |character: char| character == '\t' || !character.is_control();
    if token.chars().all(is_sent) {
        return Ok(());
    }
    let flaw = flaw(&token).unwrap_or("contains a control character");
    Err(CredentialsError::invalid_configuration(InvalidCredentials(format!("{origin} {flaw}"))))
}
