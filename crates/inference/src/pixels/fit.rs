//! Sizes that networks want.

use super::Raster;

/// How large a network sees a picture, in pixels: width and height.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Frame {
    /// What the network is given.
    pub given: (usize, usize),
    /// How much of it, from the top left, is the picture.
    pub seen: (usize, usize),
}

impl Frame {
    /// Nothing but the picture.
    pub fn whole(size: (usize, usize)) -> Self {
        Self { given: size, seen: size }
    }

    /// The picture's part of what the network made of what it was given, at any size.
    pub fn picture_of<const N: usize>(self, result: Raster<N>) -> Raster<N> {
        if self.given == self.seen {
            return result;
        }
        let part = |length: usize, given: usize, seen: usize| {
            ((length as f64 * seen as f64 / given as f64).round() as usize).clamp(1, length)
        };
        let width = part(result.width, self.given.0, self.seen.0);
        let height = part(result.height, self.given.1, self.seen.1);
        result.window(0, 0, width, height)
    }
}

/// The largest size of the same proportions that fits into `width` × `height`; not larger than the picture unless
/// `enlarge`. No side is zero.
pub(crate) fn fit_within(
    (width, height): (usize, usize),
    (wide, high): (usize, usize),
    enlarge: bool,
) -> (usize, usize) {
    let scale = (wide as f64 / width as f64).min(high as f64 / height as f64);
    if scale >= 1.0 && !enlarge {
        return (width, height);
    }
    let side = |v: usize, most: usize| ((v as f64 * scale).round() as usize).clamp(1, most);
    (side(width, wide), side(height, high))
}

/// The picture at the top left of a larger one, which goes on as its mirror image, as often as needed.
pub(crate) fn reflected<const N: usize>(picture: &Raster<N>, width: usize, height: usize) -> Raster<N> {
    if (width, height) == (picture.width, picture.height) {
        return picture.clone();
    }
    Raster::from_fn(width, height, |x, y| *picture.at(mirror(x, picture.width), mirror(y, picture.height)))
}

/// The picture at the top left of a larger one of this colour.
pub(crate) fn padded(picture: Raster<3>, (width, height): (usize, usize), colour: [f32; 3]) -> Raster<3> {
    if (width, height) == (picture.width, picture.height) {
        return picture;
    }
    let inside = |x: usize, y: usize| x < picture.width && y < picture.height;
    Raster::from_fn(width, height, |x, y| if inside(x, y) { *picture.at(x, y) } else { colour })
}

/// The last pixel is not repeated, as in numpy's and PyTorch's "reflect".
fn mirror(at: usize, length: usize) -> usize {
    let period = (2 * length).saturating_sub(2).max(1);
    let at = at % period;
    if at < length { at } else { period - at }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn proportions_are_kept() {
        assert_eq!(fit_within((4000, 3000), (1024, 1024), false), (1024, 768));
        assert_eq!(fit_within((100, 50), (1024, 1024), false), (100, 50));
        assert_eq!(fit_within((100, 50), (224, 224), true), (224, 112));
        assert_eq!(fit_within((8000, 1), (512, 512), true), (512, 1));
    }

    #[test]
    fn reflection_goes_on_for_ever() {
        let line = Raster::from_fn(3, 1, |x, _| [x as f32; 3]);
        let values: Vec<f32> = reflected(&line, 9, 2).row(1).iter().map(|p| p[0]).collect();
        assert_eq!(values, [0.0, 1.0, 2.0, 1.0, 0.0, 1.0, 2.0, 1.0, 0.0]);
        let dot = Raster::from_fn(1, 1, |_, _| [0.5; 3]);
        assert!(reflected(&dot, 4, 4).pixels.iter().all(|p| *p == [0.5; 3]));
    }
}
