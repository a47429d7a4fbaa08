//! Where credentials come from when none are given: boto's places and the SDK's chain.

use std::sync::{Arc, Mutex};

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

use crate::credentials::endpoint_tracking::{Asked, Placed};
use crate::credentials::environment_credentials::{EnvironmentKeys, WebIdentity, half_a_pair};
use crate::credentials::imds::Patience;
use crate::credentials::shared_files::profile_credentials::ProfileKeys;
use crate::credentials::shared_files::profiles::{Profiles, selected};
use crate::credentials::source::Source;
use crate::credentials::validation::{Checked, checked};
use crate::error::chain::deepest;
use crate::process::environment::Environment;
use crate::process::lock::lock;

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::runtime;

    #[test]
    fn an_empty_boto_file_lets_the_chain_go_on() {
        let asked = runtime().block_on(async { BotoFile(None).provide_credentials().await });
        let error = asked.expect_err("no keys");
        assert!(matches!(error, CredentialsError::CredentialsNotLoaded(_)));
    }
}
