//! DPM-Solver in its single-step form, arXiv:2206.00927, algorithms 1 and 2: groups of up to three calls, each of which
//! starts again from the first sample of its group with one order more.

use super::{
    Built, Method, Noise, Plan,
    dpm_multistep::{check_flow, converted, last_sigma},
    dpm_update::{self, Algorithm, Rule, Weights, add},
    history::History,
    prediction::zip,
    solver::{Levels, Path, usable},
};
use crate::{
    SchedulerError,
    error::Result,
    settings::{FinalSigma, Prediction, SigmaSpacing},
    threshold::Limit,
};

#[derive(Clone, Copy)]
pub(crate) struct Options {
    algorithm: Algorithm,
    rule: Rule,
    order: usize,
    lower_order_final: bool,
    zero_final: bool,
}

impl Options {
    pub fn of(plan: &Plan<'_>) -> Result<Self> {
        let options = Self {
            algorithm: Algorithm::of(plan.config, plan.settings.kind)?,
            rule: Rule::of(plan.config)?,
            order: plan.settings.solver_order,
            lower_order_final: plan.config.lower_order_final.unwrap_or(false),
            zero_final: plan.settings.final_sigma == FinalSigma::Zero,
        };
        dpm_update::check_final(options.algorithm, options.zero_final)?;
        dpm_update::check_variance(plan.config)?;
        check_flow(plan, options.algorithm)?;
        if options.order > 3 {
            return Err(SchedulerError::invalid("solver_order", options.order, "it must lie between 1 and 3"));
        }
        if plan.settings.limit != Limit::None && !options.algorithm.on_pictures() {
            return Err(SchedulerError::invalid("thresholding", true, "it needs algorithm_type dpmsolver++"));
        }
        Ok(options)
    }

    /// The order of every call. The last is of first order where it ends without noise; a group that the run's end cuts
    /// short is of lower order anyway.
    fn orders(&self, steps: usize) -> Vec<usize> {
        let mut orders: Vec<usize> = (0..steps).map(|i| i % self.order + 1).collect();
        let lower_final = self.lower_order_final && steps.is_multiple_of(self.order);
        if (self.zero_final || lower_final)
            && let Some(last) = orders.last_mut()
        {
            *last = 1;
        }
        orders
    }
}

struct DpmSinglestep {
    path: Path,
    options: Options,
    orders: Vec<usize>,
    prediction: Prediction,
    limit: Limit,
    batch: usize,
    history: History,
    /// The sample at the start of the group.
    origin: Vec<f32>,
}

pub(crate) fn build(plan: &Plan<'_>) -> Result<Built> {
    let options = Options::of(plan)?;
    let levels = Levels::new(plan, usable(plan)?);
    let (timesteps, path) =
        levels.round(&[SigmaSpacing::Karras], plan).finish(last_sigma(plan), plan.settings.use_flow_sigmas);
    Ok(Built {
        timesteps,
        sigmas: Some(path.sigmas.clone()),
        init_noise_sigma: 1.0,
        calls_per_step: 1,
        method: Box::new(DpmSinglestep {
            path,
            options,
            orders: options.orders(plan.steps),
            prediction: plan.settings.prediction,
            limit: plan.settings.limit,
            batch: plan.options.batch,
            history: History::new(options.order),
            origin: Vec::new(),
        }),
    })
}

impl Method for DpmSinglestep {
    fn step(&mut self, index: usize, model_output: &[f32], sample: &mut [f32], noise: &mut Noise<'_>) -> Result<()> {
        let algorithm = self.options.algorithm;
        let levels = (self.path.mixture(index), self.path.sigma(index));
        let bounds = (self.prediction, self.limit, self.batch);
        self.history.push(converted(bounds, algorithm.on_pictures(), levels, model_output, sample));
        // A run that begins in the middle of a group has fewer predictions than the group counts on.
        let order = self.orders.get(index).copied().unwrap_or(1).min(self.history.len());
        if order == 1 {
            self.origin = sample.to_vec();
        }

        let start = self.path.point(index + 1 - order);
        let weights = Weights::new(algorithm, start, self.path.point(index + 1));
        let of_sample = weights.of_sample();
        for (sample, origin) in sample.iter_mut().zip(&self.origin) {
            *sample = of_sample * origin;
        }
        let base = self.history.get(order - 1);
        add(sample, weights.zeroth(), base);
        if order > 1 {
            let ratio = |back: usize| (self.path.point(index - back).lambda - start.lambda) / weights.h();
            let slope = |back: usize, r: f32| zip(self.history.get(back), base, |m, base| 1.0 / r * (m - base));
            let r0 = ratio(0);
            let newest = slope(0, r0);
            if order == 2 {
                add(sample, weights.first(self.options.rule), &newest);
            } else if self.options.rule == Rule::Midpoint {
                add(sample, weights.first(Rule::Heun), &newest);
            } else {
                let r1 = ratio(1);
                let older = slope(1, r1);
                let first = zip(&older, &newest, |older, newest| (r0 * older - r1 * newest) / (r0 - r1));
                let second = zip(&older, &newest, |older, newest| 2.0 * (newest - older) / (r0 - r1));
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
