//! The way of a file, or of a pipeline, into memory.

use super::{
    Repository,
    catalogue::Version,
    manifest::Manifest,
    shelf::Resident,
    slot::{LoadError, Slot},
    unavailable,
};
use crate::{
    InferenceError, RunControl,
    diffusion::DiffusionPipeline,
    runtime::{ModelSession, Runtime},
};
use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

/// A part of a model in memory, for as long as it is held.
pub(crate) struct Loaded {
    resident: Arc<Resident>,
    slot: Arc<Slot<Resident>>,
}

impl Loaded {
    /// # Errors
    /// [`InferenceError::Failed`] when it is something else; nothing that is loaded as a network ever is.
    pub fn network(&self) -> Result<&ModelSession, InferenceError> {
        match &*self.resident {
            Resident::Network(session) => Ok(session),
            Resident::Pipeline(_) => Err(InferenceError::Failed("it is a pipeline".into())),
        }
    }

    /// # Errors
    /// As [`Self::network`].
    pub fn pipeline(&self) -> Result<&DiffusionPipeline, InferenceError> {
        match &*self.resident {
            Resident::Pipeline(pipeline) => Ok(pipeline),
            Resident::Network(_) => Err(InferenceError::Failed("it is no pipeline".into())),
        }
    }

    /// To be called with how a run ended: what has died is loaded anew for the next.
    pub fn after<T>(&self, run: Result<T, InferenceError>) -> Result<T, InferenceError> {
        run.inspect_err(|error| {
            if matches!(error, InferenceError::SessionLost) {
                self.slot.discard(&self.resident);
            }
        })
    }
}

impl Repository {
    /// The manifest of a version.
    ///
    /// # Errors
    /// [`InferenceError::NotFound`], [`InferenceError::ModelUnavailable`].
    pub fn manifest(&self, (name, number): (&str, &str)) -> Result<Arc<Manifest>, InferenceError> {
        self.version(name, number).map(|(_, manifest)| manifest)
    }

    /// Where a version's files are.
    ///
    /// # Errors
    /// As [`Self::manifest`].
    pub fn folder(&self, (name, number): (&str, &str)) -> Result<PathBuf, InferenceError> {
        self.version(name, number).map(|(version, _)| version.folder)
    }

    /// One of a version's files as a network. `check` says what is wrong with a network that loads but is not what
    /// its manifest says.
    ///
    /// # Errors
    /// [`InferenceError::NotFound`], [`InferenceError::ModelUnavailable`], and those of [`RunControl::check`] while
    /// waiting.
    pub fn network(
        &self,
        runtime: &Runtime,
        (name, number): (&str, &str),
        file: usize,
        check: impl FnOnce(&ModelSession) -> Result<(), String>,
        control: &RunControl,
    ) -> Result<Loaded, InferenceError> {
        let (version, manifest) = self.version(name, number)?;
        let Some(file) = manifest.file(file, runtime.device()) else {
            return Err(unavailable(&version, "it lacks a file.".into()));
        };
        self.load(&version, &version.folder.join(&file.path), file.size, control, || {
            let bytes = self.integrity.read(&version.folder, file)?;
            let refused = |reason| {
                format!("ONNX Runtime refuses its file {} ({reason}). Install another version of the model.", file.path)
            };
            let session = runtime.load(name, &bytes).map_err(refused)?;
            check(&session).map_err(|what| format!("its file {} cannot be used: {what}.", file.path))?;
            Ok(Resident::Network(session))
        })
    }

    /// A version that is a pipeline.
    ///
    /// # Errors
    /// As [`Self::network`].
    pub fn pipeline(
        &self,
        runtime: &Runtime,
        (name, number): (&str, &str),
        control: &RunControl,
    ) -> Result<Loaded, InferenceError> {
        let (version, manifest) = self.version(name, number)?;
        let bytes = size_of(&version.folder) + u64::from(manifest.working_memory_mb) * 1_000_000;
        self.load(&version, &version.folder, bytes, control, || {
            for file in &manifest.files {
                self.integrity.check_all(&version.folder, file)?;
            }
            let pipeline = DiffusionPipeline::load(runtime, name, &version.folder, self.safety_checker)?;
            Ok(Resident::Pipeline(Box::new(pipeline)))
        })
    }

    fn load(
        &self,
        version: &Version,
        path: &Path,
        bytes: u64,
        control: &RunControl,
        load: impl FnOnce() -> Result<Resident, String>,
    ) -> Result<Loaded, InferenceError> {
        let slot = self.shelf.slot(path);
        let resident = slot.get(control, || {
            self.shelf.make_room(&slot, bytes, control)?;
            load().map_err(LoadError::Unavailable)
        });
        let resident = resident.map_err(|error| match error {
            LoadError::Unavailable(reason) => {
                tracing::warn!(model = version.name, version = version.version, reason, "a model cannot be used");
                unavailable(version, reason)
            }
            LoadError::Stopped(stopped) => stopped,
        })?;
        Ok(Loaded { resident, slot })
    }
}

/// Bytes of everything in a folder, which is about what its networks take in memory.
fn size_of(folder: &Path) -> u64 {
    let Ok(entries) = fs::read_dir(folder) else { return 0 };
    let size = |entry: fs::DirEntry| match entry.metadata() {
        Ok(metadata) if metadata.is_dir() => size_of(&entry.path()),
        Ok(metadata) => metadata.len(),
        Err(_) => 0,
    };
    entries.flatten().map(size).sum()
}
