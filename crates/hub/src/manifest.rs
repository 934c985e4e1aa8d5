//! `model.toml`: what a model's folder says about itself, as far as managing it goes.

use crate::{Entry, HubError, catalogue::LARGEST_FILE};
use serde::{Deserialize, Serialize};
use std::{collections::HashSet, fs, path::Path};
use studio_domain::names;

pub const FILE_NAME: &str = "model.toml";
/// Bytes; a manifest names a few dozen files.
pub(crate) const LARGEST: usize = 1 << 20;

/// What of a manifest matters here. The engine reads the rest.
#[derive(Clone, Debug, Deserialize)]
pub struct Manifest {
    pub name: String,
    pub version: String,
    pub task: String,
    #[serde(default)]
    pub family: String,
    #[serde(default)]
    pub title: String,
    #[serde(default)]
    pub description: String,
    #[serde(default)]
    pub licence: String,
    pub files: Vec<ManifestFile>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct ManifestFile {
    /// Relative to the manifest.
    pub path: String,
    /// Bytes. Manifests that are not installed yet may leave it to the installation.
    pub size: Option<u64>,
    /// Lower-case hex; likewise.
    pub sha256: Option<String>,
}

impl Manifest {
    /// # Errors
    /// What is wrong, in words.
    pub fn parse(text: &str) -> Result<Self, String> {
        let manifest: Self = toml::from_str(text).map_err(|e| {
            let line = e.span().map_or(0, |span| text[..span.start].lines().count().max(1));
            format!("not valid in line {line}: {}", e.message())
        })?;
        let check = |ok: bool, what: &str| if ok { Ok(()) } else { Err(what.to_owned()) };
        check(names::is_name(&manifest.name), "its `name` is none")?;
        check(names::is_name(&manifest.version), "its `version` is none")?;
        check(!manifest.files.is_empty(), "it names no files")?;
        let mut paths = HashSet::new();
        for file in &manifest.files {
            let path = &file.path;
            check(names::is_inside(path), &format!("the path {path:?} must be relative and stay in the folder"))?;
            check(path != FILE_NAME, &format!("it names {FILE_NAME} itself"))?;
            check(paths.insert(path), &format!("the path {path:?} is there twice"))?;
            let sane = file.size.is_none_or(|size| (1..=LARGEST_FILE).contains(&size));
            check(sane, &format!("the size of {path} is absurd"))?;
            if let Some(sha256) = &file.sha256 {
                crate::Checksum::sha256(sha256)?;
            }
        }
        Ok(manifest)
    }

    /// Reads and parses the manifest in `folder`.
    ///
    /// # Errors
    /// [`HubError::Io`], [`HubError::Manifest`].
    pub fn read(folder: &Path) -> Result<(Self, String), HubError> {
        let path = folder.join(FILE_NAME);
        let size = fs::metadata(&path).map_err(HubError::io("read", &path))?.len();
        if size > LARGEST as u64 {
            return Err(HubError::Manifest { path, reason: format!("{size} bytes are no manifest") });
        }
        let text = fs::read_to_string(&path).map_err(HubError::io("read", &path))?;
        match Self::parse(&text) {
            Ok(manifest) => Ok((manifest, text)),
            Err(reason) => Err(HubError::Manifest { path, reason }),
        }
    }

    /// `name@version`
    #[must_use]
    pub fn reference(&self) -> String {
        format!("{}@{}", self.name, self.version)
    }
}

/// The order in which people read it; TOML wants tables last.
#[derive(Serialize)]
pub(crate) struct Written<'a> {
    pub name: &'a str,
    pub version: &'a str,
    pub task: &'a str,
    pub family: &'a str,
    pub title: &'a str,
    pub description: &'a str,
    pub licence: &'a str,
    pub author: &'a str,
    #[serde(flatten)]
    pub family_section: &'a toml::Table,
    pub files: Vec<WrittenFile<'a>>,
}

#[derive(Serialize)]
pub(crate) struct WrittenFile<'a> {
    pub path: &'a str,
    pub size: u64,
    pub sha256: &'a str,
    #[serde(flatten)]
    pub family_section: &'a toml::Table,
}

impl Written<'_> {
    /// # Errors
    /// [`HubError::Refused`] for what TOML cannot express.
    pub fn to_text(&self) -> Result<String, HubError> {
        toml::to_string(self).map_err(|e| HubError::Refused(format!("{FILE_NAME} cannot be written: {e}")))
    }
}

/// The manifest that is installed for an entry of the catalogue. `sha256` are the hashes of its files, in their order.
///
/// # Errors
/// [`HubError::Refused`] for what TOML cannot express.
pub fn render(entry: &Entry, sha256: &[String]) -> Result<String, HubError> {
    let files = entry.files.iter().zip(sha256).map(|(file, sha256)| WrittenFile {
        path: &file.path,
        size: file.size,
        sha256,
        family_section: &file.manifest,
    });
    Written {
        name: &entry.name,
        version: &entry.version,
        task: &entry.task,
        family: &entry.family,
        title: &entry.title,
        description: &entry.description,
        licence: &entry.licence,
        author: &entry.author,
        family_section: &entry.manifest,
        files: files.collect(),
    }
    .to_text()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Catalogue;

    #[test]
    fn what_is_written_for_the_catalogue_can_be_read() {
        let catalogue = Catalogue::shipped().expect("sound");
        for entry in catalogue.entries() {
            let hashes = vec!["0".repeat(64); entry.files.len()];
            let text = render(entry, &hashes).expect("written");
            let read = Manifest::parse(&text).unwrap_or_else(|e| panic!("{e}\n{text}"));
            assert_eq!((read.reference(), read.files.len()), (entry.reference(), entry.files.len()));
            assert_eq!((&read.task, &read.licence), (&entry.task, &entry.licence));
            let table: toml::Table = toml::from_str(&text).expect("TOML");
            for (key, value) in &entry.manifest {
                assert_eq!(table.get(key), Some(value));
            }
        }
    }

    #[test]
    fn hostile_manifests_are_refused() {
        let good = "name = 'a'\nversion = '1'\ntask = 'upscale'\n[[files]]\npath = 'x'\nsize = 1\n";
        assert!(Manifest::parse(good).is_ok());
        for (from, to) in [
            ("'a'", "'../a'"),
            ("'1'", "'1/2'"),
            ("'x'", "'../x'"),
            ("'x'", "'/etc/passwd'"),
            ("'x'", "'model.toml'"),
            ("size = 1", "size = 9223372036854775807"),
            ("size = 1", "size = -1"),
            ("size = 1", "sha256 = 'abc'"),
            ("size = 1", "size = 1\n[[files]]\npath = 'x'"),
        ] {
            assert!(Manifest::parse(&good.replace(from, to)).is_err(), "{to}");
        }
    }
}
