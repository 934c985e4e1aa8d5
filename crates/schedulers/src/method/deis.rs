//! Zhang and Chen, Fast Sampling of Diffusion Models with Exponential Integrator (DEIS), arXiv:2204.13902: polynomials
//! through earlier noise predictions, in the logarithm of ρ = σ/α.

use super::{
    Built, Method, Noise, Plan, at,
    dpm_multistep::FEW_STEPS,
    history::History,
    prediction::{self, zip},
    solver::{Levels, Path},
};
use crate::{
    error::Result,
    settings::{Prediction, SigmaSpacing, word},
    threshold::Limit,
};

/// There is one algorithm and one type; the names of other solvers', carried over from their configurations, mean them.
pub(crate) fn check(plan: &Plan<'_>) -> Result<()> {
    let algorithms = [("deis", ()), ("dpmsolver", ()), ("dpmsolver++", ())];
    word("algorithm_type", plan.config.algorithm_type.as_deref(), (), &algorithms)?;
    let types = [("logrho", ()), ("midpoint", ()), ("heun", ()), ("bh1", ()), ("bh2", ())];
    word("solver_type", plan.config.solver_type.as_deref(), (), &types)
}

struct Deis {
    path: Path,
    lower_order_final: bool,
    prediction: Prediction,
    limit: Limit,
    batch: usize,
    history: History,
}

pub(crate) fn build(plan: &Plan<'_>) -> Result<Built> {
    check(plan)?;
    let levels = Levels::new(plan, plan.settings.train_steps).round(&[SigmaSpacing::Karras], plan);
    let last = match plan.settings.sigma_spacing {
        SigmaSpacing::Table => f64::from(at(&plan.table.sigmas(), 0)),
        _ => levels.sigmas.last().copied().unwrap_or(f64::NAN),
    };
    let (timesteps, path) = levels.finish(last, plan.settings.use_flow_sigmas);
    Ok(Built {
        timesteps,
        sigmas: Some(path.sigmas.clone()),
        init_noise_sigma: 1.0,
        calls_per_step: 1,
        method: Box::new(Deis {
            path,
            lower_order_final: plan.config.lower_order_final.unwrap_or(true),
            prediction: plan.settings.prediction,
            limit: plan.settings.limit,
            batch: plan.options.batch,
            history: History::new(plan.settings.solver_order),
        }),
    })
}

/// ∫ (ln t − ln c) dt / (ln b − ln c): the linear polynomial that is 1 at b and 0 at c.
fn linear(t: f32, b: f32, c: f32) -> f32 {
    t * (-c.ln() + t.ln() - 1.0) / (b.ln() - c.ln())
}

/// The same for the quadratic polynomial that is 1 at b and 0 at c and d.
fn quadratic(t: f32, b: f32, c: f32, d: f32) -> f32 {
    let (lt, lb, lc, ld) = (t.ln(), b.ln(), c.ln(), d.ln());
    t * (lc * (ld - lt + 1.0) - ld * lt + ld + lt * lt - 2.0 * lt + 2.0) / ((lb - lc) * (lb - ld))
}

impl Deis {
    fn order(&self, index: usize) -> usize {
        let steps = self.path.sigmas.len() - 1;
        let few = self.lower_order_final && steps < FEW_STEPS;
        let left = if few { steps - index } else { usize::MAX };
        self.history.len().min(left).min(3)
    }

    fn rho(&self, index: usize) -> f32 {
        let (signal, noise) = self.path.mixture(index);
        noise / signal
    }
}

impl Method for Deis {
    fn step(&mut self, index: usize, model_output: &[f32], sample: &mut [f32], _: &mut Noise<'_>) -> Result<()> {
        let (signal, noise) = self.path.mixture(index);
        let sigma = self.path.sigma(index);
        let mut picture = prediction::picture(self.prediction, (signal, noise), sigma, model_output, sample);
        self.limit.apply(&mut picture, self.batch);
        self.history.push(zip(sample, &picture, |sample, picture| (sample - signal * picture) / noise));

        let (m0, m1, m2) = (self.history.get(0), self.history.get(1), self.history.get(2));
        let (to, from) = (self.path.point(index + 1), self.path.point(index));
        let (t, s0) = (self.rho(index + 1), self.rho(index));
        match self.order(index) {
            1 => {
                let h = to.lambda - from.lambda;
                let (of_sample, of_noise) = (to.signal / from.signal, to.noise * (h.exp() - 1.0));
                sample.iter_mut().zip(m0).for_each(|(sample, m0)| *sample = of_sample * *sample - of_noise * m0);
            }
            2 => {
                let s1 = self.rho(index - 1);
                let c0 = linear(t, s0, s1) - linear(s0, s0, s1);
                let c1 = linear(t, s1, s0) - linear(s0, s1, s0);
                for ((sample, m0), m1) in sample.iter_mut().zip(m0).zip(m1) {
                    *sample = to.signal * (*sample / from.signal + c0 * m0 + c1 * m1);
                }
            }
            _ => {
                let (s1, s2) = (self.rho(index - 1), self.rho(index - 2));
                let c0 = quadratic(t, s0, s1, s2) - quadratic(s0, s0, s1, s2);
                let c1 = quadratic(t, s1, s2, s0) - quadratic(s0, s1, s2, s0);
                let c2 = quadratic(t, s2, s0, s1) - quadratic(s0, s2, s0, s1);
                for (((sample, m0), m1), m2) in sample.iter_mut().zip(m0).zip(m1).zip(m2) {
                    *sample = to.signal * (*sample / from.signal + c0 * m0 + c1 * m1 + c2 * m2);
                }
            }
        }
        Ok(())
    }

    fn mixture(&self, index: usize) -> (f32, f32) {
        self.path.mixture(index)
    }
}
