//! Liu et al., Pseudo Numerical Methods for Diffusion Models, arXiv:2202.09778: four-step linear multistep (PLMS), begun
//! with Runge-Kutta steps unless these are skipped.

use super::{
    Built, Method, Noise, Plan,
    ddim::{alpha_or, rounded},
    prediction::zip,
};
use crate::{SchedulerError, error::Result, noise_schedule::NoiseSchedule, settings::Prediction, timesteps::as_floats};

const ORDER: usize = 4;

struct Pndm {
    table: NoiseSchedule,
    final_alpha: f32,
    timesteps: Vec<i64>,
    /// How many of the first calls are Runge-Kutta's.
    runge_kutta_calls: usize,
    /// Training steps per step.
    stride: i64,
    prediction: Prediction,
    /// Calls so far in this run, wherever it began.
    calls: usize,
    /// Earlier predictions, the newest last.
    outputs: Vec<Vec<f32>>,
    /// The sample before the first of the calls that make up one step.
    origin: Vec<f32>,
    /// The weighted sum of the calls of a Runge-Kutta step.
    sum: Vec<f32>,
}

pub(crate) fn build(plan: &Plan<'_>) -> Result<Built> {
    let even = rounded(plan);
    let stride = (plan.settings.train_steps / plan.steps) as i64;
    let (timesteps, runge_kutta_calls) = if plan.config.skip_prk_steps.unwrap_or(false) {
        // The second timestep comes twice: the first step is made of two calls.
        let again = even.get(1).copied();
        (even.iter().take(2).copied().chain(again).chain(even.iter().skip(2).copied()).collect(), 0)
    } else {
        let mut timesteps = runge_kutta_timesteps(&even, stride)?;
        let calls = timesteps.len();
        timesteps.extend(even.iter().skip(3));
        (timesteps, calls)
    };
    timesteps.iter().try_for_each(|t| plan.table.alpha(*t).map(drop))?;
    Ok(Built {
        timesteps: as_floats(&timesteps),
        sigmas: None,
        init_noise_sigma: 1.0,
        calls_per_step: 1,
        method: Box::new(Pndm {
            table: plan.table.clone(),
            final_alpha: plan.table.final_alpha(plan.config.set_alpha_to_one.unwrap_or(false)),
            timesteps,
            runge_kutta_calls,
            stride,
            prediction: plan.settings.prediction,
            calls: 0,
            outputs: Vec::new(),
            origin: Vec::new(),
            sum: Vec::new(),
        }),
    })
}

/// Three Runge-Kutta steps of four calls: at the start of the step, twice in its middle, and at its end.
fn runge_kutta_timesteps(even: &[i64], stride: i64) -> Result<Vec<i64>> {
    if even.len() < ORDER {
        return Err(SchedulerError::Option {
            option: "steps",
            reason: format!("without skip_prk_steps, it needs at least {ORDER} of them"),
        });
    }
    let points = even.iter().take(ORDER).flat_map(|t| [t + stride / 2, *t]);
    let doubled: Vec<i64> = points.skip(1).flat_map(|t| [t, t]).collect();
    Ok(doubled.get(1..doubled.len() - 1).unwrap_or_default().to_vec())
}

impl Pndm {
    /// Equation 11: from timestep `from` to `to`.
    fn transfer(&self, sample: &[f32], from: i64, to: i64, output: &[f32]) -> Result<Vec<f32>> {
        let (alpha, alpha_next) = (self.table.alpha(from)?, alpha_or(&self.table, to, self.final_alpha)?);
        let (beta, beta_next) = (1.0 - alpha, 1.0 - alpha_next);
        let scale = (alpha_next / alpha).sqrt();
        let difference = alpha_next - alpha;
        let denominator = alpha * beta_next.sqrt() + (alpha * beta * alpha_next).sqrt();
        let (signal, noise) = (alpha.sqrt(), beta.sqrt());
        let velocity = self.prediction == Prediction::Velocity;
        Ok(zip(output, sample, |output, sample| {
            let epsilon = if velocity { signal * output + noise * sample } else { output };
            scale * sample - difference * epsilon / denominator
        }))
    }

    fn runge_kutta(&mut self, timestep: i64, output: &[f32], sample: &[f32]) -> Result<Vec<f32>> {
        let back = if self.calls % 2 == 1 { 0 } else { self.stride / 2 };
        let start = self.timesteps.get(self.calls / 4 * 4).copied().unwrap_or(timestep);
        let weight = if matches!(self.calls % 4, 0 | 3) { 1.0 / 6.0 } else { 1.0 / 3.0 };
        if self.calls.is_multiple_of(4) {
            self.outputs.push(output.to_vec());
            self.origin = sample.to_vec();
            self.sum = vec![0.0; output.len()];
        }
        self.sum = zip(&self.sum, output, |sum, output| sum + weight * output);
        let slope = if self.calls % 4 == 3 { &self.sum } else { output };
        self.transfer(&self.origin, start, timestep - back, slope)
    }

    fn multistep(&mut self, timestep: i64, output: &[f32], sample: &[f32]) -> Result<Vec<f32>> {
        if self.calls == 1 {
            // The second call of the first step: the same step again, with the mean slope.
            let first = self.outputs.last().map_or(output, Vec::as_slice);
            let slope = zip(output, first, |output, first| (output + first) / 2.0);
            return self.transfer(&self.origin, timestep + self.stride, timestep, &slope);
        }
        if self.outputs.len() == ORDER {
            self.outputs.remove(0);
        }
        self.outputs.push(output.to_vec());
        let slope = adams_bashforth(&self.outputs);
        if self.calls == 0 {
            self.origin = sample.to_vec();
        }
        self.transfer(sample, timestep, timestep - self.stride, &slope)
    }
}

/// The slope extrapolated from up to four earlier ones, the newest last.
fn adams_bashforth(outputs: &[Vec<f32>]) -> Vec<f32> {
    match outputs {
        [e4, e3, e2, e1] => {
            let first = zip(e1, e2, |e1, e2| 55.0 * e1 - 59.0 * e2);
            let second = zip(&first, e3, |sum, e3| sum + 37.0 * e3);
            zip(&second, e4, |sum, e4| (1.0 / 24.0) * (sum - 9.0 * e4))
        }
        [e3, e2, e1] => {
            let first = zip(e1, e2, |e1, e2| 23.0 * e1 - 16.0 * e2);
            zip(&first, e3, |sum, e3| (sum + 5.0 * e3) / 12.0)
        }
        [e2, e1] => zip(e1, e2, |e1, e2| (3.0 * e1 - e2) / 2.0),
        _ => outputs.last().cloned().unwrap_or_default(),
    }
}

impl Method for Pndm {
    fn step(&mut self, index: usize, model_output: &[f32], sample: &mut [f32], _: &mut Noise<'_>) -> Result<()> {
        let timestep = self.timesteps.get(index).copied().unwrap_or_default();
        let next = if self.calls < self.runge_kutta_calls {
            self.runge_kutta(timestep, model_output, sample)?
        } else {
            self.multistep(timestep, model_output, sample)?
        };
        sample.copy_from_slice(&next);
        self.calls += 1;
        Ok(())
    }

    fn mixture(&self, index: usize) -> (f32, f32) {
        let alpha = self.timesteps.get(index).and_then(|t| self.table.alpha(*t).ok()).unwrap_or(f32::NAN);
        (alpha.sqrt(), (1.0 - alpha).sqrt())
    }
}
