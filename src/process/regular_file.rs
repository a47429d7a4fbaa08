//! Files that can be read to their end.

use std::fs::File;
use std::io::{Error, ErrorKind, Read, Result};
use std::path::Path;

/// Maximum size of a file that is read whole. Some files of `/proc` have no end.
const MAX_BYTES: u64 = 100_000_000;

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
/// If it is not a regular file, is larger than 100 MB, or cannot be read.
pub fn read(path: &Path) -> Result<Vec<u8>> {
    check(path)?;
    let mut content = Vec::new();
    File::open(path)?.take(MAX_BYTES + 1).read_to_end(&mut content)?;
    if content.len() as u64 > MAX_BYTES {
        return Err(Error::new(ErrorKind::InvalidInput, "it is larger than 100 MB"));
    }
    Ok(content)
}

/// Why the file could not be read, without the number that the system gave the error.
#[must_use]
pub fn reason(error: &Error) -> String {
    match error.kind() {
        ErrorKind::IsADirectory => "it is a directory".to_owned(),
        ErrorKind::NotFound => "it does not exist".to_owned(),
        kind if error.raw_os_error().is_some() => kind.to_string(),
        _ => error.to_string(),
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn devices_are_refused() {
        let error = read(Path::new("/dev/zero")).expect_err("it has no end");
        assert_eq!(reason(&error), "it is not a regular file");
        let error = read(Path::new("/")).expect_err("a folder");
        assert_eq!(reason(&error), "it is a directory");
        check(Path::new("/nowhere")).expect("left to the reader");
        let large = std::env::temp_dir().join(format!("reboto-large-{}", std::process::id()));
        File::create(&large).and_then(|file| file.set_len(1 << 40)).expect("a sparse file");
        let error = read(&large).expect_err("it is too large");
        std::fs::remove_file(&large).expect("it exists");
        assert_eq!(reason(&error), "it is larger than 100 MB");
    }
}
