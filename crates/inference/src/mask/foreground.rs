//! The colours of what is cut out, without those of what was behind it.
//!
//! At a soft edge a pixel is `α·F + (1 − α)·B`. Taking it as it is would carry the old background along as a fringe.
//! F and B are estimated as blurred means of what is surely one or the other, first from far, then from near, and
//! corrected by what they do not explain: Forte, Approximate Fast Foreground Colour Estimation, ICIP 2021.

use crate::pixels::Raster;

/// How far the first estimate looks: a share of the copy's longer side, and at least so many of its pixels.
const FAR: (usize, usize) = (24, 16);
/// How far the second one looks, in pixels of the copy.
const NEAR: usize = 3;
/// Keeps apart what is empty from what is little.
const EMPTY: f32 = 1e-5;

/// For each pixel of the copy the mean colours around it: of the foreground, then of the background.
pub(super) fn estimate(copy: &Raster<3>, alpha: &Raster<1>) -> Raster<6> {
    let both = copy.map(|&[r, g, b]| [r, g, b, r, g, b]);
    let far = means(&both, alpha, (copy.width.max(copy.height) / FAR.0).max(FAR.1));
    let seen = copy.zip(alpha, |&[r, g, b], &[a]| [r, g, b, a]);
    let nearer = far.zip(&seen, |means, &[r, g, b, a]| {
        let [r, g, b] = foreground(means, [r, g, b], a);
        [r, g, b, means[3], means[4], means[5]]
    });
    means(&nearer, alpha, NEAR)
}

/// The foreground's colour in a pixel.
pub(super) fn foreground(means: &[f32; 6], colour: [f32; 3], alpha: f32) -> [f32; 3] {
    let channel = |c: usize| {
        let (front, behind) = (means[c], means[c + 3]);
        (front + alpha * (colour[c] - alpha * front - (1.0 - alpha) * behind)).clamp(0.0, 1.0)
    };
    [channel(0), channel(1), channel(2)]
}

/// Means of both colours, each weighted by how much there is of it.
fn means(both: &Raster<6>, alpha: &Raster<1>, radius: usize) -> Raster<6> {
    let weighted = both.zip(alpha, |&[fr, fg, fb, br, bg, bb], &[a]| {
        let rest = 1.0 - a;
        [fr * a, fg * a, fb * a, br * rest, bg * rest, bb * rest, a]
    });
    weighted.box_mean(radius).map(|&[fr, fg, fb, br, bg, bb, a]| {
        let (front, behind) = (1.0 / (a + EMPTY), 1.0 / (1.0 - a + EMPTY));
        [fr * front, fg * front, fb * front, br * behind, bg * behind, bb * behind]
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An orange disc with a wide soft edge before bright green.
    #[test]
    fn the_background_leaves_the_edge() {
        let (front, behind) = ([0.9, 0.5, 0.1], [0.1, 0.9, 0.2]);
        let alpha = Raster::from_fn(96, 96, |x, y| {
            let distance = (x as f32 - 48.0).hypot(y as f32 - 48.0);
            [((34.0 - distance) / 8.0).clamp(0.0, 1.0)]
        });
        let copy = alpha.map(|&[a]| [0, 1, 2].map(|c| front[c] * a + behind[c] * (1.0 - a)));
        let estimated = estimate(&copy, &alpha);
        let (mut before, mut after, mut count) = (0.0, 0.0, 0.0);
        for ((pixel, means), &[a]) in copy.pixels.iter().zip(&estimated.pixels).zip(&alpha.pixels) {
            if a > 0.1 && a < 0.9 {
                let cleaned = foreground(means, *pixel, a);
                let distance = |c: &[f32; 3]| (0..3).map(|i| (c[i] - front[i]).abs()).sum::<f32>();
                before += distance(pixel);
                after += distance(&cleaned);
                count += 1.0;
            }
        }
        assert!(count > 500.0 && after < before / 6.0, "{before} → {after} over {count}");
    }

    #[test]
    fn solid_pixels_keep_their_colours() {
        let copy = Raster::from_fn(20, 20, |x, y| [x as f32 / 20.0, y as f32 / 20.0, 0.5]);
        let solid = copy.map(|_| [1.0]);
        let estimated = estimate(&copy, &solid);
        for (pixel, means) in copy.pixels.iter().zip(&estimated.pixels) {
            let kept = foreground(means, *pixel, 1.0);
            assert!(kept.iter().zip(pixel).all(|(a, b)| (a - b).abs() < 1e-4));
        }
    }
}
