//! The chain of credential sources: those of boto and those of the SDK.

use std::sync::{Arc, Mutex};

use aws_config::ecs::EcsCredentialsProvider;
use aws_config::imds::credentials::ImdsCredentialsProvider;
use aws_config::meta::credentials::CredentialsProviderChain;
use aws_config::provider_config::ProviderConfig;
use aws_credential_types::Credentials;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::future::ProvideCredentials as Provided;
use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider};
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_types::region::Region;

use crate::credentials::endpoint_tracking::{EndpointTracker, TrackedProvider};
use crate::credentials::environment_credentials::{
    ContainerCredentials, EnvironmentCredentials, WebIdentityCredentials, incomplete_pair,
};
use crate::credentials::imds;
use crate::credentials::shared_files::plan::ProfileError;
use crate::credentials::shared_files::profile_credentials::ProfileCredentials;
use crate::credentials::shared_files::profiles::Profiles;
use crate::credentials::source::CredentialsConfig;
use crate::credentials::sts::Sts;
use crate::credentials::validation::{ValidatedProvider, validated};
use crate::error::chain::deepest;
use crate::process::environment::Environment;
use crate::process::lock::lock;

/// Makes the chain; `local_http` uses no proxy, for container and instance metadata services.
#[must_use]
pub fn chain(
    source: &CredentialsConfig,
    environment: &Environment,
    http: SharedHttpClient,
    local_http: SharedHttpClient,
) -> SharedCredentialsProvider {
    let region = Region::new(source.region.clone());
    let tracker = EndpointTracker::default();
    let tracked_http = tracker.wrap(http);
    let config = ProviderConfig::without_region().with_region(Some(region)).with_http_client(tracked_http.clone());
    let local_http = config.clone().with_http_client(tracker.wrap(local_http));
    let boto_file = source.boto_file.as_ref().map(|pair| pair.credentials("boto.cfg"));
    let profile = source.profile.clone().filter(|name| !name.is_empty());
    let imds_failure = ImdsFailure::default();
    let sts = Sts { http: tracked_http, region: source.region.clone(), profile: profile.clone() };
    let container = SharedCredentialsProvider::new(ValidatedProvider {
        provider: ContainerCredentials {
            provider: EcsCredentialsProvider::builder().configure(&local_http).build(),
            environment: environment.clone(),
        },
        origin: "the container's credentials service",
    });
    let metadata = imds::endpoint(profile.as_deref(), environment)
        .map(|url| source.metadata.client(&local_http).endpoint(url).expect("the URL has been checked").build());
    let instance = SharedCredentialsProvider::new(ValidatedProvider {
        provider: ImdsProvider {
            provider: metadata.map_err(|error| error.to_string()).map(|metadata| {
                ImdsCredentialsProvider::builder().configure(&local_http).imds_client(metadata).build()
            }),
            tracker: tracker.clone(),
            imds_failure: imds_failure.clone(),
        },
        origin: "instance metadata",
    });
    let file = ProfileCredentials {
        given: profile.clone(),
        in_boto_file: boto_file.is_some(),
        environment: environment.clone(),
        sts: sts.clone(),
        container: container.clone(),
        instance: instance.clone(),
        config,
    };
    if let Some(profile) = profile {
        let missing = format!("profile `{profile}` has no access key, role or credential_process");
        return match boto_file {
            None => {
                let environment = environment.clone();
                let provider = ExplainedProvider { provider: file, searched: missing, imds_failure, environment };
                SharedCredentialsProvider::new(TrackedProvider { provider, tracker })
            }
            found => {
                let provider =
                    CredentialsProviderChain::first_try("profile", file).or_else("boto.cfg", BotoConfigProvider(found));
                SharedCredentialsProvider::new(TrackedProvider { provider, tracker })
            }
        };
    }
    let web_identity = WebIdentityCredentials { sts, environment: environment.clone() };
    let chain = CredentialsProviderChain::first_try("environment", EnvironmentCredentials(environment.clone()))
        .or_else("shared credentials file", file)
        .or_else("boto.cfg", BotoConfigProvider(boto_file))
        .or_else("web identity token", web_identity)
        .or_else("container", container)
        .or_else("instance metadata", instance);
    let environment = environment.clone();
    let provider = ExplainedProvider { provider: chain, searched: SEARCHED.to_owned(), imds_failure, environment };
    SharedCredentialsProvider::new(TrackedProvider { provider, tracker })
}

