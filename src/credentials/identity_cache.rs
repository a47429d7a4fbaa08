//! A cache for the credentials of one source, which refreshes them shortly before they expire.
//!
//! Each source has its own cache because the SDK's cache holds only few identities. Concurrent
//! calls that need credentials share one load.

use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use aws_credential_types::Credentials;
use aws_credential_types::provider::ProvideCredentials;
use aws_credential_types::provider::error::CredentialsError;
use aws_smithy_runtime_api::client::identity::Identity;
use tokio::sync::OnceCell;

use crate::process::environment;
use crate::process::lock::lock;
use crate::redaction::registry::ActiveSecrets;

/// Time before expiry at which credentials are refreshed, reduced by a random part of up to half,
/// so that many processes do not refresh at once.
const REFRESH_EARLY: Duration = Duration::from_secs(10);

/// Time after which credentials without an expiry are loaded again.
const DEFAULT_LIFETIME: Duration = Duration::from_mins(15);

/// A source of credentials: the SDK's chain, a role, a caller's function.
pub trait LoadCredentials: ProvideCredentials {
    /// Whether the files or variables that the source reads have changed since the last load.
    fn has_changed(&self) -> bool;
}

/// The credentials of a source.
pub struct IdentityCache {
    source: Box<dyn LoadCredentials>,
    state: Mutex<CacheState>,
}

#[derive(Default)]
struct CacheState {
    current: Option<Arc<CachedIdentity>>,
    loading: Option<Arc<OnceCell<LoadOutcome>>>,
    /// Number of connections that use the cache.
    users: usize,
    /// The secrets of the current and of the previous credentials, which calls in flight may use.
    /// Empty while no connection uses the cache.
    secrets: [Option<ActiveSecrets>; 2],
}

impl CacheState {
    fn set(&mut self, loaded: &Arc<CachedIdentity>) {
        self.current = Some(loaded.clone());
        if self.users > 0 {
            self.secrets.rotate_right(1);
            self.secrets[0] = Some(loaded.secrets());
        }
    }
}

/// Credentials loaded from a source.
#[derive(Debug)]
pub struct CachedIdentity {
    pub identity: Identity,
    refresh_at: SystemTime,
}

pub type LoadOutcome = Result<Arc<CachedIdentity>, LoadError>;

impl CachedIdentity {
    /// Credentials that were loaded now.
    #[must_use]
    pub fn of(credentials: Credentials) -> Self {
        let expiry = credentials.expiry().unwrap_or_else(|| SystemTime::now() + DEFAULT_LIFETIME);
        let refresh_at = (expiry + REFRESH_EARLY.mul_f64(random() / 2.0))
            .checked_sub(REFRESH_EARLY)
            .unwrap_or(SystemTime::UNIX_EPOCH);
        Self { identity: credentials.into(), refresh_at }
    }

    /// The access key, its secret and the session token.
    #[must_use]
    pub fn credentials(&self) -> &Credentials {
        self.identity.data().expect("credentials were put in")
    }

    fn is_fresh(&self) -> bool {
        SystemTime::now() < self.refresh_at
    }

    /// Registers the secrets for redaction, as long as the returned value lives.
    #[must_use]
    pub fn secrets(&self) -> ActiveSecrets {
        let credentials = self.credentials();
        ActiveSecrets::of([credentials.secret_access_key()].into_iter().chain(credentials.session_token()))
    }
}

/// A random number from 0 to 1.
fn random() -> f64 {
    f64::from(u16::try_from(RandomState::new().hash_one(()) & 0xffff).expect("16 bits")) / f64::from(u16::MAX)
}

impl fmt::Debug for IdentityCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IdentityCache").field("source", &self.source).finish_non_exhaustive()
    }
}

impl IdentityCache {
    /// An empty cache.
    #[must_use]
    pub fn new(source: impl LoadCredentials + 'static) -> Self {
        Self { source: Box::new(source), state: Mutex::default() }
    }

    /// The cached credentials, unless it is time to refresh them.
    #[must_use]
    pub fn fresh(&self) -> Option<Arc<CachedIdentity>> {
        lock(&self.state).current.clone().filter(|current| current.is_fresh())
    }

