//! What is installed, by what the folders say.

use crate::{
    HubError, ManifestFile,
    add::diffusers,
    manifest::{FILE_NAME, Manifest},
};
use std::{
    fs,
    path::{Path, PathBuf},
};
use studio_domain::names;

/// One version of a model in a folder.
#[derive(Clone, Debug)]
pub struct Installed {
    pub name: String,
    pub version: String,
    pub folder: PathBuf,
    /// Or what is wrong with it, in words.
    pub manifest: Result<Manifest, String>,
    /// False for a pipeline that was put there as it is: its manifest is made up, without sizes and hashes.
    pub has_manifest: bool,
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
            for (place, version) in versions(&folder.join(&name)) {
                let known = found.iter().any(|model| model.name == name && model.version == version);
                if !known {
                    found.extend(read(place, &name, &version));
                }
            }
        }
    }
    found
}

/// The folders of a model's versions. A pipeline that was put there as it is has none, and is version 1.
fn versions(model: &Path) -> Vec<(PathBuf, String)> {
    if model.join(diffusers::INDEX).is_file() {
        return vec![(model.to_owned(), "1".to_owned())];
    }
    names_in(model).into_iter().map(|version| (model.join(&version), version)).collect()
}

/// `None` for a folder that is no model.
fn read(folder: PathBuf, name: &str, version: &str) -> Option<Installed> {
    let has_manifest = folder.join(FILE_NAME).is_file();
    if !has_manifest && !folder.join(diffusers::INDEX).is_file() {
        return None;
    }
    let manifest = if has_manifest { stated(&folder, name, version) } else { made_up(&folder, name, version) };
    Some(Installed { name: name.to_owned(), version: version.to_owned(), folder, manifest, has_manifest })
}

fn made_up(folder: &Path, name: &str, version: &str) -> Result<Manifest, String> {
    let file = |path| ManifestFile { path, size: None, sha256: None };
    Ok(Manifest {
        name: name.to_owned(),
        version: version.to_owned(),
        task: "text-to-image".to_owned(),
        family: "diffusers".to_owned(),
        title: name.to_owned(),
        description: String::new(),
        licence: "unknown".to_owned(),
        files: diffusers::files(folder).map_err(|e| e.to_string())?.into_iter().map(file).collect(),
    })
}

fn stated(folder: &Path, name: &str, version: &str) -> Result<Manifest, String> {
    match Manifest::read(folder) {
        Ok((manifest, _)) if manifest.name != name || manifest.version != version => {
            Err(format!("its {FILE_NAME} says that it is {}", manifest.reference()))
        }
        Ok((manifest, _)) => Ok(manifest),
        Err(HubError::Manifest { reason, .. }) => Err(format!("its {FILE_NAME}: {reason}")),
        Err(HubError::Io { source, .. }) => Err(format!("its {FILE_NAME} cannot be read ({source})")),
        Err(other) => Err(other.to_string()),
    }
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
