//! From response bytes to Python objects.

#[cfg(feature = "python")]
pub mod boto_sax;
#[cfg(feature = "python")]
pub mod cbor;
#[cfg(feature = "python")]
pub mod datapoints;
#[cfg(feature = "python")]
pub mod datetime_cache;
#[cfg(feature = "python")]
pub mod object;
#[cfg(feature = "python")]
pub mod results;
#[cfg(feature = "python")]
pub mod shape;
#[cfg(feature = "python")]
pub mod xml;
