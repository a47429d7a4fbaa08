//! Python values converted to request parameters.

#[cfg(feature = "python")]
pub(crate) mod booleans;
#[cfg(feature = "python")]
pub(crate) mod collections;
#[cfg(feature = "python")]
pub(crate) mod convert;
#[cfg(feature = "python")]
pub(crate) mod fields;
#[cfg(feature = "python")]
pub(crate) mod invalid;
#[cfg(feature = "python")]
pub(crate) mod limits;
#[cfg(feature = "python")]
pub(crate) mod members;
#[cfg(feature = "python")]
pub(crate) mod numbers;
#[cfg(feature = "python")]
pub(crate) mod text;
pub mod timeout;
