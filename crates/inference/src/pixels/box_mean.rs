//! Means over square windows, in time that does not depend on their size.

use super::Raster;

impl<const N: usize> Raster<N> {
    /// Each pixel becomes the mean of those at most `radius` away in rows and columns; at the borders, of those there
    /// are.
    pub fn box_mean(&self, radius: usize) -> Self {
        let (width, height) = (self.width, self.height);
        let mut means = self.clone();
        for (row, from) in means.pixels.chunks_exact_mut(width).zip(self.pixels.chunks_exact(width)) {
            slide_along(row, from, radius);
        }
        // Down the columns, a row at a time, so that memory is walked in order.
        let across = means.pixels.clone();
        let row = |y: usize| &across[y * width..][..width];
        // Sums are of higher precision: what goes in comes out again thousands of pixels later.
        let mut sums = vec![[0.0_f64; N]; width];
        let add = |y: usize, sign: f64, sums: &mut Vec<[f64; N]>| {
            for (sum, pixel) in sums.iter_mut().zip(row(y)) {
                (0..N).for_each(|c| sum[c] += f64::from(pixel[c]) * sign);
            }
        };
        (0..radius.min(height)).for_each(|y| add(y, 1.0, &mut sums));
        for y in 0..height {
            if y + radius < height {
                add(y + radius, 1.0, &mut sums);
            }
            if y > radius {
                add(y - radius - 1, -1.0, &mut sums);
            }
            let count = 1.0 / window(y, radius, height);
            for (pixel, sum) in means.pixels[y * width..][..width].iter_mut().zip(&sums) {
                *pixel = sum.map(|v| (v * count) as f32);
            }
        }
        means
    }

    /// Three times [`Self::box_mean`], which is close to a Gaussian.
    pub fn blurred(&self, radius: usize) -> Self {
        self.box_mean(radius).box_mean(radius).box_mean(radius)
    }
}

fn slide_along<const N: usize>(row: &mut [[f32; N]], from: &[[f32; N]], radius: usize) {
    let length = from.len();
    let mut sum = [0.0_f64; N];
    let add = |pixel: &[f32; N], sign: f64, sum: &mut [f64; N]| {
        (0..N).for_each(|c| sum[c] += f64::from(pixel[c]) * sign);
    };
    from[..radius.min(length)].iter().for_each(|pixel| add(pixel, 1.0, &mut sum));
    for (x, pixel) in row.iter_mut().enumerate() {
        if x + radius < length {
            add(&from[x + radius], 1.0, &mut sum);
        }
        if x > radius {
            add(&from[x - radius - 1], -1.0, &mut sum);
        }
        let count = 1.0 / window(x, radius, length);
        *pixel = sum.map(|v| (v * count) as f32);
    }
}

/// Pixels in the window around `at`.
fn window(at: usize, radius: usize, length: usize) -> f64 {
    ((at + radius + 1).min(length) - at.saturating_sub(radius)) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn means_are_those_of_the_definition() {
        let noise = |x: usize, y: usize| ((x * 7919 + y * 104_729) % 1000) as f32 / 1000.0;
        for (width, height, radius) in [(9, 7, 2), (1, 1, 3), (5, 30, 10), (40, 3, 0), (6, 6, 1)] {
            let picture = Raster::from_fn(width, height, |x, y| [noise(x, y), 1.0]);
            let means = picture.box_mean(radius);
            for y in 0..height {
                for x in 0..width {
                    let rows = y.saturating_sub(radius)..(y + radius + 1).min(height);
                    let columns = x.saturating_sub(radius)..(x + radius + 1).min(width);
                    let (mut sum, mut count) = (0.0, 0.0);
                    for (x, y) in rows.flat_map(|y| columns.clone().map(move |x| (x, y))) {
                        sum += noise(x, y);
                        count += 1.0;
                    }
                    let [found, one] = *means.at(x, y);
                    assert!((found - sum / count).abs() < 1e-5 && (one - 1.0).abs() < 1e-6);
                }
            }
        }
    }
}
