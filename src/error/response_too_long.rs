//! The error of a response that exceeds the limit.

use std::error::Error;
use std::fmt;

/// A response that exceeds the limit, in bytes.
#[derive(Debug)]
pub struct ResponseTooLong(pub usize);

impl fmt::Display for ResponseTooLong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the response is longer than {} MB, the limit", self.0 / 1_000_000)
    }
}

impl Error for ResponseTooLong {}
