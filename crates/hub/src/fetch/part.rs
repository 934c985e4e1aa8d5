//! A file that has arrived in part, and survives the process.

use crate::{Address, Checksum, HubError, checksum::Hasher, checksum::hash_file};
use std::{
    fs::{self, File, OpenOptions},
    io::Write,
    path::{Path, PathBuf},
};

/// What the file will be.
#[derive(Clone, Debug)]
pub(super) struct Pin {
    /// Bytes; with no checksum, the most that there may be.
    pub size: u64,
    pub checksum: Checksum,
}

/// The bytes so far, and their hash.
pub(super) struct Part {
    path: PathBuf,
    file: File,
    length: u64,
    hasher: Hasher,
    pin: Pin,
    /// Bytes that were there before this process.
    resumed: u64,
}

impl Part {
    /// Opens what an earlier attempt left, or begins; reads what is there, so it blocks.
    ///
    /// # Errors
    /// [`HubError::Io`]
    pub fn open(path: PathBuf, pin: Pin) -> Result<Self, HubError> {
        let cannot = HubError::io("write", &path);
        let file = OpenOptions::new().create(true).append(true).read(true).open(&path).map_err(&cannot)?;
        let mut hasher = Hasher::new(Some(&pin.checksum), pin.size);
        let length = hash_file(&path, &mut hasher, &mut |_| {})?;
        let mut part = Self { path, file, length, hasher, pin, resumed: length };
        if part.length > part.pin.size {
            part.restart()?;
        }
        Ok(part)
    }

    pub fn length(&self) -> u64 {
        self.length
    }

    pub fn size(&self) -> u64 {
        self.pin.size
    }

    /// # Errors
    /// [`HubError::Io`]
    pub fn append(&mut self, bytes: &[u8]) -> Result<(), HubError> {
        self.file.write_all(bytes).map_err(HubError::io("write", &self.path))?;
        self.hasher.update(bytes);
        self.length += bytes.len() as u64;
        Ok(())
    }

    /// Throws away what is there.
    ///
    /// # Errors
    /// [`HubError::Io`]
    pub fn restart(&mut self) -> Result<(), HubError> {
        self.file.set_len(0).map_err(HubError::io("write", &self.path))?;
        self.hasher = Hasher::new(Some(&self.pin.checksum), self.pin.size);
        (self.length, self.resumed) = (0, 0);
        match fs::remove_file(self.tag_path()) {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(HubError::io("remove", &self.tag_path())(e)),
            _ => Ok(()),
        }
    }

    /// How `address` named the version of the file that the bytes are from.
    pub fn tag(&self, address: &Address) -> Option<String> {
        let text = fs::read_to_string(self.tag_path()).ok()?;
        let (from, tag) = text.split_once('\n')?;
        (from == address.to_string()).then(|| tag.to_owned())
    }

    /// # Errors
    /// [`HubError::Io`]
    pub fn set_tag(&self, address: &Address, tag: &str) -> Result<(), HubError> {
        fs::write(self.tag_path(), format!("{address}\n{tag}")).map_err(HubError::io("write", &self.tag_path()))
    }

    /// Whether some of the bytes are from another attempt, so that they may not belong together.
    pub fn is_patchwork(&self) -> bool {
        self.resumed > 0
    }

    /// From here on the bytes are from different requests.
    pub fn mark_resumed(&mut self) {
        self.resumed = self.length;
    }

    /// Holds the complete file against its pin; the SHA-256 when it is right, or what it is instead. It is the caller's
    /// to [`Self::restart`] then.
    pub fn check(&mut self) -> Result<String, Checksum> {
        let fresh = Hasher::new(Some(&self.pin.checksum), self.pin.size);
        std::mem::replace(&mut self.hasher, fresh).finish(Some(&self.pin.checksum))
    }

    /// Moves the complete file to `target`, safe on the disk; blocks.
    ///
    /// # Errors
    /// [`HubError::Io`]
    pub fn finish(self, target: &Path) -> Result<(), HubError> {
        self.file.sync_all().map_err(HubError::io("write", &self.path))?;
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder).map_err(HubError::io("create", folder))?;
        }
        fs::rename(&self.path, target).map_err(HubError::io("write", target))?;
        // It says nothing about the next file of that name, and may be missing.
        let _ = fs::remove_file(self.tag_path());
        Ok(())
    }

    fn tag_path(&self) -> PathBuf {
        self.path.with_extension("from")
    }
}
