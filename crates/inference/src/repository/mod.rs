//! The model repository: folders of models, and which of them are in memory.
//!
//! A model is `<name>/<version>/model.toml` with its files beside it, or a pipeline in diffusers' layout as it is.
//! Nothing is loaded before it is needed; a file is held against its size and hash before it becomes a session. A
//! version that cannot be used leaves the last good one to serve whoever did not ask for it by number, and is tried
//! again when its file is back.

mod catalogue;
mod defaults;
mod describe;
mod integrity;
mod load;
mod manifest;
mod shelf;
mod slot;

pub(crate) use self::manifest::{Family, InputChannels, InputFormat, Manifest, Network, Range, Segment};

use self::{
    catalogue::{Catalogue, Model, Version},
    defaults::{Choices, Defaults},
    integrity::Integrity,
    shelf::Shelf,
    slot::Status,
};
use crate::InferenceError;
use std::{cmp::Reverse, path::PathBuf, sync::Arc};
use studio_domain::{ModelState, TaskKind};

pub(crate) struct Repository {
    catalogue: Catalogue,
    integrity: Integrity,
    shelf: Shelf,
    defaults: Defaults,
    /// Whether pipelines are loaded with the safety checkers that they bring.
    pub safety_checker: bool,
}

impl Repository {
    /// `budget`: bytes of memory that models may take.
    pub fn new(folders: Vec<PathBuf>, budget: u64, safety_checker: bool) -> Self {
        Self {
            defaults: Defaults::new(folders.last().cloned()),
            catalogue: Catalogue::new(folders),
            integrity: Integrity::default(),
            shelf: Shelf::new(budget),
            safety_checker,
        }
    }

    /// The version that a request means. Without a name: the one chosen for the task, or else the first that can be
    /// used, of the last folder first, so that what was installed goes before what came along.
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
        let choices = self.defaults.choices();
        let model = match model {
            Some(name) => models.iter().find(|model| model.name == name).ok_or_else(|| unknown_model(name))?,
            None => self
                .default_model(&models, task, &choices)
                .ok_or_else(|| InferenceError::NotFound(format!("No model for {} is installed.", task.as_str())))?,
        };
        let found = match version {
            Some(number) => model.versions.iter().find(|version| version.version == number),
            None => self.default_version(model, &choices),
        };
        let found = found.ok_or_else(|| unknown_version(&model.name, version.unwrap_or_default()))?;
        if found.manifest.as_ref().is_ok_and(|manifest| !manifest.tasks.contains(&task)) {
            let message = format!("The model {} is not made for {}.", model.name, task.as_str());
            return Err(InferenceError::NotFound(message));
        }
        match self.state(found) {
            (ModelState::Failed, reason) => Err(unavailable(found, reason.unwrap_or_default())),
            _ => Ok((found.name.clone(), found.version.clone())),
        }
    }

    fn default_model<'a>(&self, models: &'a [Model], task: TaskKind, choices: &Choices) -> Option<&'a Model> {
        let usable = |model: &&Model| {
            let version = self.default_version(model, choices);
            version.is_some_and(|version| version.serves(task) && self.state(version).0 != ModelState::Failed)
        };
        let chosen = choices.of(task).and_then(|(name, _)| models.iter().find(|model| model.name == name));
        if let Some(chosen) = chosen.filter(usable) {
            return Some(chosen);
        }
        let mut candidates: Vec<&Model> =
            models.iter().filter(|model| model.versions.iter().any(|version| version.serves(task))).collect();
        // Stable, so that names stay in order.
        candidates.sort_by_key(|model| Reverse(model.origin));
        candidates.iter().copied().find(usable).or(candidates.first().copied())
    }

    /// The chosen version if it can be used, as far as can be told; or else the highest that can, or the highest.
    fn default_version<'a>(&self, model: &'a Model, choices: &Choices) -> Option<&'a Version> {
        let usable = |version: &&Version| self.state(version).0 != ModelState::Failed;
        let chosen = choices.version_of(&model.name);
        let chosen = model.versions.iter().find(|version| Some(version.version.as_str()) == chosen);
        chosen.filter(usable).or_else(|| model.versions.iter().find(usable)).or(model.versions.first())
    }

    /// Where a version stands, and what is wrong with it.
    fn state(&self, version: &Version) -> (ModelState, Option<String>) {
        let manifest = match &version.manifest {
            Ok(manifest) => manifest,
            Err(reason) => return (ModelState::Failed, Some(reason.clone())),
        };
        let statuses: Vec<Status> =
            version.residents(manifest).iter().map(|path| self.shelf.slot(path).status()).collect();
        if statuses.iter().any(|status| matches!(status, Status::Loading)) {
            return (ModelState::Loading, None);
        }
        for status in &statuses {
            if let Status::Failed(reason) = status {
                return (ModelState::Failed, Some(reason.clone()));
            }
        }
        for (file, path) in manifest.files.iter().zip(version.paths(manifest)) {
            // What is in memory serves, whatever became of its file.
            let loaded = |path| matches!(self.shelf.slot(path).status(), Status::Loaded);
            if loaded(&path) || loaded(&version.folder) {
                continue;
            }
            if let Err(reason) = self.integrity.check(&version.folder, file) {
                return (ModelState::Failed, Some(reason));
            }
        }
        let loaded = statuses.iter().any(|status| matches!(status, Status::Loaded));
        (if loaded { ModelState::Loaded } else { ModelState::Available }, None)
    }

    /// A version, by name and number.
    fn version(&self, name: &str, number: &str) -> Result<(Version, Arc<Manifest>), InferenceError> {
        let mut models = self.catalogue.models();
        let model = models.iter_mut().find(|model| model.name == name).ok_or_else(|| unknown_model(name))?;
        let index = model.versions.iter().position(|version| version.version == number);
        let version = model.versions.swap_remove(index.ok_or_else(|| unknown_version(name, number))?);
        let manifest = version.manifest.clone().map_err(|reason| unavailable(&version, reason))?;
        Ok((version, manifest))
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
