//! Ways to space noise levels between the largest and the smallest one.

use crate::{grid::linspace, incomplete_beta::inverse_regularized_beta};

/// Karras et al., arXiv:2206.00364, equation 5, with ρ = 7. From `max` down to `min`.
#[must_use]
pub fn karras(min: f64, max: f64, count: usize) -> Vec<f64> {
    const RHO: f64 = 7.0;
    let (low, high) = (min.powf(1.0 / RHO), max.powf(1.0 / RHO));
    linspace(0.0, 1.0, count).into_iter().map(|ramp| (high + ramp * (low - high)).powf(RHO)).collect()
}

/// Evenly spaced logarithms, from `max` down to `min`.
#[must_use]
pub fn exponential(min: f64, max: f64, count: usize) -> Vec<f64> {
    linspace(max.ln(), min.ln(), count).into_iter().map(f64::exp).collect()
}

/// Quantiles of the Beta(0.6, 0.6) distribution, arXiv:2407.12173: dense at both ends. From `max` down to `min`.
#[must_use]
pub fn beta(min: f64, max: f64, count: usize) -> Vec<f64> {
    linspace(0.0, 1.0, count).into_iter().map(|ramp| min + inverse_regularized_beta(1.0 - ramp) * (max - min)).collect()
}
