//! Where the network looks: windows around the masked places.

use image::GrayImage;

/// Masked places nearer than this to each other are one, in pixels.
const CELL: usize = 32;
/// A window is at least so many times as wide and high as what is masked in it.
const CONTEXT: usize = 2;

/// A part of the picture, in its pixels. Ends are exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Window {
    pub left: usize,
    pub top: usize,
    pub right: usize,
    pub bottom: usize,
}

impl Window {
    pub fn size(&self) -> (usize, usize) {
        (self.right - self.left, self.bottom - self.top)
    }

    fn touches(&self, other: &Self) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }

    fn with(&self, other: &Self) -> Self {
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    /// With surroundings: a square of at least `side` where the picture is large enough.
    fn grown(&self, side: usize, (width, height): (usize, usize)) -> Self {
        let (w, h) = self.size();
        let side = (w.max(h) * CONTEXT).max(side);
        let along = |from: usize, to: usize, length: usize| {
            let side = side.min(length);
            let start = ((from + to) / 2).saturating_sub(side / 2).min(length - side);
            (start, start + side)
        };
        let ((left, right), (top, bottom)) =
            (along(self.left, self.right, width), along(self.top, self.bottom, height));
        Self { left, top, right, bottom }
    }
}

/// Windows that share no pixel and together hold everything that is masked, from top to bottom. `side`: what the
/// network takes.
pub(super) fn around(mask: &GrayImage, side: usize) -> Vec<Window> {
    let size = (mask.width() as usize, mask.height() as usize);
    let mut windows: Vec<Window> = places(mask).iter().map(|place| place.grown(side, size)).collect();
    // Those before `at` touch none of their like. Joining two may make them touch a third.
    let mut at = 0;
    while at < windows.len() {
        match (0..at).find(|&other| windows[other].touches(&windows[at])) {
            Some(other) => {
                windows[other] = windows[other].with(&windows[at]);
                windows.swap_remove(at);
                at = other;
            }
            None => at += 1,
        }
    }
    windows.sort_by_key(|window| (window.top, window.left));
    windows
}

/// Boxes around what is masked, cells that touch taken together.
fn places(mask: &GrayImage) -> Vec<Window> {
    let (width, height) = (mask.width() as usize, mask.height() as usize);
    let (columns, rows) = (width.div_ceil(CELL), height.div_ceil(CELL));
    let mut cells: Vec<Option<Window>> = vec![None; columns * rows];
    for (y, line) in mask.as_raw().chunks_exact(width.max(1)).enumerate() {
        for (x, _) in line.iter().enumerate().filter(|(_, value)| **value > 0) {
            let pixel = Window { left: x, top: y, right: x + 1, bottom: y + 1 };
            let cell = &mut cells[y / CELL * columns + x / CELL];
            *cell = Some(cell.map_or(pixel, |found| found.with(&pixel)));
        }
    }
    let mut places = Vec::new();
    for start in 0..cells.len() {
        let Some(mut place) = cells[start].take() else { continue };
        let mut open = vec![start];
        while let Some(cell) = open.pop() {
            let (x, y) = (cell % columns, cell / columns);
            for y in y.saturating_sub(1)..(y + 2).min(rows) {
                for x in x.saturating_sub(1)..(x + 2).min(columns) {
                    if let Some(found) = cells[y * columns + x].take() {
                        place = place.with(&found);
                        open.push(y * columns + x);
                    }
                }
            }
        }
        places.push(place);
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Luma;

    fn mask(width: u32, height: u32, boxes: &[[u32; 4]]) -> GrayImage {
        GrayImage::from_fn(width, height, |x, y| {
            let inside = boxes.iter().any(|b| (b[0]..b[2]).contains(&x) && (b[1]..b[3]).contains(&y));
            Luma([if inside { 255 } else { 0 }])
        })
    }

    #[test]
    fn places_far_apart_have_windows_of_their_own() {
        let far = mask(2000, 1500, &[[100, 100, 140, 120], [1700, 1300, 1990, 1310]]);
        let windows = around(&far, 256);
        assert_eq!(windows.len(), 2);
        assert_eq!(windows[0], Window { left: 0, top: 0, right: 256, bottom: 256 });
        // Twice what is masked, at the border of the picture.
        assert_eq!(windows[1], Window { left: 1420, top: 920, right: 2000, bottom: 1500 });
    }

    #[test]
    fn everything_masked_is_in_exactly_one_window() {
        let boxes = [[0, 0, 3, 3], [60, 10, 70, 90], [300, 200, 301, 201], [500, 380, 511, 383], [130, 90, 131, 300]];
        let mask = mask(512, 384, &boxes);
        for side in [32, 64, 150, 512] {
            let windows = around(&mask, side);
            for (x, y, _) in mask.enumerate_pixels().filter(|(_, _, value)| value.0[0] > 0) {
                let pixel = Window { left: x as usize, top: y as usize, right: x as usize + 1, bottom: y as usize + 1 };
                assert_eq!(windows.iter().filter(|window| window.touches(&pixel)).count(), 1, "{x} {y} by {side}");
            }
            assert!(windows.iter().all(|window| window.right <= 512 && window.bottom <= 384));
        }
        assert!(around(&GrayImage::new(40, 40), 512).is_empty());
    }

    #[test]
    fn a_small_picture_is_one_window() {
        assert_eq!(around(&mask(40, 20, &[[3, 3, 5, 5]]), 512)[0].size(), (40, 20));
    }
}
