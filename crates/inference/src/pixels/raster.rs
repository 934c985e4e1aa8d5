//! A picture of bounded size in memory.

use super::resample::Resampler;

/// Pixels of `N` floats, row by row.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Raster<const N: usize> {
    pub width: usize,
    pub height: usize,
    pub pixels: Vec<[f32; N]>,
}

impl<const N: usize> Raster<N> {
    pub fn from_fn(width: usize, height: usize, pixel: impl Fn(usize, usize) -> [f32; N]) -> Self {
        let pixel = &pixel;
        let pixels = (0..height).flat_map(|y| (0..width).map(move |x| pixel(x, y))).collect();
        Self { width, height, pixels }
    }

    pub fn row(&self, y: usize) -> &[[f32; N]] {
        &self.pixels[y * self.width..][..self.width]
    }

    pub fn at(&self, x: usize, y: usize) -> &[f32; N] {
        &self.pixels[y * self.width + x]
    }

    pub fn map<const M: usize>(&self, change: impl Fn(&[f32; N]) -> [f32; M]) -> Raster<M> {
        Raster { width: self.width, height: self.height, pixels: self.pixels.iter().map(change).collect() }
    }

    /// Pixel by pixel with another of the same size.
    pub fn zip<const M: usize, const K: usize>(
        &self,
        other: &Raster<M>,
        join: impl Fn(&[f32; N], &[f32; M]) -> [f32; K],
    ) -> Raster<K> {
        let pixels = self.pixels.iter().zip(&other.pixels).map(|(a, b)| join(a, b)).collect();
        Raster { width: self.width, height: self.height, pixels }
    }

    /// Brought to a size, smoothly.
    pub fn resized(&self, width: usize, height: usize) -> Self {
        if (width, height) == (self.width, self.height) {
            return self.clone();
        }
        let mut rows = Resampler::new((self.width, self.height), (width, height));
        let mut pixels = Vec::with_capacity(width * height);
        for y in 0..height {
            pixels.extend_from_slice(rows.row(y, |from, row| row.copy_from_slice(self.row(from))));
        }
        Self { width, height, pixels }
    }

    /// The part of `width` × `height` that begins at `x`, `y`.
    pub fn window(&self, x: usize, y: usize, width: usize, height: usize) -> Self {
        let pixels = (y..y + height).flat_map(|y| &self.row(y)[x..x + width]).copied().collect();
        Self { width, height, pixels }
    }
}
