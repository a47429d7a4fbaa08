//! What access keys, secrets and tokens consist of: printable ASCII, without blanks.
//!
//! Anything else is a slip, often a line's end from a file, that AWS would refuse in words
//! about a signature, or that no HTTP header can hold.

use std::error::Error;
use std::fmt;

use aws_credential_types::Credentials;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::future::ProvideCredentials as Provided;
use aws_credential_types::provider::{self, ProvideCredentials};

/// A value that no request can be signed with; it never shows the value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidCredentials(pub String);

impl fmt::Display for InvalidCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for InvalidCredentials {}

/// What is wrong with a value, if anything is.
#[must_use]
pub fn flaw(value: &str) -> Option<&'static str> {
    let sign = value.chars().find(|sign| !sign.is_ascii_graphic())?;
    // Its end alone is the usual slip: what `echo` or an editor leaves there.
    let at_end = value.trim_end_matches(['\r', '\n', ' ', '\t']).chars().all(|sign| sign.is_ascii_graphic());
    Some(match sign {
        '\r' | '\n' if at_end => "ends with a newline",
        '\r' | '\n' => "contains a newline",
        ' ' | '\t' if at_end => "ends with a blank",
        ' ' | '\t' => "contains a blank",
        _ if sign.is_ascii() => "contains a control character",
        _ => "contains a character that is not ASCII",
    })
}

/// Checks each value under the name that the user knows it by.
///
/// # Errors
///
/// When one of them cannot be used.
pub fn validate<'a>(values: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<(), InvalidCredentials> {
    values
        .into_iter()
        .find_map(|(name, value)| Some(InvalidCredentials(format!("{name} {}", flaw(value)?))))
        .map_or(Ok(()), Err)
}

/// Credentials whose values were checked; `origin` says in an error where they came from.
///
/// # Errors
///
/// When one of the values cannot be used.
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

/// A provider whose values are checked.
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

    fn fallback_on_interrupt(&self) -> Option<Credentials> {
        self.provider.fallback_on_interrupt()
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
            ("AKID ", "ends with a blank"),
            (" AKID", "contains a blank"),
            ("AK\tID ", "contains a blank"),
            ("AK\0ID", "contains a control character"),
            ("AK\x7fID", "contains a control character"),
            ("AKI\u{2019}D", "contains a character that is not ASCII"),
        ] {
            assert_eq!(flaw(value), Some(words), "{value:?}");
        }
        assert_eq!(flaw("AKID/+=~!"), None);
        assert_eq!(flaw(""), None);
    }
}
