//! Text to picture, picture to picture, inpainting: Stable Diffusion and its relatives.
//!
//! A pipeline is a folder as diffusers and Optimum lay it out. Sizes, types and names are read from the networks
//! themselves; the arithmetic of each step is held to recordings of diffusers.

mod folder;
mod generate;
mod inspect;
mod latents;
mod noise;
mod paint;
mod pipeline;
mod preview;
mod request;
mod safety;
mod text;
mod unet;
mod vae;

pub(crate) use folder::PipelineFolder;
pub use generate::{DiffusionOutput, DiffusionStep, DiffusionTimings};
pub(crate) use inspect::LastTokenizer;
pub use noise::{NoiseSource, SeededNoise};
pub use paint::{Margins, PaintJob, PaintOver, Painted, Pictures, Preview};
pub use pipeline::DiffusionPipeline;
pub use request::{DiffusionRequest, Prompt, SeededPrompt, Start};
pub use text::PromptSyntax;
