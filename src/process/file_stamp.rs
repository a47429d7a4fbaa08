//! Versions of files on disk.

use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::time::SystemTime;

/// What tells one version of a file from the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FileStamp {
    modified: Option<SystemTime>,
    length: u64,
    /// A file that is replaced by another has another number.
    pub inode: (u64, u64),
}

impl FileStamp {
    /// The version of the file or folder that is there now.
    #[must_use]
    pub fn of(path: &Path) -> Option<Self> {
        let metadata = path.metadata().ok()?;
        let inode = (metadata.dev(), metadata.ino());
        Some(Self { modified: metadata.modified().ok(), length: metadata.len(), inode })
    }
}
