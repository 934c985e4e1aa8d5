//! The noise levels of flow matching (rectified flow, arXiv:2209.03003) and their shifting towards the noise for larger
//! pictures (arXiv:2403.03206, section 5.3.2).

use crate::settings::TimeShift;

/// Multiplies the odds of noise against picture by `shift`.
pub(crate) fn shift(sigma: f64, shift: f64) -> f64 {
    shift * sigma / (1.0 + (shift - 1.0) * sigma)
}

/// The same, given the logarithm of the factor or the factor itself.
pub(crate) fn dynamic_shift(sigma: f64, mu: f64, kind: TimeShift) -> f64 {
    let factor = match kind {
        TimeShift::Exponential => mu.exp(),
        TimeShift::Linear => mu,
    };
    factor / (factor + (1.0 / sigma - 1.0))
}

/// Stretches the levels so that the last is `terminal`.
pub(crate) fn stretch_to(levels: &mut [f64], terminal: f64) {
    let Some(last) = levels.last().copied() else { return };
    let scale = (1.0 - last) / (1.0 - terminal);
    levels.iter_mut().for_each(|sigma| *sigma = 1.0 - (1.0 - *sigma) / scale);
}
