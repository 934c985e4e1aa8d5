//! The way from noise to pictures.

use super::{
    DiffusionPipeline,
    latents::Beginning,
    noise::NoiseSource,
    request::DiffusionRequest,
    text::{self, Encoded},
    unet::{self, Conditioning},
    vae,
};
use crate::{InferenceError, Progress, RunControl, runtime::Tensor};
use std::time::{Duration, Instant};
use studio_schedulers::{PlanOptions, Sampler, Scheduler, SchedulerConfig, SchedulerKind, guide, rescale_noise_cfg};

/// What a run painted.
#[derive(Clone, Debug)]
pub struct DiffusionOutput {
    /// `[3, height, width]` each, 0 to 1.
    pub pictures: Vec<Vec<f32>>,
    pub timings: DiffusionTimings,
}

/// Time spent in each stage.
#[derive(Clone, Copy, Debug, Default)]
pub struct DiffusionTimings {
    /// Prompts, and the picture to begin with.
    pub encode: Duration,
    pub denoise: Duration,
    pub decode: Duration,
}

/// A step that is done.
#[derive(Debug)]
pub struct DiffusionStep<'a> {
    pub index: usize,
    /// `[batch, channels, height, width]`.
    pub latents: &'a [f32],
    /// What the network takes the finished latents to be, in the same shape.
    pub foreseen: &'a [f32],
}

