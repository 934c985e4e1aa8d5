//! The steps of DPM-Solver (arXiv:2206.00927), DPM-Solver++ (arXiv:2211.01095) and their stochastic variants: exponential
//! integrators of first to third order, written as a sum over the sample, differences of predictions, and noise.

use super::solver::Point;
use crate::{SchedulerConfig, SchedulerError, SchedulerKind, error::Result, settings::word};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Algorithm {
    Dpm,
    DpmPp,
    SdeDpm,
    SdeDpmPp,
}

impl Algorithm {
    pub fn of(config: &SchedulerConfig, kind: SchedulerKind) -> Result<Self> {
        let mut allowed = vec![
            ("dpmsolver++", Self::DpmPp),
            ("sde-dpmsolver++", Self::SdeDpmPp),
            ("dpmsolver", Self::Dpm),
            // What DEIS calls itself, carried over from its configuration.
            ("deis", Self::DpmPp),
        ];
        if kind == SchedulerKind::DpmSolverMultistep {
            allowed.push(("sde-dpmsolver", Self::SdeDpm));
        }
        word("algorithm_type", config.algorithm_type.as_deref(), Self::DpmPp, &allowed)
    }

    /// Whether the solver works on predicted pictures; the others do on predicted noise.
    pub fn on_pictures(self) -> bool {
        matches!(self, Self::DpmPp | Self::SdeDpmPp)
    }

    pub fn draws_noise(self) -> bool {
        matches!(self, Self::SdeDpm | Self::SdeDpmPp)
    }
}

/// How the second-order term is weighted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rule {
    Midpoint,
    Heun,
}

impl Rule {
    pub fn of(config: &SchedulerConfig) -> Result<Self> {
        // The last three are other solvers' types, carried over from their configurations.
        let allowed = [
            ("midpoint", Self::Midpoint),
            ("heun", Self::Heun),
            ("logrho", Self::Midpoint),
            ("bh1", Self::Midpoint),
            ("bh2", Self::Midpoint),
        ];
        word("solver_type", config.solver_type.as_deref(), Self::Midpoint, &allowed)
    }
}

/// Only the predicted picture can be carried to a noise level of zero.
pub(crate) fn check_final(algorithm: Algorithm, zero: bool) -> Result<()> {
    if zero && !algorithm.on_pictures() {
        return Err(SchedulerError::invalid(
            "final_sigmas_type",
            "zero",
            "it must be sigma_min with algorithm_type dpmsolver and sde-dpmsolver",
        ));
    }
    Ok(())
}

pub(crate) fn check_variance(config: &SchedulerConfig) -> Result<()> {
    match config.variance_type.as_deref() {
        Some(learned @ ("learned" | "learned_range")) => Err(SchedulerError::invalid(
            "variance_type",
            learned,
            "models that predict their variance are not supported",
        )),
        _ => Ok(()),
    }
}

/// The weights of one step from the point `from` to `to`.
#[derive(Clone, Copy)]
pub(crate) struct Weights {
    algorithm: Algorithm,
    to: Point,
    from: Point,
    h: f32,
}

impl Weights {
    pub fn new(algorithm: Algorithm, from: Point, to: Point) -> Self {
        Self { algorithm, to, from, h: to.lambda - from.lambda }
    }

    /// The length of the step in λ.
    pub fn h(&self) -> f32 {
        self.h
    }

    pub fn of_sample(&self) -> f32 {
        match self.algorithm {
            Algorithm::DpmPp => self.to.noise / self.from.noise,
            Algorithm::SdeDpmPp => self.to.noise / self.from.noise * (-self.h).exp(),
            Algorithm::Dpm | Algorithm::SdeDpm => self.to.signal / self.from.signal,
        }
    }

    /// Of the prediction.
    pub fn zeroth(&self) -> f32 {
        match self.algorithm {
            Algorithm::DpmPp => -(self.to.signal * ((-self.h).exp() - 1.0)),
            Algorithm::Dpm => -(self.to.noise * (self.h.exp() - 1.0)),
            Algorithm::SdeDpmPp => self.to.signal * (1.0 - (-2.0 * self.h).exp()),
            Algorithm::SdeDpm => -(2.0 * (self.to.noise * (self.h.exp() - 1.0))),
        }
    }

    /// Of its first difference.
    pub fn first(&self, rule: Rule) -> f32 {
        let (h, signal, noise) = (self.h, self.to.signal, self.to.noise);
        match (self.algorithm, rule) {
            (Algorithm::DpmPp, Rule::Midpoint) => -(0.5 * (signal * ((-h).exp() - 1.0))),
            (Algorithm::DpmPp, Rule::Heun) => signal * (((-h).exp() - 1.0) / h + 1.0),
            (Algorithm::Dpm, Rule::Midpoint) => -(0.5 * (noise * (h.exp() - 1.0))),
            (Algorithm::Dpm, Rule::Heun) => -(noise * ((h.exp() - 1.0) / h - 1.0)),
            (Algorithm::SdeDpmPp, Rule::Midpoint) => 0.5 * (signal * (1.0 - (-2.0 * h).exp())),
            (Algorithm::SdeDpmPp, Rule::Heun) => signal * ((1.0 - (-2.0 * h).exp()) / (-2.0 * h) + 1.0),
            (Algorithm::SdeDpm, Rule::Midpoint) => -(noise * (h.exp() - 1.0)),
            (Algorithm::SdeDpm, Rule::Heun) => -(2.0 * (noise * ((h.exp() - 1.0) / h - 1.0))),
        }
    }

    /// Of its second difference. (There is no third-order `sde-dpmsolver`; its options refuse that order.)
    pub fn second(&self) -> f32 {
        let (h, signal, noise) = (self.h, self.to.signal, self.to.noise);
        match self.algorithm {
            Algorithm::DpmPp => -(signal * (((-h).exp() - 1.0 + h) / (h * h) - 0.5)),
            Algorithm::Dpm | Algorithm::SdeDpm => -(noise * ((h.exp() - 1.0 - h) / (h * h) - 0.5)),
            Algorithm::SdeDpmPp => {
                let double = 2.0 * h;
                signal * ((1.0 - (-double).exp() - double) / (double * double) - 0.5)
            }
        }
    }

    pub fn of_noise(&self) -> f32 {
        match self.algorithm {
            Algorithm::SdeDpmPp => self.to.noise * (1.0 - (-2.0 * self.h).exp()).sqrt(),
            Algorithm::SdeDpm => self.to.noise * ((2.0 * self.h).exp() - 1.0).sqrt(),
            Algorithm::Dpm | Algorithm::DpmPp => 0.0,
        }
    }
}

/// Adds `weight` · `values` to `sample`.
pub(crate) fn add(sample: &mut [f32], weight: f32, values: &[f32]) {
    sample.iter_mut().zip(values).for_each(|(sample, value)| *sample += weight * value);
}
