//! Keeping the predicted picture within bounds.

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Limit {
    None,
    /// Clipped to ± this value.
    Range(f32),
    /// Dynamic thresholding (Imagen, arXiv:2205.11487): clipped to a quantile of the absolute values of each sample, and
    /// divided by it.
    Quantile {
        ratio: f32,
        max: f32,
    },
}

impl Limit {
    /// `values` holds `batch` samples of equal length.
    pub fn apply(self, values: &mut [f32], batch: usize) {
        match self {
            Self::None => {}
            Self::Range(range) => values.iter_mut().for_each(|value| *value = value.clamp(-range, range)),
            Self::Quantile { ratio, max } => {
                let length = (values.len() / batch.max(1)).max(1);
                for sample in values.chunks_mut(length) {
                    let bound = quantile(sample, ratio).max(1.0).min(max);
                    sample.iter_mut().for_each(|value| *value = value.clamp(-bound, bound) / bound);
                }
            }
        }
    }
}

/// The quantile of the absolute values, with linear interpolation.
fn quantile(sample: &[f32], ratio: f32) -> f32 {
    let mut sorted: Vec<f32> = sample.iter().map(|value| value.abs()).collect();
    sorted.sort_unstable_by(f32::total_cmp);
    let rank = ratio * sorted.len().saturating_sub(1) as f32;
    let value = |rank: f32| sorted.get(rank as usize).copied().unwrap_or(f32::NAN);
    let (below, above, weight) = (value(rank.floor()), value(rank.ceil()), rank - rank.floor());
    // Counted from the nearer end, as PyTorch's `lerp` does.
    if weight < 0.5 { below + weight * (above - below) } else { above - (above - below) * (1.0 - weight) }
}

#[cfg(test)]
mod tests {
    use super::Limit;

    #[test]
    fn thresholds_each_sample_alone() {
        let mut values = [0.5, -0.25, 4.0, 2.0];
        Limit::Quantile { ratio: 1.0, max: 10.0 }.apply(&mut values, 2);
        assert_eq!(values, [0.5, -0.25, 1.0, 0.5]);
    }

    #[test]
    fn survives_nan_and_nothing() {
        Limit::Quantile { ratio: 0.5, max: 2.0 }.apply(&mut [], 1);
        Limit::Quantile { ratio: 0.5, max: 2.0 }.apply(&mut [f32::NAN, 1.0], 1);
        Limit::Range(1.0).apply(&mut [f32::NAN], 1);
    }
}
