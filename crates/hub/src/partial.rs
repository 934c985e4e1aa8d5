//! What was begun and not finished.

use crate::{HubError, Store};
use std::{fs, path::Path};
use studio_domain::names;

/// A pull that was interrupted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Partial {
    pub name: String,
    pub version: String,
    /// Bytes that are here.
    pub bytes: u64,
}

impl Store {
    /// Pulls that were interrupted, or are under way.
    #[must_use]
    pub fn partials(&self) -> Vec<Partial> {
        let entries = fs::read_dir(self.partial()).into_iter().flatten().flatten();
        let read = |entry: fs::DirEntry| {
            let folder = entry.file_name().into_string().ok()?;
            let (name, version) = folder.split_once('@').filter(|_| entry.path().is_dir())?;
            let known = names::is_name(name) && names::is_name(version);
            let bytes = bytes_in(&entry.path());
            known.then(|| Partial { name: name.to_owned(), version: version.to_owned(), bytes })
        };
        entries.filter_map(read).collect()
    }

    /// Throws away what has arrived.
    ///
    /// # Errors
    /// [`HubError::Io`]; [`HubError::Refused`] while another process is at it.
    pub fn forget(&self, partial: &Partial) -> Result<(), HubError> {
        self.stage_now(&partial.name, &partial.version)?.discard()
    }
}

fn bytes_in(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let size = |entry: fs::DirEntry| match entry.metadata() {
        Ok(found) if found.is_dir() => bytes_in(&entry.path()),
        // The notes beside the parts are no part of the model.
        Ok(found) if entry.path().extension().is_none_or(|extension| extension != "from") => found.len(),
        _ => 0,
    };
    entries.map(size).sum()
}
