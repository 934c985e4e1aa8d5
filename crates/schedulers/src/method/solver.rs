//! What the solvers of the diffusion ODE in log signal-to-noise ratio have in common: their schedule.

use super::{Plan, at, flow};
use crate::{
    SchedulerError,
    error::Result,
    grid::{interpolate, linspace},
    settings::SigmaSpacing,
    sigmas::{LogSigmas, signal_and_noise, spaced},
    timesteps::{as_floats, for_solver, whole},
};

/// Timesteps with a sigma each, still without the final one.
pub(crate) struct Levels {
    pub timesteps: Vec<f64>,
    pub sigmas: Vec<f64>,
}

impl Levels {
    /// `usable` is the number of training steps, less those clipped for too much noise.
    pub fn new(plan: &Plan<'_>, usable: usize) -> Self {
        let settings = plan.settings;
        let table = plan.table.sigmas();
        let logs = LogSigmas::new(&table);
        match settings.sigma_spacing {
            SigmaSpacing::Table => {
                let timesteps = for_solver(settings, usable, plan.steps);
                let sigmas = whole(&timesteps).iter().map(|t| interpolate(&table, *t as f64)).collect();
                Self { timesteps, sigmas }
            }
            SigmaSpacing::Lu => {
                let sigmas = logs.even(plan.steps);
                Self { timesteps: logs.timesteps(&sigmas), sigmas }
            }
            SigmaSpacing::Flow => Self::flow(plan),
            spacing => {
                let max = settings.sigma_max.unwrap_or_else(|| f64::from(at(&table, table.len() - 1)));
                let min = settings.sigma_min.unwrap_or_else(|| f64::from(at(&table, 0)));
                let sigmas = spaced(spacing, min, max, plan.steps).unwrap_or_default();
                Self { timesteps: logs.timesteps(&sigmas), sigmas }
            }
        }
    }

    fn flow(plan: &Plan<'_>) -> Self {
        let train = plan.settings.train_steps as f64;
        let factor = match (plan.settings.dynamic_shifting, plan.options.mu) {
            (true, Some(mu)) => mu.exp(),
            _ => plan.settings.flow_shift,
        };
        let rising =
            linspace(1.0, 1.0 / train, plan.steps + 1).into_iter().map(|alpha| flow::shift(1.0 - alpha, factor));
        let sigmas: Vec<f64> = rising.skip(1).rev().collect();
        Self { timesteps: sigmas.iter().map(|sigma| sigma * train).collect(), sigmas }
    }

    /// The timesteps of some spacings are rounded; of the others, only cut.
    pub fn round(mut self, spacings: &[SigmaSpacing], plan: &Plan<'_>) -> Self {
        if spacings.contains(&plan.settings.sigma_spacing) {
            self.timesteps.iter_mut().for_each(|t| *t = t.round_ties_even());
        }
        self
    }

    /// The timesteps, and the path with its final noise level.
    pub fn finish(self, last: f64, flow: bool) -> (Vec<f32>, Path) {
        let sigmas = self.sigmas.into_iter().chain([last]).map(|sigma| sigma as f32).collect();
        (as_floats(&whole(&self.timesteps)), Path { sigmas, flow })
    }
}

/// The noise levels of a run.
pub(crate) struct Path {
    pub sigmas: Vec<f32>,
    pub flow: bool,
}

/// A point of the path: its share of signal (α) and noise (σ), and λ = ln(α/σ).
#[derive(Clone, Copy)]
pub(crate) struct Point {
    pub signal: f32,
    pub noise: f32,
    pub lambda: f32,
}

impl Path {
    pub fn sigma(&self, index: usize) -> f32 {
        at(&self.sigmas, index)
    }

    pub fn mixture(&self, index: usize) -> (f32, f32) {
        signal_and_noise(self.sigma(index), self.flow)
    }

    pub fn point(&self, index: usize) -> Point {
        let (signal, noise) = self.mixture(index);
        Point { signal, noise, lambda: signal.ln() - noise.ln() }
    }
}

/// How many training steps are left when the noisiest, with a λ below the minimum, are clipped.
pub(crate) fn usable(plan: &Plan<'_>) -> Result<usize> {
    let left = plan.settings.train_steps.saturating_sub(plan.table.clipped(plan.settings.lambda_min_clipped));
    if left == 0 {
        let value = plan.settings.lambda_min_clipped;
        return Err(SchedulerError::invalid("lambda_min_clipped", value, "no training step is left above it"));
    }
    Ok(left)
}
