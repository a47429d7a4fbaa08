//! The credentials of one source, kept until shortly before they expire.
//!
//! Each source has its own cache, for the SDK's keeps few identities for all of them. Calls that
//! need credentials at the same time share one load.

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

/// Credentials are loaded again this long before they expire, or up to half of it later, so that
/// many processes do not ask at once.
const REFRESH_EARLY: Duration = Duration::from_secs(10);

/// Credentials that do not say when they expire are loaded again after this time.
const DEFAULT_LIFETIME: Duration = Duration::from_mins(15);

/// A source of credentials: the SDK's chain, a role, a caller's function.
pub trait LoadCredentials: ProvideCredentials {
    /// Whether the files or variables that it read have changed since it was last asked.
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
    /// Connections that use it.
    users: usize,
    /// The secrets of the current credentials and of those before, which may have signed calls
    /// that are still under way. Nobody's secrets are hidden.
    known: [Option<ActiveSecrets>; 2],
}

impl CacheState {
    fn set(&mut self, loaded: &Arc<CachedIdentity>) {
        self.current = Some(loaded.clone());
        if self.users > 0 {
            self.known.rotate_right(1);
            self.known[0] = Some(loaded.known());
        }
    }
}

/// Credentials that a source gave.
#[derive(Debug)]
pub struct CachedIdentity {
    pub identity: Identity,
    refresh_at: SystemTime,
}

pub type LoadOutcome = Result<Arc<CachedIdentity>, LoadError>;

impl CachedIdentity {
    /// Credentials that a source gave now.
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

    /// Its secrets, which nothing shows as long as this lives.
    #[must_use]
    pub fn known(&self) -> ActiveSecrets {
        let credentials = self.credentials();
        ActiveSecrets::of([credentials.secret_access_key()].into_iter().chain(credentials.session_token()))
    }
}

/// A number from 0 to 1.
fn random() -> f64 {
    f64::from(u16::try_from(RandomState::new().hash_one(()) & 0xffff).expect("16 bits")) / f64::from(u16::MAX)
}

impl fmt::Debug for IdentityCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IdentityCache").field("source", &self.source).finish_non_exhaustive()
    }
}

impl IdentityCache {
    /// A cache that has nothing yet.
    #[must_use]
    pub fn new(source: impl LoadCredentials + 'static) -> Self {
        Self { source: Box::new(source), state: Mutex::default() }
    }

    /// The credentials in the cache, unless they are to be loaded again.
    #[must_use]
    pub fn fresh(&self) -> Option<Arc<CachedIdentity>> {
        lock(&self.state).current.clone().filter(|current| current.is_fresh())
    }

    /// The credentials in the cache, or those that the source gives now.
    ///
    /// The load is shared by all that wait for it. Should the one that drives it be cancelled,
    /// another drives a new load. A failed load is not kept.
    ///
    /// # Errors
    ///
    /// What kept the source from giving any.
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
        // In a block, for sources may do some work before they return a future.
        let loaded = environment::poll_attached(async { self.source.provide_credentials().await }).await;
        loaded.map(|credentials| Arc::new(CachedIdentity::of(credentials))).map_err(LoadError::of)
    }

    /// What the source had before, for a load that takes too long.
    #[must_use]
    pub fn fallback(&self) -> Option<Credentials> {
        self.source.fallback_on_interrupt()
    }

    /// Counts a connection that uses the cache: its secrets are redacted from now on.
    pub fn add_user(&self) {
        let mut state = lock(&self.state);
        state.users += 1;
        if state.users == 1 {
            state.known = [state.current.as_ref().map(|current| current.known()), None];
        }
    }

    /// Counts a connection less; secrets that no connection uses are not redacted.
    pub fn remove_user(&self) {
        let mut state = lock(&self.state);
        state.users -= 1;
        if state.users == 0 {
            // A secret takes some kilobytes in all the forms that are looked for.
            state.known = [None, None];
        }
    }

    /// Drops credentials that AWS refused as expired, unless the next ones would be the same.
    ///
    /// Another call may have dropped them already. Returns whether there may be others.
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

/// Why a load failed, for all that waited for it.
#[derive(Clone, Debug)]
pub struct LoadError(Arc<CredentialsError>);

impl LoadError {
    /// The error of a load.
    #[must_use]
    pub fn of(error: CredentialsError) -> Self {
        Self(Arc::new(error))
    }

    /// The source's own error.
    #[must_use]
    pub fn get(&self) -> &CredentialsError {
        &self.0
    }

    /// The error of a source that stands on this one: of the same kind, for the kinds tell whether
    /// there are no credentials or they could not be had.
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

    /// A source that waits until it may answer.
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

    /// A runtime of the test's own: on a shared one another test's thread may run the tasks spawned here.
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
    fn a_failed_load_is_not_kept() {
        let (cache, counts) = cache(Counts { refuses: 1.into(), lifetime: HOUR, ..Counts::default() });
        runtime().block_on(async {
            cache.get().await.expect_err("it is refused");
            cache.get().await.expect("credentials");
        });
        assert_eq!(counts.loads.load(Ordering::Relaxed), 2);
    }

    #[test]
    fn a_failed_load_is_shared_by_those_that_waited_for_it() {
        let gate = Some(Semaphore::new(0));
        let (cache, counts) = cache(Counts { refuses: 5.into(), gate, ..Counts::default() });
        runtime().block_on(async {
            let loads = [cache.clone(), cache].map(|cache| tokio::spawn(async move { cache.get().await }));
            // The first turn begins the load, the second waits for it.
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
    fn who_leaves_does_not_take_the_others_load_along() {
        let gate = Some(Semaphore::new(0));
        let (cache, counts) = cache(Counts { gate, lifetime: HOUR, ..Counts::default() });
        runtime().block_on(async {
            let [leaving, staying] = [cache.clone(), cache].map(|cache| tokio::spawn(async move { cache.get().await }));
            tokio::task::yield_now().await;
            tokio::task::yield_now().await;
            leaving.abort();
            leaving.await.expect_err("it left");
            counts.gate.as_ref().expect("a gate").add_permits(1);
            staying.await.expect("no panic").expect("credentials");
        });
    }

    #[test]
    fn what_aws_refused_is_renewed_once() {
        let (cache, counts) = cache(Counts { lifetime: HOUR, ..Counts::default() });
        runtime().block_on(async {
            let refused = cache.get().await.expect("credentials");
            assert!(cache.renew(&refused));
            let next = cache.get().await.expect("credentials");
            assert!(!Arc::ptr_eq(&refused, &next));
            // A call that they signed as well, and that hears of it later.
            assert!(cache.renew(&refused));
            assert!(Arc::ptr_eq(&next, &cache.get().await.expect("credentials")));
        });
        assert_eq!(counts.loads.load(Ordering::Relaxed), 2);
    }

    #[test]
    fn what_would_be_the_same_is_not_renewed() {
        for changed in [true, false] {
            let (cache, _) = cache(Counts { changed, ..Counts::default() });
            let refused = runtime().block_on(cache.get()).expect("credentials");
            assert_eq!(cache.renew(&refused), changed);
        }
    }
}
