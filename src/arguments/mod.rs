//! Python values converted to request parameters.

#[cfg(feature = "python")]
pub mod booleans;
#[cfg(feature = "python")]
pub mod collections;
#[cfg(feature = "python")]
pub mod convert;
#[cfg(feature = "python")]
pub mod fields;
#[cfg(feature = "python")]
pub mod invalid;
#[cfg(feature = "python")]
pub mod limits;
#[cfg(feature = "python")]
pub mod numbers;
#[cfg(feature = "python")]
pub mod text;
pub mod timeout;
