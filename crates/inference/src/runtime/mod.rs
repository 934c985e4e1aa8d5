//! ONNX Runtime: the only code that knows it.

mod environment;
mod external;
mod library;
mod provider;
mod session;
mod tensor;

pub(crate) use self::{
    provider::Device,
    session::{Inputs, ModelSession, Output, Pending},
    tensor::{Element, Port, Tensor, Value},
};

#[cfg(feature = "bench")]
pub(crate) use self::tensor::Data;

use self::provider::Chosen;
use crate::{EngineConfig, InferenceError};
use ort::environment::Environment;
use std::path::Path;

/// `kOrtSessionOptionsModelExternalInitializersFileFolderPath`
const EXTERNAL_DATA_FOLDER: &str = "session.model_external_initializers_file_folder_path";

/// A running ONNX Runtime with a device.
pub(crate) struct Runtime {
    environment: Environment,
    chosen: Chosen,
    threads: usize,
}

impl Runtime {
    /// # Errors
    /// [`InferenceError::RuntimeMissing`], [`InferenceError::RuntimeTooOld`], [`InferenceError::RuntimeUnusable`],
    /// [`InferenceError::DeviceUnavailable`].
    pub fn start(config: &EngineConfig) -> Result<Self, InferenceError> {
        let environment = environment::shared(config.ort_library.as_deref())?;
        // TensorRT compiles a model for minutes; what it made is kept beside the models that were fetched.
        let cache = config.model_dirs.last().map(|dir| dir.join(".tensorrt"));
        let chosen = provider::choose(&environment, config.device, cache.as_deref())?;
        Ok(Self { environment, chosen, threads: config.threads.max(1) })
    }

    pub fn device(&self) -> Device {
        self.chosen.device
    }

    /// Why better devices than [`Self::device`] are not used.
    pub fn notes(&self) -> &[String] {
        &self.chosen.notes
    }

    /// Starts a session on a thread of its own, from the bytes of an ONNX file, which must hold everything itself.
    ///
    /// # Errors
    /// What is wrong with the model.
    pub fn load(&self, name: &str, model: &[u8]) -> Result<ModelSession, String> {
        let builder = session::builder(&self.environment, &self.chosen.providers, self.threads);
        external::check(model)?;
        let session = builder.and_then(|b| {
            let mut b = b.with_config_entry(EXTERNAL_DATA_FOLDER, external::NO_FOLDER)?;
            b.commit_from_memory(model)
        });
        ModelSession::start(name, session.map_err(|e| first_line(&e))?)
    }

    /// As [`Self::load`], from a file, which may keep its weights in other files beside it.
    ///
    /// # Errors
    /// What is wrong with the model.
    pub fn load_file(&self, name: &str, path: &Path) -> Result<ModelSession, String> {
        let builder = session::builder(&self.environment, &self.chosen.providers, self.threads);
        let session = builder.and_then(|mut b| b.commit_from_file(path));
        ModelSession::start(name, session.map_err(|e| first_line(&e))?)
    }
}

fn first_line<R>(error: &ort::Error<R>) -> String {
    error.message().lines().next().unwrap_or_default().to_owned()
}
