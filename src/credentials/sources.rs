//! Credential sources, shared by all connections of the process with equal settings.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, Weak};

use aws_credential_types::provider::future::ProvideCredentials as Provided;
use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider};
use aws_smithy_runtime_api::client::http::SharedHttpClient;

use crate::credentials::assume_role::AssumedRole;
use crate::credentials::chain::chain;
use crate::credentials::connection_credentials::ConnectionCredentials;
use crate::credentials::identity_cache::{IdentityCache, LoadCredentials};
use crate::credentials::source::{CredentialsConfig, CustomProvider, SharedFileStamps, shared_file_stamps};
use crate::credentials::sts::Sts;
use crate::error::CallError;
use crate::http::trust_store::TrustedFiles;
use crate::http::{self, Scheme, Transport};
use crate::process::environment::Environment;
use crate::process::lock::lock;
use crate::process::lru_cache::LruCache;
use crate::process::per_process::PerProcess;

/// Number of sources that are kept although no connection uses them, so that short-lived
/// connections do not call STS each time. A source takes a few kilobytes.
const MAX_UNUSED: usize = 10_000;

/// Everything that distinguishes two sources.
#[derive(PartialEq, Eq, Hash)]
struct SourceKey {
    source: CredentialsConfig,
    transport: Transport,
    trust: TrustedFiles,
    environment: Environment,
    files: SharedFileStamps,
}

struct Sources {
    /// All sources that a connection uses, and those that are kept.
    alive: HashMap<Arc<SourceKey>, Weak<IdentityCache>>,
    kept: LruCache<Arc<SourceKey>, Arc<IdentityCache>>,
    /// Number of entries in `alive` at which unused ones are removed.
    sweep_at: usize,
}

static SOURCES: PerProcess<Arc<Mutex<Sources>>> = PerProcess::new();

impl Default for Sources {
    fn default() -> Self {
        Self { alive: HashMap::new(), kept: LruCache::new(MAX_UNUSED), sweep_at: 0 }
    }
}

impl Sources {
    fn get(&mut self, key: &SourceKey) -> Option<Arc<IdentityCache>> {
        if let Some(kept) = self.kept.get(key) {
            return Some(kept.clone());
        }
        let (key, cache) = self.alive.get_key_value(key)?;
        let (key, cache) = (key.clone(), cache.upgrade()?);
        self.kept.insert(key, cache.clone());
        Some(cache)
    }

    fn insert(&mut self, key: SourceKey, cache: IdentityCache) -> Arc<IdentityCache> {
        // Sources made from earlier versions of the files are not found again.
        let files = key.files;
        self.kept.retain(|key, _| key.files == files);
        if self.alive.len() >= self.sweep_at {
            // A source in use may be loading its credentials.
            self.kept.retain(|_, cache| Arc::strong_count(cache) > 1 || cache.fresh().is_some());
            self.alive.retain(|_, cache| cache.strong_count() > 0);
            self.sweep_at = self.alive.len() * 2 + 64;
        }
        let (key, cache) = (Arc::new(key), Arc::new(cache));
        self.alive.insert(key.clone(), Arc::downgrade(&cache));
        self.kept.insert(key, cache.clone());
        cache
    }
}

