//! The operations of each service.

#[cfg(feature = "python")]
pub mod autoscaling;
#[cfg(feature = "python")]
pub mod cloudwatch;
#[cfg(feature = "python")]
pub mod generic_calls;
