//! Classifier-free guidance.

use crate::SchedulerError;

/// Steers the prediction away from the unconditional one (arXiv:2207.12598): `unconditional + scale · (conditional −
/// unconditional)`, into `conditional`.
///
/// # Errors
/// The lengths do not agree.
pub fn guide(unconditional: &[f32], conditional: &mut [f32], scale: f32) -> Result<(), SchedulerError> {
    if unconditional.len() != conditional.len() {
        return Err(SchedulerError::Length {
            what: "The unconditional prediction",
            expected: conditional.len(),
            got: unconditional.len(),
        });
    }
    for (conditional, unconditional) in conditional.iter_mut().zip(unconditional) {
        *conditional = unconditional + scale * (*conditional - unconditional);
    }
    Ok(())
}

/// Takes the overexposure out of strong guidance (arXiv:2305.08891, section 3.4): gives each of the `batch` samples in
/// `guided` the standard deviation of the conditional prediction, and mixes that with itself by `rescale` (0 to 1).
///
/// # Errors
/// The lengths do not agree, or do not make whole samples.
pub fn rescale_noise_cfg(
    guided: &mut [f32],
    conditional: &[f32],
    rescale: f32,
    batch: usize,
) -> Result<(), SchedulerError> {
    if guided.len() != conditional.len() || batch == 0 || !guided.len().is_multiple_of(batch) {
        return Err(SchedulerError::Length {
            what: "The guided prediction",
            expected: conditional.len(),
            got: guided.len(),
        });
    }
    let length = (guided.len() / batch).max(1);
    for (guided, conditional) in guided.chunks_mut(length).zip(conditional.chunks(length)) {
        let (target, actual) = (deviation(conditional), deviation(guided));
        // A constant prediction has no contrast to restore.
        if actual == 0.0 {
            continue;
        }
        let factor = target / actual;
        for value in guided {
            *value = rescale * (*value * factor) + (1.0 - rescale) * *value;
        }
    }
    Ok(())
}

/// The sample standard deviation (n − 1).
fn deviation(values: &[f32]) -> f32 {
    let count = values.len() as f64;
    if count < 2.0 {
        return 0.0;
    }
    let mean = values.iter().map(|value| f64::from(*value)).sum::<f64>() / count;
    let squares: f64 = values.iter().map(|value| (f64::from(*value) - mean).powi(2)).sum();
    (squares / (count - 1.0)).sqrt() as f32
}

#[cfg(test)]
mod tests {
    use super::{deviation, guide, rescale_noise_cfg};

    #[test]
    fn guides() {
        let mut conditional = [2.0, 0.0];
        guide(&[1.0, 1.0], &mut conditional, 3.0).unwrap();
        assert_eq!(conditional, [4.0, -2.0]);
        assert!(guide(&[1.0], &mut conditional, 3.0).is_err());
    }

    #[test]
    fn rescales_each_sample_alone() {
        let mut guided = [0.0, 4.0, 1.0, 3.0];
        rescale_noise_cfg(&mut guided, &[0.0, 1.0, 0.0, 4.0], 1.0, 2).unwrap();
        assert!((deviation(&guided[..2]) - deviation(&[0.0, 1.0])).abs() < 1e-6);
        assert_eq!(guided, [0.0, 1.0, 2.0, 6.0]);
        let mut flat = [1.0, 1.0];
        rescale_noise_cfg(&mut flat, &[0.0, 1.0], 0.7, 1).unwrap();
        assert_eq!(flat, [1.0, 1.0]);
        assert!(rescale_noise_cfg(&mut flat, &[0.0, 1.0], 0.7, 0).is_err());
    }
}
