//! What is told of the models to those who choose among them.

use super::{
    Repository,
    catalogue::Model,
    defaults::Choices,
    manifest::{Family, Style},
};
use crate::diffusion::PipelineFolder;
use studio_domain::{DiffusionInfo, ModelInfo, ModelState, ModelVersion, StyleInfo, TaskKind};

impl Repository {
    /// All models of which at least one version can be understood.
    pub fn models(&self, device: &str) -> Vec<ModelInfo> {
        let models = self.catalogue.models();
        let choices = self.defaults.choices();
        let defaults = TaskKind::ALL.map(|task| (task, self.default_model(&models, task, &choices)));
        let described = models.iter().filter_map(|model| {
            let is_default = |found: &Option<&Model>| found.is_some_and(|found| found.name == model.name);
            let default_for = defaults.iter().filter(|(_, found)| is_default(found)).map(|(task, _)| *task).collect();
            self.describe(model, default_for, &choices, device)
        });
        described.collect()
    }

    fn describe(
        &self,
        model: &Model,
        default_for: Vec<TaskKind>,
        choices: &Choices,
        device: &str,
    ) -> Option<ModelInfo> {
        let versions = model.versions.iter().map(|version| {
            let (state, message) = self.state(version);
            let device = (state == ModelState::Loaded).then(|| device.to_owned());
            ModelVersion { version: version.version.clone(), state, device, message }
        });
        let versions = versions.collect();
        let default = self.default_version(model, choices)?;
        // All versions may be broken, but one must say what the model is for.
        let known = std::iter::once(default).chain(&model.versions).find(|version| version.manifest.is_ok())?;
        let manifest = known.manifest.as_ref().ok()?;
        let mut info = ModelInfo {
            name: model.name.clone(),
            tasks: manifest.tasks.clone(),
            default_for,
            title: manifest.title.clone(),
            description: manifest.description.clone(),
            licence: manifest.licence.clone(),
            default_version: default.version.clone(),
            versions,
            scales: Vec::new(),
            styles: Vec::new(),
            diffusion: None,
        };
        match &manifest.family {
            Family::SuperResolution(family) => {
                info.scales = family.networks.iter().map(|network| network.scale).collect();
                info.scales.sort_unstable();
            }
            Family::StyleTransfer(family) => {
                let style = |style: &Style| StyleInfo { name: style.name.clone(), title: style.title.clone() };
                info.styles = family.styles.iter().map(style).collect();
            }
            Family::Matting(_) | Family::Segment(_) | Family::Lama(_) => {}
            Family::Diffusers(defaults) => {
                let folder = PipelineFolder::read(&known.folder).ok()?;
                let (width, height) = folder.native_size();
                let scheduler = folder.scheduler().ok()?;
                let pixels = |side: usize| u32::try_from(side).ok();
                info.diffusion = Some(DiffusionInfo {
                    width: pixels(width)?,
                    height: pixels(height)?,
                    size_step: pixels(folder.size_step())?,
                    steps: defaults.steps,
                    guidance_scale: defaults.guidance_scale,
                    scheduler: scheduler.kind().map(|kind| kind.to_string()).unwrap_or_default(),
                    samplers: scheduler.samplers().map(|sampler| sampler.to_string()).collect(),
                    schedulers: scheduler.kinds().map(|kind| kind.to_string()).collect(),
                });
            }
        }
        Some(info)
    }
}
