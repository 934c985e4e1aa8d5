//! Heun's method in Karras et al.'s terms, arXiv:2206.00364, algorithm 1: an Euler step, and the same again with the
//! mean of the slopes at both ends. Two calls of the model a step, one for the last.

use super::{Built, Method, Noise, Plan, at, euler, prediction};
use crate::{error::Result, settings::Prediction, threshold::Limit};

struct Heun {
    /// The noise level of the sample at every call. Each but the first and the last comes twice.
    sigmas: Vec<f32>,
    prediction: Prediction,
    limit: Limit,
    batch: usize,
    /// The sample and the slope before the Euler step, between the two calls of a step.
    begun: Option<(Vec<f32>, Vec<f32>)>,
}

pub(crate) fn build(plan: &Plan<'_>) -> Result<Built> {
    let (timesteps, levels) = euler::levels(plan, false);
    let twice = |values: Vec<f32>| values.iter().flat_map(|value| [*value, *value]).skip(1).collect::<Vec<_>>();
    let mut sigmas = twice(levels.into_iter().map(|sigma| sigma as f32).collect());
    sigmas.push(0.0);
    Ok(Built {
        timesteps: twice(timesteps),
        init_noise_sigma: euler::init_noise_sigma(plan, &sigmas),
        sigmas: Some(sigmas.clone()),
        calls_per_step: 2,
        method: Box::new(Heun {
            sigmas,
            prediction: plan.settings.prediction,
            limit: plan.settings.limit,
            batch: plan.options.batch,
            begun: None,
        }),
    })
}

impl Method for Heun {
    fn step(&mut self, index: usize, model_output: &[f32], sample: &mut [f32], _: &mut Noise<'_>) -> Result<()> {
        let sigma = at(&self.sigmas, index);
        let mut picture = prediction::picture_at_sigma(self.prediction, sigma, model_output, sample);
        self.limit.apply(&mut picture, self.batch);
        let slope = prediction::zip(sample, &picture, |sample, picture| (sample - picture) / sigma);
        let (origin, slope, change) = match self.begun.take() {
            None => {
                let change = at(&self.sigmas, index + 1) - sigma;
                self.begun = Some((sample.to_vec(), slope.clone()));
                (sample.to_vec(), slope, change)
            }
            Some((origin, first)) => {
                let change = sigma - at(&self.sigmas, index - 1);
                (origin, prediction::zip(&first, &slope, |first, second| (first + second) / 2.0), change)
            }
        };
        for ((sample, origin), slope) in sample.iter_mut().zip(&origin).zip(&slope) {
            *sample = origin + slope * change;
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
