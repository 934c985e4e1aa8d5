//! The folder that models are installed into.

use crate::{
    HubError, Listener,
    lock::Lock,
    manifest::{FILE_NAME, Manifest},
};
use nix::sys::statvfs::statvfs;
use std::{
    collections::HashSet,
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

/// Not the name of a model, so nothing in it is taken for one.
const PARTIAL: &str = ".partial";
/// Left free: manifests, file system overhead, whatever else the disk is for.
const RESERVE: u64 = 64 << 20;

/// The folder of installed models, which this crate writes. Starter models lie elsewhere and are left alone.
#[derive(Clone, Debug)]
pub struct Store {
    folder: PathBuf,
}

/// A model on its way in: locked, and not visible yet.
pub(crate) struct Staging {
    store: Store,
    name: String,
    version: String,
    _lock: Lock,
}

impl Store {
    /// Nothing is created before something is installed.
    #[must_use]
    pub fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where a model lies, or would.
    #[must_use]
    pub fn place(&self, name: &str, version: &str) -> PathBuf {
        self.folder.join(name).join(version)
    }

    /// Whether there is a model with a manifest.
    #[must_use]
    pub fn has(&self, name: &str, version: &str) -> bool {
        self.place(name, version).join(FILE_NAME).is_file()
    }

    /// What is under the model's name and not visible; nobody else may touch it meanwhile.
    pub(crate) async fn stage(&self, name: &str, version: &str, listener: Listener<'_>) -> Result<Staging, HubError> {
        let lock = Lock::wait(self.lock_path(name, version)?, listener).await?;
        self.staging(name, version, lock)
    }

    /// As [`Self::stage`], where nobody can wait.
    pub(crate) fn stage_now(&self, name: &str, version: &str) -> Result<Staging, HubError> {
        let lock = Lock::take(self.lock_path(name, version)?)?
            .ok_or_else(|| HubError::Refused(format!("another process is at work on {name}@{version}; wait for it")))?;
        self.staging(name, version, lock)
    }

    fn lock_path(&self, name: &str, version: &str) -> Result<PathBuf, HubError> {
        let partial = self.partial();
        fs::create_dir_all(&partial).map_err(HubError::io("create", &partial))?;
        Ok(partial.join(format!("{name}@{version}.lock")))
    }

    fn staging(&self, name: &str, version: &str, lock: Lock) -> Result<Staging, HubError> {
        let staging = Staging { store: self.clone(), name: name.to_owned(), version: version.to_owned(), _lock: lock };
        for folder in [staging.files(), staging.parts()] {
            fs::create_dir_all(&folder).map_err(HubError::io("create", &folder))?;
        }
        Ok(staging)
    }

    pub(crate) fn partial(&self) -> PathBuf {
        self.folder.join(PARTIAL)
    }

    /// # Errors
    /// [`HubError::NoSpace`] when the disk has no room for `needed` more bytes.
    pub(crate) fn require_space(&self, needed: u64) -> Result<(), HubError> {
        // Where the system does not say, writing will.
        let Ok(disk) = statvfs(&self.folder) else { return Ok(()) };
        #[allow(clippy::useless_conversion, reason = "the types differ between systems")]
        let free = u64::from(disk.blocks_available()).saturating_mul(u64::from(disk.fragment_size()));
        let needed = needed.saturating_add(if needed == 0 { 0 } else { RESERVE });
        if free < needed {
            return Err(HubError::NoSpace { folder: self.folder.clone(), needed, free });
        }
        Ok(())
    }
}

impl Staging {
    /// Becomes the model's folder.
    pub fn files(&self) -> PathBuf {
        self.folder().join("files")
    }

    /// What has not arrived completely.
    pub fn parts(&self) -> PathBuf {
        self.folder().join("parts")
    }

    fn folder(&self) -> PathBuf {
        self.store.partial().join(format!("{}@{}", self.name, self.version))
    }

    /// Makes the model visible with `manifest`, in place of a damaged one if need be; its folder.
    ///
    /// # Errors
    /// [`HubError::Io`]; [`HubError::Refused`] for a manifest that would not be found again.
    pub fn install(self, manifest: &str) -> Result<PathBuf, HubError> {
        let said = Manifest::parse(manifest).map_err(|e| HubError::Refused(format!("the manifest is {e}")))?;
        if (&said.name, &said.version) != (&self.name, &self.version) {
            return Err(HubError::Refused(format!("the manifest is that of {}", said.reference())));
        }
        let (files, place) = (self.files(), self.store.place(&self.name, &self.version));
        let named: HashSet<PathBuf> = said.files.iter().map(|file| files.join(&file.path)).collect();
        prune(&files, &named)?;
        write_durably(&files.join(FILE_NAME), manifest)?;
        let parent = self.store.folder.join(&self.name);
        fs::create_dir_all(&parent).map_err(HubError::io("create", &parent))?;
        self.store.retire(&place)?;
        fs::rename(&files, &place).map_err(HubError::io("write", &place))?;
        sync_folder(&parent)?;
        self.discard()?;
        Ok(place)
    }

    /// Forgets what has arrived.
    pub fn discard(self) -> Result<(), HubError> {
        remove_tree(&self.folder())
    }
}

impl Store {
    /// Makes a folder invisible at once, then deletes it; no folder is no error.
    pub(crate) fn retire(&self, place: &Path) -> Result<(), HubError> {
        let partial = self.partial();
        fs::create_dir_all(&partial).map_err(HubError::io("create", &partial))?;
        self.sweep();
        let unique = format!("removed-{}-{:?}", std::process::id(), std::thread::current().id());
        let grave = partial.join(unique.replace(['(', ')'], ""));
        match fs::rename(place, &grave) {
            Ok(()) => remove_tree(&grave),
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(e) => Err(HubError::io("remove", place)(e)),
        }
    }

    /// Deletes what an interrupted removal has left.
    fn sweep(&self) {
        let Ok(entries) = fs::read_dir(self.partial()) else { return };
        for entry in entries.flatten() {
            if entry.file_name().to_string_lossy().starts_with("removed-") {
                // Another process may be at it, and it is out of sight already.
                let _ = fs::remove_dir_all(entry.path());
            }
        }
    }
}

fn remove_tree(folder: &Path) -> Result<(), HubError> {
    match fs::remove_dir_all(folder) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(HubError::io("remove", folder)(e)),
        _ => Ok(()),
    }
}

