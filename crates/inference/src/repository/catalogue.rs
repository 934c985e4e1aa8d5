//! What lies in the model folders.

use super::{
    integrity::Stamp,
    manifest::{self, Family, Manifest},
};
use std::{
    cmp::Ordering,
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};
use studio_domain::{TaskKind, names::is_name};

/// One version of a model.
#[derive(Clone, Debug)]
pub(crate) struct Version {
    pub name: String,
    pub version: String,
    pub folder: PathBuf,
    /// Or what is wrong with it.
    pub manifest: Result<Arc<Manifest>, String>,
}

impl Version {
    /// Whether it is made for the task, as far as can be told.
    pub fn serves(&self, task: TaskKind) -> bool {
        self.manifest.as_ref().is_ok_and(|manifest| manifest.tasks.contains(&task))
    }

    /// Where its files are.
    pub fn paths(&self, manifest: &Manifest) -> impl Iterator<Item = PathBuf> {
        manifest.files.iter().map(|file| self.folder.join(&file.path))
    }

    /// What of it may be in memory: the folder of a pipeline, or else each file.
    pub fn residents(&self, manifest: &Manifest) -> Vec<PathBuf> {
        match manifest.family {
            Family::Diffusers(_) => vec![self.folder.clone()],
            _ => self.paths(manifest).collect(),
        }
    }
}

/// The versions of one model, the highest first.
#[derive(Clone, Debug)]
pub(crate) struct Model {
    pub name: String,
    /// Which of the folders it was found in first.
    pub origin: usize,
    pub versions: Vec<Version>,
}

/// Reads the folders at every question, so that models come and go without a restart; manifests that have not changed
/// are not parsed again.
pub(super) struct Catalogue {
    folders: Vec<PathBuf>,
    parsed: Mutex<HashMap<PathBuf, (Stamps, Parsed)>>,
}

/// What a manifest is made from: it is read again when one of these has changed.
const SOURCES: [&str; 5] = [
    manifest::FILE_NAME,
    manifest::PIPELINE_INDEX,
    "unet/config.json",
    "vae_decoder/config.json",
    "scheduler/scheduler_config.json",
];

type Stamps = [Option<Stamp>; SOURCES.len()];

/// The version of a pipeline that does not say.
const ONLY_VERSION: &str = "1";

type Parsed = Result<Arc<Manifest>, String>;

impl Catalogue {
    pub fn new(folders: Vec<PathBuf>) -> Self {
        Self { folders, parsed: Mutex::default() }
    }

    /// All models: those of earlier folders first, then by name.
    pub fn models(&self) -> Vec<Model> {
        let mut models: Vec<Model> = Vec::new();
        for (origin, folder) in self.folders.iter().enumerate() {
            for name in names_in(folder) {
                let mut versions = self.versions(&folder.join(&name), &name);
                match models.iter_mut().find(|model| model.name == name) {
                    Some(model) => {
                        versions.retain(|new| model.versions.iter().all(|old| old.version != new.version));
                        model.versions.append(&mut versions);
                    }
                    None if versions.is_empty() => {}
                    None => models.push(Model { name, origin, versions }),
                }
            }
        }
        for model in &mut models {
            model.versions.sort_by(|a, b| compare(&b.version, &a.version));
        }
        models
    }

    fn versions(&self, folder: &Path, name: &str) -> Vec<Version> {
        let read = |folder: PathBuf, version: String| {
            let manifest = self.manifest(&folder, name, &version)?;
            Some(Version { name: name.to_owned(), version, folder, manifest })
        };
        // A pipeline that was put there as it is has no folders for versions.
        if folder.join(manifest::PIPELINE_INDEX).is_file() {
            return read(folder.to_owned(), ONLY_VERSION.to_owned()).into_iter().collect();
        }
        names_in(folder).into_iter().filter_map(|version| read(folder.join(&version), version)).collect()
    }

    /// `None` for a folder without a manifest, which is no model.
    fn manifest(&self, folder: &Path, name: &str, version: &str) -> Option<Parsed> {
        let stamps: Stamps = SOURCES.map(|source| Stamp::of(&folder.join(source)));
        if stamps[0].is_none() && stamps[1].is_none() {
            return None;
        }
        let mut parsed = self.parsed.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((seen, manifest)) = parsed.get(folder)
            && *seen == stamps
        {
            return Some(manifest.clone());
        }
        let manifest = Manifest::read(folder, name, version).map(Arc::new);
        if let Err(reason) = &manifest {
            tracing::warn!(model = name, version, reason, "a model cannot be used");
        }
        parsed.insert(folder.to_owned(), (stamps, manifest.clone()));
        Some(manifest)
    }
}

/// Names of folders that can be names of models or versions, sorted.
fn names_in(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<String> =
        entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).filter(|name| is_name(name)).collect();
    names.sort();
    names
}

/// Orders versions part by part, numbers by value: 9 < 10, 1.9 < 1.10, and 1.0-rc before 1.0.
fn compare(a: &str, b: &str) -> Ordering {
    let parts = |text: &str| -> Vec<String> { text.split(['.', '-', '_']).map(str::to_owned).collect() };
    let (left, right) = (parts(a), parts(b));
    for (x, y) in left.iter().zip(&right) {
        let order = match (x.parse::<u64>(), y.parse::<u64>()) {
            (Ok(x), Ok(y)) => x.cmp(&y),
            (Ok(_), Err(_)) => Ordering::Greater,
            (Err(_), Ok(_)) => Ordering::Less,
            (Err(_), Err(_)) => x.cmp(y),
        };
        if order.is_ne() {
            return order;
        }
    }
    // The longer one is later, unless what it adds is a word.
    let adds_a_word = |rest: &[String]| rest.first().is_some_and(|part| part.parse::<u64>().is_err());
    match left.len().cmp(&right.len()) {
        Ordering::Greater if adds_a_word(&left[right.len()..]) => Ordering::Less,
        Ordering::Less if adds_a_word(&right[left.len()..]) => Ordering::Greater,
        order => order,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_ordered_by_value() {
        let mut versions = ["10", "2", "1.10", "1.9", "1.0", "1", "1.0-rc1", "2-beta"];
        versions.sort_by(|a, b| compare(a, b));
        assert_eq!(versions, ["1", "1.0-rc1", "1.0", "1.9", "1.10", "2-beta", "2", "10"]);
    }
}
