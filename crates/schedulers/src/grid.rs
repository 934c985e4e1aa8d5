//! Evenly spaced numbers as numpy and PyTorch make them, to the last bit where rounding follows.

/// `numpy.linspace(start, stop, count)` in double precision.
pub(crate) fn linspace(start: f64, stop: f64, count: usize) -> Vec<f64> {
    let step = if count > 1 { (stop - start) / (count - 1) as f64 } else { 0.0 };
    let mut values: Vec<f64> = (0..count).map(|i| i as f64 * step + start).collect();
    if count > 1
        && let Some(last) = values.last_mut()
    {
        *last = stop;
    }
    values
}

/// `torch.linspace` in single precision, which counts from both ends towards the middle.
pub(crate) fn linspace_f32(start: f32, stop: f32, count: usize) -> Vec<f32> {
    if count == 1 {
        return vec![start];
    }
    let step = (stop - start) / (count - 1) as f32;
    (0..count)
        .map(|i| if i < count / 2 { start + step * i as f32 } else { stop - step * (count - 1 - i) as f32 })
        .collect()
}

/// `numpy.arange(start, 0, -step)`, whose increment is the rounded difference of its first two values.
pub(crate) fn countdown(start: f64, step: f64) -> Vec<f64> {
    let increment = (start - step) - start;
    let count = (start / step).ceil() as usize;
    (0..count).map(|i| start + i as f64 * increment).collect()
}

/// `numpy.interp` over the table's indices: linear in between, clamped outside.
pub(crate) fn interpolate(table: &[f32], at: f64) -> f64 {
    let value = |i: usize| table.get(i).copied().map_or(f64::NAN, f64::from);
    let last = table.len().saturating_sub(1);
    if at <= 0.0 {
        return value(0);
    }
    if at >= last as f64 {
        return value(last);
    }
    let below = at.floor();
    let i = below as usize;
    (value(i + 1) - value(i)) * (at - below) + value(i)
}

#[cfg(test)]
mod tests {
    use super::{countdown, interpolate, linspace};

    #[test]
    fn matches_numpy() {
        assert_eq!(linspace(0.0, 999.0, 1), [0.0]);
        assert_eq!(linspace(0.0, 3.0, 4), [0.0, 1.0, 2.0, 3.0]);
        assert_eq!(countdown(1000.0, 250.0), [1000.0, 750.0, 500.0, 250.0]);
        assert_eq!(countdown(1000.0, 1000.0 / 7.0).len(), 7);
        assert_eq!(interpolate(&[1.0, 3.0], 0.5), 2.0);
        assert_eq!(interpolate(&[1.0, 3.0], 9.0), 3.0);
    }
}
