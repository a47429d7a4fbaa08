//! The credentials of a connection, and how its calls get them.

use std::sync::Arc;
use std::time::Duration;

use aws_credential_types::Credentials;
use aws_credential_types::provider::error::CredentialsError;
use aws_smithy_runtime_api::client::identity::{Identity, IdentityFuture, ResolveIdentity};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::ConfigBag;

use crate::credentials::identity_cache::{CachedIdentity, IdentityCache, LoadError, LoadOutcome};
use crate::error::call_stats;
use crate::redaction::registry::ActiveSecrets;

/// The credentials that a connection uses.
#[derive(Clone, Debug)]
pub enum ConnectionCredentials {
    /// Given to the connection.
    Given(Arc<CachedIdentity>, Arc<ActiveSecrets>),
    /// From a source that all connections with the same settings share.
    Shared(Arc<CacheUser>),
}

/// A cache counted as in use by a connection.
#[derive(Debug)]
pub struct CacheUser(Arc<IdentityCache>);

impl CacheUser {
    fn new(cache: Arc<IdentityCache>) -> Self {
        cache.add_user();
        Self(cache)
    }
}

impl Drop for CacheUser {
    fn drop(&mut self) {
        self.0.remove_user();
    }
}

impl ConnectionCredentials {
    /// Fixed credentials, without a source to refresh them.
    #[must_use]
    pub fn given(credentials: Credentials) -> Self {
        let loaded = CachedIdentity::of(credentials);
        let secrets = Arc::new(loaded.secrets());
        Self::Given(Arc::new(loaded), secrets)
    }

    /// Credentials of a shared source.
    #[must_use]
    pub fn shared(cache: Arc<IdentityCache>) -> Self {
        Self::Shared(Arc::new(CacheUser::new(cache)))
    }

    /// Returns the credentials, and loads them if necessary.
    ///
    /// # Errors
    ///
    /// If the source cannot load credentials.
    pub async fn get(&self) -> LoadOutcome {
        match self {
            Self::Given(given, _) => Ok(given.clone()),
            Self::Shared(used) => used.0.get().await,
        }
    }

    /// See [`IdentityCache::renew`].
    #[must_use]
    pub fn renew(&self, refused: &Arc<CachedIdentity>) -> bool {
        match self {
            Self::Given(..) => false,
            Self::Shared(used) => used.0.renew(refused),
        }
    }
}

/// Resolves the credentials that sign a client's requests.
#[derive(Debug)]
pub struct CredentialsResolver {
    pub credentials: ConnectionCredentials,
    /// Timeout for loading credentials within a call.
    pub limit: Duration,
}

impl CredentialsResolver {
    async fn load(&self, cache: &Arc<IdentityCache>) -> Result<Identity, LoadError> {
        match tokio::time::timeout(self.limit, cache.get()).await {
            Ok(loaded) => Ok(self.signing(loaded?)),
            // The source's previous credentials may still be valid.
            Err(_) => match cache.fallback() {
                Some(credentials) => Ok(credentials.into()),
                None => Err(LoadError::of(CredentialsError::provider_timed_out(self.limit))),
            },
        }
    }

    fn signing(&self, loaded: Arc<CachedIdentity>) -> Identity {
        let identity = loaded.identity.clone();
        let credentials = self.credentials.clone();
        call_stats::signed_with(move || credentials.renew(&loaded));
        identity
    }
}

impl ResolveIdentity for CredentialsResolver {
    fn resolve_identity<'a>(&'a self, _: &'a RuntimeComponents, _: &'a ConfigBag) -> IdentityFuture<'a> {
        match &self.credentials {
            ConnectionCredentials::Given(given, _) => IdentityFuture::ready(Ok(given.identity.clone())),
            ConnectionCredentials::Shared(used) => match used.0.fresh() {
                Some(loaded) => IdentityFuture::ready(Ok(self.signing(loaded))),
                None => IdentityFuture::new(async move { Ok(self.load(&used.0).await?) }),
            },
        }
    }
}
