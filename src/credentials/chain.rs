//! Where credentials come from when none are given: boto's places and the SDK's chain.

use std::any::Any;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use aws_config::ecs::EcsCredentialsProvider;
use aws_config::imds;
use aws_config::imds::credentials::ImdsCredentialsProvider;
use aws_config::meta::credentials::CredentialsProviderChain;
use aws_config::provider_config::ProviderConfig;
use aws_config::web_identity_token::WebIdentityTokenCredentialsProvider;
use aws_credential_types::Credentials;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::future::ProvideCredentials as Provided;
use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider};
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_types::region::Region;

use crate::credentials::assume_role::{self, Role};
use crate::credentials::endpoint_tracking::{Asked, AskedAt, Placed};
use crate::credentials::environment_credentials::{EnvironmentKeys, WebIdentity, half_a_pair};
use crate::credentials::imds::Patience;
use crate::credentials::shared_files::profile_credentials::{ProfileError, ProfileKeys};
use crate::credentials::shared_files::profiles::{self, Profiles, selected};
use crate::credentials::validation::{BadKey, Checked, checked};
use crate::error::{Fault, deepest, find};
use crate::http::trust_store::FileStamp;
use crate::process::environment::Environment;
use crate::redaction::registry::hidden;
use crate::runtime::panics::lock;

/// Keys that somebody wrote down: given to a connection, or in boto's own file.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct StaticKeys {
    pub access_key: String,
    pub secret_key: String,
    pub session_token: Option<String>,
}

