//! Interceptors of the SDK's orchestrator, the retry classifier and the wire log.

pub mod attempt_counter;
pub mod compression;
#[cfg(feature = "python")]
pub(crate) mod log_queue;
pub mod request_limit;
pub mod retry_classifier;
pub mod trace_id;
pub mod user_agent;
#[cfg(feature = "python")]
pub(crate) mod wire_log;
