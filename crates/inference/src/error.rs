//! What can go wrong, in words for people; technical detail is in `source()` or in the log.

use std::path::PathBuf;
use studio_domain::ErrorCode;
use studio_imaging::ImageError;

#[derive(Debug, thiserror::Error)]
pub enum InferenceError {
    #[error(
        "ONNX Runtime was not found (looked for {}). Run `make setup`, or set ORT_DYLIB_PATH to its shared library, \
         version 1.{minimum} or newer.",
        searched.join(", ")
    )]
    RuntimeMissing { searched: Vec<String>, minimum: u32 },
    #[error(
        "{} is ONNX Runtime 1.{found}, but 1.{minimum} or newer is needed. Run `make setup`, or set ORT_DYLIB_PATH to \
         a newer one.",
        path.display()
    )]
    RuntimeTooOld { path: PathBuf, found: u32, minimum: u32 },
    #[error(
        "{} cannot be loaded as ONNX Runtime ({reason}). Run `make setup`, or set ORT_DYLIB_PATH to its shared library.",
        path.display()
    )]
    RuntimeUnusable { path: PathBuf, reason: String },
    #[error("The device {device} cannot be used: {reason}. Choose another one, or `auto`.")]
    DeviceUnavailable { device: &'static str, reason: String },
    #[error("{0}")]
    NotFound(String),
    #[error("The model {model} enlarges by {offered}, not by {scale}. Choose one of these, or another model.")]
    UnsupportedScale { model: String, scale: u32, offered: String },
    #[error("The model {model} (version {version}) cannot be used at present: {reason}")]
    ModelUnavailable { model: String, version: String, reason: String },
    /// What was asked for cannot be done with this model.
    #[error("{0}")]
    Unsuitable(String),
    #[error(
        "There was not enough memory for this picture. Choose a smaller scale or a smaller picture, or try again later."
    )]
    OutOfMemory,
    #[error("The model failed on this picture ({0}).")]
    Failed(String),
    /// The thread of a session ended; the next run loads the model anew.
    #[error("The model stopped in the middle of its work. Please try again.")]
    SessionLost,
    #[error("The task was canceled.")]
    Canceled,
    #[error("The task took longer than it may.")]
    DeadlineExceeded,
    /// The result could not be written.
    #[error(transparent)]
    Image(#[from] ImageError),
}

impl InferenceError {
    /// The code that clients see.
    #[must_use]
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::RuntimeMissing { .. }
            | Self::RuntimeTooOld { .. }
            | Self::RuntimeUnusable { .. }
            | Self::DeviceUnavailable { .. }
            | Self::ModelUnavailable { .. } => ErrorCode::ModelUnavailable,
            Self::NotFound(_) => ErrorCode::NotFound,
            Self::UnsupportedScale { .. } | Self::Unsuitable(_) => ErrorCode::ValidationFailed,
            Self::OutOfMemory => ErrorCode::OutOfMemory,
            Self::Failed(_) | Self::SessionLost => ErrorCode::InferenceFailed,
            Self::Canceled => ErrorCode::Canceled,
            Self::DeadlineExceeded => ErrorCode::DeadlineExceeded,
            Self::Image(error) => error.code(),
        }
    }

    /// An error of ONNX Runtime while a model ran. Running out of memory has no code of its own there.
    pub(crate) fn from_run(error: &ort::Error) -> Self {
        const MEMORY: [&str; 5] =
            ["Failed to allocate memory", "bad_alloc", "out of memory", "OUT_OF_MEMORY", "bad allocation"];
        let message = error.message();
        if MEMORY.iter().any(|sign| message.contains(sign)) {
            return Self::OutOfMemory;
        }
        Self::Failed(message.lines().next().unwrap_or_default().to_owned())
    }
}
