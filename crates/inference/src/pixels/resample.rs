//! Changes the size of a picture while its rows pass by.
//!
//! The filter is a triangle, widened when shrinking so that nothing is skipped: what Pillow and antialiased
//! `torch.nn.functional.interpolate` call bilinear, and what networks are trained on. Pixel centres lie at halves.

use std::collections::VecDeque;

/// Gives the rows of the result from top to bottom, and asks for those of the source in the same order.
pub(crate) struct Resampler<const N: usize> {
    columns: Vec<Taps>,
    rows: Vec<Taps>,
    source: Vec<[f32; N]>,
    /// Source rows that are still needed, at the width of the result; the first is number `first`.
    held: VecDeque<Vec<[f32; N]>>,
    first: usize,
    result: Vec<[f32; N]>,
}

/// The source pixels that one result pixel is the mean of.
struct Taps {
    first: usize,
    weights: Vec<f32>,
}

impl<const N: usize> Resampler<N> {
    /// Width and height of source and result. None may be zero.
    pub fn new(source: (usize, usize), result: (usize, usize)) -> Self {
        Self {
            columns: taps(source.0, result.0),
            rows: taps(source.1, result.1),
            source: vec![[0.0; N]; source.0],
            held: VecDeque::new(),
            first: 0,
            result: vec![[0.0; N]; result.0],
        }
    }

    /// Row `y` of the result, which may not lie above the one before. `fetch` fills in a row of the source.
    pub fn row(&mut self, y: usize, mut fetch: impl FnMut(usize, &mut [[f32; N]])) -> &[[f32; N]] {
        let taps = &self.rows[y];
        while self.first < taps.first {
            // A row may be skipped before it was ever held.
            self.held.pop_front();
            self.first += 1;
        }
        for at in self.first + self.held.len()..taps.first + taps.weights.len() {
            fetch(at, &mut self.source);
            self.held.push_back(across(&self.source, &self.columns));
        }
        self.result.fill([0.0; N]);
        for (row, &weight) in self.held.iter().zip(&taps.weights) {
            for (sum, pixel) in self.result.iter_mut().zip(row) {
                (0..N).for_each(|c| sum[c] += pixel[c] * weight);
            }
        }
        &self.result
    }
}

fn across<const N: usize>(row: &[[f32; N]], columns: &[Taps]) -> Vec<[f32; N]> {
    let column = |taps: &Taps| {
        let mut sum = [0.0; N];
        for (pixel, &weight) in row[taps.first..].iter().zip(&taps.weights) {
            (0..N).for_each(|c| sum[c] += pixel[c] * weight);
        }
        sum
    };
    columns.iter().map(column).collect()
}

fn taps(source: usize, result: usize) -> Vec<Taps> {
    let step = source as f64 / result as f64;
    let reach = step.max(1.0);
    let pixel = |i: usize| {
        let centre = (i as f64 + 0.5) * step;
        let first = (centre - reach + 0.5).max(0.0) as usize;
        let end = ((centre + reach + 0.5) as usize).min(source).max(first + 1);
        let weight = |at: usize| (1.0 - (at as f64 + 0.5 - centre).abs() / reach).max(0.0);
        let sum: f64 = (first..end).map(weight).sum();
        Taps { first, weights: (first..end).map(|at| (weight(at) / sum) as f32).collect() }
    };
    (0..result).map(pixel).collect()
}

#[cfg(test)]
mod tests {
    use crate::pixels::Raster;

    fn line(values: &[f32]) -> Raster<1> {
        Raster::from_fn(values.len(), 1, |x, _| [values[x]])
    }

    #[test]
    fn the_same_size_is_the_same_picture() {
        let picture = Raster::from_fn(7, 5, |x, y| [x as f32, y as f32]);
        let mut rows = super::Resampler::new((7, 5), (7, 5));
        for y in 0..5 {
            assert_eq!(rows.row(y, |from, row| row.copy_from_slice(picture.row(from))), picture.row(y));
        }
    }

    /// Values of `Image.resize(..., BILINEAR)` of Pillow 12 on an "F" picture.
    #[test]
    fn it_is_what_networks_were_trained_on() {
        let close = |found: &Raster<1>, expected: &[f32]| {
            assert_eq!(found.pixels.len(), expected.len());
            found.pixels.iter().zip(expected).for_each(|(f, e)| assert!((f[0] - e).abs() < 1e-4, "{found:?}"));
        };
        close(&line(&[0.0, 10.0, 20.0, 60.0]).resized(2, 1), &[7.142_857, 35.714_287]);
        close(&line(&[0.0, 10.0]).resized(4, 1), &[0.0, 2.5, 7.5, 10.0]);
        close(&line(&[1.0, 2.0, 4.0, 8.0, 16.0]).resized(3, 1), &[1.428_571_5, 4.444_444_7, 12.571_428]);
    }

    #[test]
    fn flat_pictures_stay_flat_at_any_size() {
        let flat = Raster::from_fn(97, 31, |_, _| [0.7]);
        for (width, height) in [(1, 1), (2, 400), (96, 30), (98, 32), (1000, 3)] {
            let resized = flat.resized(width, height);
            assert_eq!(resized.pixels.len(), width * height);
            assert!(resized.pixels.iter().all(|p| (p[0] - 0.7).abs() < 1e-5), "{width} × {height}");
        }
    }
}
