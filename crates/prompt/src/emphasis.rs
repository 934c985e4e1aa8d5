//! Weights, applied to what the text encoder made of a chunk.

/// The embeddings are not one vector of `dim` numbers for each weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{values} values cannot be {weights} vectors of {dim}")]
pub struct ShapeMismatch {
    pub values: usize,
    pub weights: usize,
    pub dim: usize,
}

/// Multiplies each token's vector (`dim` values, one after the other) with the token's weight, and then all of them
/// with one number that restores the mean they had before. So does the web UI ("Original" emphasis).
///
/// Weights of 1 alone leave every bit as it was. Where the new mean is 0, so that nothing can restore the old one, the
/// values stay multiplied. Use it for each chunk and each encoder by itself, and never for pooled embeddings.
pub fn apply_weights(embeddings: &mut [f32], weights: &[f32], dim: usize) -> Result<(), ShapeMismatch> {
    if weights.len().checked_mul(dim) != Some(embeddings.len()) {
        return Err(ShapeMismatch { values: embeddings.len(), weights: weights.len(), dim });
    }
    if embeddings.is_empty() || weights.iter().all(|weight| *weight == 1.0) {
        return Ok(());
    }
    let before = mean(embeddings);
    for (vector, weight) in embeddings.chunks_exact_mut(dim).zip(weights) {
        vector.iter_mut().for_each(|value| *value *= weight);
    }
    let ratio = (before / mean(embeddings)) as f32;
    if ratio.is_finite() {
        embeddings.iter_mut().for_each(|value| *value *= ratio);
    }
    Ok(())
}

fn mean(values: &[f32]) -> f64 {
    values.iter().map(|value| f64::from(*value)).sum::<f64>() / values.len() as f64
}

#[cfg(test)]
mod tests {
    use super::{ShapeMismatch, apply_weights, mean};

    #[test]
    fn weighs_vectors_and_keeps_the_mean() {
        let mut values = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
        apply_weights(&mut values, &[1.0, 2.0, 1.0], 2).expect("the shape is right");
        // The sum was 21 and became 28.
        let expected = [0.75, 1.5, 4.5, 6.0, 3.75, 4.5];
        assert!(values.iter().zip(expected).all(|(value, wanted)| (value - wanted).abs() < 1e-6), "{values:?}");
        assert!((mean(&values) - 3.5).abs() < 1e-6);
    }

    #[test]
    fn ones_change_nothing() {
        let mut values = [0.1, -0.7, 1e-30, 3.3];
        apply_weights(&mut values, &[1.0; 2], 2).expect("the shape is right");
        assert_eq!(values, [0.1, -0.7, 1e-30, 3.3]);
    }

    #[test]
    fn a_mean_of_zero_is_left_alone() {
        let mut values = [1.0, 2.0];
        apply_weights(&mut values, &[0.0, 0.0], 1).expect("the shape is right");
        assert_eq!(values, [0.0, 0.0]);
    }

    #[test]
    fn refuses_other_shapes() {
        let mut values = [1.0; 5];
        let mismatch = ShapeMismatch { values: 5, weights: 2, dim: 2 };
        assert_eq!(apply_weights(&mut values, &[1.0, 2.0], 2), Err(mismatch));
        assert!(apply_weights(&mut values, &[1.0, 2.0], usize::MAX).is_err());
        assert_eq!(apply_weights(&mut [], &[], 0), Ok(()));
    }
}
