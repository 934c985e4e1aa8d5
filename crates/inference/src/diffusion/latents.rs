//! What a run starts from, and what an inpainting run keeps.

use super::{
    noise::NoiseSource,
    request::{DiffusionRequest, Start},
    vae,
};
use crate::{
    InferenceError, RunControl,
    diffusion::{DiffusionPipeline, generate::unsuitable},
    runtime::{ModelSession, Tensor},
};
use studio_schedulers::Run;

/// Everything that is decided before the first step. Latents are `[batch, channels, height, width]`.
pub(super) struct Beginning {
    pub latents: Vec<f32>,
    pub inpainting: Option<Inpainting>,
}

pub(super) struct Inpainting {
    /// `[height, width]` of the latents: 1 where something is painted.
    mask: Vec<f32>,
    noise: Vec<f32>,
    /// The picture as latents, for each of the batch.
    picture: Vec<f32>,
    /// For networks that are told what to keep: the picture without what is painted, for each of the batch.
    masked: Option<Vec<f32>>,
}

impl Beginning {
    /// Draws in diffusers' order: the picture's latents, the noise, the masked picture's latents.
    pub fn prepare(
        pipeline: &DiffusionPipeline,
        request: &DiffusionRequest,
        run: &Run,
        shape: [usize; 4],
        noise: &mut dyn NoiseSource,
        control: &RunControl,
    ) -> Result<Self, InferenceError> {
        let mut drawn = vec![0.0; shape.iter().product()];
        let Some(start) = &request.start else {
            noise.fill(&mut drawn);
            drawn.iter_mut().for_each(|value| *value *= run.init_noise_sigma());
            return Ok(Self { latents: drawn, inpainting: None });
        };
        let missing = || InferenceError::Failed("it has no vae_encoder, so it cannot paint over a picture".into());
        let encoder = pipeline.encoder.as_deref().ok_or_else(missing)?;
        let from_noise = start.mask.is_some() && start.strength >= 1.0;
        let takes_mask = pipeline.folder.takes_mask();
        // A network that is told the mask needs the picture only to start from.
        let picture = if start.mask.is_none() || !takes_mask || !from_noise {
            let picture = start.picture.iter().map(|value| 2.0 * value - 1.0).collect();
            Some(pipeline.latents_of(encoder, picture, request, shape, noise, control)?)
        } else {
            None
        };
        noise.fill(&mut drawn);
        let mut latents = drawn.clone();
        match &picture {
            Some(picture) if !from_noise => run.add_noise(0, picture, &drawn, &mut latents).map_err(unsuitable)?,
            _ => latents.iter_mut().for_each(|value| *value *= run.init_noise_sigma()),
        }
        let inpainting = match &start.mask {
            None => None,
            Some(mask) => {
                let masked = pipeline.masked_latents(encoder, start, mask, request, shape, noise, control)?;
                let mask = shrink(mask, request.width, pipeline.folder.vae.scale(), shape);
                Some(Inpainting { mask, noise: drawn, picture: picture.unwrap_or_default(), masked })
            }
        };
        Ok(Self { latents, inpainting })
    }
}

impl Inpainting {
    /// What the network takes beside the latents: the mask and the masked picture, for networks with channels for them.
    pub fn extend(&self, sample: Vec<f32>, shape: [usize; 4]) -> (Vec<f32>, usize) {
        let Some(masked) = &self.masked else { return (sample, shape[1]) };
        let one: usize = shape[1..].iter().product();
        let together = sample.chunks_exact(one).zip(masked.chunks_exact(one));
        let extended = together.flat_map(|(sample, masked)| [sample, &self.mask, masked].concat()).collect();
        (extended, 2 * shape[1] + 1)
    }

    /// Puts back what is not painted, as noisy as it should be before step `next`; without noise after the last one.
    /// Networks that are told the mask see to it themselves.
    pub fn keep(&self, run: &Run, next: Option<usize>, latents: &mut [f32]) -> Result<(), InferenceError> {
        if self.masked.is_some() {
            return Ok(());
        }
        let mut kept = self.picture.clone();
        if let Some(next) = next {
            run.add_noise(next, &self.picture, &self.noise, &mut kept).map_err(unsuitable)?;
        }
        for (latents, kept) in latents.chunks_exact_mut(self.mask.len()).zip(kept.chunks_exact(self.mask.len())) {
            for ((value, kept), mask) in latents.iter_mut().zip(kept).zip(&self.mask) {
                *value = (1.0 - mask) * kept + mask * *value;
            }
        }
        Ok(())
    }
}

impl DiffusionPipeline {
    /// The latents of one picture, −1 to 1, repeated for each of the batch.
    fn latents_of(
        &self,
        encoder: &ModelSession,
        picture: Vec<f32>,
        request: &DiffusionRequest,
        shape: [usize; 4],
        noise: &mut dyn NoiseSource,
        control: &RunControl,
    ) -> Result<Vec<f32>, InferenceError> {
        let picture = Tensor::f32([1, 3, request.height, request.width], picture);
        let one = vae::encode(encoder, &self.folder.vae, picture, |values| noise.fill_shared(values), control)?;
        Ok(one.repeat(shape[0]))
    }

    /// The latents of the picture without what is painted, for networks that are told. Others only draw the noise for
    /// it, so that what they draw later is the same as in diffusers, which encodes it for nothing.
    #[expect(clippy::too_many_arguments, reason = "all of it is one moment of one run")]
    fn masked_latents(
        &self,
        encoder: &ModelSession,
        start: &Start,
        mask: &[f32],
        request: &DiffusionRequest,
        shape: [usize; 4],
        noise: &mut dyn NoiseSource,
        control: &RunControl,
    ) -> Result<Option<Vec<f32>>, InferenceError> {
        if !self.folder.takes_mask() {
            noise.fill_shared(&mut vec![0.0; shape[1..].iter().product()]);
            return Ok(None);
        }
        let mut picture: Vec<f32> = start.picture.iter().map(|value| 2.0 * value - 1.0).collect();
        for plane in picture.chunks_exact_mut(mask.len()) {
            plane.iter_mut().zip(mask).filter(|(_, mask)| **mask >= 0.5).for_each(|(value, _)| *value = 0.0);
        }
        self.latents_of(encoder, picture, request, shape, noise, control).map(Some)
    }
}

/// The mask at the latents' size: the nearest pixel of each, 0 or 1.
fn shrink(mask: &[f32], width: usize, scale: usize, [_, _, rows, columns]: [usize; 4]) -> Vec<f32> {
    let pixel = |row: usize, column: usize| mask[row * scale * width + column * scale];
    let latents = (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column)));
    latents.map(|(row, column)| if pixel(row, column) >= 0.5 { 1.0 } else { 0.0 }).collect()
}
