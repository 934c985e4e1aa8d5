//! The noise levels of a run, and the timesteps that belong to them.

use crate::{grid::linspace, settings::SigmaSpacing, spacing};

/// The logarithms of the training schedule's sigmas, in which timesteps are looked up.
pub(crate) struct LogSigmas(Vec<f32>);

impl LogSigmas {
    pub fn new(sigmas: &[f32]) -> Self {
        Self(sigmas.iter().map(|sigma| sigma.ln()).collect())
    }

    /// The timestep of a sigma, linear in log sigma between its neighbours and clamped at the ends.
    pub fn timestep(&self, sigma: f64) -> f64 {
        let log = sigma.max(1e-10).ln();
        let below = self.0.iter().rposition(|known| log >= f64::from(*known)).unwrap_or(0);
        let below = below.min(self.0.len().saturating_sub(2));
        let (Some(&low), Some(&high)) = (self.0.get(below), self.0.get(below + 1)) else { return 0.0 };
        let weight = ((f64::from(low) - log) / f64::from(low - high)).clamp(0.0, 1.0);
        (1.0 - weight) * below as f64 + weight * (below + 1) as f64
    }

    pub fn timesteps(&self, sigmas: &[f64]) -> Vec<f64> {
        sigmas.iter().map(|sigma| self.timestep(*sigma)).collect()
    }

    /// Evenly spaced logarithms between the ends of the training schedule.
    pub fn even(&self, count: usize) -> Vec<f64> {
        let end = |value: Option<&f32>| value.copied().map_or(f64::NAN, f64::from);
        let (high, low) = (end(self.0.last()), end(self.0.first()));
        linspace(0.0, 1.0, count).into_iter().map(|ramp| (high + ramp * (low - high)).exp()).collect()
    }
}

/// Spaces `count` sigmas between `max` and `min`; `None` for the spacings that do not work so.
pub(crate) fn spaced(spacing: SigmaSpacing, min: f64, max: f64, count: usize) -> Option<Vec<f64>> {
    match spacing {
        SigmaSpacing::Karras => Some(spacing::karras(min, max, count)),
        SigmaSpacing::Exponential => Some(spacing::exponential(min, max, count)),
        SigmaSpacing::Beta => Some(spacing::beta(min, max, count)),
        SigmaSpacing::Table | SigmaSpacing::Lu | SigmaSpacing::Flow => None,
    }
}

/// How much signal (α) and how much noise (σ) is in a sample at a sigma.
pub(crate) fn signal_and_noise(sigma: f32, flow: bool) -> (f32, f32) {
    if flow {
        (1.0 - sigma, sigma)
    } else {
        let signal = 1.0 / (sigma * sigma + 1.0).sqrt();
        (signal, sigma * signal)
    }
}
