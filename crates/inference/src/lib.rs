//! Models and pipelines on ONNX Runtime. No web, no SQL.
//!
//! [`Engine`] is the way in: it finds ONNX Runtime and a device, knows the models on disk, loads them on first use and
//! runs pipelines on them. Calls block; make them from a thread that may.
//!
//! * `runtime` is the only code that speaks to ONNX Runtime: finding the library, choosing a provider, one thread for
//!   each session.
//! * `repository` knows model folders: manifests, integrity, versions, and which of them are loaded.
//! * `upscale` enlarges: tiles in, rows out. `diffusion` paints from a prompt, step by step.
//! * `style`, `matting`, `segment` and `lama` are one network each, or two, around what they share: `pixels` are pictures
//!   as floats, `mask` makes cut-outs of masks.

#[cfg(feature = "bench")]
pub mod bench;
mod config;
mod control;
mod diffusion;
mod engine;
mod error;
mod lama;
mod mask;
mod matting;
mod pixels;
mod repository;
mod runtime;
mod segment;
mod style;
mod upscale;

pub use config::{DevicePreference, EngineConfig};
pub use control::{CancelToken, Progress, RunControl};
pub use diffusion::{
    DiffusionOutput, DiffusionPipeline, DiffusionRequest, DiffusionStep, DiffusionTimings, Margins, NoiseSource,
    PaintJob, PaintOver, Painted, Pictures, Preview, Prompt, PromptSyntax, SeededNoise, SeededPrompt, Start,
};
pub use engine::{Engine, ResolvedModel, RunReport, UpscaleJob, installed_models};
pub use error::InferenceError;
pub use lama::InpaintJob;
pub use mask::{Backdrop, Colour, ParseColourError};
pub use matting::{Cutout, CutoutJob};
pub use segment::{Click, SegmentJob, SegmentOutput, Segmented};
pub use style::StyleJob;
