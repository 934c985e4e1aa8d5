//! From what a model predicts to the picture and the noise in its input.

use crate::settings::Prediction;

/// The picture in a sample of `signal` · picture + `noise` · ε. (The velocity of flow matching is ε − picture; `sigma`
/// is its time.)
pub(crate) fn picture(
    prediction: Prediction,
    (signal, noise): (f32, f32),
    sigma: f32,
    output: &[f32],
    sample: &[f32],
) -> Vec<f32> {
    match prediction {
        Prediction::Epsilon => zip(output, sample, |output, sample| (sample - noise * output) / signal),
        Prediction::Sample => output.to_vec(),
        Prediction::Velocity => zip(output, sample, |output, sample| signal * sample - noise * output),
        Prediction::Flow => zip(output, sample, |output, sample| sample - sigma * output),
    }
}

/// The ε in a sample of `signal` · picture + `noise` · ε.
pub(crate) fn epsilon(prediction: Prediction, (signal, noise): (f32, f32), output: &[f32], sample: &[f32]) -> Vec<f32> {
    match prediction {
        Prediction::Epsilon | Prediction::Flow => output.to_vec(),
        Prediction::Sample => zip(output, sample, |output, sample| (sample - signal * output) / noise),
        Prediction::Velocity => zip(output, sample, |output, sample| signal * output + noise * sample),
    }
}

/// The picture in a sample of picture + `sigma` · ε.
pub(crate) fn picture_at_sigma(prediction: Prediction, sigma: f32, output: &[f32], sample: &[f32]) -> Vec<f32> {
    match prediction {
        Prediction::Epsilon | Prediction::Flow => zip(output, sample, |output, sample| sample - sigma * output),
        Prediction::Sample => output.to_vec(),
        Prediction::Velocity => {
            let square = sigma * sigma + 1.0;
            let factor = -sigma / square.sqrt();
            zip(output, sample, |output, sample| output * factor + sample / square)
        }
    }
}

pub(crate) fn zip(a: &[f32], b: &[f32], f: impl Fn(f32, f32) -> f32) -> Vec<f32> {
    a.iter().zip(b).map(|(a, b)| f(*a, *b)).collect()
}
