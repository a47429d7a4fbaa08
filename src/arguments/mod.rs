//! Python values converted to request parameters.

#[cfg(feature = "python")]
pub mod convert;
#[cfg(feature = "python")]
pub mod limits;
#[cfg(feature = "python")]
pub mod text;
pub mod timeout;
