//! The token of single sign-on that `aws sso login` saves.
//!
//! The SDK reads it too, but its errors do not name the file.

use std::path::{Path, PathBuf};

use aws_credential_types::provider::error::CredentialsError;
use jiff::Timestamp;
use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use serde_json::Value;

use crate::credentials::shared_files::plan::ProfileError;
use crate::process::environment::Environment;
use crate::process::regular_file;

/// Checks the token of a session, or of a start URL without session.
///
/// # Errors
///
/// If its file cannot be read, or if it has expired and cannot be refreshed.
pub fn check(environment: &Environment, session: Option<&str>, start_url: &str) -> Result<(), CredentialsError> {
    let refused = |what: String| {
        let text = format!("{what}; sign in with `aws sso login`");
        Err(CredentialsError::invalid_configuration(ProfileError::Broken(text)))
    };
    let Some(home) = environment.home() else {
        return refused("the token of single sign-on was not found: HOME is not set".to_owned());
    };
    let path = file(home, session.unwrap_or(start_url));
    let named = |what: &str| refused(format!("the token of single sign-on {} {what}", path.display()));
    let content = match regular_file::read(&path) {
        Ok(content) => content,
        Err(cause) => return named(&format!("cannot be read: {}", regular_file::reason(&cause))),
    };
    let Ok(Value::Object(token)) = serde_json::from_slice(&content) else {
        return named("is invalid: it is not a JSON object");
    };
    let text = |name: &str| token.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    if text("accessToken").is_none() {
        return named("is invalid: it has no accessToken");
    }
    let can_refresh =
        session.is_some() && ["refreshToken", "clientId", "clientSecret"].into_iter().all(|name| text(name).is_some());
    let Some(expiry) = text("expiresAt") else { return named("is invalid: it has no expiresAt") };
    let is_over = expiry.parse::<Timestamp>().is_ok_and(|end| end < Timestamp::now());
    if is_over && !can_refresh { named(&format!("expired at {expiry}")) } else { Ok(()) }
}

/// The path of the file, whose name is a hash.
fn file(home: &str, key: &str) -> PathBuf {
    use std::fmt::Write as _;

    let hash = digest(&SHA1_FOR_LEGACY_USE_ONLY, key.as_bytes());
    let name = hash.as_ref().iter().fold(String::new(), |mut name, byte| {
        let _ = write!(name, "{byte:02x}");
        name
    });
    Path::new(home).join(".aws/sso/cache").join(format!("{name}.json"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_the_one_of_aws() {
        let path = file("/home/me", "https://start.example.com");
        assert_eq!(path, Path::new("/home/me/.aws/sso/cache/b1cd59fdb1bf6dd82462b29a459d769bd127bb65.json"));
    }
}
