//! Versions of files on disk.

use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::time::SystemTime;

/// Identifies a version of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FileStamp {
    modified: Option<SystemTime>,
    length: u64,
    /// Device and inode number, which change when the file is replaced.
    pub inode: (u64, u64),
}

impl FileStamp {
    /// The current version of a file or folder; `None` if it does not exist.
    #[must_use]
    pub fn of(path: &Path) -> Option<Self> {
        let metadata = path.metadata().ok()?;
        let inode = (metadata.dev(), metadata.ino());
        Some(Self { modified: metadata.modified().ok(), length: metadata.len(), inode })
    }
}
