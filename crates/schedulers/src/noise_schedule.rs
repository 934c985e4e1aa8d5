//! How much of the picture is left at every training step.
//!
//! Everything is in single precision and in the order of diffusers: the last bits matter where a schedule with zero
//! terminal signal-to-noise ratio multiplies them by thousands.

use crate::{SchedulerError, error::Result, grid::linspace_f32};
use std::f64::consts::FRAC_PI_2;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BetaSchedule {
    Linear,
    /// Linear in the square roots: Stable Diffusion's.
    ScaledLinear,
    /// Nichol and Dhariwal, arXiv:2102.09672.
    Cosine,
    Exponential,
    Laplace,
    Sigmoid,
}

impl BetaSchedule {
    pub const NAMES: [(&'static str, Self); 6] = [
        ("linear", Self::Linear),
        ("scaled_linear", Self::ScaledLinear),
        ("squaredcos_cap_v2", Self::Cosine),
        ("exp", Self::Exponential),
        ("laplace", Self::Laplace),
        ("sigmoid", Self::Sigmoid),
    ];
}

/// The signal that some schedulers leave where there should be none, and its sigma. The exact value, 2¹²·√(1 − 2⁻²⁴),
/// lies between two single-precision numbers; this one is PyTorch's choice.
const TRACE: f32 = 1.0 / 16_777_216.0;
const TRACE_SIGMA: f32 = 4096.0;

/// The signal that is left, ᾱ, by training step.
#[derive(Debug, Clone)]
pub(crate) struct NoiseSchedule {
    alphas_cumprod: Vec<f32>,
}

impl NoiseSchedule {
    pub fn new(schedule: BetaSchedule, start: f64, end: f64, steps: usize) -> Result<Self> {
        let betas = match schedule {
            BetaSchedule::Linear => linspace_f32(start as f32, end as f32, steps),
            BetaSchedule::ScaledLinear => linspace_f32(start.sqrt() as f32, end.sqrt() as f32, steps)
                .into_iter()
                .map(|root| root * root)
                .collect(),
            BetaSchedule::Cosine => from_alpha_bar(steps, |t| ((t + 0.008) / 1.008 * FRAC_PI_2).cos().powi(2)),
            BetaSchedule::Exponential => from_alpha_bar(steps, |t| (t * -12.0).exp()),
            BetaSchedule::Laplace => from_alpha_bar(steps, |t| {
                let log_snr = -0.5 * (0.5 - t).signum() * (1.0 - 2.0 * (0.5 - t).abs() + 1e-6).ln();
                let snr = log_snr.exp();
                (snr / (1.0 + snr)).sqrt()
            }),
            BetaSchedule::Sigmoid => linspace_f32(-6.0, 6.0, steps)
                .into_iter()
                .map(|x| 1.0 / (1.0 + (-x).exp()) * (end - start) as f32 + start as f32)
                .collect(),
        };
        Self::checked(&betas, "beta_end", end)
    }

    pub fn from_betas(betas: &[f64], steps: usize) -> Result<Self> {
        if betas.len() != steps {
            return Err(SchedulerError::invalid(
                "trained_betas",
                format!("{} values", betas.len()),
                format!("num_train_timesteps is {steps}"),
            ));
        }
        let betas: Vec<f32> = betas.iter().map(|beta| *beta as f32).collect();
        Self::checked(&betas, "trained_betas", "a list")
    }

    fn checked(betas: &[f32], field: &'static str, value: impl ToString) -> Result<Self> {
        if let Some(beta) = betas.iter().find(|beta| !(**beta >= 0.0 && **beta < 1.0)) {
            return Err(SchedulerError::invalid(
                field,
                value,
                format!("every beta must lie between 0 and 1, and one is {beta}"),
            ));
        }
        Ok(Self { alphas_cumprod: cumulative_product(betas) })
    }

