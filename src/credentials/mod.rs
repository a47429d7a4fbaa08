//! Where credentials come from, and how they are cached and refreshed.

pub mod assume_role;
pub mod chain;
pub mod configured_endpoint;
pub mod connection_credentials;
pub mod credential_process;
#[cfg(feature = "python")]
pub(crate) mod default_region;
pub mod endpoint_tracking;
pub mod environment_credentials;
pub mod errors;
pub mod identity_cache;
pub mod imds;
#[cfg(feature = "python")]
pub(crate) mod instance_metadata;
#[cfg(feature = "python")]
pub(crate) mod python_credentials;
#[cfg(feature = "python")]
pub(crate) mod python_provider;
pub mod shared_files;
pub mod source;
pub mod sources;
pub mod sts;
pub mod validation;
