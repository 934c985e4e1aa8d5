//! Whether a model's file is the one its manifest speaks of.

use super::manifest::ModelFile;
use sha2::{Digest, Sha256};
use std::{
    collections::HashMap,
    fs, io,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
    time::SystemTime,
};

/// Larger files are hashed only when they are loaded, not when they are merely listed.
const QUICK_BYTES: u64 = 64 << 20;

/// Changes when the file does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    length: u64,
    modified: Option<SystemTime>,
}

impl Stamp {
    /// `None` when there is no such file.
    pub fn of(path: &Path) -> Option<Self> {
        let metadata = fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
        Some(Self { length: metadata.len(), modified: metadata.modified().ok() })
    }
}

/// Remembers what was found, so that an unchanged file is read once.
#[derive(Default)]
pub(super) struct Integrity(Mutex<Findings>);

type Findings = HashMap<PathBuf, (Stamp, Result<(), String>)>;

impl Integrity {
    /// Looks at length and hash, without reading the file again when it has not changed.
    ///
    /// # Errors
    /// What is wrong and what to do, in words for people.
    pub fn check(&self, folder: &Path, file: &ModelFile) -> Result<(), String> {
        let path = folder.join(&file.path);
        let stamp = Stamp::of(&path).ok_or_else(|| missing(file))?;
        if let Some((seen, result)) = self.seen().get(&path)
            && *seen == stamp
        {
            return result.clone();
        }
        if stamp.length == file.size && stamp.length > QUICK_BYTES {
            return Ok(());
        }
        self.check_all(folder, file)
    }

    /// As [`Self::check`], and a large file is read through too, piece by piece.
    ///
    /// # Errors
    /// As [`Self::check`].
    pub fn check_all(&self, folder: &Path, file: &ModelFile) -> Result<(), String> {
        let path = folder.join(&file.path);
        let stamp = Stamp::of(&path).ok_or_else(|| missing(file))?;
        if let Some((seen, result)) = self.seen().get(&path)
            && *seen == stamp
        {
            return result.clone();
        }
        let result = hash(&path, stamp, file);
        self.seen().insert(path, (stamp, result.clone()));
        result
    }

    /// Reads the file, and makes sure that it is the right one.
    ///
    /// # Errors
    /// As [`Self::check`].
    pub fn read(&self, folder: &Path, file: &ModelFile) -> Result<Vec<u8>, String> {
        let path = folder.join(&file.path);
        let stamp = Stamp::of(&path).ok_or_else(|| missing(file))?;
        let result = read(&path, stamp, file);
        let remembered = result.as_ref().map(drop).map_err(Clone::clone);
        self.seen().insert(path, (stamp, remembered));
        result
    }

    fn seen(&self) -> MutexGuard<'_, Findings> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn hash(path: &Path, stamp: Stamp, file: &ModelFile) -> Result<(), String> {
    check_length(stamp, file)?;
    let mut hasher = Sha256::new();
    let copied = fs::File::open(path).and_then(|mut open| io::copy(&mut open, &mut hasher));
    copied.map_err(|e| damaged(file, &e.to_string()))?;
    check_hash(&hasher.finalize(), file)
}

fn read(path: &Path, stamp: Stamp, file: &ModelFile) -> Result<Vec<u8>, String> {
    check_length(stamp, file)?;
    let bytes = fs::read(path).map_err(|e| damaged(file, &e.to_string()))?;
    check_hash(&Sha256::digest(&bytes), file)?;
    Ok(bytes)
}

fn check_length(stamp: Stamp, file: &ModelFile) -> Result<(), String> {
    if stamp.length == file.size {
        return Ok(());
    }
    Err(damaged(file, &format!("it has {} bytes instead of {}", stamp.length, file.size)))
}

fn check_hash(hash: &[u8], file: &ModelFile) -> Result<(), String> {
    if hex::encode(hash) == file.sha256 { Ok(()) } else { Err(damaged(file, "its checksum is wrong")) }
}

fn missing(file: &ModelFile) -> String {
    format!("its file {} is missing. Put it back into the model's folder; no restart is needed.", file.path)
}

fn damaged(file: &ModelFile, how: &str) -> String {
    format!("its file {} is damaged ({how}). Put a good copy into the model's folder; no restart is needed.", file.path)
}
