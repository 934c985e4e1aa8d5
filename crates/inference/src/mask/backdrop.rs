//! What is put behind a cut-out.

use crate::{
    InferenceError,
    pixels::{Behind, Raster, Resampler, Source, fill},
};
use image::DynamicImage;
use std::{fmt, str::FromStr};

/// What shows where the old background was.
#[derive(Clone, Debug, Default)]
pub enum Backdrop {
    /// Nothing: the result has an alpha channel.
    #[default]
    Transparent,
    Colour(Colour),
    /// The old background, blurred over this share of the picture's longer side, up to [`Backdrop::MOST_BLUR`]. What is
    /// cut out does not bleed into it.
    Blur(f32),
    /// Another picture, enlarged or cut so that it covers. Its own transparency is white.
    Picture(DynamicImage),
}

impl Backdrop {
    /// Share of the longer side.
    pub const MOST_BLUR: f32 = 0.2;

    /// # Errors
    /// [`InferenceError::Unsuitable`].
    pub(crate) fn check(&self) -> Result<(), InferenceError> {
        match self {
            Self::Blur(share) if !(0.0..=Self::MOST_BLUR).contains(share) => {
                let most = Self::MOST_BLUR;
                Err(InferenceError::Unsuitable(format!("The blur of the background must be between 0 and {most}.")))
            }
            Self::Picture(picture) if picture.width() == 0 || picture.height() == 0 => {
                Err(InferenceError::Unsuitable("The picture for the background has no pixels.".into()))
            }
            _ => Ok(()),
        }
    }
}

/// Red, green, blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour(pub [u8; 3]);

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("A colour is # and six hexadecimal digits, for example #ff8800.")]
pub struct ParseColourError;

impl FromStr for Colour {
    type Err = ParseColourError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut colour = [0; 3];
        let digits = text.strip_prefix('#').ok_or(ParseColourError)?;
        hex::decode_to_slice(digits, &mut colour).map_err(|_| ParseColourError)?;
        Ok(Self(colour))
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", hex::encode(self.0))
    }
}

/// A backdrop's rows at the size of the picture, from top to bottom.
pub(super) enum BackdropRows<'a> {
    Plain(Vec<[f32; 3]>),
    Raster(Raster<3>, Box<Resampler<3>>, Vec<[f32; 3]>),
    /// The left and top of the part that covers.
    Picture(Source<'a>, (usize, usize), Box<Resampler<4>>, Vec<[f32; 3]>),
}

impl<'a> BackdropRows<'a> {
    /// `copy` is the picture and `alpha` its mask, both small. `None` for a transparent backdrop.
    pub fn new(
        backdrop: &'a Backdrop,
        copy: &Raster<3>,
        alpha: &Raster<1>,
        (width, height): (usize, usize),
    ) -> Option<Self> {
        Some(match backdrop {
            Backdrop::Transparent => return None,
            Backdrop::Colour(Colour(colour)) => Self::Plain(vec![colour.map(|v| f32::from(v) / 255.0); width]),
            Backdrop::Blur(share) => {
                let blurred = blur(copy, alpha, *share);
                let rows = Resampler::new((blurred.width, blurred.height), (width, height));
                Self::Raster(blurred, Box::new(rows), Vec::new())
            }
            Backdrop::Picture(picture) => {
                let source = Source::new(picture);
                let (corner, part) = covering(source.size(), (width, height));
                Self::Picture(source, corner, Box::new(Resampler::new(part, (width, height))), Vec::new())
            }
        })
    }

    pub fn row(&mut self, y: usize) -> &[[f32; 3]] {
        match self {
            Self::Plain(row) => row,
            Self::Raster(raster, rows, row) => {
                let pixels = rows.row(y, |from, row| row.copy_from_slice(raster.row(from)));
                row.clear();
                row.extend_from_slice(pixels);
                row
            }
            Self::Picture(source, (left, top), rows, row) => {
                let pixels = rows.row(y, |from, row| source.premultiplied_row(*left, *top + from, row));
                row.clear();
                row.extend(pixels.iter().map(|&pixel| Behind::on_white(pixel)));
                row
            }
        }
    }
}

/// The largest part of a picture with the proportions of `target`, from its middle: corner and size.
fn covering((width, height): (usize, usize), target: (usize, usize)) -> ((usize, usize), (usize, usize)) {
    let scale = (width as f64 / target.0 as f64).min(height as f64 / target.1 as f64);
    let side = |target: usize, most: usize| ((target as f64 * scale).round() as usize).clamp(1, most);
    let part = (side(target.0, width), side(target.1, height));
    (((width - part.0) / 2, (height - part.1) / 2), part)
}

/// The picture without what is cut out, whose place is filled from around it, blurred.
fn blur(copy: &Raster<3>, alpha: &Raster<1>, share: f32) -> Raster<3> {
    // A little more than the mask is taken out: its soft edge has colours of both.
    let taken = alpha.box_mean(2).map(|&[a]| [1.0 - (3.0 * a).min(1.0)]);
    let behind = fill(copy.zip(&taken, |&[r, g, b], &[rest]| [r * rest, g * rest, b * rest, rest]));
    let sigma = share * copy.width.max(copy.height) as f32;
    // Three windows of radius r have the variance r·(r + 1), nearly that of a Gaussian with r for its sigma.
    behind.blurred(sigma.round() as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_read_as_they_are_written() {
        assert_eq!("#ff8800".parse(), Ok(Colour([255, 136, 0])));
        assert_eq!(Colour([255, 136, 0]).to_string(), "#ff8800");
        for bad in ["", "#", "ff8800", "#ff880", "#ff88000", "#gg0000", "#é0000", "red"] {
            assert_eq!(bad.parse::<Colour>(), Err(ParseColourError), "{bad}");
        }
    }

    #[test]
    fn covering_keeps_proportions_and_the_middle() {
        assert_eq!(covering((400, 100), (50, 50)), ((150, 0), (100, 100)));
        assert_eq!(covering((100, 400), (200, 100)), ((0, 175), (100, 50)));
        assert_eq!(covering((1, 1), (9000, 3)), ((0, 0), (1, 1)));
    }

    #[test]
    fn what_is_cut_out_does_not_bleed_into_the_blur() {
        let alpha =
            Raster::from_fn(80, 60, |x, y| [f32::from(u8::from((30..50).contains(&x) && (20..40).contains(&y)))]);
        let copy = alpha.map(|&[a]| if a > 0.5 { [1.0, 0.0, 0.0] } else { [0.0, 0.0, 1.0] });
        let blurred = blur(&copy, &alpha, 0.05);
        assert!(blurred.pixels.iter().all(|p| p[0] < 0.02 && p[2] > 0.98), "{:?}", blurred.at(40, 30));
    }
}
