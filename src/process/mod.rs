//! The process that hosts reboto: its interpreter, environment, native stack and forks.

pub mod environment;
#[cfg(feature = "python")]
pub mod finalization;
#[cfg(feature = "python")]
pub mod interpreter;
pub mod lru_cache;
#[cfg(feature = "python")]
pub mod nesting;
pub mod stack;
#[cfg(feature = "python")]
pub mod yield_gil;
