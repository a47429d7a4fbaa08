//! Interceptors of the SDK's orchestrator, and what else sees each request.

pub mod compression;
pub mod request_limit;
pub mod user_agent;
#[cfg(feature = "python")]
pub mod wire_log;