impl DiffusionPipeline {
    /// Paints. `watch` is called after each step, from the thread of the run.
    ///
    /// # Errors
    /// [`InferenceError::Unsuitable`] for a request that this pipeline cannot do, and those of a run.
    pub fn generate(
        &self,
        request: &DiffusionRequest,
        noise: &mut dyn NoiseSource,
        control: &RunControl,
        watch: &mut dyn FnMut(DiffusionStep<'_>),
    ) -> Result<DiffusionOutput, InferenceError> {
        self.check(request)?;
        let started = Instant::now();
        let config = self.scheduler_for(request)?;
        let scale = self.folder.vae.scale();
        let batch = request.prompts.len() * request.images_per_prompt;
        let channels = self.folder.vae.latent_channels;
        let shape = [batch, channels, request.height / scale, request.width / scale];
        let strength = request.start.as_ref().map(|start| start.strength);
        let options = PlanOptions { batch, strength, eta: request.eta, ..PlanOptions::default() };
        let mut run = Scheduler::new(&config).and_then(|s| s.plan(request.steps, &options)).map_err(unsuitable)?;
        let conditioning = self.conditioning(request, control)?;
        let Beginning { mut latents, inpainting } = Beginning::prepare(self, request, &run, shape, noise, control)?;
        let encode = started.elapsed();

        let started = Instant::now();
        let steps = run.timesteps().len();
        let count = |steps: usize| u32::try_from(steps).unwrap_or(u32::MAX);
        control.report(Progress { step: 0, steps: count(steps) });
        for index in 0..steps {
            control.check()?;
            let mut sample = latents.clone();
            run.scale_model_input(index, &mut sample).map_err(unsuitable)?;
            let (sample, width) = match &inpainting {
                Some(inpainting) => inpainting.extend(sample, shape),
                None => (sample, channels),
            };
            let sample = Tensor::f32([batch, width, shape[2], shape[3]], sample);
            let timestep = run.timesteps()[index];
            let prediction = self.predict(request, sample, timestep, &conditioning, control)?;
            let foreseen = run.foreseen(index, &prediction, &latents).map_err(unsuitable)?;
            run.step(index, &prediction, &mut latents, &mut |values| noise.fill(values)).map_err(unsuitable)?;
            if let Some(inpainting) = &inpainting {
                inpainting.keep(&run, Some(index + 1).filter(|next| *next < steps), &mut latents)?;
            }
            control.report(Progress { step: count(index + 1), steps: count(steps) });
            watch(DiffusionStep { index, latents: &latents, foreseen: &foreseen });
        }
        let denoise = started.elapsed();

        let started = Instant::now();
        let pictures = vae::decode(&self.decoder, &self.folder.vae, &latents, [shape[2], shape[3]], control)?;
        let timings = DiffusionTimings { encode, denoise, decode: started.elapsed() };
        Ok(DiffusionOutput { pictures, timings })
    }

    fn check(&self, request: &DiffusionRequest) -> Result<(), InferenceError> {
        let step = self.size_step();
        let pixels = request.width * request.height;
        let start = request.start.as_ref();
        let problem = if request.prompts.is_empty() || request.images_per_prompt == 0 {
            "There is nothing to paint.".to_owned()
        } else if request.width == 0 || request.height == 0 || request.width % step + request.height % step > 0 {
            format!("Width and height must be multiples of {step} with this model.")
        } else if request.steps == 0 {
            "At least one step is needed.".to_owned()
        } else if !request.guidance_scale.is_finite() || !(0.0..=1.0).contains(&request.guidance_rescale) {
            "The guidance must be a number, and its rescale between 0 and 1.".to_owned()
        } else if !(0.0..=1.0).contains(&request.eta) {
            "Eta must be between 0 and 1.".to_owned()
        } else if start.is_some_and(|s| !(0.0..=1.0).contains(&s.strength)) {
            "The strength must be between 0 and 1.".to_owned()
        } else if start
            .is_some_and(|s| s.picture.len() != 3 * pixels || s.mask.as_ref().is_some_and(|m| m.len() != pixels))
        {
            "The picture and the mask must have the size of the result.".to_owned()
        } else if start.is_some() && self.encoder.is_none() {
            "This model cannot paint over a picture: it has no vae_encoder.".to_owned()
        } else if self.folder.takes_mask() && start.is_none_or(|s| s.mask.is_none()) {
            "This model is made for inpainting: it needs a picture and a mask.".to_owned()
        } else {
            return Ok(());
        };
        Err(InferenceError::Unsuitable(problem))
    }

    /// The scheduler that was asked for, by its name in user interfaces or in diffusers, or else the model's own.
    fn scheduler_for(&self, request: &DiffusionRequest) -> Result<SchedulerConfig, InferenceError> {
        let Some(name) = &request.scheduler else { return Ok(self.scheduler.clone()) };
        match (name.parse::<Sampler>(), name.parse::<SchedulerKind>()) {
            (Ok(sampler), _) => sampler.configure(&self.scheduler).map_err(unsuitable),
            (_, Ok(kind)) => Ok(self.scheduler.switched_to(kind)),
            (Err(error), _) => Err(unsuitable(error)),
        }
    }

    /// Whether the network is asked twice, with and without the prompt.
    fn is_guided(&self, request: &DiffusionRequest) -> bool {
        request.guidance_scale > 1.0 && self.folder.unet.time_cond_proj_dim.is_none()
    }

    /// What the network is told, for the batch: without the prompt first, when it is asked twice;
    /// as one batch unless guidance is split.
    fn conditioning(
        &self,
        request: &DiffusionRequest,
        control: &RunControl,
    ) -> Result<Vec<Conditioning>, InferenceError> {
        let guided = self.is_guided(request);
        let mut texts: Vec<&str> = request.prompts.iter().map(|prompt| prompt.prompt.as_str()).collect();
        if guided {
            texts.extend(request.prompts.iter().map(|prompt| prompt.negative.as_deref().unwrap_or_default()));
        }
        let xl = self.folder.is_xl();
        let mut encoded = text::encode(&self.encoders, xl, &texts, request.syntax, control)?;
        let mut negatives = encoded.split_off(request.prompts.len());
        if xl && self.folder.index.force_zeros_for_empty_prompt {
            for (prompt, negative) in request.prompts.iter().zip(&mut negatives) {
                if prompt.negative.is_none() {
                    *negative = Encoded::zeros_like(negative);
                }
            }
        }
        let positive = self.conditioning_of(&encoded, request)?;
        if !guided {
            return Ok(vec![positive]);
        }
        let negative = self.conditioning_of(&negatives, request)?;
        Ok(if request.split_guidance { vec![negative, positive] } else { vec![negative.followed_by(&positive)] })
    }

    fn conditioning_of(&self, prompts: &[Encoded], request: &DiffusionRequest) -> Result<Conditioning, InferenceError> {
        let images = request.images_per_prompt;
        let batch = prompts.len() * images;
        let width = prompts.first().map_or(1, |prompt| prompt.width);
        let values: Vec<f32> = prompts.iter().flat_map(|prompt| prompt.values.repeat(images)).collect();
        let text = Tensor::f32([batch, values.len() / batch / width, width], values);
        let added = if self.folder.is_xl() {
            let lacking = || InferenceError::Failed("its text encoder does not give a pooled text".into());
            let pooled: Option<Vec<&Vec<f32>>> = prompts.iter().map(|prompt| prompt.pooled.as_ref()).collect();
            let pooled: Vec<f32> = pooled.ok_or_else(lacking)?.into_iter().flat_map(|p| p.repeat(images)).collect();
            let (height, width) = (request.height as f32, request.width as f32);
            // The original size, the corner of the crop, the target size.
            let sizes = [height, width, 0.0, 0.0, height, width].repeat(batch);
            Some((Tensor::f32([batch, pooled.len() / batch], pooled), Tensor::f32([batch, 6], sizes)))
        } else {
            None
        };
        let guidance = self.folder.unet.time_cond_proj_dim.map(|width| {
            Tensor::f32([batch, width], unet::embed_guidance(request.guidance_scale, width).repeat(batch))
        });
        Ok(Conditioning { text, added, guidance })
    }

    /// The network's prediction, guidance applied.
    fn predict(
        &self,
        request: &DiffusionRequest,
        sample: Tensor,
        timestep: f32,
        conditioning: &[Conditioning],
        control: &RunControl,
    ) -> Result<Vec<f32>, InferenceError> {
        let channels = self.folder.vae.latent_channels;
        let ask = |sample, told| unet::predict(&self.unet, sample, timestep, told, channels, control);
        let (without, mut with) = match conditioning {
            [negative, positive] => (ask(sample.clone(), negative.clone())?, ask(sample, positive.clone())?),
            [both] if self.is_guided(request) => {
                let mut both = ask(sample.repeat(2), both.clone())?;
                let with = both.split_off(both.len() / 2);
                (both, with)
            }
            [only] => return ask(sample, only.clone()),
            _ => return Err(InferenceError::Failed("it was told nothing".into())),
        };
        let batch = request.prompts.len() * request.images_per_prompt;
        let text = (request.guidance_rescale > 0.0).then(|| with.clone());
        guide(&without, &mut with, request.guidance_scale).map_err(unsuitable)?;
        if let Some(text) = text {
            rescale_noise_cfg(&mut with, &text, request.guidance_rescale, batch).map_err(unsuitable)?;
        }
        Ok(with)
    }
}

/// A request that a scheduler refuses.
pub(super) fn unsuitable(error: impl std::fmt::Display) -> InferenceError {
    InferenceError::Unsuitable(error.to_string())
}
