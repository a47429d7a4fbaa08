//! Errors of the simulator: each names the key, the value and the valid values.

use std::fmt;

/// Characters of a value that an error quotes.
const QUOTED: usize = 120;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Error {
    /// The text is not valid JSON.
    Syntax { path: String, reason: String },
    /// A function, argument or key that does not exist.
    Unknown { path: String, known: String },
    /// A key that the function needs and did not get.
    Missing { path: String, expected: String },
    /// A value of the wrong type, or an impossible one.
    Invalid { path: String, expected: String, got: String },
}

pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    pub fn invalid(path: impl Into<String>, expected: impl Into<String>, got: impl fmt::Display) -> Self {
        Self::Invalid { path: path.into(), expected: expected.into(), got: shorten(&got.to_string()) }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax { path, reason } if path.is_empty() => write!(f, "the text is not valid JSON: {reason}"),
            Self::Syntax { path, reason } => write!(f, "{path} is not valid JSON: {reason}"),
            Self::Unknown { path, known } => write!(f, "{path} is unknown; expected one of {known}"),
            Self::Missing { path, expected } => write!(f, "{path} is required and must be {expected}"),
            Self::Invalid { path, expected, got } => write!(f, "{path} must be {expected}, got {got}"),
        }
    }
}

impl std::error::Error for Error {}

/// Cut a quoted value so that a message stays readable.
pub fn shorten(text: &str) -> String {
    match text.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_value_is_cut_between_characters() {
        let error = Error::invalid("scenario.start", "a time", "é".repeat(500));
        assert_eq!(error.to_string(), format!("scenario.start must be a time, got {}...", "é".repeat(QUOTED)));
    }
}
