//! What is installed, by what the folders say.

use crate::{
    HubError,
    manifest::{FILE_NAME, Manifest},
    names,
};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// One version of a model in a folder.
#[derive(Clone, Debug)]
pub struct Installed {
    pub name: String,
    pub version: String,
    pub folder: PathBuf,
    /// Or what is wrong with it, in words.
    pub manifest: Result<Manifest, String>,
}

impl Installed {
    /// `name@version`
    #[must_use]
    pub fn reference(&self) -> String {
        format!("{}@{}", self.name, self.version)
    }

    /// Bytes on disk of the files that the manifest names.
    #[must_use]
    pub fn size(&self) -> u64 {
        let Ok(manifest) = &self.manifest else { return 0 };
        let size = |path: &str| fs::metadata(self.folder.join(path)).map_or(0, |found| found.len());
        manifest.files.iter().map(|file| size(&file.path)).sum()
    }

    /// What can be told to be wrong without reading the files: a sentence.
    #[must_use]
    pub fn damage(&self) -> Option<String> {
        let manifest = match &self.manifest {
            Ok(manifest) => manifest,
            Err(reason) => return Some(reason.clone()),
        };
        manifest.files.iter().find_map(|file| match fs::metadata(self.folder.join(&file.path)) {
            Err(_) => Some(format!("its file {} is missing", file.path)),
            Ok(found) => file
                .size
                .filter(|size| *size != found.len())
                .map(|size| format!("its file {} has {} bytes instead of {size}", file.path, found.len())),
        })
    }
}

/// All models in `folders`; where a version is in several, the first counts, as for the engine.
#[must_use]
pub fn installed(folders: &[PathBuf]) -> Vec<Installed> {
    let mut found: Vec<Installed> = Vec::new();
    for folder in folders {
        for name in names_in(folder) {
            for version in names_in(&folder.join(&name)) {
                let place = folder.join(&name).join(&version);
                let known = found.iter().any(|model| model.name == name && model.version == version);
                if !known && place.join(FILE_NAME).is_file() {
                    found.push(read(place, &name, &version));
                }
            }
        }
    }
    found
}

fn read(folder: PathBuf, name: &str, version: &str) -> Installed {
    let manifest = match Manifest::read(&folder) {
        Ok((manifest, _)) if manifest.name != name || manifest.version != version => {
            Err(format!("its {FILE_NAME} says that it is {}", manifest.reference()))
        }
        Ok((manifest, _)) => Ok(manifest),
        Err(HubError::Manifest { reason, .. }) => Err(format!("its {FILE_NAME}: {reason}")),
        Err(HubError::Io { source, .. }) => Err(format!("its {FILE_NAME} cannot be read ({source})")),
        Err(other) => Err(other.to_string()),
    };
    Installed { name: name.to_owned(), version: version.to_owned(), folder, manifest }
}

/// Names of folders that can be names of models or versions, sorted.
fn names_in(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<String> = entries
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| names::is_name(name) && folder.join(name).is_dir())
        .collect();
    names.sort();
    names
}
