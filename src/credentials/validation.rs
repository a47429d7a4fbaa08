//! Validation of access keys, secret keys and session tokens: printable ASCII without spaces.
//!
//! Any other character is a mistake, often a newline at the end of a file. AWS would report it as
//! a wrong signature, and some characters are not allowed in HTTP headers.

use std::error::Error;
use std::fmt;

use aws_credential_types::Credentials;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::future::ProvideCredentials as Provided;
use aws_credential_types::provider::{self, ProvideCredentials};

/// An invalid value; the text never contains the value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidCredentials(pub String);

impl fmt::Display for InvalidCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for InvalidCredentials {}

/// Maximum number of characters of a value. AWS's session tokens have a few thousand, and
/// HTTP headers are limited to less. A longer value would also slow down the redaction of secrets.
pub const LONGEST: usize = 65_536;

/// Describes the invalid character of a value, if there is one, or an excessive length.
#[must_use]
pub fn flaw(value: &str) -> Option<&'static str> {
    if value.len() > LONGEST {
        return Some("has more than 65,536 characters");
    }
    let invalid = value.chars().find(|character| !character.is_ascii_graphic())?;
    // The most frequent mistake is a newline at the end, from `echo` or an editor.
    let at_end = value.trim_end_matches(['\r', '\n', ' ', '\t']).chars().all(|character| character.is_ascii_graphic());
    Some(match invalid {
        '\r' | '\n' if at_end => "ends with a newline",
        '\r' | '\n' => "contains a newline",
        ' ' | '\t' if at_end => "ends with a space or tab",
        ' ' | '\t' => "contains a space or tab",
        _ if invalid.is_ascii() => "contains a control character",
        _ => "contains a character that is not ASCII",
    })
}

/// Checks values, each with the name to show in an error.
///
/// # Errors
///
/// If a value is invalid.
pub fn validate<'a>(values: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<(), InvalidCredentials> {
    values
        .into_iter()
        .find_map(|(name, value)| Some(InvalidCredentials(format!("{name} {}", flaw(value)?))))
        .map_or(Ok(()), Err)
}

/// Checks credentials; `origin` says in an error where they came from.
///
/// # Errors
///
/// If a value is invalid.
pub fn validated(credentials: Credentials, origin: &str) -> provider::Result {
    let values = [
        ("the access key ID", credentials.access_key_id()),
        ("the secret access key", credentials.secret_access_key()),
        ("the session token", credentials.session_token().unwrap_or_default()),
    ];
    match validate(values) {
        Ok(()) => Ok(credentials),
        Err(InvalidCredentials(what)) => {
            Err(CredentialsError::invalid_configuration(InvalidCredentials(format!("{what} (from {origin})"))))
        }
    }
}

/// A provider that checks the values of its credentials.
#[derive(Debug)]
pub struct ValidatedProvider<P> {
    pub provider: P,
    pub origin: &'static str,
}

impl<P: ProvideCredentials> ProvideCredentials for ValidatedProvider<P> {
    fn provide_credentials<'a>(&'a self) -> Provided<'a>
    where
        Self: 'a,
    {
        Provided::new(async move { validated(self.provider.provide_credentials().await?, self.origin) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flaws_are_named() {
        for (value, words) in [
            ("AKID\n", "ends with a newline"),
            ("AKID\r\n", "ends with a newline"),
            ("AK\nID", "contains a newline"),
            ("AKID ", "ends with a space or tab"),
            (" AKID", "contains a space or tab"),
            ("AK\tID ", "contains a space or tab"),
            ("AK\0ID", "contains a control character"),
            ("AK\x7fID", "contains a control character"),
            ("AKI\u{2019}D", "contains a character that is not ASCII"),
        ] {
            assert_eq!(flaw(value), Some(words), "{value:?}");
        }
        assert_eq!(flaw(&"a".repeat(LONGEST + 1)), Some("has more than 65,536 characters"));
        assert_eq!(flaw(&"a".repeat(LONGEST)), None);
        assert_eq!(flaw("AKID/+=~!"), None);
        assert_eq!(flaw(""), None);
    }
}
