//! Fetching a model: all of it or nothing, and never twice.

use crate::{
    Checksum, Entry, Event, Fetcher, HubError, Listener, PinnedFile, Store,
    checksum::{Hasher, hash_file},
    fetch::{Download, blocking},
    licence, manifest,
    store::Staging,
};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// A model that is installed now.
#[derive(Clone, Debug)]
pub struct Pulled {
    pub folder: PathBuf,
    /// Bytes that had to be fetched.
    pub fetched: u64,
    /// Whether it was there before, and whole.
    pub unchanged: bool,
}

/// What to fetch, and what to write beside it.
pub(crate) struct Plan<'a> {
    pub name: &'a str,
    pub version: &'a str,
    pub files: &'a [PinnedFile],
    /// From the SHA-256 of the files.
    pub manifest: &'a (dyn Fn(&[String]) -> Result<String, HubError> + Send + Sync),
}

impl Store {
    /// Installs an entry of the catalogue. One that is installed is verified, and only what is damaged is fetched.
    ///
    /// May be dropped at any time: what has arrived is kept, nothing half is visible, and the next pull goes on.
    ///
    /// # Errors
    /// [`HubError::LicenceNotAccepted`], [`HubError::NoSpace`], [`HubError::Fetch`], [`HubError::Io`].
    pub async fn pull(
        &self,
        entry: &Entry,
        fetcher: &Fetcher,
        accepted_licences: &[String],
        listener: Listener<'_>,
    ) -> Result<Pulled, HubError> {
        licence::require(&entry.reference(), &entry.licence, entry.commercial, accepted_licences)?;
        let manifest = |sha256: &[String]| manifest::render(entry, sha256);
        let plan = Plan { name: &entry.name, version: &entry.version, files: &entry.files, manifest: &manifest };
        self.carry_out(plan, fetcher, listener).await
    }

    pub(crate) async fn carry_out(
        &self,
        plan: Plan<'_>,
        fetcher: &Fetcher,
        listener: Listener<'_>,
    ) -> Result<Pulled, HubError> {
        let staging = self.stage(plan.name, plan.version, listener).await?;
        let place = self.place(plan.name, plan.version);
        let mut missing = Vec::new();
        let mut hashes = Vec::new();
        for file in plan.files {
            if [staging.files(), place.clone()].iter().any(|folder| folder.join(&file.path).exists()) {
                listener(Event::Checking(&file.path));
            }
            let hash = present(&staging, &place, file).await?;
            if hash.is_none() {
                missing.push(file);
            }
            hashes.push(hash);
        }
        self.require_space(missing.iter().map(|file| file.size.saturating_sub(arrived(&staging, file))).sum())?;
        let mut download = Download::new(fetcher, listener, plan.files);
        for (file, hash) in plan.files.iter().zip(&mut hashes) {
            match hash {
                Some(_) => download.skip(file),
                None => {
                    let target = staging.files().join(&file.path);
                    *hash = Some(download.file(file, &part(&staging, file), &target).await?);
                }
            }
        }
        let fetched = download.fetched();
        let hashes: Vec<String> = hashes.into_iter().flatten().collect();
        let text = (plan.manifest)(&hashes)?;
        if missing.is_empty() && fs::read_to_string(place.join(manifest::FILE_NAME)).is_ok_and(|old| old == text) {
            staging.discard()?;
            return Ok(Pulled { folder: place, fetched, unchanged: true });
        }
        let folder = blocking(move || staging.install(&text)).await?;
        Ok(Pulled { folder, fetched, unchanged: false })
    }
}

/// The SHA-256 of a file that is complete already: from an interrupted pull, or in the installed model, from where it
/// is linked into the new one. What is there and wrong goes away.
async fn present(staging: &Staging, place: &Path, file: &PinnedFile) -> Result<Option<String>, HubError> {
    let (staged, old) = (staging.files().join(&file.path), place.join(&file.path));
    let (size, pin) = (file.size, file.checksum.clone());
    blocking(move || {
        if let Some(folder) = staged.parent() {
            fs::create_dir_all(folder).map_err(HubError::io("create", folder))?;
        }
        // Where there is nothing to link, or no links, it is fetched.
        let linked = fs::hard_link(&old, &staged).is_ok();
        if !staged.is_file() || fs::symlink_metadata(&staged).is_ok_and(|found| found.is_symlink()) {
            return Ok(None);
        }
        let right = fs::metadata(&staged).is_ok_and(|found| found.len() == size);
        let hash = if right { hash_of(&staged, &pin, size)? } else { None };
        if hash.is_none() {
            fs::remove_file(&staged).map_err(HubError::io("remove", &staged))?;
        } else if linked {
            fs::File::open(&staged).and_then(|file| file.sync_all()).map_err(HubError::io("write", &staged))?;
        }
        Ok(hash)
    })
    .await
}

/// The SHA-256 of a file that is the pinned one.
fn hash_of(path: &Path, pin: &Checksum, size: u64) -> Result<Option<String>, HubError> {
    let mut hasher = Hasher::new(Some(pin), size);
    hash_file(path, &mut hasher, &mut |_| {})?;
    Ok(hasher.finish(Some(pin)).ok())
}

/// Named by the hash, so that it is never mistaken for the part of another file.
fn part(staging: &Staging, file: &PinnedFile) -> PathBuf {
    let (Checksum::Sha256(name) | Checksum::GitBlobSha1(name)) = &file.checksum;
    staging.parts().join(name)
}

fn arrived(staging: &Staging, file: &PinnedFile) -> u64 {
    fs::metadata(part(staging, file)).map_or(0, |found| found.len())
}
