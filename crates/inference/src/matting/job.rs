//! The task.

use super::{check, run};
use crate::{
    Backdrop, Engine, InferenceError, RunControl, RunReport, engine::not_made_for, pixels::Source, repository::Family,
};
use image::DynamicImage;
use std::time::Instant;
use studio_domain::TaskKind;

/// A picture whose background is to go.
#[derive(Clone, Debug)]
pub struct CutoutJob {
    pub model: String,
    pub version: String,
    /// Lay the edges of the mask onto those of the picture.
    pub refine_edges: bool,
    pub backdrop: Backdrop,
    /// Any kind of pixels. Grey becomes RGB, 16 bits become 8. What is transparent already stays so, and counts as
    /// background.
    pub picture: DynamicImage,
}

/// What is left.
#[derive(Clone, Debug)]
pub struct Cutout {
    /// Of the size of the picture: RGBA, or RGB on a backdrop.
    pub picture: DynamicImage,
    /// The share of the picture that the subject covers, 0 to 1: near 0, nothing was found.
    pub coverage: f32,
}

impl Engine {
    /// Cuts the subject of a picture out, and puts it before a backdrop. Blocks.
    ///
    /// # Errors
    /// [`InferenceError::NotFound`], [`InferenceError::Unsuitable`], [`InferenceError::ModelUnavailable`],
    /// [`InferenceError::OutOfMemory`], [`InferenceError::Failed`], [`InferenceError::SessionLost`],
    /// [`InferenceError::Canceled`], [`InferenceError::DeadlineExceeded`].
    pub fn remove_background(
        &self,
        job: &CutoutJob,
        control: &RunControl,
    ) -> Result<(Cutout, RunReport), InferenceError> {
        let (runtime, repository, _) = self.parts();
        control.check()?;
        Source::check(&job.picture)?;
        let started = Instant::now();
        let name = (job.model.as_str(), job.version.as_str());
        let manifest = repository.manifest(name)?;
        let Family::Matting(section) = &manifest.family else {
            return Err(not_made_for(&job.model, TaskKind::RemoveBackground));
        };
        let loaded = repository.network(runtime, name, 0, |session| check(session, section).map(drop), control)?;
        let load = started.elapsed();
        let ran = run(loaded.network()?, section, &job.picture, (&job.backdrop, job.refine_edges), control);
        let (cutout, timings) = loaded.after(ran)?;
        Ok((cutout, self.report(name, load, timings)))
    }
}
