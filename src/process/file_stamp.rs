//! Versions of files on disk.

use std::fs::Metadata;
use std::path::Path;
use std::time::SystemTime;

/// Identifies a version of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FileStamp {
    modified: Option<SystemTime>,
    length: u64,
    /// Device and inode number, which change when the file is replaced; on Windows, the time of its creation.
    pub inode: (u64, u64),
}

impl FileStamp {
    /// The current version of a file or folder; `None` if it does not exist.
    #[must_use]
    pub fn of(path: &Path) -> Option<Self> {
        let metadata = path.metadata().ok()?;
        Some(Self { modified: metadata.modified().ok(), length: metadata.len(), inode: identity(&metadata) })
    }
}

#[cfg(unix)]
fn identity(metadata: &Metadata) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt;
    (metadata.dev(), metadata.ino())
}

#[cfg(windows)]
fn identity(metadata: &Metadata) -> (u64, u64) {
    use std::os::windows::fs::MetadataExt;
    (metadata.creation_time(), metadata.file_attributes().into())
}
