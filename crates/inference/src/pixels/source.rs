//! The picture of a task.

use super::{Raster, Resampler, fill};
use crate::InferenceError;
use image::{DynamicImage, RgbImage, RgbaImage};
use std::borrow::Cow;

/// A picture of any size with 8 bits to a sample, RGB or RGBA, which is read row by row.
pub(crate) enum Source<'a> {
    Opaque(Cow<'a, RgbImage>),
    Transparent(Cow<'a, RgbaImage>),
}

/// What a network sees where the picture is transparent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Behind {
    /// White, as when the picture is shown on a page.
    White,
    /// The picture's own colours, from where it is visible.
    Itself,
}

impl<'a> Source<'a> {
    /// Grey becomes RGB, 16 bits become 8.
    pub fn new(picture: &'a DynamicImage) -> Self {
        match picture {
            DynamicImage::ImageRgb8(rgb) => Self::Opaque(Cow::Borrowed(rgb)),
            DynamicImage::ImageRgba8(rgba) => Self::Transparent(Cow::Borrowed(rgba)),
            other if other.color().has_alpha() => Self::Transparent(Cow::Owned(other.to_rgba8())),
            other => Self::Opaque(Cow::Owned(other.to_rgb8())),
        }
    }

    /// For pictures that nobody decoded.
    ///
    /// # Errors
    /// [`InferenceError::Unsuitable`] for one without pixels.
    pub fn check(picture: &DynamicImage) -> Result<(), InferenceError> {
        if picture.width() == 0 || picture.height() == 0 {
            return Err(InferenceError::Unsuitable("The picture has no pixels.".into()));
        }
        Ok(())
    }

    /// Width and height.
    pub fn size(&self) -> (usize, usize) {
        let (width, height) = match self {
            Self::Opaque(rgb) => rgb.dimensions(),
            Self::Transparent(rgba) => rgba.dimensions(),
        };
        (width as usize, height as usize)
    }

    pub fn has_alpha(&self) -> bool {
        matches!(self, Self::Transparent(_))
    }

    /// The pixels of a row from column `x` on: red, green, blue, alpha.
    pub fn pixels(&self, x: usize, y: usize) -> impl Iterator<Item = [u8; 4]> {
        let at = y * self.size().0 + x;
        let end = (y + 1) * self.size().0;
        let (rgb, rgba): (&[[u8; 3]], &[[u8; 4]]) = match self {
            Self::Opaque(rgb) => (&rgb.as_raw().as_chunks().0[at..end], &[]),
            Self::Transparent(rgba) => (&[], &rgba.as_raw().as_chunks().0[at..end]),
        };
        rgb.iter().map(|&[r, g, b]| [r, g, b, u8::MAX]).chain(rgba.iter().copied())
    }

    /// The whole picture at another size.
    pub fn resized(&self, width: usize, height: usize, behind: Behind) -> Raster<3> {
        self.window_resized((0, 0), self.size(), (width, height), behind)
    }

    /// A part of the picture at another size.
    pub fn window_resized(
        &self,
        (x, y): (usize, usize),
        part: (usize, usize),
        (width, height): (usize, usize),
        behind: Behind,
    ) -> Raster<3> {
        let mut rows = Resampler::<4>::new(part, (width, height));
        let mut pixels = Vec::with_capacity(width * height);
        for to in 0..height {
            pixels.extend_from_slice(rows.row(to, |from, row| self.premultiplied_row(x, y + from, row)));
        }
        let picture = Raster { width, height, pixels };
        match behind {
            Behind::Itself if self.has_alpha() => fill(picture),
            _ => picture.map(|&pixel| Behind::on_white(pixel)),
        }
    }

    /// Fills `row` from column `x` on.
    pub fn premultiplied_row(&self, x: usize, y: usize, row: &mut [[f32; 4]]) {
        for (pixel, rgba) in row.iter_mut().zip(self.pixels(x, y)) {
            *pixel = premultiplied(rgba);
        }
    }
}

impl Behind {
    /// A premultiplied pixel as it is seen on white.
    pub fn on_white([r, g, b, a]: [f32; 4]) -> [f32; 3] {
        [r, g, b].map(|v| v + 1.0 - a)
    }
}

fn premultiplied([r, g, b, a]: [u8; 4]) -> [f32; 4] {
    let alpha = f32::from(a) / 255.0;
    let colour = |v: u8| f32::from(v) / 255.0 * alpha;
    [colour(r), colour(g), colour(b), alpha]
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{ImageBuffer, Luma, LumaA, Rgba};

    #[test]
    fn every_kind_of_pixels_is_read() {
        let grey: DynamicImage = ImageBuffer::from_pixel(4, 2, Luma([0x8080_u16])).into();
        let source = Source::new(&grey);
        assert_eq!((source.size(), source.has_alpha()), ((4, 2), false));
        assert_eq!(source.pixels(3, 1).collect::<Vec<_>>(), [[128, 128, 128, 255]]);
        let faded: DynamicImage = ImageBuffer::from_pixel(4, 2, LumaA([0_u8, 64])).into();
        let source = Source::new(&faded);
        assert!(source.has_alpha());
        assert_eq!(source.pixels(2, 0).count(), 2);
        let white = source.resized(2, 1, Behind::White);
        assert!((white.at(0, 0)[0] - 191.0 / 255.0).abs() < 1e-5);
        assert!(source.resized(2, 1, Behind::Itself).at(1, 0)[0] < 1e-5);
    }

    #[test]
    fn hidden_colours_do_not_reach_the_network() {
        // A green square whose surroundings are transparent, with magenta left in the file.
        let picture: DynamicImage = RgbaImage::from_fn(32, 32, |x, y| {
            let inside = (8..24).contains(&x) && (8..24).contains(&y);
            Rgba(if inside { [0, 255, 0, 255] } else { [255, 0, 255, 0] })
        })
        .into();
        let source = Source::new(&picture);
        for (behind, corner) in [(Behind::White, [1.0, 1.0, 1.0]), (Behind::Itself, [0.0, 1.0, 0.0])] {
            let seen = source.resized(16, 16, behind);
            assert!(seen.at(0, 0).iter().zip(corner).all(|(a, b)| (a - b).abs() < 1e-4), "{behind:?}");
            assert_eq!(seen.at(8, 8), &[0.0, 1.0, 0.0]);
        }
        let part = source.window_resized((8, 8), (4, 4), (2, 2), Behind::White);
        assert!(part.pixels.iter().all(|p| *p == [0.0, 1.0, 0.0]));
    }
}
