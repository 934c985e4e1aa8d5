//! Zhao et al., UniPC, arXiv:2302.04867: a predictor of any order, and a corrector that takes each step again once the
//! model has seen where it led, at no further call.

use super::{
    Built, Method, Noise, Plan, at,
    dpm_multistep::converted,
    flow,
    flow_match_euler::missing_mu,
    history::History,
    prediction::zip,
    solver::{Levels, Path, Point},
};
use crate::{
    SchedulerError,
    error::Result,
    grid::linspace,
    settings::{FinalSigma, Prediction, SigmaSpacing, word},
    threshold::Limit,
};

#[derive(Clone)]
pub(crate) struct Options {
    order: usize,
    on_pictures: bool,
    /// B(h) = h instead of exp(h) − 1.
    bh1: bool,
    lower_order_final: bool,
    /// After these steps, the corrector rests.
    uncorrected: Vec<usize>,
}

impl Options {
    pub fn of(plan: &Plan<'_>) -> Result<Self> {
        let config = plan.config;
        // The last three are other solvers' types, carried over from their configurations.
        let types = [("bh1", true), ("bh2", false), ("midpoint", false), ("heun", false), ("logrho", false)];
        let options = Self {
            order: plan.settings.solver_order,
            on_pictures: config.predict_x0.unwrap_or(true),
            bh1: word("solver_type", config.solver_type.as_deref(), false, &types)?,
            lower_order_final: config.lower_order_final.unwrap_or(true),
            uncorrected: config.disable_corrector.clone().unwrap_or_default(),
        };
        if !options.on_pictures && plan.settings.prediction == Prediction::Flow {
            return Err(SchedulerError::invalid("prediction_type", "flow_prediction", "it needs predict_x0"));
        }
        Ok(options)
    }
}

struct UniPc {
    path: Path,
    options: Options,
    prediction: Prediction,
    limit: Limit,
    batch: usize,
    history: History,
    /// The corrected sample before the last step, and that step's order.
    last: Option<(Vec<f32>, usize)>,
}

pub(crate) fn build(plan: &Plan<'_>) -> Result<Built> {
    let options = Options::of(plan)?;
    let flow = plan.settings.use_flow_sigmas;
    if plan.settings.dynamic_shifting && plan.options.mu.is_none() {
        return Err(missing_mu());
    }
    let mut levels = match plan.settings.sigma_spacing {
        SigmaSpacing::Flow => flow_levels(plan),
        _ => Levels::new(plan, plan.settings.train_steps),
    };
    if flow && plan.settings.sigma_spacing == SigmaSpacing::Karras {
        levels.sigmas.iter_mut().for_each(|sigma| *sigma /= *sigma + 1.0);
        levels.timesteps = levels.sigmas.iter().map(|sigma| sigma * plan.settings.train_steps as f64).collect();
    } else {
        levels = levels.round(&[SigmaSpacing::Karras], plan);
    }
    let last = match (plan.settings.final_sigma, plan.settings.sigma_spacing) {
        (FinalSigma::Zero, _) => 0.0,
        (FinalSigma::Min, SigmaSpacing::Table) => f64::from(at(&plan.table.sigmas(), 0)),
        (FinalSigma::Min, _) => levels.sigmas.last().copied().unwrap_or(f64::NAN),
    };
    let (timesteps, path) = levels.finish(last, flow);
    Ok(Built {
        timesteps,
        sigmas: Some(path.sigmas.clone()),
        init_noise_sigma: 1.0,
        calls_per_step: 1,
        method: Box::new(UniPc {
            path,
            prediction: plan.settings.prediction,
            limit: plan.settings.limit,
            batch: plan.options.batch,
            history: History::new(options.order),
            last: None,
            options,
        }),
    })
}

fn flow_levels(plan: &Plan<'_>) -> Levels {
    /// Pure noise would have a λ of minus infinity.
    const MARGIN: f64 = 1e-6;
    let settings = plan.settings;
    let train = settings.train_steps as f64;
    let mut sigmas = linspace(1.0, 1.0 / train, plan.steps + 1);
    sigmas.truncate(plan.steps);
    for sigma in &mut sigmas {
        *sigma = match (settings.dynamic_shifting, plan.options.mu) {
            (true, Some(mu)) => flow::dynamic_shift(*sigma, mu, settings.time_shift),
            _ => flow::shift(*sigma, settings.flow_shift),
        };
    }
    if let Some(terminal) = settings.shift_terminal {
        flow::stretch_to(&mut sigmas, terminal);
    }
    if let Some(first) = sigmas.first_mut()
        && (*first - 1.0).abs() < MARGIN
    {
        *first -= MARGIN;
    }
    Levels { timesteps: sigmas.iter().map(|sigma| sigma * train).collect(), sigmas }
}

/// One step of the unified formula (equations 3 and 8), from the newest prediction in the history.
struct Update<'a> {
    options: &'a Options,
    history: &'a History,
    from: Point,
    to: Point,
    /// The negative length of the step in λ on pictures, the length on noise.
    h: f32,
    /// The places of the earlier predictions, relative to the step.
    ratios: Vec<f32>,
}

impl<'a> Update<'a> {
    /// The step from `index` to the next, with `order` − 1 earlier predictions.
    fn new(method: &'a UniPc, index: usize, order: usize) -> Self {
        let (from, to) = (method.path.point(index), method.path.point(index + 1));
        let length = to.lambda - from.lambda;
        let ratios = (1..order).map(|back| (method.path.point(index - back).lambda - from.lambda) / length).collect();
        let h = if method.options.on_pictures { -length } else { length };
        Self { options: &method.options, history: &method.history, from, to, h, ratios }
    }

