//! The model repository: folders of models, and which of them are in memory.
//!
//! A model is `<name>/<version>/model.toml` with its files beside it. Nothing is loaded before it is needed; a file is
//! held against its size and hash before it becomes a session. A version that cannot be used leaves the last good one
//! to serve whoever did not ask for it by number, and is tried again when its file is back.

mod catalogue;
mod integrity;
mod manifest;
mod slot;

pub(crate) use self::manifest::{InputChannels, InputFormat, Manifest, ModelFile, Range};

use self::{
    catalogue::{Catalogue, Model, Version},
    integrity::Integrity,
    slot::{LoadError, Slot, Status},
};
use crate::{
    InferenceError, RunControl,
    runtime::{ModelSession, Runtime},
};
use std::{
    collections::HashMap,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};
use studio_domain::{ModelInfo, ModelState, ModelVersion, TaskKind};

pub(crate) struct Repository {
    catalogue: Catalogue,
    integrity: Integrity,
    /// By the path of the file.
    slots: Mutex<HashMap<PathBuf, Arc<Slot<ModelSession>>>>,
}

/// A file of a model in memory.
pub(crate) struct Loaded {
    pub session: Arc<ModelSession>,
    pub manifest: Arc<Manifest>,
    /// Index into the manifest's files.
    file: usize,
    slot: Arc<Slot<ModelSession>>,
}

impl Loaded {
    pub fn file(&self) -> &ModelFile {
        &self.manifest.files[self.file]
    }

    /// To be called when the session turns out to be dead.
    pub fn discard(&self) {
        self.slot.discard(&self.session);
    }
}

impl Repository {
    pub fn new(folders: Vec<PathBuf>) -> Self {
        Self { catalogue: Catalogue::new(folders), integrity: Integrity::default(), slots: Mutex::default() }
    }

    /// All models of which at least one version can be understood.
    pub fn models(&self, device: &str) -> Vec<ModelInfo> {
        self.catalogue.models().iter().filter_map(|model| self.describe(model, device)).collect()
    }

    fn describe(&self, model: &Model, device: &str) -> Option<ModelInfo> {
        let versions: Vec<ModelVersion> = model
            .versions
            .iter()
            .map(|version| {
                let (state, message) = self.state(version);
                let device = (state == ModelState::Loaded).then(|| device.to_owned());
                ModelVersion { version: version.version.clone(), state, device, message }
            })
            .collect();
        let default = self.default_version(&model.versions)?;
        let manifest = default.manifest.as_ref().ok().or_else(|| {
            // All versions may be broken, but one must say what the model is for.
            model.versions.iter().find_map(|version| version.manifest.as_ref().ok())
        })?;
        let mut scales: Vec<u32> = manifest.files.iter().map(|file| file.scale).collect();
        scales.sort_unstable();
        Some(ModelInfo {
            name: model.name.clone(),
            task: manifest.task,
            title: manifest.title.clone(),
            description: manifest.description.clone(),
            licence: manifest.licence.clone(),
            default_version: default.version.clone(),
            versions,
            scales,
        })
    }

    /// The version that a request means: the task's first model, the highest version that can be used.
    ///
    /// # Errors
    /// [`InferenceError::NotFound`]; [`InferenceError::ModelUnavailable`] when it is known that it cannot be used.
    pub fn resolve(
        &self,
        task: TaskKind,
        model: Option<&str>,
        version: Option<&str>,
    ) -> Result<(String, String), InferenceError> {
        let models = self.catalogue.models();
        let serves = |version: &Version| version.manifest.as_ref().is_ok_and(|manifest| manifest.task == task);
        let model = match model {
            Some(name) => models.iter().find(|model| model.name == name).ok_or_else(|| unknown_model(name))?,
            None => models
                .iter()
                .find(|model| model.versions.iter().any(serves))
                .ok_or_else(|| InferenceError::NotFound(format!("No model for {} is installed.", task.as_str())))?,
        };
        let found = match version {
            Some(number) => model.versions.iter().find(|version| version.version == number),
            None => self.default_version(&model.versions),
        };
        let found = found.ok_or_else(|| unknown_version(&model.name, version.unwrap_or_default()))?;
        if found.manifest.as_ref().is_ok_and(|manifest| manifest.task != task) {
            let message = format!("The model {} is not made for {}.", model.name, task.as_str());
            return Err(InferenceError::NotFound(message));
        }
        match self.state(found) {
            (ModelState::Failed, reason) => Err(unavailable(found, reason.unwrap_or_default())),
            _ => Ok((found.name.clone(), found.version.clone())),
        }
    }