    /// Stretches the schedule so that its last step is pure noise (arXiv:2305.08891, algorithm 1).
    pub fn rescale_zero_terminal_snr(&mut self, keep_a_trace: bool) -> Result<()> {
        let unusable = || {
            SchedulerError::invalid(
                "rescale_betas_zero_snr",
                true,
                "this noise schedule is too short or too flat for it",
            )
        };
        let roots: Vec<f32> = self.alphas_cumprod.iter().map(|alpha| alpha.sqrt()).collect();
        let (Some(&first), Some(&last)) = (roots.first(), roots.last()) else { return Err(unusable()) };
        let scale = first / (first - last);
        if !scale.is_finite() {
            return Err(unusable());
        }
        let stretched: Vec<f32> = roots.iter().map(|root| ((root - last) * scale).powi(2)).collect();
        // By way of the betas, as diffusers stores them: this rounds.
        let mut before = 1.0;
        let betas: Vec<f32> =
            stretched.iter().map(|&alpha| 1.0 - alpha / std::mem::replace(&mut before, alpha)).collect();
        self.alphas_cumprod = cumulative_product(&betas);
        if keep_a_trace && let Some(last) = self.alphas_cumprod.last_mut() {
            *last = TRACE;
        }
        if self.alphas_cumprod.iter().all(|alpha| (0.0..=1.0).contains(alpha)) { Ok(()) } else { Err(unusable()) }
    }

    pub fn len(&self) -> usize {
        self.alphas_cumprod.len()
    }

    /// ᾱ at a training step.
    pub fn alpha(&self, timestep: i64) -> Result<f32> {
        usize::try_from(timestep)
            .ok()
            .and_then(|index| self.alphas_cumprod.get(index))
            .copied()
            .ok_or(SchedulerError::TimestepOutOfRange { timestep, train_steps: self.len() })
    }

    /// ᾱ before the first training step, where the trajectory ends.
    pub fn final_alpha(&self, one: bool) -> f32 {
        if one { 1.0 } else { self.alphas_cumprod.first().copied().unwrap_or(1.0) }
    }

    /// √((1 − ᾱ)/ᾱ) of every training step, ascending.
    pub fn sigmas(&self) -> Vec<f32> {
        let sigma = |alpha: f32| if alpha == TRACE { TRACE_SIGMA } else { ((1.0 - alpha) / alpha).sqrt() };
        self.alphas_cumprod.iter().map(|alpha| sigma(*alpha)).collect()
    }

    /// How many of the noisiest training steps have a log signal-to-noise ratio λ below `min`.
    pub fn clipped(&self, min: f64) -> usize {
        let lambda = |alpha: &f32| alpha.sqrt().ln() - (1.0 - alpha).sqrt().ln();
        self.alphas_cumprod.iter().rev().take_while(|alpha| f64::from(lambda(alpha)) < min).count()
    }
}

/// PyTorch's running product of single-precision numbers is kept in double precision.
fn cumulative_product(betas: &[f32]) -> Vec<f32> {
    let mut product = 1.0_f64;
    betas
        .iter()
        .map(|beta| {
            product *= f64::from(1.0 - beta);
            product as f32
        })
        .collect()
}

fn from_alpha_bar(steps: usize, alpha_bar: impl Fn(f64) -> f64) -> Vec<f32> {
    let at = |i: usize| alpha_bar(i as f64 / steps as f64);
    (0..steps).map(|i| (1.0 - at(i + 1) / at(i)).min(0.999) as f32).collect()
}

#[cfg(test)]
mod tests {
    use super::{BetaSchedule, NoiseSchedule};

    #[test]
    fn zero_terminal_snr_ends_in_noise() {
        let mut table = NoiseSchedule::new(BetaSchedule::ScaledLinear, 0.000_85, 0.012, 1000).unwrap();
        let first = table.alpha(0).unwrap();
        table.rescale_zero_terminal_snr(false).unwrap();
        assert_eq!(table.alpha(999).unwrap(), 0.0);
        assert!((table.alpha(0).unwrap() - first).abs() < 1e-6);
        assert!(table.alpha(1000).is_err() && table.alpha(-1).is_err());
    }

    #[test]
    fn one_step_has_no_terminal_to_rescale() {
        let mut table = NoiseSchedule::new(BetaSchedule::Linear, 0.1, 0.2, 1).unwrap();
        assert!(table.rescale_zero_terminal_snr(true).is_err());
    }
}
