//! Euler's method along the straight paths of flow matching: Stable Diffusion 3 (arXiv:2403.03206) and Flux.

use super::{Built, Method, Noise, Plan, at, flow};
use crate::{SchedulerError, error::Result, grid::linspace, sigmas::spaced};

struct FlowMatchEuler {
    sigmas: Vec<f32>,
    /// Jump to the picture and put fresh noise back, instead of following the path.
    stochastic: bool,
}

pub(crate) fn build(plan: &Plan<'_>) -> Result<Built> {
    let settings = plan.settings;
    let train = settings.train_steps as f64;
    let mut levels = unshifted(plan)?;
    for sigma in &mut levels {
        *sigma = match (settings.dynamic_shifting, plan.options.mu) {
            (false, _) => flow::shift(*sigma, settings.shift),
            (true, Some(mu)) => flow::dynamic_shift(*sigma, mu, settings.time_shift),
            (true, None) => return Err(missing_mu()),
        };
    }
    if let Some(terminal) = settings.shift_terminal {
        flow::stretch_to(&mut levels, terminal);
    }
    let max = settings.sigma_max.or(levels.first().copied()).unwrap_or(f64::NAN);
    let min = settings.sigma_min.or(levels.last().copied()).unwrap_or(f64::NAN);
    let levels = spaced(settings.sigma_spacing, min, max, plan.steps).unwrap_or(levels);
    let inverted = plan.config.invert_sigmas.unwrap_or(false);
    let mut sigmas: Vec<f32> =
        levels.into_iter().map(|sigma| sigma as f32).map(|sigma| if inverted { 1.0 - sigma } else { sigma }).collect();
    let timesteps = sigmas.iter().map(|sigma| sigma * train as f32).collect();
    sigmas.push(if inverted { 1.0 } else { 0.0 });
    Ok(Built {
        timesteps,
        sigmas: Some(sigmas.clone()),
        init_noise_sigma: 1.0,
        calls_per_step: 1,
        method: Box::new(FlowMatchEuler { sigmas, stochastic: plan.config.stochastic_sampling.unwrap_or(false) }),
    })
}

pub(crate) fn missing_mu() -> SchedulerError {
    SchedulerError::Option { option: "mu", reason: "use_dynamic_shifting needs it".to_owned() }
}

/// The levels before shifting: the caller's, or evenly spaced between the ends of the training schedule. These ends are
/// shifted already where the shift is fixed, so that it acts twice, as in diffusers.
fn unshifted(plan: &Plan<'_>) -> Result<Vec<f64>> {
    if let Some(sigmas) = &plan.options.sigmas {
        if sigmas.len() != plan.steps || !sigmas.iter().all(|sigma| (0.0..=1.0).contains(sigma)) {
            let reason = "they must be as many as the steps, between 0 and 1".to_owned();
            return Err(SchedulerError::Option { option: "sigmas", reason });
        }
        return Ok(sigmas.iter().map(|sigma| f64::from(*sigma as f32)).collect());
    }
    let train = plan.settings.train_steps as f32;
    let shift = plan.settings.shift as f32;
    let end = |sigma: f32| {
        let shifted =
            if plan.settings.dynamic_shifting { sigma } else { shift * sigma / (1.0 + (shift - 1.0) * sigma) };
        f64::from(shifted) * f64::from(train)
    };
    Ok(linspace(end(1.0), end(1.0 / train), plan.steps).into_iter().map(|t| t / f64::from(train)).collect())
}

impl Method for FlowMatchEuler {
    fn step(&mut self, index: usize, model_output: &[f32], sample: &mut [f32], noise: &mut Noise<'_>) -> Result<()> {
        let (sigma, next) = (at(&self.sigmas, index), at(&self.sigmas, index + 1));
        if self.stochastic {
            let mut drawn = vec![0.0; sample.len()];
            noise(&mut drawn);
            for ((sample, output), drawn) in sample.iter_mut().zip(model_output).zip(&drawn) {
                *sample = (1.0 - next) * (*sample - sigma * output) + next * drawn;
            }
        } else {
            for (sample, output) in sample.iter_mut().zip(model_output) {
                *sample += (next - sigma) * output;
            }
        }
        Ok(())
    }

    fn mixture(&self, index: usize) -> (f32, f32) {
        let sigma = at(&self.sigmas, index);
        (1.0 - sigma, sigma)
    }
}
