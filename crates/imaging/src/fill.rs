//! Fills holes with the colours around them.

use image::{GrayImage, Luma, Rgb, RgbImage};

/// Colour times weight, and weight.
type Cell = [f32; 4];

/// The picture with its holes (white in `hole`) filled, smoothly, with what surrounds them: the known colours are averaged
/// at every scale, and each unknown pixel takes the finest average there is. Time and memory grow with the pixels alone.
///
/// Both must have the same size; pixels that the mask does not have are kept.
#[must_use]
pub fn fill_holes(picture: &RgbImage, hole: &GrayImage) -> RgbImage {
    let known =
        |x: u32, y: u32| 1.0 - hole.get_pixel_checked(x, y).map_or(0.0, |Luma([hole])| f32::from(*hole) / 255.0);
    let (width, height) = picture.dimensions();
    let cells = picture.enumerate_pixels().map(|(x, y, Rgb(colour))| {
        let weight = known(x, y);
        let [r, g, b] = colour.map(|value| f32::from(value) * weight);
        [r, g, b, weight]
    });
    let mut levels = vec![Level { width, height, cells: cells.collect() }];
    while let Some(finest) = levels.last().filter(|level| level.width > 1 || level.height > 1) {
        let coarser = finest.halved();
        levels.push(coarser);
    }
    let mut filled: Option<Level> = None;
    while let Some(mut level) = levels.pop() {
        if let Some(coarser) = &filled {
            level.complete(coarser);
        }
        filled = Some(level);
    }
    let Some(filled) = filled else { return picture.clone() };
    RgbImage::from_fn(width, height, |x, y| {
        let [r, g, b, weight] = filled.cells[(y * width + x) as usize];
        // Without a single known pixel there is nothing to fill with.
        if weight > 0.0 { Rgb([r, g, b].map(|value| (value / weight + 0.5) as u8)) } else { *picture.get_pixel(x, y) }
    })
}

struct Level {
    width: u32,
    height: u32,
    cells: Vec<Cell>,
}

impl Level {
    fn halved(&self) -> Self {
        let (width, height) = (self.width.div_ceil(2), self.height.div_ceil(2));
        let mut cells = vec![[0.0; 4]; (width * height) as usize];
        for (index, cell) in self.cells.iter().enumerate() {
            let (x, y) = (index as u32 % self.width, index as u32 / self.width);
            let sum: &mut Cell = &mut cells[(y / 2 * width + x / 2) as usize];
            sum.iter_mut().zip(cell).for_each(|(sum, value)| *sum += value);
        }
        // What is known well is not known better for being known four times.
        for cell in cells.iter_mut().filter(|cell| cell[3] > 1.0) {
            *cell = cell.map(|value| value / cell[3]);
        }
        Self { width, height, cells }
    }

    /// Takes what is missing from the level above.
    fn complete(&mut self, coarser: &Self) {
        for (index, cell) in self.cells.iter_mut().enumerate().filter(|(_, cell)| cell[3] < 1.0) {
            let (x, y) = (index as u32 % self.width, index as u32 / self.width);
            let above = coarser.between(x, y);
            let missing = 1.0 - cell[3];
            cell.iter_mut().zip(above).for_each(|(value, above)| *value += above * missing);
        }
    }

    /// The mean of the four cells that a cell of the level below lies between, by their nearness.
    fn between(&self, x: u32, y: u32) -> Cell {
        let place = |at: u32, length: u32| {
            let at = (at as f32 - 0.5) / 2.0;
            let last = length - 1;
            let first = at.floor().max(0.0);
            ((first as u32).min(last), (first as u32 + 1).min(last), (at - first).clamp(0.0, 1.0))
        };
        let ((left, right, across), (top, bottom, down)) = (place(x, self.width), place(y, self.height));
        let cell = |x: u32, y: u32| &self.cells[(y * self.width + x) as usize];
        let mut mean = [0.0; 4];
        for (cell, share) in [
            (cell(left, top), (1.0 - across) * (1.0 - down)),
            (cell(right, top), across * (1.0 - down)),
            (cell(left, bottom), (1.0 - across) * down),
            (cell(right, bottom), across * down),
        ] {
            mean.iter_mut().zip(cell).for_each(|(mean, value)| *mean += value * share);
        }
        mean
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hole_takes_the_colours_around_it_and_the_rest_stays() {
        let picture = RgbImage::from_fn(61, 40, |x, _| if x < 30 { Rgb([200, 10, 10]) } else { Rgb([10, 10, 200]) });
        let hole = GrayImage::from_fn(61, 40, |x, y| {
            Luma([if (10..50).contains(&x) && (10..30).contains(&y) { 255 } else { 0 }])
        });
        let filled = fill_holes(&picture, &hole);
        for (x, y, pixel) in filled.enumerate_pixels() {
            if hole.get_pixel(x, y).0 == [0] {
                assert_eq!(pixel, picture.get_pixel(x, y));
            }
        }
        let (left, right) = (filled.get_pixel(12, 20).0, filled.get_pixel(47, 20).0);
        assert!(left[0] > left[2] + 50 && right[2] > right[0] + 50, "{left:?} {right:?}");
        assert!(left[1].abs_diff(10) < 3, "{left:?}");
    }

    #[test]
    fn nothing_known_and_nothing_missing_are_left_alone() {
        for (width, height) in [(1, 1), (7, 1), (5, 9)] {
            let picture = RgbImage::from_pixel(width, height, Rgb([1, 2, 3]));
            for value in [0, 255] {
                assert_eq!(fill_holes(&picture, &GrayImage::from_pixel(width, height, Luma([value]))), picture);
            }
        }
    }
}
