//! The credentials of a connection, and how its calls get them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, Weak};

use aws_smithy_runtime_api::client::identity::{Identity, IdentityFuture, ResolveIdentity};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::{ConfigBag, Storable, StoreReplace};

use crate::credentials::identity_cache::{CachedIdentity, IdentityCache, LoadOutcome};
use crate::credentials::source::StaticCredentials;
use crate::error::call_stats;
use crate::process::lock::lock;
use crate::process::per_process::PerProcess;
use crate::redaction::registry::ActiveSecrets;

/// The credentials that a connection uses.
#[derive(Clone, Debug)]
pub enum ConnectionCredentials {
    /// Given to the connection.
    Given(Arc<GivenIdentity>),
    /// From a source that all connections with the same settings share.
    Shared(Arc<CacheUser>),
}

/// Fixed credentials, and their secrets, which are redacted as long as a connection uses them.
#[derive(Debug)]
pub struct GivenIdentity {
    identity: Arc<CachedIdentity>,
    #[expect(dead_code, reason = "the secrets are redacted while it lives")]
    secrets: ActiveSecrets,
}

/// The credentials that connections were given. Connections with the same ones share them.
#[derive(Default)]
struct GivenIdentities {
    alive: HashMap<StaticCredentials, Weak<GivenIdentity>>,
    /// Number of entries at which unused ones are removed.
    sweep_at: usize,
}

static GIVEN: PerProcess<Arc<Mutex<GivenIdentities>>> = PerProcess::new();

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
    pub fn given(credentials: &StaticCredentials) -> Self {
        let all = GIVEN.get(Arc::default);
        let mut all = lock(&all);
        if let Some(shared) = all.alive.get(credentials).and_then(Weak::upgrade) {
            return Self::Given(shared);
        }
        let identity = CachedIdentity::of(credentials.credentials("reboto"));
        let shared = Arc::new(GivenIdentity { secrets: identity.secrets(), identity: Arc::new(identity) });
        if all.alive.len() >= all.sweep_at {
            all.alive.retain(|_, given| given.strong_count() > 0);
            all.sweep_at = all.alive.len() * 2 + 64;
        }
        all.alive.insert(credentials.clone(), Arc::downgrade(&shared));
        Self::Given(shared)
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
            Self::Given(given) => Ok(given.identity.clone()),
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

/// The credentials of a call, in the configuration that the SDK makes for it.
#[derive(Debug)]
pub struct CallCredentials(pub ConnectionCredentials);

impl Storable for CallCredentials {
    type Storer = StoreReplace<Self>;
}

impl CallCredentials {
    fn signing(&self, loaded: Arc<CachedIdentity>) -> Identity {
        let identity = loaded.identity.clone();
        let credentials = self.0.clone();
        call_stats::signed_with(move || credentials.renew(&loaded));
        identity
    }
}

/// Resolves the credentials that sign a call's requests.
#[derive(Debug)]
pub struct CredentialsResolver;

impl ResolveIdentity for CredentialsResolver {
    fn resolve_identity<'a>(&'a self, _: &'a RuntimeComponents, cfg: &'a ConfigBag) -> IdentityFuture<'a> {
        let call = cfg.load::<CallCredentials>().expect("every call has credentials");
        match &call.0 {
            ConnectionCredentials::Given(given) => IdentityFuture::ready(Ok(given.identity.identity.clone())),
            ConnectionCredentials::Shared(used) => match used.0.fresh() {
                Some(loaded) => IdentityFuture::ready(Ok(call.signing(loaded))),
                None => IdentityFuture::new(async move { Ok(call.signing(used.0.get().await?)) }),
            },
        }
    }
}