    /// Returns the cached credentials, or loads them.
    ///
    /// Concurrent callers share one load. If the caller that drives it is cancelled, another caller
    /// starts a new load. A failed load is not cached.
    ///
    /// # Errors
    ///
    /// If the source cannot load credentials.
    pub async fn get(&self) -> LoadOutcome {
        let loading = {
            let mut state = lock(&self.state);
            if let Some(current) = state.current.as_ref().filter(|current| current.is_fresh()) {
                return Ok(current.clone());
            }
            state.loading.get_or_insert_default().clone()
        };
        let outcome = loading.get_or_init(|| self.load()).await.clone();
        let mut state = lock(&self.state);
        if state.loading.as_ref().is_some_and(|current| Arc::ptr_eq(current, &loading)) {
            state.loading = None;
            if let Ok(loaded) = &outcome {
                state.set(loaded);
            }
        }
        outcome
    }

    async fn load(&self) -> LoadOutcome {
        // In an async block, because sources may read the environment before they return a future.
        let loaded = environment::poll_attached(async { self.source.provide_credentials().await }).await;
        loaded.map(|credentials| Arc::new(CachedIdentity::of(credentials))).map_err(LoadError::of)
    }

    /// Counts a connection that uses the cache. While there are any, the secrets are redacted.
    pub fn add_user(&self) {
        let mut state = lock(&self.state);
        state.users += 1;
        if state.users == 1 {
            state.secrets = [state.current.as_ref().map(|current| current.secrets()), None];
        }
    }

    /// Removes a connection from the count.
    pub fn remove_user(&self) {
        let mut state = lock(&self.state);
        state.users -= 1;
        if state.users == 0 {
            // The encodings of a secret take a few kilobytes.
            state.secrets = [None, None];
        }
    }

    /// Drops credentials that AWS refused as expired, unless a new load would return the same.
    ///
    /// Another call may have dropped them already. Returns whether new credentials may be available.
    #[must_use]
    pub fn renew(&self, refused: &Arc<CachedIdentity>) -> bool {
        if refused.credentials().expiry().is_none() && !self.source.has_changed() {
            return false;
        }
        let mut state = lock(&self.state);
        if state.current.as_ref().is_some_and(|current| Arc::ptr_eq(current, refused)) {
            state.current = None;
        }
        true
    }
}

/// The error of a load, shared by all callers that waited for it.
#[derive(Clone, Debug)]
pub struct LoadError(Arc<CredentialsError>);

impl LoadError {
    /// The error of a load.
    #[must_use]
    pub fn of(error: CredentialsError) -> Self {
        Self(Arc::new(error))
    }

    /// The source's error.
    #[must_use]
    pub fn get(&self) -> &CredentialsError {
        &self.0
    }

    /// Converts the error for a source that builds on this one. The kind stays, because it
    /// distinguishes missing credentials from a failed load.
    #[must_use]
    pub fn into_error(self) -> CredentialsError {
        match *self.0 {
            CredentialsError::CredentialsNotLoaded(_) => CredentialsError::not_loaded(self),
            CredentialsError::InvalidConfiguration(_) => CredentialsError::invalid_configuration(self),
            CredentialsError::Unhandled(_) => CredentialsError::unhandled(self),
            _ => CredentialsError::provider_error(self),
        }
    }
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("credentials were not loaded")
    }
}

