//! At which training steps the model is called.

use crate::{
    grid::{countdown, linspace},
    settings::{Settings, TimestepSpacing},
};

/// The timesteps of the first-order schedulers, in descending order, not yet rounded where the spacing is even
/// (Euler and Heun take them as they are; the others round them).
pub(crate) fn descending(settings: &Settings, steps: usize) -> Vec<f64> {
    let train = settings.train_steps;
    match settings.timestep_spacing {
        TimestepSpacing::Linspace => {
            let mut even = linspace(0.0, (train - 1) as f64, steps);
            even.reverse();
            even
        }
        TimestepSpacing::Leading => {
            let stride = train / steps;
            (0..steps).rev().map(|i| (i * stride) as f64 + settings.steps_offset as f64).collect()
        }
        TimestepSpacing::Trailing => trailing(train, train, steps),
    }
}

/// The timesteps of the multistep solvers, which leave a place for the step after the last.
/// `usable` is the number of training steps, less those clipped for too much noise.
pub(crate) fn for_solver(settings: &Settings, usable: usize, steps: usize) -> Vec<f64> {
    match settings.timestep_spacing {
        TimestepSpacing::Linspace => {
            let even = linspace(0.0, usable as f64 - 1.0, steps + 1);
            even.into_iter().skip(1).rev().map(f64::round_ties_even).collect()
        }
        TimestepSpacing::Leading => {
            let stride = usable / (steps + 1);
            (1..=steps).rev().map(|i| (i * stride) as f64 + settings.steps_offset as f64).collect()
        }
        TimestepSpacing::Trailing => trailing(usable, settings.train_steps, steps),
    }
}

fn trailing(from: usize, train: usize, steps: usize) -> Vec<f64> {
    countdown(from as f64, train as f64 / steps as f64).into_iter().map(|t| t.round_ties_even() - 1.0).collect()
}

/// The number of image-to-image steps to leave out: all of them at a strength of 0, none at 1.
pub(crate) fn skipped(steps: usize, strength: f64) -> usize {
    let kept = ((steps as f64 * strength) as usize).min(steps);
    steps - kept
}

/// Whole numbers, towards zero as PyTorch converts them.
pub(crate) fn whole(timesteps: &[f64]) -> Vec<i64> {
    timesteps.iter().map(|t| *t as i64).collect()
}

pub(crate) fn as_floats(timesteps: &[i64]) -> Vec<f32> {
    timesteps.iter().map(|t| *t as f32).collect()
}

#[cfg(test)]
mod tests {
    use super::skipped;

    #[test]
    fn strength_is_cut_to_whole_steps() {
        assert_eq!(skipped(10, 0.6), 4);
        assert_eq!(skipped(10, 0.75), 3);
        assert_eq!(skipped(10, 1.0), 0);
        assert_eq!(skipped(10, 0.05), 10);
        assert_eq!(skipped(8, 0.8), 2);
    }
}
