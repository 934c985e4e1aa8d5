//! Ancestral sampling with Euler steps, as in Crowson's k-diffusion: a step below the next noise level, and noise to
//! come back up to it.

use super::{Built, Method, Noise, Plan, at, euler, prediction};
use crate::{error::Result, grid::interpolate, settings::Prediction, timesteps::descending};

struct EulerAncestral {
    sigmas: Vec<f32>,
    prediction: Prediction,
}

pub(crate) fn build(plan: &Plan<'_>) -> Result<Built> {
    let table = plan.table.sigmas();
    let timesteps: Vec<f32> = descending(plan.settings, plan.steps).into_iter().map(|t| t as f32).collect();
    let levels = timesteps.iter().map(|t| interpolate(&table, f64::from(*t)) as f32);
    let sigmas: Vec<f32> = levels.chain([0.0]).collect();
    Ok(Built {
        timesteps,
        init_noise_sigma: euler::init_noise_sigma(plan, &sigmas),
        sigmas: Some(sigmas.clone()),
        calls_per_step: 1,
        method: Box::new(EulerAncestral { sigmas, prediction: plan.settings.prediction }),
    })
}

impl Method for EulerAncestral {
    fn step(&mut self, index: usize, model_output: &[f32], sample: &mut [f32], noise: &mut Noise<'_>) -> Result<()> {
        let (from, to) = (at(&self.sigmas, index), at(&self.sigmas, index + 1));
        let (from_squared, to_squared) = (from * from, to * to);
        let up = (to_squared * (from_squared - to_squared) / from_squared).sqrt();
        let down = (to_squared - up * up).sqrt();
        let picture = prediction::picture_at_sigma(self.prediction, from, model_output, sample);
        let mut drawn = vec![0.0; sample.len()];
        noise(&mut drawn);
        for ((sample, picture), drawn) in sample.iter_mut().zip(&picture).zip(&drawn) {
            *sample = *sample + (*sample - picture) / from * (down - from) + drawn * up;
        }
        Ok(())
    }

    fn input_divisor(&self, index: usize) -> f32 {
        euler::input_divisor(at(&self.sigmas, index))
    }

    fn mixture(&self, index: usize) -> (f32, f32) {
        (1.0, at(&self.sigmas, index))
    }
}
