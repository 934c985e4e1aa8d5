//! Where someone clicked.

use crate::{InferenceError, pixels::Raster};

/// More clicks than anyone makes.
const MOST_CLICKS: usize = 64;
/// How wide a click is on the planes for [`Prompts::maps`], in their pixels: the sigma of a Gaussian.
const CLICK_SIGMA: f32 = 1.5;

/// A click on a picture, in its pixels from the top left.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Click {
    pub x: f32,
    pub y: f32,
    /// It is on the thing, and not beside it.
    pub positive: bool,
}

/// What was said of the thing.
#[derive(Clone, Debug)]
pub(crate) struct Prompts {
    pub clicks: Vec<Click>,
    /// Left, top, right, bottom.
    pub area: Option<[f32; 4]>,
}

impl Prompts {
    /// Clicks and box in pixels of a picture of this size.
    ///
    /// # Errors
    /// [`InferenceError::Unsuitable`] for what is not in the picture, and when nothing is said of where the thing is.
    pub fn new(
        clicks: &[Click],
        area: Option<[f32; 4]>,
        (width, height): (usize, usize),
    ) -> Result<Self, InferenceError> {
        let (width, height) = (width as f32, height as f32);
        let inside = |x: f32, y: f32| (0.0..=width).contains(&x) && (0.0..=height).contains(&y);
        let problem = if clicks.len() > MOST_CLICKS {
            format!("There may be at most {MOST_CLICKS} clicks.")
        } else if !clicks.iter().all(|click| inside(click.x, click.y)) {
            format!("Every click must lie in the picture, which is {width} × {height}.")
        } else if area.is_some_and(|[x0, y0, x1, y1]| !(inside(x0, y0) && inside(x1, y1) && x0 < x1 && y0 < y1)) {
            format!("The box must lie in the picture, which is {width} × {height}, and have an area.")
        } else if area.is_none() && !clicks.iter().any(|click| click.positive) {
            "Please click on what is to be separated, or draw a box around it.".into()
        } else {
            return Ok(Self { clicks: clicks.to_vec(), area });
        };
        Err(InferenceError::Unsuitable(problem))
    }

    /// The same on the picture at another size.
    pub fn scaled(&self, from: (usize, usize), to: (usize, usize)) -> Self {
        let (x, y) = (to.0 as f32 / from.0 as f32, to.1 as f32 / from.1 as f32);
        let clicks = self.clicks.iter().map(|click| Click { x: click.x * x, y: click.y * y, ..*click });
        Self { clicks: clicks.collect(), area: self.area.map(|[x0, y0, x1, y1]| [x0 * x, y0 * y, x1 * x, y1 * y]) }
    }

    /// Coordinates and labels as Segment Anything numbers them: 1 and 0 for clicks, 2 and 3 for the corners of the box,
    /// −1 for a point that is none, which must be there when there is no box.
    pub fn points(&self) -> Vec<Point> {
        let label = |click: &Click| if click.positive { 1.0 } else { 0.0 };
        let mut points: Vec<_> = self.clicks.iter().map(|click| ([click.x, click.y], label(click))).collect();
        match self.area {
            Some([x0, y0, x1, y1]) => points.extend([([x0, y0], 2.0), ([x1, y1], 3.0)]),
            None => points.push(NO_POINT),
        }
        points
    }

    /// Three planes for a network without points: positive clicks and negative clicks as Gaussians with a peak of 1,
    /// of which the larger one counts, and the box as 1 where a pixel's centre lies in it.
    pub fn maps(&self, width: usize, height: usize) -> Raster<3> {
        let clicks = |x: f32, y: f32, positive: bool| {
            let near = |click: &Click| {
                let squared = (click.x - x).powi(2) + (click.y - y).powi(2);
                (-squared / (2.0 * CLICK_SIGMA * CLICK_SIGMA)).exp()
            };
            self.clicks.iter().filter(|click| click.positive == positive).map(near).fold(0.0, f32::max)
        };
        let area = |x: f32, y: f32| {
            let within = |[x0, y0, x1, y1]: [f32; 4]| (x0..x1).contains(&x) && (y0..y1).contains(&y);
            f32::from(u8::from(self.area.is_some_and(within)))
        };
        Raster::from_fn(width, height, |x, y| {
            let (x, y) = (x as f32 + 0.5, y as f32 + 0.5);
            [clicks(x, y, true), clicks(x, y, false), area(x, y)]
        })
    }
}

/// Coordinates and label.
pub(super) type Point = ([f32; 2], f32);

/// A point that is none.
pub(super) const NO_POINT: Point = ([0.0, 0.0], -1.0);

#[cfg(test)]
mod tests {
    use super::*;

    fn click(x: f32, y: f32, positive: bool) -> Click {
        Click { x, y, positive }
    }

    #[test]
    fn what_is_not_in_the_picture_is_refused() {
        let refuse = |clicks: &[Click], area| match Prompts::new(clicks, area, (100, 50)) {
            Err(InferenceError::Unsuitable(why)) => why,
            other => panic!("{other:?}"),
        };
        assert!(refuse(&[], None).contains("click on"));
        assert!(refuse(&[click(3.0, 3.0, false)], None).contains("click on"));
        for (x, y) in [(101.0, 3.0), (3.0, 51.0), (-0.1, 3.0), (f32::NAN, 3.0), (3.0, f32::INFINITY)] {
            assert!(refuse(&[click(x, y, true)], None).contains("100 × 50"), "{x} {y}");
        }
        for area in [[0.0, 0.0, 101.0, 50.0], [10.0, 10.0, 10.0, 20.0], [f32::NAN, 0.0, 1.0, 1.0]] {
            assert!(refuse(&[], Some(area)).contains("box"), "{area:?}");
        }
        assert!(refuse(&[click(1.0, 1.0, true); 65], None).contains("64"));
        assert!(Prompts::new(&[], Some([0.0, 0.0, 100.0, 50.0]), (100, 50)).is_ok());
    }

    #[test]
    fn points_are_numbered_as_segment_anything_does() {
        let clicks = [click(10.0, 20.0, true), click(50.0, 25.0, false)];
        let prompts = Prompts::new(&clicks, None, (100, 50)).expect("good").scaled((100, 50), (200, 100));
        assert_eq!(prompts.points(), [([20.0, 40.0], 1.0), ([100.0, 50.0], 0.0), NO_POINT]);
        let prompts = Prompts::new(&[], Some([1.0, 2.0, 3.0, 4.0]), (100, 50)).expect("good");
        assert_eq!(prompts.points(), [([1.0, 2.0], 2.0), ([3.0, 4.0], 3.0)]);
    }

    #[test]
    fn maps_show_clicks_and_box() {
        let clicks = [click(4.5, 2.5, true), click(1.5, 6.5, false)];
        let maps = Prompts::new(&clicks, Some([2.0, 0.0, 8.0, 4.0]), (16, 8)).expect("good").maps(16, 8);
        assert_eq!(maps.at(4, 2)[0], 1.0);
        assert!((maps.at(5, 2)[0] - (-1.0_f32 / 4.5).exp()).abs() < 1e-6);
        assert_eq!(maps.at(1, 6)[1], 1.0);
        let area: f32 = maps.pixels.iter().map(|p| p[2]).sum();
        assert_eq!(area, 24.0);
    }
}
