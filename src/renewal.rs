//! Credentials that end: kept while they last, and fetched anew when AWS refuses them.

use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock, Weak};

use aws_config::identity::IdentityCache;
use aws_credential_types::Credentials;
use aws_credential_types::provider::future::ProvideCredentials as Provided;
use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider};
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::identity::{
    Identity, IdentityCachePartition, IdentityFuture, ResolveCachedIdentity, ResolveIdentity, SharedIdentityCache,
    SharedIdentityResolver,
};
use aws_smithy_runtime_api::client::runtime_components::{RuntimeComponents, RuntimeComponentsBuilder};
use aws_smithy_types::config_bag::ConfigBag;

use crate::attempts;
use crate::credentials::{Environment, Written, environment, known, written};
use crate::known::Known;
use crate::panics::lock;
use crate::runtime::PerProcess;

/// Whose credentials may be others the next time they are asked for.
#[derive(Debug, Default)]
struct Origin {
    /// Whether those given out last end by themselves.
    ends: AtomicBool,
    /// How the files and the environment were then.
    seen: Mutex<(Written, Environment)>,
    /// Those given out last, and before: calls that they signed may still be answered.
    known: Mutex<[Option<Known>; 2]>,
}

impl Origin {
    fn may_have_others(&self) -> bool {
        self.ends.load(Ordering::Relaxed) || *lock(&self.seen) != (written(), environment())
    }
}

type Origins = Arc<Mutex<HashMap<IdentityCachePartition, Weak<Origin>>>>;
static ORIGINS: PerProcess<Origins> = PerProcess::new();

/// A source of credentials that is made anew when the files that it read have changed.
struct Renewable<F> {
    make: F,
    made: Mutex<(Written, SharedCredentialsProvider)>,
    origin: Arc<Origin>,
}

impl<F> fmt::Debug for Renewable<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Renewable")
    }
}

impl<F: Fn() -> SharedCredentialsProvider + Send + Sync> ProvideCredentials for Renewable<F> {
    fn provide_credentials<'a>(&'a self) -> Provided<'a>
    where
        Self: 'a,
    {
        let seen = (written(), environment());
        let provider = {
            let mut made = lock(&self.made);
            if made.0 != seen.0 {
                *made = (seen.0, (self.make)());
            }
            made.1.clone()
        };
        Provided::new(async move {
            let keys = provider.provide_credentials().await?;
            self.origin.ends.store(keys.expiry().is_some(), Ordering::Relaxed);
            *lock(&self.origin.seen) = seen;
            let mut given = lock(&self.origin.known);
            given.rotate_right(1);
            given[0] = Some(known(&keys));
            drop(given);
            Ok(keys)
        })
    }

    fn fallback_on_interrupt(&self) -> Option<Credentials> {
        ProvideCredentials::fallback_on_interrupt(&lock(&self.made).1)
    }
}

/// A provider of what `find` finds, and finds again when the shared files have changed.
pub fn renewable(find: impl Fn() -> SharedCredentialsProvider + Send + Sync + 'static) -> SharedCredentialsProvider {
    let origin = Arc::new(Origin::default());
    let made = Mutex::new((written(), find()));
    let provider = SharedCredentialsProvider::new(Renewable { make: find, made, origin: origin.clone() });
    if let Some(partition) = provider.cache_partition() {
        let origins = ORIGINS.get(Origins::default);
        let mut origins = lock(&origins);
        origins.retain(|_, origin| origin.strong_count() > 0);
        origins.insert(partition, Arc::downgrade(&origin));
    }
    provider
}

/// The process's credentials, kept until shortly before they end.
#[derive(Debug)]
struct Identities {
    kept: SharedIdentityCache,
    any_renewed: AtomicBool,
    renewed: RwLock<HashMap<IdentityCachePartition, SharedIdentityResolver>>,
}

static IDENTITIES: PerProcess<Arc<Identities>> = PerProcess::new();

fn identities() -> Arc<Identities> {
    IDENTITIES.get(|| {
        Arc::new(Identities {
            kept: IdentityCache::lazy().build(),
            any_renewed: AtomicBool::new(false),
            renewed: RwLock::default(),
        })
    })
}

#[derive(Debug)]
struct Kept(Arc<Identities>);

/// What a client keeps its credentials in, the same for all of the process.
#[must_use]
pub fn cache() -> SharedIdentityCache {
    SharedIdentityCache::new(Kept(identities()))
}

/// Forgets the credentials that AWS refused, unless the next ones would be the same.
///
/// They were kept under the name `used`; another call may have forgotten them already.
#[must_use]
pub fn renew(resolver: &SharedIdentityResolver, used: IdentityCachePartition) -> bool {
    let partition = resolver.cache_partition();
    let origins = ORIGINS.get(Origins::default);
    let origin = lock(&origins).get(&partition).and_then(Weak::upgrade);
    if !origin.is_some_and(|origin| origin.may_have_others()) {
        return false;
    }
    let identities = identities();
    let mut renewed = identities.renewed.write().unwrap_or_else(PoisonError::into_inner);
    if renewed.get(&partition).map_or(partition, SharedIdentityResolver::cache_partition) == used {
        renewed.insert(partition, SharedIdentityResolver::new(Anew(resolver.clone())));
        identities.any_renewed.store(true, Ordering::Release);
    }
    true
}

/// The same credentials' source under another name, of which nothing is kept yet.
#[derive(Debug)]
struct Anew(SharedIdentityResolver);

impl ResolveIdentity for Anew {
    fn resolve_identity<'a>(
        &'a self,
        runtime_components: &'a RuntimeComponents,
        config_bag: &'a ConfigBag,
    ) -> IdentityFuture<'a> {
        self.0.resolve_identity(runtime_components, config_bag)
    }

    fn fallback_on_interrupt(&self) -> Option<Identity> {
        self.0.fallback_on_interrupt()
    }
}

impl ResolveCachedIdentity for Kept {
    fn resolve_cached_identity<'a>(
        &'a self,
        resolver: SharedIdentityResolver,
        runtime_components: &'a RuntimeComponents,
        config_bag: &'a ConfigBag,
    ) -> IdentityFuture<'a> {
        let Identities { kept, any_renewed, renewed } = &*self.0;
        let renewed = if any_renewed.load(Ordering::Acquire) {
            let renewed = renewed.read().unwrap_or_else(PoisonError::into_inner);
            renewed.get(&resolver.cache_partition()).cloned()
        } else {
            None
        };
        let used = renewed.as_ref().unwrap_or(&resolver).cache_partition();
        attempts::signed_by(&resolver, used);
        kept.resolve_cached_identity(renewed.unwrap_or(resolver), runtime_components, config_bag)
    }

    fn validate_base_client_config(
        &self,
        runtime_components: &RuntimeComponentsBuilder,
        config_bag: &ConfigBag,
    ) -> Result<(), BoxError> {
        self.0.kept.validate_base_client_config(runtime_components, config_bag)
    }

    fn validate_final_config(
        &self,
        runtime_components: &RuntimeComponents,
        config_bag: &ConfigBag,
    ) -> Result<(), BoxError> {
        self.0.kept.validate_final_config(runtime_components, config_bag)
    }
}
