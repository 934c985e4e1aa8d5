//! `defaults.toml`: which model serves a task when a request names none.

use crate::{
    HubError, Store,
    store::{sync_folder, write_durably},
};
use std::{collections::BTreeMap, fs, io, path::PathBuf};

const FILE_NAME: &str = "defaults.toml";
const HEAD: &str = "# Which model serves a task when a request names none: written by `studio models default`.\n\
                    # A running server reads it again when it changes.\n\n";

/// Task → `name@version`, in a file beside the models.
pub struct Defaults {
    path: PathBuf,
}

impl Defaults {
    #[must_use]
    pub fn of(store: &Store) -> Self {
        Self { path: store.folder().join(FILE_NAME) }
    }

    /// # Errors
    /// [`HubError::Io`], [`HubError::Manifest`] for a file that is no such table.
    pub fn read(&self) -> Result<BTreeMap<String, String>, HubError> {
        match fs::read_to_string(&self.path) {
            Ok(text) => toml::from_str(&text)
                .map_err(|e| HubError::Manifest { path: self.path.clone(), reason: e.message().to_owned() }),
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(BTreeMap::new()),
            Err(e) => Err(HubError::io("read", &self.path)(e)),
        }
    }

    /// # Errors
    /// As [`Self::read`].
    pub fn set(&self, tasks: &[&str], reference: &str) -> Result<(), HubError> {
        let mut defaults = self.read()?;
        defaults.extend(tasks.iter().map(|task| ((*task).to_owned(), reference.to_owned())));
        self.write(&defaults)
    }

    /// # Errors
    /// As [`Self::read`].
    pub(crate) fn forget(&self, reference: &str) -> Result<(), HubError> {
        let mut defaults = self.read()?;
        let before = defaults.len();
        defaults.retain(|_, default| default != reference);
        if defaults.len() == before { Ok(()) } else { self.write(&defaults) }
    }

    fn write(&self, defaults: &BTreeMap<String, String>) -> Result<(), HubError> {
        let folder = self.path.parent().unwrap_or(&self.path);
        fs::create_dir_all(folder).map_err(HubError::io("create", folder))?;
        let table = toml::to_string(defaults).map_err(|e| HubError::Refused(format!("{FILE_NAME}: {e}")))?;
        // Whoever reads meanwhile sees the old file or the new one.
        let new = folder.join(format!(".{FILE_NAME}.{}", std::process::id()));
        write_durably(&new, &format!("{HEAD}{table}"))?;
        fs::rename(&new, &self.path).map_err(HubError::io("write", &self.path))?;
        sync_folder(folder)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_are_kept_until_forgotten() {
        let folder = tempfile::tempdir().expect("a folder");
        let defaults = Defaults::of(&Store::new(folder.path().join("models")));
        assert!(defaults.read().expect("read").is_empty());
        defaults.set(&["upscale"], "a@1").expect("set");
        defaults.set(&["inpaint"], "lama@2025jan").expect("set");
        defaults.set(&["upscale"], "a@2").expect("set");
        defaults.forget("a@1").expect("forgotten");
        let read = defaults.read().expect("read");
        assert_eq!(read.get("upscale").map(String::as_str), Some("a@2"));
        defaults.forget("a@2").expect("forgotten");
        assert_eq!(defaults.read().expect("read").len(), 1);
        let text = fs::read_to_string(folder.path().join("models/defaults.toml")).expect("text");
        assert!(text.starts_with("# ") && text.ends_with("inpaint = \"lama@2025jan\"\n"), "{text}");
        fs::write(folder.path().join("models/defaults.toml"), "upscale = 3").expect("written");
        assert!(matches!(defaults.set(&["upscale"], "a@1"), Err(HubError::Manifest { .. })));
    }
}
