//! ONNX Runtime: the only code that knows it.

mod environment;
mod library;
mod provider;
mod session;

pub(crate) use self::{
    provider::Device,
    session::{Input, ModelSession, Output, Pending},
};

use self::provider::Chosen;
use crate::{EngineConfig, InferenceError};
use ort::environment::Environment;

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

    /// Starts a session on a thread of its own, from the bytes of an ONNX file.
    ///
    /// # Errors
    /// What is wrong with the model.
    pub fn load(&self, name: &str, model: &[u8]) -> Result<ModelSession, String> {
        let builder = session::builder(&self.environment, &self.chosen.providers, self.threads);
        let session = builder.and_then(|mut b| b.commit_from_memory(model));
        let session = session.map_err(|e| e.message().lines().next().unwrap_or_default().to_owned())?;
        ModelSession::start(name, session)
    }
}
