//! Clients, shared by the connections of a process with equal settings.
//!
//! A client takes several kilobytes and half a millisecond to make. Programs with a connection for
//! each role, account or request have many connections that differ in their credentials only. The
//! shared parts include the correction of a wrong clock.

use std::sync::{Arc, Mutex};

use crate::client::sdk_config::ClientSettings;
use crate::client::{Service, SharedParts};
use crate::credentials::source::{SharedFileStamps, shared_file_stamps};
use crate::error::CallError;
use crate::http::Scheme;
use crate::http::trust_store::TrustedFiles;
use crate::process::environment::Environment;
use crate::process::lock::lock;
use crate::process::lru_cache::LruCache;
use crate::process::per_process::PerProcess;

/// Number of clients that are kept although no connection may use them.
const MAX_KEPT: usize = 64;

/// Everything that distinguishes two clients.
#[derive(PartialEq, Eq, Hash)]
struct ClientKey {
    service: &'static str,
    settings: ClientSettings,
    trust: TrustedFiles,
    environment: Environment,
    files: SharedFileStamps,
}

type Clients = Arc<Mutex<LruCache<ClientKey, Arc<SharedParts>>>>;
static CLIENTS: PerProcess<Clients> = PerProcess::new();

/// Finds the shared parts of a client with these settings, or makes them.
///
/// The SDK reads the environment, so the caller must hold the GIL.
///
/// # Errors
///
/// If the CA bundle or the proxy is invalid, or if the service has no endpoint in the region.
pub fn find(
    service: &'static Service,
    settings: &ClientSettings,
    environment: &Environment,
) -> Result<Arc<SharedParts>, CallError> {
    let is_plain = settings.scheme == Scheme::Http;
    let key = ClientKey {
        service: service.signing_name,
        settings: settings.clone(),
        trust: if is_plain { TrustedFiles::default() } else { settings.transport.trust(environment) },
        environment: environment.clone(),
        files: shared_file_stamps(environment),
    };
    let clients = CLIENTS.get(|| Arc::new(Mutex::new(LruCache::new(MAX_KEPT))));
    if let Some(parts) = lock(&clients).get(&key) {
        return Ok(parts.clone());
    }
    let parts = Arc::new(SharedParts::new(service, settings.clone(), environment)?);
    let mut clients = lock(&clients);
    // Another thread may have made them in the meantime.
    let parts = clients.get(&key).cloned().unwrap_or(parts);
    clients.insert(key, parts.clone());
    Ok(parts)
}