    /// The first-order step, and the weight of what higher orders add to it.
    fn base(&self, sample: &[f32]) -> (Vec<f32>, f32) {
        let (of_sample, scale) = if self.options.on_pictures {
            (self.to.noise / self.from.noise, self.to.signal)
        } else {
            (self.to.signal / self.from.signal, self.to.noise)
        };
        let growth = self.h.exp_m1();
        let of_prediction = scale * growth;
        let base = zip(sample, self.history.get(0), |sample, m0| of_sample * sample - of_prediction * m0);
        (base, scale * if self.options.bh1 { self.h } else { growth })
    }

    /// Σ wₖ · (mₖ − m₀)/rₖ over the earlier predictions.
    fn differences(&self, weights: &[f32], length: usize) -> Vec<f32> {
        let mut sum = vec![0.0; length];
        for (back, (weight, ratio)) in weights.iter().zip(&self.ratios).enumerate() {
            let difference = zip(self.history.get(back + 1), self.history.get(0), |m, m0| (m - m0) / ratio);
            sum.iter_mut().zip(&difference).for_each(|(sum, difference)| *sum += weight * difference);
        }
        sum
    }

    /// The weights that make the step exact for polynomials: those of the earlier predictions, and, with
    /// `corrected`, that of the one at the end of the step.
    fn weights(&self, corrected: bool) -> Vec<f32> {
        let order = self.ratios.len() + 1;
        match (corrected, order) {
            (false, 1) => return Vec::new(),
            (false, 2) | (true, 1) => return vec![0.5],
            _ => {}
        }
        let size = if corrected { order } else { order - 1 };
        let points: Vec<f32> = self.ratios.iter().copied().chain(corrected.then_some(1.0)).collect();
        let divisor = if self.options.bh1 { self.h } else { self.h.exp_m1() };
        let mut phi = self.h.exp_m1() / self.h - 1.0;
        let mut factorial = 1.0;
        let mut rows = Vec::with_capacity(size);
        let mut powers = vec![1.0; size];
        for i in 1..=size {
            let right = phi * factorial / divisor;
            rows.push(powers.iter().copied().chain([right]).collect());
            powers = zip(&powers, &points, |power, point| power * point);
            factorial *= (i + 1) as f32;
            phi = phi / self.h - 1.0 / factorial;
        }
        solve(rows)
    }

    fn predict(&self, sample: &[f32]) -> Vec<f32> {
        let (base, scale) = self.base(sample);
        if self.ratios.is_empty() {
            return base;
        }
        let higher = self.differences(&self.weights(false), sample.len());
        zip(&base, &higher, |base, higher| base - scale * higher)
    }

    /// The same step once the prediction at its end is known.
    fn correct(&self, sample: &[f32], at_end: &[f32]) -> Vec<f32> {
        let (base, scale) = self.base(sample);
        let weights = self.weights(true);
        let (last, earlier) = weights.split_last().map_or((0.0, &[][..]), |(last, earlier)| (*last, earlier));
        let mut higher = self.differences(earlier, sample.len());
        for ((higher, at_end), m0) in higher.iter_mut().zip(at_end).zip(self.history.get(0)) {
            *higher += last * (at_end - m0);
        }
        zip(&base, &higher, |base, higher| base - scale * higher)
    }
}

/// Solves a small linear system, given by its rows with the right side last, by Gaussian elimination with pivoting.
fn solve(mut rows: Vec<Vec<f32>>) -> Vec<f32> {
    let size = rows.len();
    for column in 0..size {
        let pivot = (column..size).max_by(|a, b| rows[*a][column].abs().total_cmp(&rows[*b][column].abs()));
        rows.swap(column, pivot.unwrap_or(column));
        let (above, below) = rows.split_at_mut(column + 1);
        let pivot = &above[column];
        for row in below {
            let factor = row[column] / pivot[column];
            row.iter_mut().zip(pivot).for_each(|(value, pivot)| *value -= factor * pivot);
        }
    }
    let mut solution = vec![0.0; size];
    for i in (0..size).rev() {
        let known: f32 = (i + 1..size).map(|j| rows[i][j] * solution[j]).sum();
        solution[i] = (rows[i][size] - known) / rows[i][i];
    }
    solution
}

impl Method for UniPc {
    fn step(&mut self, index: usize, model_output: &[f32], sample: &mut [f32], _: &mut Noise<'_>) -> Result<()> {
        let levels = (self.path.mixture(index), self.path.sigma(index));
        let bounds = (self.prediction, self.limit, self.batch);
        let on_pictures = self.options.on_pictures;
        // Without x0, this class does not threshold.
        let bounds = if on_pictures { bounds } else { (bounds.0, Limit::None, bounds.2) };
        let prediction = converted(bounds, on_pictures, levels, model_output, sample);
        if let Some((before, order)) = self.last.take()
            && !self.options.uncorrected.contains(&(index - 1))
        {
            let corrected = Update::new(self, index - 1, order).correct(&before, &prediction);
            sample.copy_from_slice(&corrected);
        }
        self.history.push(prediction);

        let left = self.path.sigmas.len() - 1 - index;
        let order = if self.options.lower_order_final { self.options.order.min(left) } else { self.options.order };
        let order = order.min(self.history.len());
        let next = Update::new(self, index, order).predict(sample);
        self.last = Some((sample.to_vec(), order));
        sample.copy_from_slice(&next);
        Ok(())
    }

    fn mixture(&self, index: usize) -> (f32, f32) {
        self.path.mixture(index)
    }
}

#[cfg(test)]
mod tests {
    use super::solve;

    #[test]
    fn solves_with_pivoting() {
        assert_eq!(solve(vec![vec![0.0, 2.0, 4.0], vec![1.0, 1.0, 5.0]]), [3.0, 2.0]);
    }
}