/// Removes what another attempt has left under the same name: files that are not `named`, and folders without any.
fn prune(folder: &Path, named: &HashSet<PathBuf>) -> Result<(), HubError> {
    let cannot = HubError::io("read", folder);
    for entry in fs::read_dir(folder).map_err(&cannot)? {
        let (entry, path) = entry.map(|entry| (entry.file_type(), entry.path())).map_err(&cannot)?;
        if !entry.map_err(&cannot)?.is_dir() {
            if !named.contains(&path) {
                fs::remove_file(&path).map_err(HubError::io("remove", &path))?;
            }
        } else if named.iter().any(|file| file.starts_with(&path)) {
            prune(&path, named)?;
        } else {
            remove_tree(&path)?;
        }
    }
    Ok(())
}

/// Writes a small file so that it is there, whole, after a power cut.
pub(crate) fn write_durably(path: &Path, text: &str) -> Result<(), HubError> {
    let cannot = HubError::io("write", path);
    fs::write(path, text).map_err(&cannot)?;
    File::open(path).and_then(|file| file.sync_all()).map_err(&cannot)
}

/// Makes a rename last.
pub(crate) fn sync_folder(folder: &Path) -> Result<(), HubError> {
    File::open(folder).and_then(|file| file.sync_all()).map_err(HubError::io("write", folder))
}