impl fmt::Debug for StaticKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/***", self.access_key)
    }
}

impl StaticKeys {
    #[must_use]
    pub fn credentials(&self, origin: &'static str) -> Credentials {
        Credentials::new(&self.access_key, &self.secret_key, self.session_token.clone(), None, origin)
    }
}

/// A source of the caller's own.
#[derive(Clone)]
pub struct Custom {
    /// Sources of one number are the same.
    pub number: u64,
    pub provider: Arc<dyn ProvideCredentials>,
}

impl PartialEq for Custom {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
    }
}

impl Eq for Custom {}

impl Hash for Custom {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.number.hash(state);
    }
}

impl fmt::Debug for Custom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "credentials_provider {}", self.number)
    }
}

/// What decides which credentials a connection uses.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Source {
    /// Keys given to the connection: nothing else is looked at.
    pub given: Option<StaticKeys>,
    /// The caller's own provider: nothing else is looked at.
    pub custom: Option<Custom>,
    /// The profile that was named; without keys of its own it is an error.
    pub profile: Option<String>,
    /// Keys from boto's configuration file.
    pub boto_file: Option<StaticKeys>,
    /// The role to assume with what was found.
    pub role: Option<Role>,
    /// The region in which roles are assumed.
    pub region: String,
    /// How the instance metadata is waited for.
    pub metadata: Patience,
}

/// The state of each of the shared files, if it is there.
pub type Written = [Option<FileStamp>; 2];

/// The state of the shared files now.
#[must_use]
pub fn written(environment: &Environment) -> Written {
    profiles::paths(environment).map(|path| FileStamp::of(&path?))
}

/// `beside` reaches what is on this machine or next to it, where no proxy leads.
#[must_use]
pub fn chain(
    source: &Source,
    environment: &Environment,
    http: SharedHttpClient,
    beside: SharedHttpClient,
) -> SharedCredentialsProvider {
    let region = Region::new(source.region.clone());
    let asked = Asked::default();
    let config = ProviderConfig::without_region().with_region(Some(region)).with_http_client(asked.by(http));
    let beside = config.clone().with_http_client(asked.by(beside));
    let boto_file = source.boto_file.as_ref().map(|keys| keys.credentials("boto.cfg"));
    let profile = source.profile.clone().filter(|name| !name.is_empty());
    let file = ProfileKeys::new(profile.clone(), boto_file.is_some(), config.clone(), environment);
    let silent = Silence::default();
    if let Some(profile) = profile {
        let missing = format!("profile `{profile}` names no keys, no role and no program that gives some");
        return match boto_file {
            None => {
                let environment = environment.clone();
                let provider = Explained { provider: file, tried: missing, silent, environment };
                SharedCredentialsProvider::new(Placed { provider, asked })
            }
            keys => {
                let provider = CredentialsProviderChain::first_try("profile", file).or_else("boto.cfg", BotoFile(keys));
                SharedCredentialsProvider::new(Placed { provider, asked })
            }
        };
    }
    let metadata = metadata_client(source.metadata, &beside, environment);
    let chain = CredentialsProviderChain::first_try("environment", EnvironmentKeys(environment.clone()))
        .or_else("shared credentials file", file)
        .or_else("boto.cfg", BotoFile(boto_file))
        .or_else(
            "web identity token",
            Checked {
                provider: WebIdentity {
                    provider: WebIdentityTokenCredentialsProvider::builder().configure(&config).build(),
                    environment: environment.clone(),
                },
                origin: "STS",
            },
        )
        .or_else(
            "container",
            Checked {
                provider: EcsCredentialsProvider::builder().configure(&beside).build(),
                origin: "the container's credentials service",
            },
        )
        .or_else(
            "instance metadata",
            Checked {
                provider: Metadata {
                    provider: ImdsCredentialsProvider::builder().configure(&beside).imds_client(metadata).build(),
                    asked: asked.clone(),
                    silent: silent.clone(),
                },
                origin: "the instance metadata",
            },
        );
    let environment = environment.clone();
    let provider = Explained { provider: chain, tried: TRIED.to_owned(), silent, environment };
    SharedCredentialsProvider::new(Placed { provider, asked })
}

/// A client of the instance metadata, also where the profile says where that is.
fn metadata_client(patience: Patience, config: &ProviderConfig, environment: &Environment) -> imds::Client {
    let builder = patience.client(config);
    if environment.text("AWS_EC2_METADATA_SERVICE_ENDPOINT").is_some() {
        return builder.build();
    }
    let (profiles, (name, _)) = (Profiles::read(environment), selected(None, environment));
    let endpoint = profiles.get(&name).and_then(|profile| profile.get("ec2_metadata_service_endpoint"));
    match endpoint.map(|endpoint| patience.client(config).endpoint(endpoint.text)) {
        Some(Ok(builder)) => builder.build(),
        // The SDK reports one that is not a URL, when the service is asked.
        _ => builder.build(),
    }
}

/// Keys from boto's configuration file, if it holds any.
#[derive(Debug)]
struct BotoFile(Option<Credentials>);

impl ProvideCredentials for BotoFile {
    fn provide_credentials<'a>(&'a self) -> Provided<'a>
    where
        Self: 'a,
    {
        let found = self.0.clone().ok_or_else(|| CredentialsError::not_loaded("no keys in boto.cfg"));
        Provided::ready(found.and_then(|keys| checked(keys, "boto's configuration")))
    }
}

const TRIED: &str = "tried, in order: environment variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, \
    the shared files ~/.aws/credentials and ~/.aws/config (profile of AWS_PROFILE, else `default`), boto.cfg, \
    web identity token, container credentials, instance metadata";

/// Why the instance metadata gave nothing, if it was there to be asked.
type Silence = Arc<Mutex<Option<String>>>;

/// The instance's role; if it cannot be had, that is remembered.
#[derive(Debug)]
struct Metadata {
    provider: ImdsCredentialsProvider,
    asked: Asked,
    silent: Silence,
}

impl ProvideCredentials for Metadata {
    fn provide_credentials<'a>(&'a self) -> Provided<'a>
    where
        Self: 'a,
    {
        Provided::new(async move {
            let found = self.provider.provide_credentials().await;
            let Err(error) = found else { return found };
            let (mut why, place) = (deepest(&error), self.asked.last());
            if let Some(status) = place.as_ref().and_then(|place| place.refusal) {
                why = format!("the answer has the status {status}");
            }
            let whence = place.map(|place| format!("{}: ", place.address)).unwrap_or_default();
            *lock(&self.silent) = Some(format!("{whence}{why}"));
            match error {
                CredentialsError::CredentialsNotLoaded(_) => Err(error),
                _ => Err(CredentialsError::provider_error(format!("instance metadata: {why}"))),
            }
        })
    }

    fn fallback_on_interrupt(&self) -> Option<Credentials> {
        self.provider.fallback_on_interrupt()
    }
}

/// A provider whose "nothing found" says what was looked at.
#[derive(Debug)]
struct Explained<P> {
    provider: P,
    tried: String,
    silent: Silence,
    environment: Environment,
}

impl<P: ProvideCredentials> ProvideCredentials for Explained<P> {
    fn provide_credentials<'a>(&'a self) -> Provided<'a>
    where
        Self: 'a,
    {
        Provided::new(async move {
            self.provider.provide_credentials().await.map_err(|error| match error {
                CredentialsError::CredentialsNotLoaded(_) => {
                    let silent = lock(&self.silent);
                    let silent = silent.as_ref().map(|why| format!(" ({why})")).unwrap_or_default();
                    let half = half_a_pair(&self.environment).map(|what| format!("; {what}")).unwrap_or_default();
                    CredentialsError::not_loaded(format!("{}{silent}{half}", self.tried))
                }
                other => other,
            })
        })
    }
}

/// Credentials that could not be had, in words that say where they were looked for.
#[must_use]
pub fn fault(error: &CredentialsError) -> Fault {
    if let Some(refused) = assume_role::refused(error) {
        return refused;
    }
    if let Some(raised) = find::<Raised>(error) {
        return Fault::Raised(raised.clone());
    }
    if let Some(late) = find::<Late>(error) {
        return Fault::NoCredentials(format!("{late}; see why it is slow, or raise the connection's timeout"));
    }
    match find::<ProfileError>(error) {
        Some(ProfileError::Missing(text)) => {
            return Fault::NoProfile(format!("{}; check profile_name= and AWS_PROFILE", hidden(text)));
        }
        Some(ProfileError::Broken(text)) => {
            return Fault::NoCredentials(format!("AWS credentials could not be loaded: {}", hidden(text)));
        }
        None => {}
    }
    if let Some(BadKey(what)) = find::<BadKey>(error) {
        return Fault::NoCredentials(format!("AWS credentials cannot be used: {what}; remove it there"));
    }
    let text = hidden(&deepest(error)).into_owned();
    match error {
        CredentialsError::CredentialsNotLoaded(_) => {
            Fault::NoCredentials(format!("no AWS credentials were found ({text}); give keys there"))
        }
        CredentialsError::ProviderTimedOut(_) => {
            let text = "AWS credentials did not come in time; see why their source is slow, or try again later";
            Fault::NoCredentials(text.to_owned())
        }
        _ => {
            let remedy = if text.contains("external process") {
                "run the profile's credential_process by hand to see why"
            } else if text.contains("SSO") {
                "sign in with `aws sso login`"
            } else if text.contains("instance metadata") {
                "try again later, or give keys in another way"
            } else {
                "mend their source, or give keys in another way"
            };
            let text = text.trim_end().trim_end_matches("Stderr:").trim_end().trim_end_matches('.');
            // The SDK's words for the exit of a program say it twice.
            let text = text.replace(
                "Error retrieving credentials: external process exited with code exit status: ",
                "the program ended with the exit status ",
            );
            let place = find::<AskedAt>(error).map(|asked| &asked.place);
            let whence = place.map(|place| format!(" from {}", place.address)).unwrap_or_default();
            let text = match place.and_then(|place| place.refusal) {
                Some(status) if text.starts_with("Non-success status") => format!("the answer has the status {status}"),
                _ => text,
            };
            Fault::NoCredentials(format!("AWS credentials could not be loaded{whence}: {text}; {remedy}"))
        }
    }
}

/// An exception that a provider of the caller's raised.
#[derive(Clone)]
pub struct Raised(pub Arc<dyn Any + Send + Sync>);

impl std::error::Error for Raised {}

impl fmt::Display for Raised {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("credentials_provider raised an exception")
    }
}

impl fmt::Debug for Raised {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Raised")
    }
}

/// A provider of the caller's that did not return in time.
#[derive(Debug)]
pub struct Late(pub Duration);

impl std::error::Error for Late {}

impl fmt::Display for Late {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "credentials_provider did not return within {} s", self.0.as_secs_f64())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::runtime;

    #[test]
    fn a_secret_is_not_shown() {
        let keys = StaticKeys {
            access_key: "AKID".to_owned(),
            secret_key: "hidden-secret".to_owned(),
            session_token: Some("hidden-token".to_owned()),
        };
        let source = Source {
            given: Some(keys),
            custom: None,
            profile: None,
            boto_file: None,
            role: None,
            region: "eu-west-1".to_owned(),
            metadata: Patience::default(),
        };
        assert!(!format!("{source:?}").contains("hidden"));
    }

    #[test]
    fn an_empty_boto_file_lets_the_chain_go_on() {
        let asked = runtime().block_on(async { BotoFile(None).provide_credentials().await });
        let error = asked.expect_err("no keys");
        assert!(matches!(error, CredentialsError::CredentialsNotLoaded(_)));
    }
}
