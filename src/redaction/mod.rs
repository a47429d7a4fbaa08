//! Secrets taken out of logs, errors and everything else that a user may see.

pub mod log_format;
pub mod matcher;
pub mod names;
pub mod registry;