    /// The file that enlarges by `scale`, in memory.
    ///
    /// # Errors
    /// [`InferenceError::NotFound`], [`InferenceError::UnsupportedScale`], [`InferenceError::ModelUnavailable`], and
    /// those of [`RunControl::check`] while waiting.
    pub fn load(
        &self,
        runtime: &Runtime,
        (name, number): (&str, &str),
        scale: u32,
        control: &RunControl,
    ) -> Result<Loaded, InferenceError> {
        let models = self.catalogue.models();
        let model = models.iter().find(|model| model.name == name).ok_or_else(|| unknown_model(name))?;
        let version = model.versions.iter().find(|version| version.version == number);
        let version = version.ok_or_else(|| unknown_version(name, number))?;
        let manifest = version.manifest.clone().map_err(|reason| unavailable(version, reason))?;
        let index = manifest.files.iter().position(|file| file.scale == scale).ok_or_else(|| {
            let offered: Vec<String> = manifest.files.iter().map(|file| file.scale.to_string()).collect();
            InferenceError::UnsupportedScale { model: name.to_owned(), scale, offered: offered.join(" or ") }
        })?;
        let file = &manifest.files[index];
        let slot = self.slot(version.folder.join(&file.path));
        let load = || {
            let bytes = self.integrity.read(&version.folder, file)?;
            let session = runtime.load(name, &bytes);
            let checked = session.and_then(|session| session.check_planes().map(|channels| (session, channels)));
            let (session, channels) = checked.map_err(|reason| {
                format!("ONNX Runtime refuses its file {} ({reason}). Install another version of the model.", file.path)
            })?;
            let expected = manifest.input.channels.count();
            match channels {
                Some(found) if found != expected => {
                    Err(format!("its file {} takes {found} channels, but its manifest says {expected}.", file.path))
                }
                _ => Ok(session),
            }
        };
        let session = slot.get(control, load).map_err(|error| match error {
            LoadError::Unavailable(reason) => {
                tracing::warn!(model = name, version = number, reason, "a model cannot be used");
                unavailable(version, reason)
            }
            LoadError::Stopped(stopped) => stopped,
        })?;
        Ok(Loaded { session, file: index, slot, manifest })
    }

    fn slot(&self, path: PathBuf) -> Arc<Slot<ModelSession>> {
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        slots.entry(path.clone()).or_insert_with(|| Arc::new(Slot::new(path))).clone()
    }

    /// The highest that can be used as far as can be told, or else the highest. `versions` has that first.
    fn default_version<'a>(&self, versions: &'a [Version]) -> Option<&'a Version> {
        versions.iter().find(|version| self.state(version).0 != ModelState::Failed).or(versions.first())
    }

    /// Where a version stands, and what is wrong with it.
    fn state(&self, version: &Version) -> (ModelState, Option<String>) {
        let manifest = match &version.manifest {
            Ok(manifest) => manifest,
            Err(reason) => return (ModelState::Failed, Some(reason.clone())),
        };
        let status = |file: &ModelFile| self.slot(version.folder.join(&file.path)).status();
        let statuses: Vec<Status> = manifest.files.iter().map(status).collect();
        if statuses.iter().any(|status| matches!(status, Status::Loading)) {
            return (ModelState::Loading, None);
        }
        for (file, status) in manifest.files.iter().zip(&statuses) {
            match status {
                // What is in memory serves, whatever became of its file.
                Status::Loaded => {}
                Status::Failed(reason) => return (ModelState::Failed, Some(reason.clone())),
                Status::Empty | Status::Loading => {
                    if let Err(reason) = self.integrity.check(&version.folder, file) {
                        return (ModelState::Failed, Some(reason));
                    }
                }
            }
        }
        let loaded = statuses.iter().any(|status| matches!(status, Status::Loaded));
        (if loaded { ModelState::Loaded } else { ModelState::Available }, None)
    }
}

fn unknown_model(name: &str) -> InferenceError {
    InferenceError::NotFound(format!("There is no model {name:?}."))
}

fn unknown_version(name: &str, version: &str) -> InferenceError {
    InferenceError::NotFound(format!("The model {name} has no version {version:?}."))
}

fn unavailable(version: &Version, reason: String) -> InferenceError {
    InferenceError::ModelUnavailable { model: version.name.clone(), version: version.version.clone(), reason }
}