/// Finds the shared source for these settings, or makes it.
///
/// Credentials are loaded by the first call that needs them. Requests for credentials always
/// verify certificates, even if those to the caller's endpoint do not.
///
/// # Errors
///
/// If the CA bundle or the proxy is invalid.
pub fn find(
    source: &CredentialsConfig,
    transport: &Transport,
    environment: &Environment,
) -> Result<ConnectionCredentials, CallError> {
    if let (Some(given), None) = (&source.given, &source.role) {
        return Ok(ConnectionCredentials::given(given));
    }
    if let (Some(custom), None) = (&source.custom, &source.role) {
        return Ok(ConnectionCredentials::shared(caller_cache(custom)));
    }
    let transport = transport.verified();
    let key = SourceKey {
        source: source.clone(),
        trust: transport.trust(environment),
        transport: transport.clone(),
        environment: environment.of_credentials(),
        files: shared_file_stamps(environment),
    };
    let sources = SOURCES.get(Arc::default);
    let cached = lock(&sources).get(&key);
    if let Some(cache) = cached {
        return Ok(ConnectionCredentials::shared(cache));
    }
    let http = http::client(&transport, Scheme::Https, environment)?;
    let cache = if let Some(role) = &source.role {
        let base = find(&CredentialsConfig { role: None, ..source.clone() }, &transport, environment)?;
        let sts = Sts { http, region: source.region.clone(), profile: source.profile.clone() };
        IdentityCache::new(AssumedRole::new(role.clone(), base, sts))
    } else {
        let local_http = http::client(&transport.straight(), Scheme::Https, environment)?;
        IdentityCache::new(ReloadingChain { source: source.clone(), http, local_http, made: Mutex::default() })
    };
    let shared = {
        let mut sources = lock(&sources);
        // Another thread may have added it in the meantime.
        let cached = sources.get(&key);
        cached.unwrap_or_else(|| sources.insert(key, cache))
    };
    Ok(ConnectionCredentials::shared(shared))
}

type CallerCaches = Arc<Mutex<LruCache<u64, Arc<IdentityCache>>>>;
static CALLER_CACHES: PerProcess<CallerCaches> = PerProcess::new();

/// The cache of a caller's provider, shared by all connections that use the provider.
fn caller_cache(custom: &CustomProvider) -> Arc<IdentityCache> {
    let caches = CALLER_CACHES.get(|| Arc::new(Mutex::new(LruCache::new(MAX_UNUSED))));
    let mut caches = lock(&caches);
    if let Some(cache) = caches.get(&custom.number) {
        return cache.clone();
    }
    let cache = Arc::new(IdentityCache::new(CustomProviderSource(custom.provider.clone())));
    caches.insert(custom.number, cache.clone());
    cache
}

/// A caller's provider as a source.
#[derive(Debug)]
struct CustomProviderSource(Arc<dyn ProvideCredentials>);

impl ProvideCredentials for CustomProviderSource {
    fn provide_credentials<'a>(&'a self) -> Provided<'a>
    where
        Self: 'a,
    {
        self.0.provide_credentials()
    }
}

impl LoadCredentials for CustomProviderSource {
    /// A provider may return different credentials each time.
    fn has_changed(&self) -> bool {
        true
    }
}

/// The chain of sources, rebuilt when the shared files or environment variables have changed.
#[derive(Debug)]
struct ReloadingChain {
    source: CredentialsConfig,
    http: SharedHttpClient,
    /// Uses no proxy, for container and instance metadata services.
    local_http: SharedHttpClient,
    made: Mutex<Option<(ChainInputs, SharedCredentialsProvider)>>,
}

/// The state of the shared files and of the environment.
type ChainInputs = (SharedFileStamps, Environment);

fn inputs() -> ChainInputs {
    let environment = Environment::now().of_credentials();
    (shared_file_stamps(&environment), environment)
}

impl ProvideCredentials for ReloadingChain {
    fn provide_credentials<'a>(&'a self) -> Provided<'a>
    where
        Self: 'a,
    {
        let inputs = inputs();
        let provider = {
            let mut made = lock(&self.made);
            match &*made {
                Some((before, provider)) if *before == inputs => provider.clone(),
                _ => {
                    let provider = chain(&self.source, &inputs.1, self.http.clone(), self.local_http.clone());
                    *made = Some((inputs, provider.clone()));
                    provider
                }
            }
        };
        Provided::new(async move { provider.provide_credentials().await })
    }
}

impl LoadCredentials for ReloadingChain {
    fn has_changed(&self) -> bool {
        let inputs = inputs();
        lock(&self.made).as_ref().is_some_and(|(before, _)| *before != inputs)
    }
}