impl std::error::Error for LoadError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&*self.0)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use aws_credential_types::provider::future::ProvideCredentials as Provided;
    use tokio::sync::Semaphore;

    use super::*;

    /// A source that counts its loads and waits for a permit before it returns.
    #[derive(Debug, Default)]
    struct Counted(Arc<Counts>);

    #[derive(Debug, Default)]
    struct Counts {
        loads: AtomicUsize,
        refuses: AtomicUsize,
        lifetime: Duration,
        changed: bool,
        gate: Option<Semaphore>,
    }

    impl ProvideCredentials for Counted {
        fn provide_credentials<'a>(&'a self) -> Provided<'a>
        where
            Self: 'a,
        {
            Provided::new(async move {
                self.0.loads.fetch_add(1, Ordering::Relaxed);
                if let Some(gate) = &self.0.gate {
                    gate.acquire().await.expect("it is open").forget();
                }
                if self.0.refuses.load(Ordering::Relaxed) > 0 {
                    self.0.refuses.fetch_sub(1, Ordering::Relaxed);
                    return Err(CredentialsError::provider_error("refused"));
                }
                let expiry = (!self.0.lifetime.is_zero()).then(|| SystemTime::now() + self.0.lifetime);
                Ok(Credentials::new("AKID", "a-secret", None, expiry, "test"))
            })
        }
    }

    impl LoadCredentials for Counted {
        fn has_changed(&self) -> bool {
            self.0.changed
        }
    }

    fn cache(counts: Counts) -> (Arc<IdentityCache>, Arc<Counts>) {
        let counts = Arc::new(counts);
        (Arc::new(IdentityCache::new(Counted(counts.clone()))), counts)
    }

    /// A separate runtime: on a shared one, another test's thread may run the tasks spawned here.
    fn runtime() -> tokio::runtime::Runtime {
        tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime")
    }

    const HOUR: Duration = Duration::from_hours(1);

    #[test]
    fn credentials_are_loaded_once_until_shortly_before_they_expire() {
        for (lifetime, loads) in [(HOUR, 1), (Duration::ZERO, 1), (Duration::from_secs(4), 3)] {
            let (cache, counts) = cache(Counts { lifetime, ..Counts::default() });
            runtime().block_on(async {
                for _ in 0..3 {
                    cache.get().await.expect("credentials");
                }
            });
            assert_eq!(counts.loads.load(Ordering::Relaxed), loads, "{lifetime:?}");
        }
    }

    #[test]
    fn a_failed_load_is_not_cached() {
        let (cache, counts) = cache(Counts { refuses: 1.into(), lifetime: HOUR, ..Counts::default() });
        runtime().block_on(async {
            cache.get().await.expect_err("it is refused");
            cache.get().await.expect("credentials");
        });
        assert_eq!(counts.loads.load(Ordering::Relaxed), 2);
    }

    #[test]
    fn a_failed_load_is_shared_by_concurrent_callers() {
        let gate = Some(Semaphore::new(0));
        let (cache, counts) = cache(Counts { refuses: 5.into(), gate, ..Counts::default() });
        runtime().block_on(async {
            let loads = [cache.clone(), cache].map(|cache| tokio::spawn(async move { cache.get().await }));
            // The first task starts the load, the second waits for it.
            tokio::task::yield_now().await;
            tokio::task::yield_now().await;
            counts.gate.as_ref().expect("a gate").add_permits(1);
            for load in loads {
                load.await.expect("no panic").expect_err("it is refused");
            }
        });
        assert_eq!(counts.loads.load(Ordering::Relaxed), 1);
    }

    #[test]
    fn cancelling_one_caller_does_not_cancel_the_others() {
        let gate = Some(Semaphore::new(0));
        let (cache, counts) = cache(Counts { gate, lifetime: HOUR, ..Counts::default() });
        runtime().block_on(async {
            let [cancelled, waiting] =
                [cache.clone(), cache].map(|cache| tokio::spawn(async move { cache.get().await }));
            tokio::task::yield_now().await;
            tokio::task::yield_now().await;
            cancelled.abort();
            cancelled.await.expect_err("it is cancelled");
            counts.gate.as_ref().expect("a gate").add_permits(1);
            waiting.await.expect("no panic").expect("credentials");
        });
    }

    #[test]
    fn expired_credentials_are_refreshed_once() {
        let (cache, counts) = cache(Counts { lifetime: HOUR, ..Counts::default() });
        runtime().block_on(async {
            let refused = cache.get().await.expect("credentials");
            assert!(cache.renew(&refused));
            let next = cache.get().await.expect("credentials");
            assert!(!Arc::ptr_eq(&refused, &next));
            // Another call that used the same credentials fails later.
            assert!(cache.renew(&refused));
            assert!(Arc::ptr_eq(&next, &cache.get().await.expect("credentials")));
        });
        assert_eq!(counts.loads.load(Ordering::Relaxed), 2);
    }

    #[test]
    fn unchanged_credentials_are_not_refreshed() {
        for changed in [true, false] {
            let (cache, _) = cache(Counts { changed, ..Counts::default() });
            let refused = runtime().block_on(cache.get()).expect("credentials");
            assert_eq!(cache.renew(&refused), changed);
        }
    }
}
