//! DPM-Solver++ 2M and 3M and their stochastic variants, arXiv:2211.01095, algorithm 2: higher orders from earlier steps.

use super::{
    Built, Method, Noise, Plan, at,
    dpm_update::{self, Algorithm, Rule, Weights, add},
    history::History,
    prediction::{self, zip},
    solver::{Levels, Path, usable},
};
use crate::{
    SchedulerError,
    error::Result,
    settings::{FinalSigma, Prediction, SigmaSpacing},
    threshold::Limit,
};

/// Below this many steps, the last ones are of lower order, for stability.
pub(crate) const FEW_STEPS: usize = 15;

#[derive(Clone, Copy)]
pub(crate) struct Options {
    algorithm: Algorithm,
    rule: Rule,
    order: usize,
    lower_order_final: bool,
    euler_at_final: bool,
    zero_final: bool,
}

impl Options {
    pub fn of(plan: &Plan<'_>) -> Result<Self> {
        let options = Self {
            algorithm: Algorithm::of(plan.config, plan.settings.kind)?,
            rule: Rule::of(plan.config)?,
            order: plan.settings.solver_order,
            lower_order_final: plan.config.lower_order_final.unwrap_or(true),
            euler_at_final: plan.config.euler_at_final.unwrap_or(false),
            zero_final: plan.settings.final_sigma == FinalSigma::Zero,
        };
        dpm_update::check_final(options.algorithm, options.zero_final)?;
        dpm_update::check_variance(plan.config)?;
        check_flow(plan, options.algorithm)?;
        if options.algorithm == Algorithm::SdeDpm && options.order > 2 {
            return Err(SchedulerError::invalid("solver_order", options.order, "sde-dpmsolver has no third order"));
        }
        Ok(options)
    }
}

/// Flow predictions are only turned into pictures, not into noise.
pub(crate) fn check_flow(plan: &Plan<'_>, algorithm: Algorithm) -> Result<()> {
    if plan.settings.prediction == Prediction::Flow && !algorithm.on_pictures() {
        return Err(SchedulerError::invalid(
            "prediction_type",
            "flow_prediction",
            "it needs algorithm_type dpmsolver++",
        ));
    }
    Ok(())
}

/// The noise level of the training schedule's first step, or none.
pub(crate) fn last_sigma(plan: &Plan<'_>) -> f64 {
    match plan.settings.final_sigma {
        FinalSigma::Zero => 0.0,
        FinalSigma::Min => f64::from(at(&plan.table.sigmas(), 0)),
    }
}

struct DpmMultistep {
    path: Path,
    options: Options,
    prediction: Prediction,
    limit: Limit,
    batch: usize,
    history: History,
}

pub(crate) fn build(plan: &Plan<'_>) -> Result<Built> {
    let options = Options::of(plan)?;
    let levels = Levels::new(plan, usable(plan)?);
    let rounded: &[_] = if plan.settings.cosine_betas { &[] } else { &[SigmaSpacing::Karras, SigmaSpacing::Lu] };
    let (timesteps, path) = levels.round(rounded, plan).finish(last_sigma(plan), plan.settings.use_flow_sigmas);
    Ok(Built {
        timesteps,
        sigmas: Some(path.sigmas.clone()),
        init_noise_sigma: 1.0,
        calls_per_step: 1,
        method: Box::new(DpmMultistep {
            path,
            options,
            prediction: plan.settings.prediction,
            limit: plan.settings.limit,
            batch: plan.options.batch,
            history: History::new(options.order),
        }),
    })
}

/// What a solver works on: the predicted picture within its limits, or the noise that goes with it.
pub(crate) fn converted(
    (prediction, limit, batch): (Prediction, Limit, usize),
    on_pictures: bool,
    (mixture, sigma): ((f32, f32), f32),
    output: &[f32],
    sample: &[f32],
) -> Vec<f32> {
    if on_pictures {
        let mut picture = prediction::picture(prediction, mixture, sigma, output, sample);
        limit.apply(&mut picture, batch);
        return picture;
    }
    let epsilon = prediction::epsilon(prediction, mixture, output, sample);
    if limit == Limit::None {
        return epsilon;
    }
    let (signal, noise) = mixture;
    let mut picture = zip(sample, &epsilon, |sample, epsilon| (sample - noise * epsilon) / signal);
    limit.apply(&mut picture, batch);
    zip(sample, &picture, |sample, picture| (sample - signal * picture) / noise)
}

impl DpmMultistep {
    fn order(&self, index: usize) -> usize {
        let steps = self.path.sigmas.len() - 1;
        let few = self.options.lower_order_final && steps < FEW_STEPS;
        let known = self.history.len();
        if index + 1 == steps && (self.options.euler_at_final || few || self.options.zero_final) {
            1
        } else if index + 2 == steps && few {
            known.min(2)
        } else {
            known.min(3)
        }
    }
}

impl Method for DpmMultistep {
    fn step(&mut self, index: usize, model_output: &[f32], sample: &mut [f32], noise: &mut Noise<'_>) -> Result<()> {
        let algorithm = self.options.algorithm;
        let levels = (self.path.mixture(index), self.path.sigma(index));
        let bounds = (self.prediction, self.limit, self.batch);
        self.history.push(converted(bounds, algorithm.on_pictures(), levels, model_output, sample));
        let order = self.order(index);

        let (m0, m1, m2) = (self.history.get(0), self.history.get(1), self.history.get(2));
        let s0 = self.path.point(index);
        let weights = Weights::new(algorithm, s0, self.path.point(index + 1));
        let of_sample = weights.of_sample();
        sample.iter_mut().for_each(|value| *value *= of_sample);
        add(sample, weights.zeroth(), m0);
        if order > 1 {
            let s1 = self.path.point(index - 1);
            let r0 = (s0.lambda - s1.lambda) / weights.h();
            let near = zip(m0, m1, |m0, m1| 1.0 / r0 * (m0 - m1));
            if order == 2 {
                add(sample, weights.first(self.options.rule), &near);
            } else {
                let s2 = self.path.point(index - 2);
                let r1 = (s1.lambda - s2.lambda) / weights.h();
                let far = zip(m1, m2, |m1, m2| 1.0 / r1 * (m1 - m2));
                let first = zip(&near, &far, |near, far| near + r0 / (r0 + r1) * (near - far));
                let second = zip(&near, &far, |near, far| 1.0 / (r0 + r1) * (near - far));
                add(sample, weights.first(Rule::Heun), &first);
                add(sample, weights.second(), &second);
            }
        }
        if algorithm.draws_noise() {
            let mut drawn = vec![0.0; sample.len()];
            noise(&mut drawn);
            add(sample, weights.of_noise(), &drawn);
        }
        Ok(())
    }

    fn mixture(&self, index: usize) -> (f32, f32) {
        self.path.mixture(index)
    }
}
