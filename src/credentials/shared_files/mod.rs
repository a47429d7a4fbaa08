//! The shared files, `~/.aws/credentials` and `~/.aws/config`.

pub mod ini;
pub mod plan;
pub mod profile_credentials;
pub mod profiles;
pub mod sso_token;
