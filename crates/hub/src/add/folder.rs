//! A folder of this machine.

use super::{
    AddOptions,
    copy::{Copied, copy, locate},
    diffusers,
};
use crate::{HubError, Manifest, Store, licence, manifest::FILE_NAME};
use std::path::{Path, PathBuf};

/// Shown to whoever has a network and nothing that says what it is.
const EXAMPLE: &str = r#"
    name = "my-upscaler"
    version = "1"
    task = "upscale"
    family = "super-resolution"
    title = "My upscaler"
    description = "Enlarges drawings."
    licence = "MIT"
    author = "Me"
    [input]
    range = "0-1"       # of the pixels: 0-1 or 0-255
    channels = "rgb"    # or y
    [[files]]
    path = "x2.onnx"
    scale = 2
    memory_mb = 60
    receptive_field = 12"#;

/// What is to be installed from a folder.
pub(super) struct Candidate {
    pub name: String,
    pub version: String,
    pub licence: String,
    /// Below the folder.
    pub files: Vec<String>,
    pub kind: Kind,
}

pub(super) enum Kind {
    /// The folder's own model.toml.
    Manifest {
        manifest: Box<Manifest>,
        text: String,
    },
    Diffusers,
}

impl Store {
    /// Copies or links a model into the store: a folder with a model.toml, or a pipeline as diffusers and Optimum lay it out.
    /// `progress` is told of bytes that are done. Blocks.
    ///
    /// # Errors
    /// [`HubError::Refused`] for what is no model, or reaches out of its folder; [`HubError::AlreadyInstalled`],
    /// [`HubError::LicenceNotAccepted`], [`HubError::NoSpace`], [`HubError::Manifest`], [`HubError::Io`].
    pub fn add_folder(
        &self,
        source: &Path,
        options: &AddOptions,
        progress: &mut dyn FnMut(u64),
    ) -> Result<PathBuf, HubError> {
        let candidate = inspect(source, options)?;
        let reference = format!("{}@{}", candidate.name, candidate.version);
        if self.has(&candidate.name, &candidate.version) {
            return Err(HubError::AlreadyInstalled(reference));
        }
        let commercial = !licence::forbids_commercial_use(&candidate.licence);
        licence::require(&reference, &candidate.licence, commercial, &options.accepted_licences)?;
        let places: Vec<PathBuf> = candidate.files.iter().map(|file| locate(source, file)).collect::<Result<_, _>>()?;
        let staging = self.stage_now(&candidate.name, &candidate.version)?;
        if !options.link {
            self.require_space(places.iter().map(|place| place.metadata().map_or(0, |found| found.len())).sum())?;
        }
        let copied: Result<Vec<Copied>, HubError> = candidate
            .files
            .iter()
            .zip(&places)
            .map(|(path, place)| copy(place, &staging.files().join(path), options.link, progress))
            .collect();
        match copied.and_then(|copied| manifest(&candidate, &copied)) {
            Ok(text) => staging.install(&text),
            Err(error) => {
                // Unlike a download, a copy is not gone on with.
                staging.discard()?;
                Err(error)
            }
        }
    }
}

/// Looks what the folder is, without reading much.
fn inspect(source: &Path, options: &AddOptions) -> Result<Candidate, HubError> {
    let refuse = |why: String| Err(HubError::Refused(why));
    if source.is_file() {
        let network = source.extension().is_some_and(|extension| extension == "onnx");
        return refuse(match network {
            true => format!(
                "a network alone does not say what it is for and how pictures go in. Put {} into a folder with a \
                 {FILE_NAME} such as\n{EXAMPLE}\n\nand add the folder; sizes and hashes are filled in",
                source.display()
            ),
            false => format!("{} is no folder of a model", source.display()),
        });
    }
    if source.join(FILE_NAME).is_file() {
        if options.name.is_some() || options.version.is_some() || options.licence.is_some() {
            return refuse(format!("its {FILE_NAME} says name, version and licence"));
        }
        let (manifest, text) = Manifest::read(source)?;
        return Ok(Candidate {
            name: manifest.name.clone(),
            version: manifest.version.clone(),
            licence: manifest.licence.clone(),
            files: manifest.files.iter().map(|file| file.path.clone()).collect(),
            kind: Kind::Manifest { manifest: Box::new(manifest), text },
        });
    }
    if source.join(diffusers::INDEX).is_file() {
        return diffusers::inspect(source, options);
    }
    if !source.is_dir() {
        return refuse(format!("there is no folder {}", source.display()));
    }
    refuse(format!(
        "{} has neither a {FILE_NAME} nor a {}, so it is no folder of a model",
        source.display(),
        diffusers::INDEX
    ))
}

/// The manifest to install, with the sizes and hashes of what was copied.
fn manifest(candidate: &Candidate, copied: &[Copied]) -> Result<String, HubError> {
    let Kind::Manifest { manifest, text } = &candidate.kind else {
        return diffusers::manifest(candidate, copied);
    };
    for (file, copied) in manifest.files.iter().zip(copied) {
        let size = file.size.is_none_or(|size| size == copied.size);
        if !size || file.sha256.as_ref().is_some_and(|sha256| *sha256 != copied.sha256) {
            return Err(HubError::Refused(format!(
                "{} is not the file that its {FILE_NAME} speaks of: it has {} bytes and sha256 {}",
                file.path, copied.size, copied.sha256
            )));
        }
    }
    if manifest.files.iter().all(|file| file.size.is_some() && file.sha256.is_some()) {
        return Ok(text.clone());
    }
    fill_in(text, copied)
}

/// Adds sizes and hashes to a manifest that lacks some.
fn fill_in(text: &str, copied: &[Copied]) -> Result<String, HubError> {
    let unexpected = |e: &dyn std::fmt::Display| HubError::Refused(format!("{FILE_NAME} cannot be completed: {e}"));
    let mut table: toml::Table = toml::from_str(text).map_err(|e| unexpected(&e))?;
    let files = table.get_mut("files").and_then(toml::Value::as_array_mut).into_iter().flatten();
    for (file, copied) in files.filter_map(toml::Value::as_table_mut).zip(copied) {
        let size = i64::try_from(copied.size).map_err(|e| unexpected(&e))?;
        file.insert("size".to_owned(), size.into());
        file.insert("sha256".to_owned(), copied.sha256.clone().into());
    }
    toml::to_string(&table).map_err(|e| unexpected(&e))
}
