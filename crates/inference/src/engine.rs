//! The way in.

use crate::{
    DiffusionPipeline, EngineConfig, InferenceError, PaintJob, Painted, Pictures, Preview, RunControl,
    diffusion::LastTokenizer,
    repository::{Family, Repository},
    runtime::{ModelSession, Runtime},
    segment::Encodings,
    upscale::{self, Plan, Timings},
};
use image::DynamicImage;
use std::{
    path::{Path, PathBuf},
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
    encodings: Encodings,
    last_tokenizer: LastTokenizer,
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
        let budget = config.memory_budget();
        let repository = Repository::new(config.model_dirs, budget, config.safety_checker);
        Ok(Self {
            inner: Arc::new(Inner {
                runtime,
                repository,
                encodings: Encodings::default(),
                last_tokenizer: LastTokenizer::default(),
            }),
            tile: None,
        })
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

    /// What is known of a model.
    ///
    /// # Errors
    /// [`InferenceError::NotFound`].
    pub fn model(&self, name: &str) -> Result<ModelInfo, InferenceError> {
        let found = self.models().into_iter().find(|model| model.name == name);
        found.ok_or_else(|| InferenceError::NotFound(format!("There is no model {name:?}.")))
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

    /// Loads the pipeline in `folder`, laid out as diffusers and Optimum do, with its safety checker if the configuration
    /// wants it. Takes seconds to minutes. Blocks.
    ///
    /// # Errors
    /// [`InferenceError::ModelUnavailable`], with what is missing or wrong.
    pub fn open_pipeline(&self, folder: &Path) -> Result<DiffusionPipeline, InferenceError> {
        let name = folder.file_name().unwrap_or(folder.as_os_str()).to_string_lossy().into_owned();
        DiffusionPipeline::load(&self.inner.runtime, &name, folder, self.inner.repository.safety_checker).map_err(
            |reason| InferenceError::ModelUnavailable { model: name, version: folder.display().to_string(), reason },
        )
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
        let Inner { runtime, repository, .. } = &*self.inner;
        control.check()?;
        if job.picture.width() == 0 || job.picture.height() == 0 {
            return Err(InferenceError::Failed("it has no pixels".into()));
        }
        let started = Instant::now();
        let name = (job.model.as_str(), job.version.as_str());
        let manifest = repository.manifest(name)?;
        let Family::SuperResolution(family) = &manifest.family else {
            return Err(not_made_for(&job.model, TaskKind::Upscale));
        };
        let network = family.networks.iter().find(|network| network.scale == job.scale);
        let network = network.ok_or_else(|| InferenceError::UnsupportedScale {
            model: job.model.clone(),
            scale: job.scale,
            offered: family.networks.iter().map(|n| n.scale.to_string()).collect::<Vec<_>>().join(" or "),
        })?;
        let check = |session: &ModelSession| upscale::check(session, family.input);
        let loaded = repository.network(runtime, name, network.file, check, control)?;
        let load = started.elapsed();
        let plan = Plan::new(&job.picture, family.input, network, runtime.device(), self.tile);
        let run = upscale::run(loaded.network()?, &plan, &job.picture, control, sink);
        let timings = loaded.after(run)?;
        Ok(self.report(name, load, timings))
    }

    /// Paints from prompts, with an installed model; `preview` is given small pictures after each step. Gives the pictures
    /// of each prompt. Blocks.
    ///
    /// # Errors
    /// [`InferenceError::NotFound`], [`InferenceError::ModelUnavailable`], and those of [`DiffusionPipeline::paint`].
    pub fn paint(
        &self,
        (model, version): (&str, &str),
        job: &PaintJob,
        control: &RunControl,
        preview: Option<Preview<'_>>,
    ) -> Result<(Vec<Pictures>, RunReport), InferenceError> {
        let Inner { runtime, repository, .. } = &*self.inner;
        control.check()?;
        let started = Instant::now();
        if !matches!(repository.manifest((model, version))?.family, Family::Diffusers(_)) {
            return Err(not_made_for(model, TaskKind::TextToImage));
        }
        let loaded = repository.pipeline(runtime, (model, version), control)?;
        let load = started.elapsed();
        let Painted { pictures, timings, fitting } = loaded.after(loaded.pipeline()?.paint(job, control, preview))?;
        let timings =
            Timings { preprocess: timings.encode, inference: timings.denoise + timings.decode, postprocess: fitting };
        Ok((pictures, self.report((model, version), load, timings)))
    }

    pub(crate) fn last_tokenizer(&self) -> &LastTokenizer {
        &self.inner.last_tokenizer
    }

    /// For the tasks, each of which has its method with its family.
    pub(crate) fn parts(&self) -> (&Runtime, &Repository, &Encodings) {
        (&self.inner.runtime, &self.inner.repository, &self.inner.encodings)
    }

    pub(crate) fn report(&self, (model, version): (&str, &str), load: Duration, timings: Timings) -> RunReport {
        RunReport {
            model: model.to_owned(),
            version: version.to_owned(),
            device: self.device().to_owned(),
            load,
            preprocess: timings.preprocess,
            inference: timings.inference,
            postprocess: timings.postprocess,
        }
    }
}

/// What lies in model folders, for those who want to know without running anything.
#[must_use]
pub fn installed_models(folders: &[PathBuf]) -> Vec<ModelInfo> {
    Repository::new(folders.to_vec(), 0, false).models("")
}

pub(crate) fn not_made_for(model: &str, task: TaskKind) -> InferenceError {
    InferenceError::NotFound(format!("The model {model} is not made for {}.", task.as_str()))
}
