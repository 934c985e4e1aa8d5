//! The catalogue: public models that can be fetched by name, every file pinned.

use crate::{Address, Checksum, HubError, Reference};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use studio_domain::names;

/// The catalogue that ships with the studio.
const SHIPPED: &str = include_str!("../catalogue.toml");
/// No file of a model is larger; a catalogue or manifest that says otherwise is mistaken.
pub(crate) const LARGEST_FILE: u64 = 1 << 40;

/// Models that can be fetched.
#[derive(Clone, Debug)]
pub struct Catalogue {
    entries: Vec<Entry>,
}

/// One version of a model, and where its files are.
#[derive(Clone, Debug)]
pub struct Entry {
    pub name: String,
    pub version: String,
    pub task: String,
    /// How the network is run; the engine knows the families.
    pub family: String,
    pub title: String,
    pub description: String,
    pub author: String,
    /// An SPDX expression.
    pub licence: String,
    /// False where the licence forbids commercial use.
    pub commercial: bool,
    pub pin_source: PinSource,
    pub files: Vec<PinnedFile>,
    /// What the family wants to know about the model, for its model.toml.
    pub manifest: toml::Table,
}

/// Who printed the hashes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PinSource {
    /// Whoever made the model.
    Publisher,
    /// Other projects that use it.
    ThirdParty,
    /// Nobody: it is the hash of what was there when it was first fetched.
    FirstDownload,
}

/// A file of a model, and what it must be.
#[derive(Clone, Debug)]
pub struct PinnedFile {
    /// Below the model's folder, with slashes.
    pub path: String,
    /// Bytes.
    pub size: u64,
    pub checksum: Checksum,
    /// Tried in this order.
    pub urls: Vec<Address>,
    /// What the family wants to know about the file.
    pub manifest: toml::Table,
}

impl Catalogue {
    /// The one that ships with the studio.
    ///
    /// # Errors
    /// [`HubError::Catalogue`], which would be a mistake in this program.
    pub fn shipped() -> Result<Self, HubError> {
        Self::parse(SHIPPED)
    }

    /// # Errors
    /// [`HubError::Catalogue`] with the first mistake.
    pub fn parse(text: &str) -> Result<Self, HubError> {
        let raw: RawCatalogue = toml::from_str(text).map_err(|e| {
            let line = e.span().map_or(0, |span| text[..span.start].lines().count().max(1));
            HubError::Catalogue(format!("line {line}: {}", e.message()))
        })?;
        let mut seen = HashSet::new();
        let mut entries = Vec::new();
        for raw in raw.models {
            let reference = format!("{}@{}", raw.name, raw.version);
            let entry = raw.check().map_err(|what| HubError::Catalogue(format!("{reference}: {what}")))?;
            if !seen.insert(reference.clone()) {
                return Err(HubError::Catalogue(format!("{reference} is there twice")));
            }
            entries.push(entry);
        }
        Ok(Self { entries })
    }

    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The entry that is meant: of several versions, the first listed unless one is named.
    ///
    /// # Errors
    /// [`HubError::Refused`] that names what comes close.
    pub fn find(&self, wanted: &Reference) -> Result<&Entry, HubError> {
        let named = |entry: &&Entry| entry.name == wanted.name;
        let found = |entry: &&Entry| named(entry) && wanted.version.as_ref().is_none_or(|v| *v == entry.version);
        self.entries.iter().find(found).ok_or_else(|| {
            let versions: Vec<String> = self.entries.iter().filter(named).map(Entry::reference).collect();
            let hint = match versions.as_slice() {
                [] => "`studio models list` shows what there is".to_owned(),
                versions => format!("there is {}", versions.join(", ")),
            };
            HubError::Refused(format!("the catalogue has no model {wanted}; {hint}"))
        })
    }
}

impl Entry {
    /// `name@version`
    #[must_use]
    pub fn reference(&self) -> String {
        format!("{}@{}", self.name, self.version)
    }

