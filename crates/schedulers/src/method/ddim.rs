//! Song et al., Denoising Diffusion Implicit Models, arXiv:2010.02502, equation 12.

use super::{Built, Method, Noise, Plan, prediction};
use crate::{
    SchedulerError,
    error::Result,
    noise_schedule::NoiseSchedule,
    settings::Prediction,
    threshold::Limit,
    timesteps::{as_floats, descending, whole},
};

struct Ddim {
    /// ᾱ at each timestep, and where each step leads.
    alphas: Vec<(f32, f32)>,
    prediction: Prediction,
    limit: Limit,
    batch: usize,
    eta: f32,
}

pub(crate) fn build(plan: &Plan<'_>) -> Result<Built> {
    let eta = plan.options.eta;
    if !(0.0..=1.0).contains(&eta) {
        return Err(SchedulerError::Option { option: "eta", reason: "it must lie between 0 and 1".to_owned() });
    }
    let timesteps = rounded(plan);
    let stride = (plan.settings.train_steps / plan.steps) as i64;
    let final_alpha = plan.table.final_alpha(plan.config.set_alpha_to_one.unwrap_or(true));
    let alphas = timesteps
        .iter()
        .map(|&t| Ok((plan.table.alpha(t)?, alpha_or(plan.table, t - stride, final_alpha)?)))
        .collect::<Result<_>>()?;
    Ok(Built {
        timesteps: as_floats(&timesteps),
        sigmas: None,
        init_noise_sigma: 1.0,
        calls_per_step: 1,
        method: Box::new(Ddim {
            alphas,
            prediction: plan.settings.prediction,
            limit: plan.settings.limit,
            batch: plan.options.batch,
            eta: eta as f32,
        }),
    })
}

/// The timesteps of the schedulers that look ᾱ up in the training schedule.
pub(crate) fn rounded(plan: &Plan<'_>) -> Vec<i64> {
    let even: Vec<f64> = descending(plan.settings, plan.steps).into_iter().map(f64::round_ties_even).collect();
    whole(&even)
}

/// ᾱ at a timestep, or the last one before the first.
pub(crate) fn alpha_or(table: &NoiseSchedule, timestep: i64, final_alpha: f32) -> Result<f32> {
    if timestep < 0 { Ok(final_alpha) } else { table.alpha(timestep) }
}

impl Method for Ddim {
    fn step(&mut self, index: usize, model_output: &[f32], sample: &mut [f32], noise: &mut Noise<'_>) -> Result<()> {
        let (alpha, alpha_next) = self.alphas.get(index).copied().unwrap_or((f32::NAN, f32::NAN));
        let mixture = (alpha.sqrt(), (1.0 - alpha).sqrt());
        let mut picture = prediction::picture(self.prediction, mixture, 0.0, model_output, sample);
        let epsilon = prediction::epsilon(self.prediction, mixture, model_output, sample);
        self.limit.apply(&mut picture, self.batch);
        let variance = (1.0 - alpha_next) / (1.0 - alpha) * (1.0 - alpha / alpha_next);
        let deviation = if self.eta > 0.0 { self.eta * variance.sqrt() } else { 0.0 };
        let (signal, direction) = (alpha_next.sqrt(), (1.0 - alpha_next - deviation * deviation).sqrt());
        for ((sample, picture), epsilon) in sample.iter_mut().zip(&picture).zip(&epsilon) {
            *sample = signal * picture + direction * epsilon;
        }
        if self.eta > 0.0 {
            let mut drawn = vec![0.0; sample.len()];
            noise(&mut drawn);
            sample.iter_mut().zip(&drawn).for_each(|(sample, drawn)| *sample += deviation * drawn);
        }
        Ok(())
    }

    fn mixture(&self, index: usize) -> (f32, f32) {
        let alpha = self.alphas.get(index).map_or(f32::NAN, |(alpha, _)| *alpha);
        (alpha.sqrt(), (1.0 - alpha).sqrt())
    }
}
