//! Files that can be read to their end.

use std::io::{Error, ErrorKind, Result};
use std::path::Path;

/// Refuses a FIFO, a socket or a device: reading it could block forever, or have no end.
///
/// # Errors
///
/// If it is one. Files that are missing or cannot be opened are left to the reader.
pub fn check(path: &Path) -> Result<()> {
    match path.metadata() {
        Ok(found) if !found.is_file() && !found.is_dir() => {
            Err(Error::new(ErrorKind::InvalidInput, "it is not a regular file"))
        }
        _ => Ok(()),
    }
}

/// Reads a regular file.
///
/// # Errors
///
/// If it is not a regular file, or cannot be read.
pub fn read(path: &Path) -> Result<Vec<u8>> {
    check(path)?;
    std::fs::read(path)
}

/// Why the file could not be read, without the number that the system gave the error.
#[must_use]
pub fn reason(error: &Error) -> String {
    if error.raw_os_error().is_some() { error.kind().to_string() } else { error.to_string() }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn devices_are_refused() {
        let error = read(Path::new("/dev/zero")).expect_err("it has no end");
        assert_eq!(reason(&error), "it is not a regular file");
        let error = read(Path::new("/")).expect_err("a folder");
        assert_eq!(reason(&error), "is a directory");
        check(Path::new("/nowhere")).expect("left to the reader");
    }
}
