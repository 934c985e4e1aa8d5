//! A pipeline in memory: its networks, its tokenizers, its scheduler's configuration.

use super::{
    folder::PipelineFolder,
    preview::Projection,
    safety::SafetyChecker,
    text::{TextEncoder, tokenizer},
};
use crate::{
    InferenceError, RunControl,
    runtime::{ModelSession, Runtime},
};
use std::{
    path::Path,
    sync::{Arc, OnceLock},
};
use studio_schedulers::SchedulerConfig;

/// Stable Diffusion 1, 2 and XL, LCM and the turbo models, as diffusers and Optimum lay them out.
pub struct DiffusionPipeline {
    pub(super) folder: PipelineFolder,
    pub(super) encoders: Vec<TextEncoder>,
    pub(super) unet: Arc<ModelSession>,
    pub(super) decoder: Arc<ModelSession>,
    /// Absent where pictures cannot be painted over.
    pub(super) encoder: Option<Arc<ModelSession>>,
    /// Absent where the pipeline brings none, or where it is not wanted.
    pub(super) safety: Option<SafetyChecker>,
    pub(super) scheduler: SchedulerConfig,
    /// Found out when a preview is first wanted; `None` if it cannot be.
    projection: OnceLock<Option<Projection>>,
}

impl DiffusionPipeline {
    /// Loads every network of the folder at `path`; the safety checker only if it is to check. Takes seconds to minutes.
    ///
    /// # Errors
    /// What is missing or wrong, in a sentence.
    pub(crate) fn load(runtime: &Runtime, name: &str, path: &Path, checked: bool) -> Result<Self, String> {
        let folder = PipelineFolder::read(path)?;
        let scheduler = folder.scheduler()?;
        let load = |component: &str| {
            let session = runtime.load_file(name, &folder.file(component, runtime.device()));
            session.map_err(|reason| format!("ONNX Runtime refuses its {component} ({reason})."))
        };
        let mut encoders = Vec::new();
        for (encoder, words) in [("text_encoder", "tokenizer"), ("text_encoder_2", "tokenizer_2")] {
            if folder.has(encoder) {
                encoders.push(TextEncoder::new(Arc::new(load(encoder)?), tokenizer(&path.join(words))?));
            }
        }
        Ok(Self {
            encoders,
            unet: Arc::new(load("unet")?),
            decoder: Arc::new(load("vae_decoder")?),
            encoder: if folder.has("vae_encoder") { Some(Arc::new(load("vae_encoder")?)) } else { None },
            safety: match checked && folder.has("safety_checker") {
                true => Some(SafetyChecker::new(load("safety_checker")?, &folder)?),
                false => None,
            },
            scheduler,
            folder,
            projection: OnceLock::new(),
        })
    }

    /// Width and height that the network was trained on, in pixels.
    #[must_use]
    pub fn native_size(&self) -> (usize, usize) {
        self.folder.native_size()
    }

    /// Width and height must be multiples of this, in pixels.
    #[must_use]
    pub fn size_step(&self) -> usize {
        self.folder.size_step()
    }

    /// How colours follow from latents.
    pub(super) fn projection(&self, control: &RunControl) -> Option<&Projection> {
        let fit = || {
            let fitted = Projection::fit(&self.decoder, &self.folder.vae, control);
            // No picture is worth less for want of a preview.
            fitted.inspect_err(|error| tracing::warn!(%error, "there will be no previews")).ok()
        };
        self.projection.get_or_init(fit).as_ref()
    }

    /// With another scheduler than the model's own, described by a `scheduler_config.json` with its `_class_name`.
    ///
    /// # Errors
    /// [`InferenceError::Unsuitable`] when it is none.
    pub fn with_scheduler(self, config: &str) -> Result<Self, InferenceError> {
        let scheduler = SchedulerConfig::from_json(config).map_err(|e| InferenceError::Unsuitable(e.to_string()))?;
        Ok(Self { scheduler, ..self })
    }
}
