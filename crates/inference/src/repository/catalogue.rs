//! What lies in the model folders.

use super::{
    integrity::Stamp,
    manifest::{self, Manifest},
};
use std::{
    cmp::Ordering,
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

/// One version of a model.
#[derive(Clone, Debug)]
pub(crate) struct Version {
    pub name: String,
    pub version: String,
    pub folder: PathBuf,
    /// Or what is wrong with it.
    pub manifest: Result<Arc<Manifest>, String>,
}

/// The versions of one model, the highest first.
#[derive(Clone, Debug)]
pub(crate) struct Model {
    pub name: String,
    pub versions: Vec<Version>,
}

/// Reads the folders at every question, so that models come and go without a restart; manifests that have not changed
/// are not parsed again.
pub(super) struct Catalogue {
    folders: Vec<PathBuf>,
    parsed: Mutex<HashMap<PathBuf, (Stamp, Parsed)>>,
}

type Parsed = Result<Arc<Manifest>, String>;

impl Catalogue {
    pub fn new(folders: Vec<PathBuf>) -> Self {
        Self { folders, parsed: Mutex::default() }
    }

    /// All models: those of earlier folders first, then by name.
    pub fn models(&self) -> Vec<Model> {
        let mut models: Vec<Model> = Vec::new();
        for folder in &self.folders {
            for name in names_in(folder) {
                let mut versions = self.versions(&folder.join(&name), &name);
                match models.iter_mut().find(|model| model.name == name) {
                    Some(model) => {
                        versions.retain(|new| model.versions.iter().all(|old| old.version != new.version));
                        model.versions.append(&mut versions);
                    }
                    None if versions.is_empty() => {}
                    None => models.push(Model { name, versions }),
                }
            }
        }
        for model in &mut models {
            model.versions.sort_by(|a, b| compare(&b.version, &a.version));
        }
        models
    }

    fn versions(&self, folder: &Path, name: &str) -> Vec<Version> {
        let read = |version: String| {
            let folder = folder.join(&version);
            let manifest = self.manifest(&folder, name, &version)?;
            Some(Version { name: name.to_owned(), version, folder, manifest })
        };
        names_in(folder).into_iter().filter_map(read).collect()
    }

    /// `None` for a folder without a manifest, which is no model.
    fn manifest(&self, folder: &Path, name: &str, version: &str) -> Option<Parsed> {
        let path = folder.join(manifest::FILE_NAME);
        let stamp = Stamp::of(&path)?;
        let mut parsed = self.parsed.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((seen, manifest)) = parsed.get(&path)
            && *seen == stamp
        {
            return Some(manifest.clone());
        }
        let manifest = fs::read_to_string(&path)
            .map_err(|e| format!("its {} cannot be read ({e}).", manifest::FILE_NAME))
            .and_then(|text| Manifest::parse(&text, name, version))
            .map(Arc::new);
        if let Err(reason) = &manifest {
            tracing::warn!(model = name, version, reason, "a model cannot be used");
        }
        parsed.insert(path, (stamp, manifest.clone()));
        Some(manifest)
    }
}

/// Names of folders that can be names of models or versions, sorted.
fn names_in(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<String> = entries
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| manifest::is_name(name))
        .collect();
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
