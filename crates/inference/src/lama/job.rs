//! The task.

use super::{check, run};
use crate::{Engine, InferenceError, RunControl, RunReport, engine::not_made_for, pixels::Source, repository::Family};
use image::DynamicImage;
use std::time::Instant;
use studio_domain::TaskKind;

/// A picture of which a part is to go.
#[derive(Clone, Debug)]
pub struct InpaintJob {
    pub model: String,
    pub version: String,
    /// Any kind of pixels. Grey becomes RGB, 16 bits become 8, an alpha channel stays.
    pub picture: DynamicImage,
    /// Stretched to the picture; what is white is repainted.
    pub mask: DynamicImage,
    /// Pixels inside the border of the mask over which what is repainted fades into what stays, 0 to 64.
    pub feather: u32,
}

impl Engine {
    /// Repaints the masked part of a picture, without a prompt. For models that paint from one there is
    /// [`Self::paint`]; [`Self::inpaints_without_prompt`] tells them apart. Blocks.
    ///
    /// # Errors
    /// [`InferenceError::NotFound`], [`InferenceError::Unsuitable`], [`InferenceError::ModelUnavailable`],
    /// [`InferenceError::OutOfMemory`], [`InferenceError::Failed`], [`InferenceError::SessionLost`],
    /// [`InferenceError::Canceled`], [`InferenceError::DeadlineExceeded`].
    pub fn inpaint(&self, job: &InpaintJob, control: &RunControl) -> Result<(DynamicImage, RunReport), InferenceError> {
        let (runtime, repository, _) = self.parts();
        control.check()?;
        Source::check(&job.picture)?;
        let started = Instant::now();
        let name = (job.model.as_str(), job.version.as_str());
        let manifest = repository.manifest(name)?;
        let Family::Lama(section) = &manifest.family else {
            return Err(not_made_for(&job.model, TaskKind::Inpaint));
        };
        let loaded = repository.network(runtime, name, 0, |session| check(session).map(drop), control)?;
        let load = started.elapsed();
        let ran = run(loaded.network()?, section, (&job.picture, &job.mask), job.feather, control);
        let (picture, timings) = loaded.after(ran)?;
        Ok((picture, self.report(name, load, timings)))
    }

    /// Whether a model repaints by [`Self::inpaint`], and not by [`Self::paint`].
    ///
    /// # Errors
    /// [`InferenceError::NotFound`], [`InferenceError::ModelUnavailable`].
    pub fn inpaints_without_prompt(&self, model: &str, version: &str) -> Result<bool, InferenceError> {
        let (_, repository, _) = self.parts();
        Ok(matches!(repository.manifest((model, version))?.family, Family::Lama(_)))
    }
}
