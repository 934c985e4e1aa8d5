//! The way in.

use crate::{
    DiffusionPipeline, EngineConfig, InferenceError, RunControl,
    repository::Repository,
    runtime::Runtime,
    upscale::{self, Plan},
};
use image::DynamicImage;
use std::{
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};
use studio_domain::{ModelInfo, TaskKind};
use studio_imaging::RowSink;

/// Runs models. Clones share what is loaded.
#[derive(Clone)]
pub struct Engine {
    inner: Arc<Inner>,
    tile: Option<u32>,
}

struct Inner {
    runtime: Runtime,
    repository: Repository,
}

/// A model version that exists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResolvedModel {
    pub name: String,
    pub version: String,
}

/// A picture to be enlarged.
#[derive(Clone, Debug)]
pub struct UpscaleJob {
    pub model: String,
    pub version: String,
    /// One of the model's own factors.
    pub scale: u32,
    /// Any kind of pixels. Grey becomes RGB, 16 bits become 8, an alpha channel stays.
    pub picture: DynamicImage,
}

/// What ran, and how long each stage took. Stages of different tiles overlap, so that their sum may exceed the time
/// that passed.
#[derive(Clone, Debug)]
pub struct RunReport {
    pub model: String,
    pub version: String,
    /// `cpu`, `cuda` or `tensorrt`.
    pub device: String,
    /// Waiting for the model to be in memory.
    pub load: Duration,
    pub preprocess: Duration,
    /// Inside the model.
    pub inference: Duration,
    /// Joining tiles and writing rows.
    pub postprocess: Duration,
}

impl Engine {
    /// Finds ONNX Runtime and a device. No model is loaded yet.
    ///
    /// # Errors
    /// [`InferenceError::RuntimeMissing`], [`InferenceError::RuntimeTooOld`], [`InferenceError::RuntimeUnusable`],
    /// [`InferenceError::DeviceUnavailable`].
    pub fn start(config: EngineConfig) -> Result<Self, InferenceError> {
        let runtime = Runtime::start(&config)?;
        let repository = Repository::new(config.model_dirs);
        Ok(Self { inner: Arc::new(Inner { runtime, repository }), tile: None })
    }

    /// The same engine with tiles of at most `side` input pixels, instead of a size that follows from the memory the
    /// model needs. Raised to what the model's receptive field demands.
    #[must_use]
    pub fn with_tile(self, side: u32) -> Self {
        Self { tile: Some(side), ..self }
    }

    /// `cpu`, `cuda` or `tensorrt`.
    #[must_use]
    pub fn device(&self) -> &str {
        self.inner.runtime.device().as_str()
    }

    /// Why better devices than [`Self::device`] are not used, a sentence for each.
    #[must_use]
    pub fn provider_notes(&self) -> &[String] {
        self.inner.runtime.notes()
    }

    /// The models on disk as they are now.
    #[must_use]
    pub fn models(&self) -> Vec<ModelInfo> {
        self.inner.repository.models(self.device())
    }

    /// The model and version a request means: by default the first model for the task and the highest version whose
    /// files are whole and which has not failed to load.
    ///
    /// # Errors
    /// [`InferenceError::NotFound`], [`InferenceError::ModelUnavailable`].
    pub fn resolve(
        &self,
        task: TaskKind,
        model: Option<&str>,
        version: Option<&str>,
    ) -> Result<ResolvedModel, InferenceError> {
        let (name, version) = self.inner.repository.resolve(task, model, version)?;
        Ok(ResolvedModel { name, version })
    }

    /// Loads the pipeline in `folder`, laid out as diffusers and Optimum do. Takes seconds to minutes. Blocks.
    ///
    /// # Errors
    /// [`InferenceError::ModelUnavailable`], with what is missing or wrong.
    pub fn open_pipeline(&self, folder: &Path) -> Result<DiffusionPipeline, InferenceError> {
        let name = folder.file_name().unwrap_or(folder.as_os_str()).to_string_lossy().into_owned();
        DiffusionPipeline::load(&self.inner.runtime, &name, folder).map_err(|reason| InferenceError::ModelUnavailable {
            model: name,
            version: folder.display().to_string(),
            reason,
        })
    }

    /// Enlarges a picture; the rows of the result go to `sink` as they are done: RGB, or RGBA when the picture has an
    /// alpha channel. Blocks.
    ///
    /// # Errors
    /// [`InferenceError::NotFound`], [`InferenceError::UnsupportedScale`], [`InferenceError::ModelUnavailable`],
    /// [`InferenceError::OutOfMemory`], [`InferenceError::Failed`], [`InferenceError::SessionLost`],
    /// [`InferenceError::Canceled`], [`InferenceError::DeadlineExceeded`], and [`InferenceError::Image`] from the sink.
    pub fn upscale(
        &self,
        job: &UpscaleJob,
        control: &RunControl,
        sink: &mut dyn RowSink,
    ) -> Result<RunReport, InferenceError> {
        let Inner { runtime, repository } = &*self.inner;
        control.check()?;
        if job.picture.width() == 0 || job.picture.height() == 0 {
            return Err(InferenceError::Failed("it has no pixels".into()));
        }
        let started = Instant::now();
        let loaded = repository.load(runtime, (&job.model, &job.version), job.scale, control)?;
        let load = started.elapsed();
        let plan = Plan::new(&job.picture, loaded.manifest.input, loaded.file(), runtime.device(), self.tile);
        let timings = upscale::run(&loaded.session, &plan, &job.picture, control, sink).inspect_err(|error| {
            if matches!(error, InferenceError::SessionLost) {
                loaded.discard();
            }
        })?;
        Ok(RunReport {
            model: job.model.clone(),
            version: job.version.clone(),
            device: self.device().to_owned(),
            load,
            preprocess: timings.preprocess,
            inference: timings.inference,
            postprocess: timings.postprocess,
        })
    }
}
