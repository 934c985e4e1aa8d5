//! Ho et al., Denoising Diffusion Probabilistic Models, arXiv:2006.11239, equations 6 and 7.

use super::{
    Built, Method, Noise, Plan,
    ddim::{alpha_or, rounded},
    prediction,
};
use crate::{
    SchedulerConfig,
    error::Result,
    settings::{Prediction, word},
    threshold::Limit,
    timesteps::as_floats,
};

/// The variance of the noise that a step puts back.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Variance {
    Small,
    SmallLog,
    Large,
    LargeLog,
}

impl Variance {
    pub fn of(config: &SchedulerConfig) -> Result<Self> {
        word(
            "variance_type",
            config.variance_type.as_deref(),
            Self::Small,
            &[
                ("fixed_small", Self::Small),
                ("fixed_small_log", Self::SmallLog),
                ("fixed_large", Self::Large),
                ("fixed_large_log", Self::LargeLog),
            ],
        )
    }
}

struct Ddpm {
    timesteps: Vec<i64>,
    alphas: Vec<(f32, f32)>,
    variance: Variance,
    prediction: Prediction,
    limit: Limit,
    batch: usize,
}

pub(crate) fn build(plan: &Plan<'_>) -> Result<Built> {
    let timesteps = rounded(plan);
    let next = timesteps.iter().skip(1).copied().chain([-1]);
    let alphas = timesteps
        .iter()
        .zip(next)
        .map(|(&t, next)| Ok((plan.table.alpha(t)?, alpha_or(plan.table, next, 1.0)?)))
        .collect::<Result<_>>()?;
    Ok(Built {
        timesteps: as_floats(&timesteps),
        sigmas: None,
        init_noise_sigma: 1.0,
        calls_per_step: 1,
        method: Box::new(Ddpm {
            timesteps,
            alphas,
            variance: Variance::of(plan.config)?,
            prediction: plan.settings.prediction,
            limit: plan.settings.limit,
            batch: plan.options.batch,
        }),
    })
}

impl Method for Ddpm {
    fn step(&mut self, index: usize, model_output: &[f32], sample: &mut [f32], noise: &mut Noise<'_>) -> Result<()> {
        let (alpha, alpha_next) = self.alphas.get(index).copied().unwrap_or((f32::NAN, f32::NAN));
        let (beta, beta_next) = (1.0 - alpha, 1.0 - alpha_next);
        let step_alpha = alpha / alpha_next;
        let step_beta = 1.0 - step_alpha;
        let mixture = (alpha.sqrt(), beta.sqrt());
        let mut picture = prediction::picture(self.prediction, mixture, 0.0, model_output, sample);
        self.limit.apply(&mut picture, self.batch);
        let of_picture = alpha_next.sqrt() * step_beta / beta;
        let of_sample = step_alpha.sqrt() * beta_next / beta;
        for (sample, picture) in sample.iter_mut().zip(&picture) {
            *sample = of_picture * picture + of_sample * *sample;
        }
        if self.timesteps.get(index).is_some_and(|t| *t > 0) {
            let small = (beta_next / beta * step_beta).max(1e-20);
            let deviation = match self.variance {
                Variance::Small => small.sqrt(),
                Variance::SmallLog => (0.5 * small.ln()).exp(),
                Variance::Large => step_beta.sqrt(),
                Variance::LargeLog => step_beta.ln().sqrt(),
            };
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
