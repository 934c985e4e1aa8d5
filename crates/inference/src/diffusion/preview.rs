//! Small pictures of what is being painted, without the decoder: colours are nearly linear in the latents.
//!
//! Which line it is, is found out by letting the decoder paint a few random latents once, so that no table of models is
//! needed.

use super::{
    folder::VaeConfig,
    noise::{NoiseSource, SeededNoise},
    vae,
};
use crate::{InferenceError, RunControl, runtime::ModelSession};
use image::{Rgb, RgbImage};

/// Side of the random latents, in latents.
const SIDE: usize = 8;
/// How many are painted: 64 samples each, for a handful of unknowns.
const SAMPLES: usize = 4;
/// Keeps the solution small where the samples say nothing.
const RIDGE: f64 = 1e-3;

/// Colours from latents, by a linear map and an offset.
pub(super) struct Projection {
    /// For red, green and blue: a factor for each channel, then the offset.
    rows: [Vec<f32>; 3],
}

impl Projection {
    /// # Errors
    /// Those of a run.
    pub fn fit(decoder: &ModelSession, config: &VaeConfig, control: &RunControl) -> Result<Self, InferenceError> {
        let (channels, scale) = (config.latent_channels, config.scale());
        let mut unknowns = Normal::new(channels + 1);
        let mut noise = SeededNoise::new([0]);
        for _ in 0..SAMPLES {
            let latents = smooth(&mut noise, channels);
            let pictures = vae::decode(decoder, config, &latents, [SIDE, SIDE], control)?;
            let Some(picture) = pictures.first() else { continue };
            for y in 0..SIDE {
                for x in 0..SIDE {
                    let known: Vec<f64> = (0..channels)
                        .map(|channel| f64::from(latents[(channel * SIDE + y) * SIDE + x]))
                        .chain([1.0])
                        .collect();
                    let colour = [0, 1, 2].map(|plane| mean_of_cell(picture, plane, (x, y), scale));
                    unknowns.add(&known, colour);
                }
            }
        }
        Ok(Self { rows: unknowns.solve() })
    }

    /// A pixel for each latent. `latents` is `[batch, channels, height, width]`; the pictures of a batch stand side by
    /// side, and below one another from the third on.
    pub fn picture(&self, latents: &[f32], [channels, height, width]: [usize; 3]) -> RgbImage {
        let area = height * width;
        let batch = (latents.len() / (channels * area).max(1)).max(1);
        let columns = if batch == 1 { 1 } else { 2 };
        let rows = batch.div_ceil(columns);
        RgbImage::from_fn((columns * width) as u32, (rows * height) as u32, |x, y| {
            let (x, y) = (x as usize, y as usize);
            let index = (y / height) * columns + x / width;
            let at = (y % height) * width + x % width;
            let value = |channel: usize| latents.get((index * channels + channel) * area + at).copied().unwrap_or(0.0);
            Rgb([0, 1, 2].map(|colour| {
                let row = &self.rows[colour];
                let sum: f32 = (0..channels).map(|channel| row[channel] * value(channel)).sum();
                ((sum + row[channels]).clamp(0.0, 1.0) * 255.0).round() as u8
            }))
        })
    }
}

/// Standard normal numbers, the same for two by two latents: what is even within a cell is what the line is for.
fn smooth(noise: &mut SeededNoise, channels: usize) -> Vec<f32> {
    let half = SIDE / 2;
    let mut coarse = vec![0.0; channels * half * half];
    noise.fill(&mut coarse);
    let index = |channel: usize, y: usize, x: usize| (channel * half + y / 2) * half + x / 2;
    let cells = (0..channels).flat_map(|c| (0..SIDE).flat_map(move |y| (0..SIDE).map(move |x| (c, y, x))));
    cells.map(|(c, y, x)| coarse[index(c, y, x)]).collect()
}

fn mean_of_cell(picture: &[f32], plane: usize, (x, y): (usize, usize), scale: usize) -> f64 {
    let width = SIDE * scale;
    let row = |line: usize| {
        let start = plane * width * width + (y * scale + line) * width + x * scale;
        picture.get(start..start + scale).unwrap_or_default()
    };
    let sum: f64 = (0..scale).flat_map(row).map(|value| f64::from(*value)).sum();
    sum / (scale * scale) as f64
}

/// The normal equations of least squares, for three right-hand sides.
struct Normal {
    size: usize,
    /// `[size, size + 3]`, row by row.
    rows: Vec<Vec<f64>>,
}

impl Normal {
    fn new(size: usize) -> Self {
        let mut rows = vec![vec![0.0; size + 3]; size];
        for (i, row) in rows.iter_mut().enumerate() {
            row[i] = RIDGE;
        }
        Self { size, rows }
    }

    fn add(&mut self, known: &[f64], wanted: [f64; 3]) {
        for (row, a) in self.rows.iter_mut().zip(known) {
            for (value, b) in row.iter_mut().zip(known.iter().chain(&wanted)) {
                *value += a * b;
            }
        }
    }

    /// Gauss and Jordan; the matrix is positive definite, so no row needs to be exchanged.
    fn solve(mut self) -> [Vec<f32>; 3] {
        for pivot in 0..self.size {
            let divisor = self.rows[pivot][pivot];
            self.rows[pivot].iter_mut().for_each(|value| *value /= divisor);
            let used = self.rows[pivot].clone();
            for (_, row) in self.rows.iter_mut().enumerate().filter(|(i, _)| *i != pivot) {
                let factor = row[pivot];
                row.iter_mut().zip(&used).for_each(|(value, used)| *value -= factor * used);
            }
        }
        [0, 1, 2].map(|side| self.rows.iter().map(|row| row[self.size + side] as f32).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_found() {
        let mut unknowns = Normal::new(3);
        let mut noise = SeededNoise::new([1]);
        for _ in 0..50 {
            let mut drawn = [0.0; 2];
            noise.fill(&mut drawn);
            let [a, b] = drawn.map(f64::from);
            unknowns.add(&[a, b, 1.0], [0.5 * a + 0.25, b - a, 2.0 * b - 1.0]);
        }
        let found = unknowns.solve();
        for (row, expected) in found.iter().zip([[0.5, 0.0, 0.25], [-1.0, 1.0, 0.0], [0.0, 2.0, -1.0]]) {
            for (value, expected) in row.iter().zip(expected) {
                assert!((value - expected).abs() < 1e-3, "{found:?}");
            }
        }
    }

    #[test]
    fn a_batch_is_laid_out_two_by_two() {
        let projection = Projection { rows: [vec![1.0, 0.0], vec![0.0, 0.0], vec![0.0, 1.0]] };
        let latents: Vec<f32> = (0..4).flat_map(|picture| [picture as f32 / 4.0; 6]).collect();
        let picture = projection.picture(&latents, [1, 2, 3]);
        assert_eq!(picture.dimensions(), (6, 4));
        assert_eq!(picture.get_pixel(0, 0), &Rgb([0, 0, 255]));
        assert_eq!(picture.get_pixel(3, 0), &Rgb([64, 0, 255]));
        assert_eq!(picture.get_pixel(5, 3), &Rgb([191, 0, 255]));
    }
}