    /// Bytes of all files.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.files.iter().map(|file| file.size).sum()
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCatalogue {
    #[serde(default)]
    models: Vec<RawEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawEntry {
    name: String,
    version: String,
    task: String,
    family: String,
    title: String,
    description: String,
    author: String,
    licence: String,
    #[serde(default = "yes")]
    commercial: bool,
    pin_source: PinSource,
    #[serde(default)]
    manifest: toml::Table,
    files: Vec<RawFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    path: String,
    size: u64,
    sha256: Option<String>,
    git_blob_sha1: Option<String>,
    urls: Vec<String>,
    #[serde(default)]
    manifest: toml::Table,
}

fn yes() -> bool {
    true
}

impl RawEntry {
    fn check(self) -> Result<Entry, String> {
        let require = |ok: bool, what: &str| if ok { Ok(()) } else { Err(what.to_owned()) };
        require(names::is_name(&self.name), "its name is none")?;
        require(names::is_name(&self.version), "its version is none")?;
        require(!self.licence.is_empty(), "it has no licence")?;
        require(!self.files.is_empty(), "it has no files")?;
        let own = ["name", "version", "task", "family", "title", "description", "author", "licence", "files"];
        require(!own.iter().any(|key| self.manifest.contains_key(*key)), "its manifest repeats what is said above")?;
        let mut paths = HashSet::new();
        require(self.files.iter().all(|file| paths.insert(file.path.clone())), "a path is there twice")?;
        let files: Result<Vec<PinnedFile>, String> = self.files.into_iter().map(RawFile::check).collect();
        Ok(Entry {
            name: self.name,
            version: self.version,
            task: self.task,
            family: self.family,
            title: self.title,
            description: self.description,
            author: self.author,
            licence: self.licence,
            commercial: self.commercial,
            pin_source: self.pin_source,
            files: files?,
            manifest: self.manifest,
        })
    }
}

impl RawFile {
    fn check(self) -> Result<PinnedFile, String> {
        let require = |ok: bool, what: &str| if ok { Ok(()) } else { Err(format!("{}: {what}", self.path)) };
        require(names::is_inside(&self.path), "the path must be relative and stay in the folder")?;
        require((1..=LARGEST_FILE).contains(&self.size), "the size is absurd")?;
        require(!self.urls.is_empty(), "it has no address")?;
        let own = ["path", "size", "sha256"];
        require(!own.iter().any(|key| self.manifest.contains_key(*key)), "its manifest repeats what is said above")?;
        let checksum = match (&self.sha256, &self.git_blob_sha1) {
            (Some(sha256), None) => Checksum::sha256(sha256)?,
            (None, Some(sha1)) => Checksum::git_blob_sha1(sha1)?,
            _ => return Err(format!("{}: it needs one hash, sha256 or git_blob_sha1", self.path)),
        };
        let urls: Result<Vec<Address>, String> = self.urls.iter().map(|url| Address::parse(url)).collect();
        Ok(PinnedFile { path: self.path, size: self.size, checksum, urls: urls?, manifest: self.manifest })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_catalogue_is_sound() {
        let catalogue = Catalogue::shipped().expect("sound");
        assert!(catalogue.entries().len() >= 10);
        for entry in catalogue.entries() {
            for file in &entry.files {
                assert!(file.urls.iter().all(|url| url.url().scheme() == "https"), "{}", entry.reference());
                let mut urls: Vec<String> = file.urls.iter().map(Address::to_string).collect();
                urls.dedup();
                assert_eq!(urls.len(), file.urls.len(), "{}", entry.reference());
            }
        }
    }

    const GOOD: &str = r#"
        [[models]]
        name = "a"
        version = "1"
        task = "upscale"
        family = "super-resolution"
        title = "A"
        description = "An a."
        author = "Someone"
        licence = "CC-BY-NC-4.0"
        commercial = false
        pin_source = "first-download"
        [models.manifest.input]
        range = "0-1"
        [[models.files]]
        path = "x2.onnx"
        size = 10
        sha256 = "0000000000000000000000000000000000000000000000000000000000000000"
        urls = ["https://example.org/x2.onnx"]
    "#;

    #[test]
    fn mistakes_are_named() {
        let refuse = |from: &str, to: &str| {
            assert!(GOOD.contains(from), "{from}");
            Catalogue::parse(&GOOD.replace(from, to)).expect_err(to).to_string()
        };
        assert!(Catalogue::parse(GOOD).is_ok());
        assert!(refuse("version = \"1\"", "version = \"../1\"").contains("version"));
        assert!(refuse("\"x2.onnx\"", "\"../x2.onnx\"").contains("path"));
        assert!(refuse("size = 10", "size = 0").contains("size"));
        assert!(refuse("size = 10", "size = 9000000000000").contains("size"));
        assert!(refuse("0000\"", "000Z\"").contains("hex digits"));
        assert!(refuse("https://example.org", "http://example.org").contains("https"));
        assert!(refuse("first-download", "hearsay").contains("line 12"));
        assert!(refuse("[models.manifest.input]", "[models.manifest.files]").contains("repeats"));
        assert!(refuse("size = 10", "size = 10\ncolour = 1").contains("colour"));
        let twice = format!("{GOOD}{GOOD}");
        assert!(Catalogue::parse(&twice).expect_err("twice").to_string().contains("twice"));
        let neither = GOOD.replace("sha256 = \"", "urls_of = \"");
        assert!(Catalogue::parse(&neither).is_err());
    }

    #[test]
    fn entries_are_found_by_name_and_version() {
        let catalogue = Catalogue::shipped().expect("sound");
        let find = |text: &str| catalogue.find(&text.parse().expect("a reference")).map(Entry::reference);
        assert_eq!(find("pp-humanseg").ok().as_deref(), Some("pp-humanseg@2023mar"));
        assert_eq!(find("pp-humanseg@2023mar-int8bq").ok().as_deref(), Some("pp-humanseg@2023mar-int8bq"));
        assert!(find("pp-humanseg@1").expect_err("no such version").to_string().contains("pp-humanseg@2023mar"));
        assert!(find("nothing").expect_err("no such model").to_string().contains("models list"));
    }
}
