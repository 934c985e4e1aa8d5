//! Luo et al., Latent Consistency Models, arXiv:2310.04378: jump to the picture, and put noise back for the next step.

use super::{Built, Method, Noise, Plan, at, prediction};
use crate::{SchedulerError, error::Result, settings::Prediction, threshold::Limit, timesteps::as_floats};

/// The standard deviation of the data in the consistency function's boundary condition.
const SIGMA_DATA: f32 = 0.5;

pub(crate) struct Options {
    original_steps: usize,
    timestep_scaling: f32,
}

impl Options {
    pub fn of(plan: &Plan<'_>) -> Result<Self> {
        let configured = plan.config.original_inference_steps.unwrap_or(50);
        let max = plan.settings.train_steps;
        let original_steps = match plan.options.original_inference_steps {
            Some(steps) if (1..=max).contains(&steps) => steps,
            Some(_) => {
                return Err(SchedulerError::Option {
                    option: "original_inference_steps",
                    reason: format!("it must lie between 1 and {max}"),
                });
            }
            None => usize::try_from(configured).ok().filter(|steps| (1..=max).contains(steps)).ok_or_else(|| {
                SchedulerError::invalid(
                    "original_inference_steps",
                    configured,
                    format!("it must lie between 1 and {max}"),
                )
            })?,
        };
        let timestep_scaling = plan.config.timestep_scaling.unwrap_or(10.0);
        if !timestep_scaling.is_finite() {
            return Err(SchedulerError::invalid("timestep_scaling", timestep_scaling, "it must be a finite number"));
        }
        Ok(Self { original_steps, timestep_scaling: timestep_scaling as f32 })
    }
}

struct Lcm {
    timesteps: Vec<f32>,
    /// ᾱ at each timestep.
    alphas: Vec<f32>,
    timestep_scaling: f32,
    prediction: Prediction,
    limit: Limit,
    batch: usize,
    denoised: Vec<f32>,
}

pub(crate) fn build(plan: &Plan<'_>) -> Result<Built> {
    let Options { original_steps, timestep_scaling } = Options::of(plan)?;
    if plan.steps > original_steps {
        return Err(SchedulerError::Steps { steps: plan.steps, max: original_steps });
    }
    let stride = plan.settings.train_steps / original_steps;
    let every = original_steps as f64 / plan.steps as f64;
    let timesteps: Vec<i64> = (0..plan.steps)
        .map(|i| original_steps - (i as f64 * every).floor() as usize)
        .map(|distilled| (distilled * stride) as i64 - 1)
        .collect();
    Ok(Built {
        timesteps: as_floats(&timesteps),
        sigmas: None,
        init_noise_sigma: 1.0,
        calls_per_step: 1,
        method: Box::new(Lcm {
            timesteps: as_floats(&timesteps),
            alphas: timesteps.iter().map(|t| plan.table.alpha(*t)).collect::<Result<_>>()?,
            timestep_scaling,
            prediction: plan.settings.prediction,
            limit: plan.settings.limit,
            batch: plan.options.batch,
            denoised: Vec::new(),
        }),
    })
}

impl Method for Lcm {
    fn step(&mut self, index: usize, model_output: &[f32], sample: &mut [f32], noise: &mut Noise<'_>) -> Result<()> {
        let mixture = self.mixture(index);
        let mut picture = prediction::picture(self.prediction, mixture, 0.0, model_output, sample);
        self.limit.apply(&mut picture, self.batch);
        let scaled = at(&self.timesteps, index) * self.timestep_scaling;
        let square = scaled * scaled + SIGMA_DATA * SIGMA_DATA;
        let (skip, out) = (SIGMA_DATA * SIGMA_DATA / square, scaled / square.sqrt());
        self.denoised = prediction::zip(&picture, sample, |picture, sample| out * picture + skip * sample);
        if index + 1 < self.timesteps.len() {
            let (signal, level) = self.mixture(index + 1);
            noise(sample);
            for (sample, denoised) in sample.iter_mut().zip(&self.denoised) {
                *sample = signal * denoised + level * *sample;
            }
        } else {
            sample.copy_from_slice(&self.denoised);
        }
        Ok(())
    }

    fn mixture(&self, index: usize) -> (f32, f32) {
        let alpha = at(&self.alphas, index);
        (alpha.sqrt(), (1.0 - alpha).sqrt())
    }

    fn denoised(&self) -> Option<&[f32]> {
        Some(&self.denoised)
    }
}