/// Credentials from boto's configuration file, if it has any.
#[derive(Debug)]
struct BotoConfigProvider(Option<Credentials>);

impl ProvideCredentials for BotoConfigProvider {
    fn provide_credentials<'a>(&'a self) -> Provided<'a>
    where
        Self: 'a,
    {
        let found = self.0.clone().ok_or_else(|| CredentialsError::not_loaded("no credentials in boto.cfg"));
        Provided::ready(found.and_then(|credentials| validated(credentials, "boto.cfg")))
    }
}

const SEARCHED: &str = "tried, in order: environment variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, \
    the shared files ~/.aws/credentials and ~/.aws/config (profile of AWS_PROFILE or AWS_DEFAULT_PROFILE, else `default`), boto.cfg, \
    web identity token, container credentials, instance metadata";

/// Why the instance metadata service returned no credentials, if it was asked.
type ImdsFailure = Arc<Mutex<Option<String>>>;

/// Credentials of the instance's role; keeps the reason of a failure.
#[derive(Debug)]
struct ImdsProvider {
    /// The SDK's provider, or why its endpoint is invalid.
    provider: Result<ImdsCredentialsProvider, String>,
    tracker: EndpointTracker,
    imds_failure: ImdsFailure,
}

impl ProvideCredentials for ImdsProvider {
    fn provide_credentials<'a>(&'a self) -> Provided<'a>
    where
        Self: 'a,
    {
        Provided::new(async move {
            let provider = self
                .provider
                .as_ref()
                .map_err(|text| CredentialsError::invalid_configuration(ProfileError::Broken(text.clone())))?;
            let found = provider.provide_credentials().await;
            let Err(error) = found else { return found };
            let (mut reason, endpoint) = (deepest(&error), self.tracker.last());
            if let Some(status) = endpoint.as_ref().and_then(|endpoint| endpoint.error_status) {
                reason = format!("the response has the status {status}");
            }
            let address = endpoint.map(|endpoint| format!("{}: ", endpoint.address)).unwrap_or_default();
            *lock(&self.imds_failure) = Some(format!("{address}{reason}"));
            match error {
                CredentialsError::CredentialsNotLoaded(_) => Err(error),
                _ => Err(CredentialsError::provider_error(format!("instance metadata: {reason}"))),
            }
        })
    }
}

/// A provider whose error lists the sources that were tried.
#[derive(Debug)]
struct ExplainedProvider<P> {
    provider: P,
    searched: String,
    imds_failure: ImdsFailure,
    environment: Environment,
}

impl<P: ProvideCredentials> ProvideCredentials for ExplainedProvider<P> {
    fn provide_credentials<'a>(&'a self) -> Provided<'a>
    where
        Self: 'a,
    {
        Provided::new(async move {
            self.provider.provide_credentials().await.map_err(|error| match error {
                CredentialsError::CredentialsNotLoaded(_) => {
                    let imds_failure = lock(&self.imds_failure);
                    let imds_failure = imds_failure.as_ref().map(|reason| format!(" ({reason})")).unwrap_or_default();
                    let half = incomplete_pair(&self.environment).map(|text| format!("; {text}")).unwrap_or_default();
                    let unreadable = Profiles::read(&self.environment).unreadable(&self.environment);
                    CredentialsError::not_loaded(format!("{}{imds_failure}{half}{unreadable}", self.searched))
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
    fn an_empty_boto_file_lets_the_chain_continue() {
        let found = runtime().block_on(async { BotoConfigProvider(None).provide_credentials().await });
        let error = found.expect_err("no credentials");
        assert!(matches!(error, CredentialsError::CredentialsNotLoaded(_)));
    }
}
