//! The engine as the rest of the server sees it: its errors are problems that clients understand.

use std::ops::Deref;
use studio_domain::{ModelInfo, Problem, TaskKind};
use studio_inference::{Engine, EngineConfig, InferenceError};

#[derive(Clone)]
pub struct EngineHandle(Engine);

impl EngineHandle {
    /// # Errors
    /// When ONNX Runtime is missing or too old.
    pub fn start(config: EngineConfig) -> Result<Self, InferenceError> {
        Engine::start(config).map(Self)
    }

    /// The model and the version that a request means.
    ///
    /// # Errors
    /// `not_found` for an unknown model or version, or one made for another task; `model_unavailable`.
    pub fn resolve(
        &self,
        task: TaskKind,
        model: Option<&str>,
        version: Option<&str>,
    ) -> Result<(ModelInfo, String), Problem> {
        let resolved = self.0.resolve(task, model, version).map_err(|e| problem(&e))?;
        let model = self.0.model(&resolved.name).map_err(|e| problem(&e))?;
        Ok((model, resolved.version))
    }
}

impl Deref for EngineHandle {
    type Target = Engine;

    fn deref(&self) -> &Engine {
        &self.0
    }
}

/// What a client may know about a failed run.
pub fn problem(error: &InferenceError) -> Problem {
    Problem::new(error.code(), error.to_string())
}
