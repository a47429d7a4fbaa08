//! Where credentials come from when none are given: boto's places and the SDK's chain.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::SystemTime;

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

use crate::asked::{Asked, AskedAt, Placed};
use crate::environment_keys::{EnvironmentKeys, WebIdentity, half_a_pair};
use crate::fault::{Fault, deepest, find};
use crate::http::{self, Scheme, Transport};
use crate::key_text::{BadKey, Checked, checked};
use crate::known::{Known, hidden};
use crate::metadata::Patience;
use crate::panics::lock;
use crate::profile_files::{self, Profiles, selected};
use crate::profile_keys::{ProfileError, ProfileKeys};
use crate::renewal::renewable;
use crate::role::{self, Role};
use crate::runtime::PerProcess;

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
    fn credentials(&self, origin: &'static str) -> Credentials {
        Credentials::new(&self.access_key, &self.secret_key, self.session_token.clone(), None, origin)
    }
}

/// What decides which credentials a connection uses.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Source {
    /// Keys given to the connection: nothing else is looked at.
    pub given: Option<StaticKeys>,
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

type Providers = Arc<Mutex<HashMap<(Source, Transport, Environment, Written), SharedCredentialsProvider>>>;
static PROVIDERS: PerProcess<Providers> = PerProcess::new();

/// When each of the shared files was last written, if it is there.
pub type Written = [Option<SystemTime>; 2];

/// The environment's variables that credentials depend on.
pub type Environment = Vec<(String, String)>;

/// The provider for `source`, shared by every connection that wants the same.
///
/// Nothing is read before the first call needs it.
///
/// # Errors
///
/// When the CA bundle or the proxy cannot be used.
pub fn provider(source: &Source, transport: &Transport) -> Result<SharedCredentialsProvider, Fault> {
    let given = source.given.as_ref().map(|keys| {
        let keys = keys.credentials("reboto");
        SharedCredentialsProvider::new(Given { known: known(&keys), keys })
    });
    if let (Some(keys), None) = (&given, &source.role) {
        return Ok(keys.clone());
    }
    let providers = PROVIDERS.get(Providers::default);
    let written = written();
    let key = (source.clone(), transport.clone(), environment(), written);
    let known = lock(&providers).get(&key).cloned();
    if let Some(provider) = known {
        return Ok(provider);
    }
    let client = http::client(transport, Scheme::Https)?;
    let base = if let Some(keys) = given {
        keys
    } else {
        let beside = http::client(&transport.straight(), Scheme::Https)?;
        let (source, http) = (source.clone(), client.clone());
        renewable(move || chain(&source, http.clone(), beside.clone()))
    };
    let provider = match &source.role {
        Some(role) => {
            let assumed = role.provider(base, &source.region, source.profile.as_deref(), client);
            renewable(move || assumed.clone())
        }
        None => base,
    };
    let mut providers = lock(&providers);
    // Providers read the files once: those made before a change are of no more use.
    providers.retain(|(.., known), _| *known == written);
    Ok(providers.entry(key).or_insert(provider).clone())
}

/// Keys given to a connection.
#[derive(Debug)]
struct Given {
    keys: Credentials,
    #[expect(dead_code, reason = "as long as it lives, nobody repeats them")]
    known: Known,
}

impl ProvideCredentials for Given {
    fn provide_credentials<'a>(&'a self) -> Provided<'a>
    where
        Self: 'a,
    {
        Provided::ready(Ok(self.keys.clone()))
    }
}

/// What nobody may repeat of keys.
#[must_use]
pub fn known(keys: &Credentials) -> Known {
    Known::of([keys.secret_access_key()].into_iter().chain(keys.session_token()))
}

/// The variables as they are now.
#[must_use]
pub fn environment() -> Environment {
    let relevant = |name: &str| name.starts_with("AWS_") || name == "HOME" || name == "SECRET_ACCESS_KEY";
    let mut found: Environment = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .filter(|(name, _)| relevant(name))
        .collect();
    found.sort_unstable();
    found
}

/// When the shared files were written, as it is now.
#[must_use]
pub fn written() -> Written {
    profile_files::paths().map(|path| path?.metadata().ok()?.modified().ok())
}

/// `beside` reaches what is on this machine or next to it, where no proxy leads.
fn chain(source: &Source, http: SharedHttpClient, beside: SharedHttpClient) -> SharedCredentialsProvider {
    let region = Region::new(source.region.clone());
    let asked = Asked::default();
    let config = ProviderConfig::without_region().with_region(Some(region)).with_http_client(asked.by(http));
    let beside = config.clone().with_http_client(asked.by(beside));
    let boto_file = source.boto_file.as_ref().map(|keys| keys.credentials("boto.cfg"));
    let profile = source.profile.clone().filter(|name| !name.is_empty());
    let file = ProfileKeys::new(profile.clone(), boto_file.is_some(), config.clone());
    if let Some(profile) = profile {
        let missing = format!("profile `{profile}` names no keys, no role and no program that gives some");
        return match boto_file {
            None => {
                let provider = Explained { provider: file, tried: missing, silent: Silence::default() };
                SharedCredentialsProvider::new(Placed { provider, asked })
            }
            keys => {
                let provider = CredentialsProviderChain::first_try("profile", file).or_else("boto.cfg", BotoFile(keys));
                SharedCredentialsProvider::new(Placed { provider, asked })
            }
        };
    }
    let metadata = metadata_client(source.metadata, &beside);
    let silent = Silence::default();
    let chain = CredentialsProviderChain::first_try("environment", EnvironmentKeys)
        .or_else("shared credentials file", file)
        .or_else("boto.cfg", BotoFile(boto_file))
        .or_else(
            "web identity token",
            Checked {
                provider: WebIdentity(WebIdentityTokenCredentialsProvider::builder().configure(&config).build()),
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
    let provider = Explained { provider: chain, tried: TRIED.to_owned(), silent };
    SharedCredentialsProvider::new(Placed { provider, asked })
}

/// A client of the instance metadata, also where the profile says where that is.
fn metadata_client(patience: Patience, config: &ProviderConfig) -> imds::Client {
    let builder = patience.client(config);
    if profile_files::text_variable("AWS_EC2_METADATA_SERVICE_ENDPOINT").is_some() {
        return builder.build();
    }
    let (profiles, (name, _)) = (Profiles::read(), selected(None));
    let endpoint = profiles.get(&name).and_then(|profile| profile.get("ec2_metadata_service_endpoint"));
    match endpoint.map(|endpoint| patience.client(config).endpoint(endpoint.text)) {
        Some(Ok(builder)) => builder.build(),
        // One that is no URL is told of by the SDK, when the service is asked.
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
                    let half = half_a_pair().map(|what| format!("; {what}")).unwrap_or_default();
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
    if let Some(refused) = role::refused(error) {
        return refused;
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
