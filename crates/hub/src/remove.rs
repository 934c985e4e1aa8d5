//! Taking models away.

use crate::{Defaults, HubError, Installed, Reference, Store, installed};
use std::fs;

impl Store {
    /// The versions that `wanted` means, of those that may be removed.
    ///
    /// # Errors
    /// [`HubError::Refused`] when there is none, and why.
    pub fn removable(&self, wanted: &Reference, others: &[std::path::PathBuf]) -> Result<Vec<Installed>, HubError> {
        let means = |model: &Installed| {
            model.name == wanted.name && wanted.version.as_ref().is_none_or(|version| *version == model.version)
        };
        let own: Vec<Installed> = installed(&[self.folder().to_owned()]).into_iter().filter(means).collect();
        if !own.is_empty() {
            return Ok(own);
        }
        Err(HubError::Refused(match installed(others).iter().find(|model| means(model)) {
            Some(model) => format!("{} ships with the studio and is not removed", model.reference()),
            None => format!("{wanted} is not installed; `studio models list` shows what is"),
        }))
    }

    /// Removes one version: out of sight at once, then from the disk. A default that it was is forgotten.
    ///
    /// # Errors
    /// [`HubError::Io`]; [`HubError::Refused`] while another process is at it.
    pub fn remove(&self, model: &Installed) -> Result<(), HubError> {
        let staging = self.stage_now(&model.name, &model.version)?;
        self.retire(&model.folder)?;
        staging.discard()?;
        // Gone with its last version; otherwise it stays.
        let _ = fs::remove_dir(self.folder().join(&model.name));
        Defaults::of(self).forget(&model.reference())
    }
}
