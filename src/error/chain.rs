//! The causes of an error.

use std::error::Error;

/// The errors from this one to its first cause.
pub fn chain<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |error: &&'a (dyn Error + 'static)| (*error).source())
}

/// The first error of a kind, among this one and its causes.
pub fn find<'a, T: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a T> {
    chain(error).find_map(|error| {
        // An error of input and output passes over the one that it was made of.
        let made_of = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        error.downcast_ref().or_else(|| made_of.and_then(|inner| find(inner)))
    })
}

/// The first cause in words: what is above it repeats where it happened.
pub fn deepest(error: &(dyn Error + 'static)) -> String {
    let texts: Vec<String> = chain(error).map(ToString::to_string).filter(|text| !text.is_empty()).collect();
    texts.last().cloned().unwrap_or_else(|| "unknown error".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_cause_is_told() {
        let io = std::io::Error::other("connection refused");
        let outer = std::io::Error::other(io);
        assert_eq!(deepest(&outer), "connection refused");
    }

    #[test]
    fn the_error_within_one_of_input_and_output_is_found() {
        let inner = rustls::Error::HandshakeNotComplete;
        let outer = std::io::Error::other(std::io::Error::other(inner.clone()));
        assert_eq!(find::<rustls::Error>(&std::io::Error::other(inner.clone())), Some(&inner));
        assert_eq!(find::<rustls::Error>(&outer), Some(&inner));
    }
}
