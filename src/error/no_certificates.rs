//! The error of a system without trusted certificates.

use std::error::Error;
use std::fmt;

/// No certificate is trusted, so no server can be verified.
#[derive(Debug)]
pub struct NoCertificates;

impl Error for NoCertificates {}

impl fmt::Display for NoCertificates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no trusted certificates were found")
    }
}
