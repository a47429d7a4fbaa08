//! Trusted CA certificates, read from files that may change.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use aws_smithy_http_client::tls::TrustStore;
use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

use crate::error::CallError;
use crate::error::no_certificates::NoCertificates;
use crate::process::environment::Environment;
use crate::process::file_stamp::FileStamp;
use crate::process::regular_file;

/// The files and folders with trusted certificates, each in its current version.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct TrustedFiles(Vec<(PathBuf, Option<FileStamp>)>);

/// The system's certificate files and folders, if it has any.
static SYSTEM: LazyLock<Vec<PathBuf>> = LazyLock::new(|| {
    if !cfg!(target_os = "linux") {
        return Vec::new();
    }
    let found = openssl_probe::probe();
    found.cert_file.into_iter().chain(found.cert_dir).collect()
});

/// The files to read: the caller's bundle, or else those of the environment or of the system.
#[must_use]
pub fn files(ca_bundle: Option<&Path>, environment: &Environment) -> TrustedFiles {
    let stamped = |path: PathBuf| (path.clone(), FileStamp::of(&path));
    if let Some(path) = ca_bundle {
        return TrustedFiles(vec![stamped(path.to_owned())]);
    }
    let named: Vec<PathBuf> = environment
        .get("SSL_CERT_FILE")
        .into_iter()
        .chain(environment.get("SSL_CERT_DIR").into_iter().flat_map(|folders| folders.split(':')))
        .filter(|path| !path.is_empty())
        .map(PathBuf::from)
        .collect();
    if named.is_empty() {
        return TrustedFiles(SYSTEM.iter().cloned().map(stamped).collect());
    }
    // Files may be rewritten in place in the environment's folders. In the system's folder, files are only
    // added and removed, which changes the folder itself.
    let content: Vec<PathBuf> = named.iter().flat_map(|path| entries(path)).collect();
    TrustedFiles(named.into_iter().chain(content).map(stamped).collect())
}

/// A folder's files, sorted by name, without those in its subfolders.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<_> = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| !path.is_dir());
    paths.sort_unstable();
    paths
}

/// Reads the caller's bundle and parses each certificate, because the SDK panics on an invalid one.
///
/// # Errors
///
/// If the bundle or one of its certificates cannot be read.
pub fn bundle(path: &Path) -> Result<TrustStore, CallError> {
    let refuse = |what: String| CallError::InvalidArgument(format!("the CA bundle {} {what}", path.display()));
    let pem = regular_file::read(path)
        .map_err(|error| refuse(format!("cannot be read: {}", regular_file::reason(&error))))?;
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(&pem) {
        let certificate = certificate.map_err(|error| refuse(format!("is not valid PEM: {error}")))?;
        roots.add(certificate).map_err(|error| refuse(format!("contains an invalid certificate: {error}")))?;
    }
    if roots.is_empty() {
        return Err(refuse("contains no certificate; it must be a PEM file".to_owned()));
    }
    Ok(TrustStore::empty().with_pem_certificate(pem))
}

/// Reads the certificates of the environment or the system, and skips invalid ones. Returns `None`
/// if the system does not keep its certificates in files.
///
/// # Errors
///
/// If there is no valid certificate.
pub fn certificates(trust: &TrustedFiles) -> Result<Option<TrustStore>, NoCertificates> {
    if trust.0.is_empty() && !cfg!(target_os = "linux") {
        return Ok(None);
    }
    let paths = trust.0.iter().map(|(path, _)| path);
    let files = paths.flat_map(|path| if path.is_dir() { entries(path) } else { vec![path.clone()] });
    let mut read = HashSet::new();
    let mut roots = Roots::default();
    for path in files {
        // Such folders contain several links to each file.
        let is_new = FileStamp::of(&path).is_some_and(|stamp| read.insert(stamp.inode));
        if let Some(content) = is_new.then(|| regular_file::read(&path).ok()).flatten() {
            roots.add_all(&content);
        }
    }
    if roots.store.is_empty() {
        Err(NoCertificates)
    } else {
        Ok(Some(TrustStore::empty().with_pem_certificate(roots.pem)))
    }
}

const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
const END: &str = "-----END CERTIFICATE-----";

/// Valid certificates, each once.
struct Roots {
    store: RootCertStore,
    known: HashSet<String>,
    pem: String,
}

impl Default for Roots {
    fn default() -> Self {
        Self { store: RootCertStore::empty(), known: HashSet::new(), pem: String::new() }
    }
}

impl Roots {
    /// Adds the certificates of a PEM file, and skips invalid ones.
    ///
    /// Their text is compared before it is decoded: most systems have each certificate in a bundle and in a
    /// file of its own, and decoding takes longer than the rest of a first call.
    fn add_all(&mut self, content: &[u8]) {
        let content = String::from_utf8_lossy(content);
        let mut rest = &*content;
        while let Some(start) = rest.find(BEGIN) {
            rest = &rest[start..];
            let Some(end) = rest.find(END) else { return };
            let (section, after) = rest.split_at(end + END.len());
            rest = after;
            if !self.known.insert(section.to_owned()) {
                continue;
            }
            let certificate = CertificateDer::from_pem_slice(section.as_bytes());
            if certificate.is_ok_and(|certificate| self.store.add(certificate).is_ok()) {
                self.pem.extend([section, "\n"]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("reboto-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder for the test");
        folder
    }

    #[test]
    fn broken_bundles_are_refused() {
        let folder = folder("broken");
        let broken = "-----BEGIN CERTIFICATE-----\nbm90IERFUg==\n-----END CERTIFICATE-----\n";
        for (name, content) in [("text", "no pem"), ("broken", broken), ("half", "-----BEGIN CERTIFICATE-----\n!!")] {
            let path = folder.join(name);
            fs::write(&path, content).expect("the file is written");
            let error = bundle(&path).expect_err(name);
            assert!(error.to_string().contains(name), "{error}");
            certificates(&TrustedFiles(vec![(path, None)])).expect_err("an empty store");
        }
        bundle(&folder.join("missing")).expect_err("missing");
        fs::remove_dir_all(folder).expect("the folder is ours");
    }

    #[test]
    fn each_section_is_kept_once_and_only_if_it_is_valid() {
        let broken = format!("{BEGIN}\nbm90IERFUg==\n{END}");
        let mut roots = Roots::default();
        roots.add_all(format!("a comment\n{broken}\n{broken}\n{BEGIN}\nhalf").as_bytes());
        roots.add_all(broken.as_bytes());
        assert_eq!((roots.known.len(), &*roots.pem), (1, ""));
    }

    #[test]
    fn a_replaced_file_has_another_stamp() {
        let folder = folder("stamps");
        let (path, next) = (folder.join("bundle"), folder.join("next"));
        fs::write(&path, "one").expect("the file is written");
        let before = files(Some(&path), &Environment::default());
        assert_eq!(files(Some(&path), &Environment::default()), before);
        fs::write(&next, "two").expect("the file is written");
        fs::rename(&next, &path).expect("it is replaced");
        assert_ne!(files(Some(&path), &Environment::default()), before);
        fs::remove_dir_all(folder).expect("the folder is ours");
    }
}
