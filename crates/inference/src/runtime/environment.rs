//! The environment that all sessions live in. ONNX Runtime allows one in a process, for ever.

use super::library;
use crate::InferenceError;
use ort::{environment::Environment, logging::LogLevel};
use std::{
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

/// With the path that was asked for, so that a second engine cannot silently run on another library.
static SHARED: Mutex<Option<(Environment, Option<PathBuf>)>> = Mutex::new(None);

/// The environment, created from `library` on the first call. A call that failed may be repeated.
pub(super) fn shared(library: Option<&Path>) -> Result<Environment, InferenceError> {
    let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((environment, first)) = &*shared {
        if library.is_some() && first.as_deref() != library {
            let path = library.unwrap_or(Path::new("")).to_owned();
            let reason = "this process already runs on another one".into();
            return Err(InferenceError::RuntimeUnusable { path, reason });
        }
        return Ok(environment.clone());
    }
    let path = library::find(library)?;
    let unusable = |reason: String| InferenceError::RuntimeUnusable { path: path.clone(), reason };
    let builder = ort::init_from(&path).map_err(|e| unusable(e.to_string()))?;
    // Telemetry is on unless refused.
    let builder = builder.with_name("studio").with_telemetry(false);
    let environment = builder.build().map_err(|e| unusable(e.message().to_owned()))?;
    environment.set_log_level(LogLevel::Warning);
    tracing::debug!(path = %path.display(), "loaded ONNX Runtime");
    *shared = Some((environment.clone(), library.map(Path::to_owned)));
    Ok(environment)
}
