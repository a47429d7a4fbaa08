//! Where credentials come from, and how they are cached and refreshed.

pub mod assume_role;
pub mod chain;
pub mod endpoint_tracking;
pub mod environment_credentials;
pub mod identity_cache;
pub mod imds;
#[cfg(feature = "python")]
pub mod python_provider;
pub mod shared_files;
pub mod sources;
pub mod validation;
