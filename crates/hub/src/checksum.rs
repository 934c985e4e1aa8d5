//! What a file's bytes must add up to.

use crate::HubError;
use sha1::Sha1;
use sha2::{Digest, Sha256};
use std::{fmt, fs::File, io::Read, path::Path};

/// Bytes read at a time.
const CHUNK: usize = 1 << 20;

/// A pinned hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Checksum {
    /// Lower-case hex.
    Sha256(String),
    /// What Git calls the file, in lower-case hex; for files whose publishers print nothing else.
    GitBlobSha1(String),
}

impl Checksum {
    /// # Errors
    /// When `hex` has not 64 lower-case hex digits.
    pub fn sha256(hex: &str) -> Result<Self, String> {
        well_formed(hex, 64).map(Self::Sha256)
    }

    /// # Errors
    /// When `hex` has not 40 lower-case hex digits.
    pub fn git_blob_sha1(hex: &str) -> Result<Self, String> {
        well_formed(hex, 40).map(Self::GitBlobSha1)
    }
}

fn well_formed(hex: &str, digits: usize) -> Result<String, String> {
    let good = hex.len() == digits && hex.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    if good { Ok(hex.to_owned()) } else { Err(format!("{hex:?} is no hash of {digits} lower-case hex digits")) }
}

impl fmt::Display for Checksum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sha256(hex) => write!(f, "sha256 {hex}"),
            Self::GitBlobSha1(hex) => write!(f, "git blob {hex}"),
        }
    }
}

/// Hashes a file while it arrives.
pub(crate) struct Hasher {
    /// Always: the installed manifest names the files by it.
    sha256: Sha256,
    git: Option<Sha1>,
}

impl Hasher {
    /// `size` is how many bytes there will be, which Git hashes too.
    pub fn new(pin: Option<&Checksum>, size: u64) -> Self {
        let git = matches!(pin, Some(Checksum::GitBlobSha1(_)))
            .then(|| Sha1::new_with_prefix(format!("blob {size}\0").as_bytes()));
        Self { sha256: Sha256::new(), git }
    }

    pub fn update(&mut self, bytes: &[u8]) {
        self.sha256.update(bytes);
        if let Some(git) = &mut self.git {
            git.update(bytes);
        }
    }

    /// The SHA-256, when the bytes are those of `pin`; otherwise what they are instead.
    pub fn finish(self, pin: Option<&Checksum>) -> Result<String, Checksum> {
        let sha256 = hex::encode(self.sha256.finalize());
        let git = self.git.map(|git| hex::encode(git.finalize()));
        match (pin, git) {
            (Some(Checksum::Sha256(pin)), _) if *pin != sha256 => Err(Checksum::Sha256(sha256)),
            (Some(Checksum::GitBlobSha1(pin)), Some(git)) if *pin != git => Err(Checksum::GitBlobSha1(git)),
            _ => Ok(sha256),
        }
    }
}

/// Feeds a file to `hasher`, telling `progress` of every chunk; returns the bytes read.
pub(crate) fn hash_file(path: &Path, hasher: &mut Hasher, progress: &mut dyn FnMut(u64)) -> Result<u64, HubError> {
    let unreadable = HubError::io("read", path);
    let mut file = File::open(path).map_err(&unreadable)?;
    let mut chunk = vec![0; CHUNK];
    let mut total = 0;
    loop {
        let read = file.read(&mut chunk).map_err(&unreadable)?;
        if read == 0 {
            return Ok(total);
        }
        hasher.update(&chunk[..read]);
        total += read as u64;
        progress(read as u64);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_those_of_other_programs() {
        let check = |pin: Checksum| {
            let mut hasher = Hasher::new(Some(&pin), 6);
            hasher.update(b"hel");
            hasher.update(b"lo\n");
            hasher.finish(Some(&pin))
        };
        let sha256 = "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03";
        let git = "ce013625030ba8dba906f756967f9e9ca394464a";
        assert_eq!(check(Checksum::Sha256(sha256.into())), Ok(sha256.into()));
        assert_eq!(check(Checksum::GitBlobSha1(git.into())), Ok(sha256.into()));
        assert_eq!(check(Checksum::Sha256("0".repeat(64))), Err(Checksum::Sha256(sha256.into())));
        assert_eq!(check(Checksum::GitBlobSha1("0".repeat(40))), Err(Checksum::GitBlobSha1(git.into())));
    }
}
