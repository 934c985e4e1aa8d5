//! Shrinks a picture while its rows pass by.
//!
//! Every result pixel is the mean of the area it covers, fractions of pixels included. Memory is two rows of the
//! result; the picture itself is never held. Colours are weighted by their alpha, so that what is transparent does
//! not bleed into what is not.

/// Receives rows of `N` interleaved channels: 3 (RGB) or 4 (RGBA).
pub(crate) struct AreaAverage<const N: usize> {
    source: (u32, u32),
    target: (u32, u32),
    /// Rows received.
    row: u32,
    /// Sums of the result row being filled and of the one after it, which a source row may straddle.
    current: Vec<[f32; N]>,
    next: Vec<[f32; N]>,
    columns: Vec<Column>,
    /// Source pixels in one result pixel.
    area: f32,
    pixels: Vec<u8>,
}

/// The part of a source row that one result pixel covers: the whole pixels from `first` to `end`, and a share of
/// those on either side.
struct Column {
    first: usize,
    end: usize,
    before: f32,
    after: f32,
}

impl<const N: usize> AreaAverage<N> {
    /// Neither side may be zero, and `target` may not be larger than `source`.
    pub fn new(source: (u32, u32), target: (u32, u32)) -> Self {
        let zero = vec![[0.0; N]; target.0 as usize];
        let area = (f64::from(source.0) / f64::from(target.0)) * (f64::from(source.1) / f64::from(target.1));
        Self {
            source,
            target,
            row: 0,
            current: zero.clone(),
            next: zero,
            columns: columns(source.0, target.0),
            area: area as f32,
            pixels: Vec::with_capacity(target.0 as usize * target.1 as usize * N),
        }
    }

    /// Takes the next row: as many pixels as the source is wide.
    pub fn push_row(&mut self, row: &[u8]) {
        let ratio = f64::from(self.source.1) / f64::from(self.target.1);
        let (top, bottom) = (f64::from(self.row), f64::from(self.row + 1));
        // The result row in which this one begins ends here. The last one takes all there is: rounding must not leave
        // it open.
        let filled = self.pixels.len() / (self.target.0 as usize * N);
        let last = filled + 1 >= self.target.1 as usize;
        let edge = if last { f64::from(self.source.1) } else { (filled + 1) as f64 * ratio };
        let share = (edge.min(bottom) - top) as f32;
        self.add(row, share, 1.0 - share);
        self.row += 1;
        if bottom >= edge {
            self.emit();
        }
    }

    /// The pixels of the finished picture.
    pub fn finish(self) -> Vec<u8> {
        self.pixels
    }

    /// Sums the row into result columns, `share` of it to the current result row and `rest` to the next.
    fn add(&mut self, row: &[u8], share: f32, rest: f32) {
        let pixels: &[[u8; N]] = row.as_chunks().0;
        let sums = self.current.iter_mut().zip(&mut self.next);
        for (column, (current, next)) in self.columns.iter().zip(sums) {
            let mut whole = [0_u64; N];
            for pixel in pixels.get(column.first..column.end).unwrap_or_default() {
                for (sum, value) in whole.iter_mut().zip(weigh(pixel)) {
                    *sum += u64::from(value);
                }
            }
            let mut sum = whole.map(|v| v as f32);
            let mut add_part = |x: usize, part: f32| {
                if part > 0.0
                    && let Some(pixel) = pixels.get(x)
                {
                    for (sum, value) in sum.iter_mut().zip(weigh(pixel)) {
                        *sum += value as f32 * part;
                    }
                }
            };
            add_part(column.first.wrapping_sub(1), column.before);
            add_part(column.end, column.after);
            for c in 0..N {
                current[c] += sum[c] * share;
                next[c] += sum[c] * rest;
            }
        }
    }

    /// Writes out the current result row and moves on.
    fn emit(&mut self) {
        for sum in &self.current {
            self.pixels.extend(unweigh(sum, self.area));
        }
        std::mem::swap(&mut self.current, &mut self.next);
        self.next.fill([0.0; N]);
    }
}

