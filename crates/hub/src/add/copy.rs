//! Files of this machine on their way into the store.

use crate::{
    Checksum, HubError,
    checksum::{Hasher, hash_file},
};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// A file that was copied.
pub(super) struct Copied {
    pub size: u64,
    pub sha256: String,
}

/// The real place of `path` below `folder`.
///
/// # Errors
/// [`HubError::Refused`] for what is no file, or leads out of the folder; [`HubError::Io`].
pub(super) fn locate(folder: &Path, path: &str) -> Result<PathBuf, HubError> {
    let (root, place) = (folder.canonicalize(), folder.join(path));
    let root = root.map_err(HubError::io("read", folder))?;
    let real = place.canonicalize().map_err(HubError::io("read", &place))?;
    if !real.starts_with(&root) {
        return Err(HubError::Refused(format!(
            "{} is a link out of the folder to {}. Copy the folder with its links resolved (cp -rL), and add the copy",
            place.display(),
            real.display()
        )));
    }
    if !real.is_file() {
        return Err(HubError::Refused(format!("{} is no file", place.display())));
    }
    Ok(real)
}

/// Copies or links a file, then hashes the copy: what counts is what was installed.
///
/// # Errors
/// [`HubError::Io`]
pub(super) fn copy(from: &Path, to: &Path, link: bool, progress: &mut dyn FnMut(u64)) -> Result<Copied, HubError> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder).map_err(HubError::io("create", folder))?;
    }
    // What an interrupted attempt left may be a link to the very original.
    let _ = fs::remove_file(to);
    if link {
        fs::hard_link(from, to).map_err(HubError::io("link (is it on another disk?) to", from))?;
    } else {
        // Not `fs::copy`'s permissions: a read-only original must not make a model that cannot be removed.
        let mut source = fs::File::open(from).map_err(HubError::io("read", from))?;
        let mut target = fs::File::create(to).map_err(HubError::io("write", to))?;
        std::io::copy(&mut source, &mut target).map_err(HubError::io("copy to", to))?;
        target.sync_all().map_err(HubError::io("write", to))?;
    }
    let mut hasher = Hasher::new(None, 0);
    let size = hash_file(to, &mut hasher, progress)?;
    // Nothing is pinned, so nothing differs.
    let (Ok(sha256) | Err(Checksum::Sha256(sha256) | Checksum::GitBlobSha1(sha256))) = hasher.finish(None);
    Ok(Copied { size, sha256 })
}
