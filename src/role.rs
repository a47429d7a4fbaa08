//! Roles that a connection works as, with credentials that STS gives for a while.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use aws_config::sts::AssumeRoleProvider;
use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, Region};
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_credential_types::provider::error::CredentialsError;
use aws_sdk_sts::operation::assume_role::AssumeRoleError;
use aws_sdk_sts::operation::assume_role_with_web_identity::AssumeRoleWithWebIdentityError;
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;

use crate::asked::{Asked, AskedAt, Placed};
use crate::config::now;
use crate::fault::{Fault, find};
use crate::key_text::Checked;
use crate::profile_files;

/// Connecting to STS takes this long at the most.
const CONNECT: Duration = Duration::from_secs(5);
/// One request for credentials takes this long at the most.
const ATTEMPT: Duration = Duration::from_secs(10);
/// And all that are made after failures.
const ALL: Duration = Duration::from_secs(25);

/// A role, and what its trust policy may ask for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Role {
    pub arn: String,
    pub external_id: Option<String>,
    pub session_name: Option<String>,
}

impl Role {
    /// A provider that assumes the role with `base`, in `region`, again before each end.
    ///
    /// `profile` is where the shared files may name another endpoint of STS.
    #[must_use]
    pub fn provider(
        &self,
        base: SharedCredentialsProvider,
        region: &str,
        profile: Option<&str>,
        http: SharedHttpClient,
    ) -> SharedCredentialsProvider {
        let asked = Asked::default();
        let timeouts = TimeoutConfig::builder()
            .connect_timeout(CONNECT)
            .operation_attempt_timeout(ATTEMPT)
            .operation_timeout(ALL)
            .build();
        let loader = aws_config::defaults(BehaviorVersion::latest())
            .http_client(asked.by(http))
            .region(Region::new(region.to_owned()))
            .credentials_provider(base)
            .timeout_config(timeouts);
        let loader = profile_files::configured(loader, profile);
        let mut builder = AssumeRoleProvider::builder(&self.arn).session_name(self.session());
        if let Some(id) = &self.external_id {
            builder = builder.external_id(id);
        }
        let provider = now(async { builder.configure(&loader.load().await).build().await });
        SharedCredentialsProvider::new(Placed { provider: Checked { provider, origin: "STS" }, asked })
    }

    /// The session's name: the account's logs show it.
    fn session(&self) -> String {
        let seconds = || SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |age| age.as_secs());
        self.session_name.clone().unwrap_or_else(|| format!("reboto-{}", seconds()))
    }
}

/// What STS said, if it is why there are no credentials.
#[must_use]
pub fn refused(error: &CredentialsError) -> Option<Fault> {
    let assumed = find::<SdkError<AssumeRoleError, HttpResponse>>(error).map(Fault::from_sdk);
    let by_token = || find::<SdkError<AssumeRoleWithWebIdentityError, HttpResponse>>(error).map(Fault::from_sdk);
    let during = find::<AskedAt>(error).map_or_else(
        || "no role was assumed".to_owned(),
        |AskedAt { place, .. }| {
            let attempts = if place.requests == 1 { "attempt" } else { "attempts" };
            format!("no role was assumed: STS at {} failed after {} {attempts}", place.address, place.requests)
        },
    );
    assumed.or_else(by_token).map(|fault| fault.within(&during))
}
