//! Redaction of secrets in logs, errors and other texts that a user may see.

pub mod log_format;
pub mod matcher;
pub mod names;
pub mod registry;
