//! The guided filter: what a mask has to do with the colours of its picture, window by window.
//!
//! He, Sun, Tang: Guided Image Filtering, 2010 and TPAMI 2013 (its §3.5 for colour pictures); and, for working on a
//! small copy, He, Sun: Fast Guided Filter, 2015. In each window the mask is fitted as an affine function of red, green
//! and blue; the functions are what is enlarged, not the mask, so that its edges are those of the large picture.

use crate::pixels::Raster;

/// For each pixel of the copy: `mask = r·red + g·green + b·blue + constant`.
pub(crate) struct LocalModel(pub Raster<4>);

impl LocalModel {
    /// `guide` and `mask` have one size. `epsilon`, in squared colours, says how much contrast makes an edge: what
    /// varies less in a window is smoothed.
    pub fn fit(guide: &Raster<3>, mask: &Raster<1>, radius: usize, epsilon: f32) -> Self {
        let products = guide
            .zip(mask, |&[r, g, b], &[p]| [r, g, b, p, r * p, g * p, b * p, r * r, r * g, r * b, g * g, g * b, b * b]);
        let windows = products.box_mean(radius).map(|means| solve(means, epsilon));
        // A pixel lies in many windows: it gets the mean of their functions.
        Self(windows.box_mean(radius))
    }

    /// No function of the colours: the mask itself.
    pub fn plain(mask: &Raster<1>) -> Self {
        Self(mask.map(|&[p]| [0.0, 0.0, 0.0, p]))
    }

    /// The mask of a pixel with this function and this colour.
    pub fn value(&[r, g, b, constant]: &[f32; 4], colour: &[f32; 3]) -> f32 {
        r * colour[0] + g * colour[1] + b * colour[2] + constant
    }
}

/// Least squares in one window, from its means.
fn solve(means: &[f32; 13], epsilon: f32) -> [f32; 4] {
    let &[r, g, b, p, rp, gp, bp, rr, rg, rb, gg, gb, bb] = means;
    let covariance = [rp - r * p, gp - g * p, bp - b * p];
    // The symmetric matrix of the colours' covariance, and its inverse by cofactors.
    let (a11, a12, a13) = (rr - r * r + epsilon, rg - r * g, rb - r * b);
    let (a22, a23, a33) = (gg - g * g + epsilon, gb - g * b, bb - b * b + epsilon);
    let (c11, c12, c13) = (a22 * a33 - a23 * a23, a13 * a23 - a12 * a33, a12 * a23 - a13 * a22);
    let (c22, c23, c33) = (a11 * a33 - a13 * a13, a12 * a13 - a11 * a23, a11 * a22 - a12 * a12);
    let determinant = a11 * c11 + a12 * c12 + a13 * c13;
    if determinant <= f32::MIN_POSITIVE {
        return [0.0, 0.0, 0.0, p];
    }
    let dot = |x: f32, y: f32, z: f32| (x * covariance[0] + y * covariance[1] + z * covariance[2]) / determinant;
    let slopes = [dot(c11, c12, c13), dot(c12, c22, c23), dot(c13, c23, c33)];
    [slopes[0], slopes[1], slopes[2], p - slopes[0] * r - slopes[1] * g - slopes[2] * b]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A disc in colours that vary, and a mask of it that is too small, shifted and blocky.
    #[test]
    fn a_poor_mask_finds_the_edges_of_the_picture() {
        let inside = |x: usize, y: usize| (x as f32 - 64.0).hypot(y as f32 - 64.0) < 40.0;
        let guide = Raster::from_fn(128, 128, |x, y| {
            let light = (x + y) as f32 / 1000.0;
            if inside(x, y) { [0.7 + light, 0.3, 0.2] } else { [0.2, 0.4 + light, 0.6] }
        });
        let poor = Raster::from_fn(128, 128, |x, y| [f32::from(inside(x / 8 * 8 + 6, y / 8 * 8 + 2))]);
        let model = LocalModel::fit(&guide, &poor, 12, 1e-4);
        let fine = model.0.zip(&guide, |model, colour| [LocalModel::value(model, colour)]);
        let agreement = |mask: &Raster<1>| {
            let (mut both, mut either) = (0.0, 0.0);
            for y in 0..128 {
                for x in 0..128 {
                    let (found, truth) = (mask.at(x, y)[0] >= 0.5, inside(x, y));
                    both += f32::from(u8::from(found && truth));
                    either += f32::from(u8::from(found || truth));
                }
            }
            both / either
        };
        let (before, after) = (agreement(&poor), agreement(&fine));
        assert!(before < 0.92 && after > 0.985, "{before} → {after}");
    }

    #[test]
    fn what_is_sure_stays_sure() {
        let noise = |x: usize, y: usize, c: usize| ((x * 31 + y * 17 + c * 7) % 23) as f32 / 23.0;
        let guide = Raster::from_fn(40, 30, |x, y| [noise(x, y, 0), noise(x, y, 1), noise(x, y, 2)]);
        for sure in [0.0, 1.0] {
            let model = LocalModel::fit(&guide, &Raster::from_fn(40, 30, |_, _| [sure]), 5, 1e-4);
            let mask = model.0.zip(&guide, |model, colour| [LocalModel::value(model, colour)]);
            assert!(mask.pixels.iter().all(|p| (p[0] - sure).abs() < 1e-3));
        }
        // Colours without any variation tell nothing.
        let flat = Raster::from_fn(40, 30, |_, _| [0.3; 3]);
        let ramp = Raster::from_fn(40, 30, |x, _| [x as f32 / 39.0]);
        let model = LocalModel::fit(&flat, &ramp, 2, 0.0);
        assert!(model.0.pixels.iter().all(|p| p.iter().all(|v| v.is_finite())));
    }
}
