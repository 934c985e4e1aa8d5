//! The task.

use super::{check, run};
use crate::{Engine, InferenceError, RunControl, RunReport, engine::not_made_for, pixels::Source, repository::Family};
use image::DynamicImage;
use std::time::Instant;
use studio_domain::TaskKind;

/// A picture to be restyled.
#[derive(Clone, Debug)]
pub struct StyleJob {
    pub model: String,
    pub version: String,
    /// One of the model's styles; its first when not given.
    pub style: Option<String>,
    /// 0 to 1: from the picture to the style.
    pub strength: f32,
    /// Any kind of pixels. Grey becomes RGB, 16 bits become 8, an alpha channel stays.
    pub picture: DynamicImage,
}

impl Engine {
    /// Gives a picture another style; the result has its size. Blocks.
    ///
    /// # Errors
    /// [`InferenceError::NotFound`], also for a style that the model does not have; [`InferenceError::Unsuitable`],
    /// [`InferenceError::ModelUnavailable`], [`InferenceError::OutOfMemory`], [`InferenceError::Failed`],
    /// [`InferenceError::SessionLost`], [`InferenceError::Canceled`], [`InferenceError::DeadlineExceeded`].
    pub fn stylize(&self, job: &StyleJob, control: &RunControl) -> Result<(DynamicImage, RunReport), InferenceError> {
        let (runtime, repository, _) = self.parts();
        control.check()?;
        Source::check(&job.picture)?;
        let started = Instant::now();
        let name = (job.model.as_str(), job.version.as_str());
        let manifest = repository.manifest(name)?;
        let Family::StyleTransfer(family) = &manifest.family else {
            return Err(not_made_for(&job.model, TaskKind::StyleTransfer));
        };
        let style = match &job.style {
            Some(wanted) => family.styles.iter().find(|style| style.name == *wanted),
            None => family.styles.first(),
        };
        let style = style.ok_or_else(|| {
            let known: Vec<&str> = family.styles.iter().map(|style| style.name.as_str()).collect();
            InferenceError::NotFound(format!("The model {} has these styles: {}.", job.model, known.join(", ")))
        })?;
        let loaded = repository.network(runtime, name, style.file, |session| check(session).map(drop), control)?;
        let load = started.elapsed();
        let ran = run(loaded.network()?, &family.section, &job.picture, job.strength, control);
        let (picture, timings) = loaded.after(ran)?;
        Ok((picture, self.report(name, load, timings)))
    }
}
