//! Euler's method in Karras et al.'s terms, arXiv:2206.00364, algorithm 2 without churn.

use super::{Built, Method, Noise, Plan, at, prediction};
use crate::{
    error::Result,
    grid::{interpolate, linspace_f32},
    settings::{FinalSigma, Prediction, TimestepSpacing, word},
    sigmas::{LogSigmas, spaced},
    timesteps::descending,
};

pub(crate) struct Options {
    /// Sigmas evenly spaced in their logarithms, whatever the timesteps.
    log_linear: bool,
    /// The model is told the logarithm of sigma instead of the timestep.
    continuous: bool,
}

impl Options {
    pub fn of(plan: &Plan<'_>) -> Result<Self> {
        let interpolation = plan.config.interpolation_type.as_deref();
        let timestep_type = plan.config.timestep_type.as_deref();
        Ok(Self {
            log_linear: word("interpolation_type", interpolation, false, &[("linear", false), ("log_linear", true)])?,
            continuous: word("timestep_type", timestep_type, false, &[("discrete", false), ("continuous", true)])?
                && plan.settings.prediction == Prediction::Velocity,
        })
    }
}

struct Euler {
    sigmas: Vec<f32>,
    prediction: Prediction,
}

pub(crate) fn build(plan: &Plan<'_>) -> Result<Built> {
    let options = Options::of(plan)?;
    let (mut timesteps, mut levels) = levels(plan, options.log_linear);
    levels.push(match plan.settings.final_sigma {
        FinalSigma::Zero => 0.0,
        FinalSigma::Min => f64::from(at(&plan.table.sigmas(), 0)),
    });
    let sigmas: Vec<f32> = levels.iter().map(|sigma| *sigma as f32).collect();
    if options.continuous {
        timesteps = sigmas.iter().take(sigmas.len() - 1).map(|sigma| 0.25 * sigma.ln()).collect();
    }
    Ok(Built {
        timesteps,
        init_noise_sigma: init_noise_sigma(plan, &sigmas),
        sigmas: Some(sigmas.clone()),
        calls_per_step: 1,
        method: Box::new(Euler { sigmas, prediction: plan.settings.prediction }),
    })
}

/// The timesteps, and the sigma of each, of the methods that solve for the sample scaled to picture + sigma · noise.
pub(crate) fn levels(plan: &Plan<'_>, log_linear: bool) -> (Vec<f32>, Vec<f64>) {
    let settings = plan.settings;
    let table = plan.table.sigmas();
    let timesteps: Vec<f32> = descending(settings, plan.steps).into_iter().map(|t| t as f32).collect();
    let levels: Vec<f64> = if log_linear {
        let (high, low) = (at(&table, table.len() - 1), at(&table, 0));
        linspace_f32(high.ln(), low.ln(), plan.steps + 1).into_iter().map(|log| f64::from(log.exp())).collect()
    } else {
        timesteps.iter().map(|t| interpolate(&table, f64::from(*t))).collect()
    };
    let max = settings.sigma_max.or(levels.first().copied()).unwrap_or(f64::NAN);
    let min = settings.sigma_min.or(levels.last().copied()).unwrap_or(f64::NAN);
    match spaced(settings.sigma_spacing, min, max, plan.steps) {
        Some(levels) => {
            let timesteps = LogSigmas::new(&table).timesteps(&levels);
            (timesteps.into_iter().map(|t| t as f32).collect(), levels)
        }
        None => (timesteps, levels),
    }
}

/// With leading spacing, the first sample also holds a picture of unit variance.
pub(crate) fn init_noise_sigma(plan: &Plan<'_>, sigmas: &[f32]) -> f32 {
    let max = sigmas.iter().copied().fold(0.0, f32::max);
    match plan.settings.timestep_spacing {
        TimestepSpacing::Leading => (max * max + 1.0).sqrt(),
        TimestepSpacing::Linspace | TimestepSpacing::Trailing => max,
    }
}

/// What latents of variance sigma² + 1 are divided by to have unit variance.
pub(crate) fn input_divisor(sigma: f32) -> f32 {
    (sigma * sigma + 1.0).sqrt()
}

impl Method for Euler {
    fn step(&mut self, index: usize, model_output: &[f32], sample: &mut [f32], _: &mut Noise<'_>) -> Result<()> {
        let sigma = at(&self.sigmas, index);
        let change = at(&self.sigmas, index + 1) - sigma;
        let picture = prediction::picture_at_sigma(self.prediction, sigma, model_output, sample);
        for (sample, picture) in sample.iter_mut().zip(&picture) {
            *sample += (*sample - picture) / sigma * change;
        }
        Ok(())
    }

    fn input_divisor(&self, index: usize) -> f32 {
        input_divisor(at(&self.sigmas, index))
    }

    fn mixture(&self, index: usize) -> (f32, f32) {
        (1.0, at(&self.sigmas, index))
    }
}