fn columns(source: u32, target: u32) -> Vec<Column> {
    let ratio = f64::from(source) / f64::from(target);
    let column = |i: u32| {
        let (left, right) = (f64::from(i) * ratio, (f64::from(i + 1) * ratio).min(f64::from(source)));
        // As the target is never larger, there is an edge between source pixels in every column, or at its border.
        let (first, end) = (left.ceil(), right.floor().max(left.ceil()));
        let (before, after) = ((first - left) as f32, (right - end).max(0.0) as f32);
        Column { first: first as usize, end: end as usize, before, after }
    };
    (0..target).map(column).collect()
}

/// A pixel's contribution to a sum: colour times alpha, then alpha times 255, when there is an alpha.
fn weigh<const N: usize>(pixel: &[u8; N]) -> [u32; N] {
    let alpha = if N == 4 { u32::from(pixel[N - 1]) } else { 1 };
    let mut weighed = pixel.map(|v| u32::from(v) * alpha);
    if N == 4 {
        weighed[N - 1] = alpha * 255;
    }
    weighed
}

/// The inverse of [`weigh`] for a sum over `area` pixels.
fn unweigh<const N: usize>(sum: &[f32; N], area: f32) -> [u8; N] {
    if N == 4 {
        let alpha = sum[N - 1] / 255.0;
        let mut pixel = sum.map(|v| to_byte(if alpha > 0.0 { v / alpha } else { 0.0 }));
        pixel[N - 1] = to_byte(alpha / area);
        pixel
    } else {
        sum.map(|v| to_byte(v / area))
    }
}

fn to_byte(value: f32) -> u8 {
    // A cast from float saturates.
    (value + 0.5) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shrink<const N: usize>(rows: &[Vec<u8>], target: (u32, u32)) -> Vec<u8> {
        let mut average = AreaAverage::<N>::new(((rows[0].len() / N) as u32, rows.len() as u32), target);
        rows.iter().for_each(|row| average.push_row(row));
        average.finish()
    }

    #[test]
    fn the_same_size_is_the_same_picture() {
        let rows: Vec<Vec<u8>> = (0..5).map(|y| (0..21).map(|x| (y * 50 + x * 3) as u8).collect()).collect();
        assert_eq!(shrink::<3>(&rows, (7, 5)), rows.concat());
    }

    #[test]
    fn whole_and_fractional_areas_are_averaged() {
        let row = |values: [u8; 4]| values.iter().flat_map(|&v| [v; 3]).collect::<Vec<u8>>();
        let rows = [row([0, 100, 200, 40]), row([0, 100, 200, 40]), row([10, 10, 10, 10])];
        // 4×3 → 2×1: each result is the mean of 2×3 pixels.
        assert_eq!(shrink::<3>(&rows, (2, 1)), [37, 37, 37, 83, 83, 83]);
        // 4×3 → 3×2: 4/3 × 3/2 pixels each; the first is (1·(0 + ½·10·…)): ((0 + 100/3)·1 + (0 + 100/3)·½) / 2.
        let third = shrink::<3>(&rows[..2].iter().chain(&rows[..1]).cloned().collect::<Vec<_>>(), (3, 2));
        assert_eq!(third[0], 25);
        assert_eq!(third.len(), 3 * 2 * 3);
    }

    #[test]
    fn transparent_pixels_lend_no_colour() {
        let rows = [vec![255, 0, 0, 255, 0, 255, 0, 0]];
        assert_eq!(shrink::<4>(&rows, (1, 1)), [255, 0, 0, 128]);
    }

    #[test]
    fn awkward_ratios_give_every_row_and_stay_in_range() {
        for (source, target) in
            [((1, 1000), (1, 384)), ((997, 13), (384, 5)), ((385, 385), (384, 384)), ((40, 1), (1, 1))]
        {
            let row = vec![201; source.0 as usize * 3];
            let rows = vec![row; source.1 as usize];
            let result = shrink::<3>(&rows, target);
            assert_eq!(result.len(), (target.0 * target.1 * 3) as usize);
            assert!(result.iter().all(|&v| v == 201), "{source:?} → {target:?}");
        }
    }
}
