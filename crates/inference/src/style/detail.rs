//! Puts detail back that was lost when the picture was shrunk for the network.

use crate::pixels::Raster;

/// Pixels of the small picture around each, over which the style's colours are fitted.
const RADIUS: usize = 4;
/// Squared brightness: a window that varies less says nothing about the style, and goes by the whole picture.
const EPSILON: f32 = 4e-4;
/// Detail is never made stronger than it was.
const STEEPEST: f32 = 1.0;

/// ITU-R BT.601.
pub(super) fn luma([r, g, b]: [f32; 3]) -> f32 {
    0.299 * r + 0.587 * g + 0.114 * b
}

/// For each pixel of the small picture: the styled colour, how each of its channels follows the original's brightness
/// (as in the guided filter: covariance over variance), and that brightness.
pub(super) fn fit(original: &Raster<3>, styled: &Raster<3>) -> Raster<7> {
    let products = original.zip(styled, |&colour, &[r, g, b]| {
        let y = luma(colour);
        [y, y * y, r, g, b, y * r, y * g, y * b]
    });
    let overall = slopes(&mean(&products), [0.0; 3]);
    let slopes = products.box_mean(RADIUS).map(|means| slopes(means, overall)).box_mean(RADIUS);
    let colours = original.zip(styled, |&colour, &[r, g, b]| [r, g, b, luma(colour)]);
    colours.zip(&slopes, |&[r, g, b, y], &[sr, sg, sb]| [r, g, b, sr, sg, sb, y])
}

/// How the channels follow the brightness, by means of the brightness, its square, the channels, and brightness times
/// channel; `expected` where there is too little to tell.
fn slopes(&[y, yy, r, g, b, yr, yg, yb]: &[f32; 8], expected: [f32; 3]) -> [f32; 3] {
    let variance = (yy - y * y).max(0.0);
    let covariances = [yr - y * r, yg - y * g, yb - y * b];
    let slope = |c: usize| (covariances[c] + EPSILON * expected[c]) / (variance + EPSILON);
    [0, 1, 2].map(|c| slope(c).clamp(-STEEPEST, STEEPEST))
}

fn mean<const N: usize>(picture: &Raster<N>) -> [f32; N] {
    let mut sum = [0.0_f64; N];
    for pixel in &picture.pixels {
        (0..N).for_each(|c| sum[c] += f64::from(pixel[c]));
    }
    sum.map(|v| (v / picture.pixels.len() as f64) as f32)
}

/// The styled colour of a pixel of the large picture.
pub(super) fn with_detail(fitted: &[f32; 7], original: [f32; 3]) -> [f32; 3] {
    let detail = luma(original) - fitted[6];
    [0, 1, 2].map(|c| fitted[c] + fitted[c + 3] * detail)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A fine pattern that the small picture cannot show.
    fn large(x: usize, y: usize) -> [f32; 3] {
        let coarse = 0.3 + 0.4 * (x as f32 / 128.0);
        let wave = ((x / 24 + y / 24) % 2) as f32 * 0.2;
        let fine = if (x + y).is_multiple_of(2) { 0.04 } else { -0.04 };
        [coarse * 0.5 + wave + fine; 3]
    }

    fn error_with(style: impl Fn([f32; 3]) -> [f32; 3]) -> (f32, f32) {
        let original = Raster::from_fn(128, 128, large);
        let small = original.resized(32, 32);
        let fitted = fit(&small, &small.map(|&c| style(c)));
        let (mut plain, mut detailed) = (0.0, 0.0);
        let enlarged = fitted.resized(128, 128);
        for (pixel, fitted) in original.pixels.iter().zip(&enlarged.pixels) {
            let wanted = style(*pixel);
            plain += (fitted[0] - wanted[0]).abs();
            detailed += (with_detail(fitted, *pixel)[0] - wanted[0]).abs();
        }
        (plain, detailed)
    }

    #[test]
    fn detail_follows_the_style() {
        let (plain, negative) = error_with(|c| c.map(|v| 1.0 - v));
        assert!(negative < plain / 3.0, "{plain} → {negative}");
        // What the style made flat gets no detail at all.
        let (_, flat) = error_with(|_| [0.5; 3]);
        assert!(flat < 1e-2, "{flat}");
    }
}
