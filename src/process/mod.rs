//! The process that hosts reboto: its interpreter, environment, native stack and forks.

pub mod child;
pub mod environment;
pub mod file_stamp;
#[cfg(feature = "python")]
pub(crate) mod finalization;
#[cfg(feature = "python")]
pub(crate) mod held;
#[cfg(feature = "python")]
pub(crate) mod interpreter;
pub mod lock;
pub mod lru_cache;
#[cfg(feature = "python")]
pub(crate) mod nesting;
pub mod per_process;
pub mod regular_file;
pub mod socket_pair;
pub mod stack;
#[cfg(feature = "python")]
pub(crate) mod yield_gil;
