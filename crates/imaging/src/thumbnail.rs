//! Small versions: the thumbnail shown in the gallery and the blurhash shown until it is there.

use crate::{ImageError, area_average::AreaAverage, encode};
use image::{DynamicImage, GenericImageView, RgbImage, RgbaImage};
use studio_domain::{MediaType, limits};

const JPEG_QUALITY: u8 = 80;
/// The side of the picture that the blurhash is computed from. Every pixel costs dozens of powers; with too few, flat
/// pictures get a slope, because the algorithm takes its cosines at the pixels' corners.
const BLURHASH_SIDE: u32 = 32;
const BLURHASH_COMPONENTS: (u32, u32) = (4, 3);
/// A colour profile travels with the thumbnail when it is small, in bytes; Display P3 and sRGB have about 500 to 3000.
const MAX_ICC_BYTES: usize = 8 << 10;

/// A picture whose longer side is at most [`limits::THUMBNAIL_SIDE`], never enlarged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thumbnail {
    pub bytes: Vec<u8>,
    /// JPEG, or WebP (lossless) where something shows through.
    pub media_type: MediaType,
}

/// Builds the thumbnail and the blurhash from rows.
pub(crate) enum Thumbnailer {
    Rgb(AreaAverage<3>, (u32, u32)),
    Rgba(AreaAverage<4>, (u32, u32)),
}

impl Thumbnailer {
    pub fn new(width: u32, height: u32, alpha: bool) -> Self {
        let size = fit(width, height, limits::THUMBNAIL_SIDE);
        if alpha {
            Self::Rgba(AreaAverage::new((width, height), size), size)
        } else {
            Self::Rgb(AreaAverage::new((width, height), size), size)
        }
    }

    /// One row of interleaved RGB or RGBA, as chosen at the start.
    pub fn push_row(&mut self, row: &[u8]) {
        match self {
            Self::Rgb(average, _) => average.push_row(row),
            Self::Rgba(average, _) => average.push_row(row),
        }
    }

    /// To be called after the last row.
    ///
    /// # Errors
    /// [`ImageError::Encode`].
    pub fn finish(self, icc_profile: Option<&[u8]>) -> Result<(Thumbnail, String), ImageError> {
        let incomplete = || ImageError::Encode("the thumbnail lacks rows".into());
        let pixels: DynamicImage = match self {
            Self::Rgb(average, (w, h)) => RgbImage::from_raw(w, h, average.finish()).ok_or_else(incomplete)?.into(),
            Self::Rgba(average, (w, h)) => {
                let rgba = RgbaImage::from_raw(w, h, average.finish()).ok_or_else(incomplete)?;
                let opaque = rgba.pixels().all(|p| p.0[3] == u8::MAX);
                let rgba = DynamicImage::from(rgba);
                if opaque { rgba.to_rgb8().into() } else { rgba }
            }
        };
        let media_type = if pixels.color().has_alpha() { MediaType::Webp } else { MediaType::Jpeg };
        let icc_profile = icc_profile.filter(|p| p.len() <= MAX_ICC_BYTES);
        let bytes = encode::encode(&pixels, media_type, JPEG_QUALITY, icc_profile)?;
        Ok((Thumbnail { bytes, media_type }, blurhash(&pixels)?))
    }
}

/// The thumbnail and blurhash of a picture in memory.
///
/// # Errors
/// [`ImageError::Encode`].
pub(crate) fn of_picture(pixels: &DynamicImage, icc_profile: Option<&[u8]>) -> Result<(Thumbnail, String), ImageError> {
    let mut thumbnailer = Thumbnailer::new(pixels.width(), pixels.height(), pixels.color().has_alpha());
    for_each_row(pixels, |row| thumbnailer.push_row(row));
    // A grey profile does not describe the thumbnail, which is RGB.
    let icc_profile = icc_profile.filter(|_| pixels.color().has_color());
    thumbnailer.finish(icc_profile)
}

/// Hands out rows of 8-bit RGB or RGBA; those of other kinds are converted one by one.
fn for_each_row(pixels: &DynamicImage, mut visit: impl FnMut(&[u8])) {
    let width = pixels.width() as usize;
    match pixels {
        DynamicImage::ImageRgb8(rgb) => rgb.chunks_exact(width * 3).for_each(visit),
        DynamicImage::ImageRgba8(rgba) => rgba.chunks_exact(width * 4).for_each(visit),
        other => {
            let channels = if other.color().has_alpha() { 4 } else { 3 };
            let mut row = Vec::with_capacity(width * channels);
            for y in 0..other.height() {
                row.clear();
                (0..other.width()).for_each(|x| row.extend_from_slice(&other.get_pixel(x, y).0[..channels]));
                visit(&row);
            }
        }
    }
}

/// The size that fits into `side`, with the shape kept and at least one pixel each way.
fn fit(width: u32, height: u32, side: u32) -> (u32, u32) {
    let longest = width.max(height);
    if longest <= side {
        return (width, height);
    }
    let scale = |v: u32| ((f64::from(v) * f64::from(side) / f64::from(longest)).round() as u32).max(1);
    (scale(width), scale(height))
}

/// <https://blurha.sh> of the picture on white.
fn blurhash(pixels: &DynamicImage) -> Result<String, ImageError> {
    let (width, height) = fit(pixels.width(), pixels.height(), BLURHASH_SIDE);
    let mut average = AreaAverage::<4>::new(pixels.dimensions(), (width, height));
    for row in pixels.to_rgba8().chunks_exact(pixels.width() as usize * 4) {
        average.push_row(row);
    }
    let mut small = average.finish();
    for pixel in small.as_chunks_mut::<4>().0 {
        let [r, g, b] = over_white(pixel);
        *pixel = [r, g, b, u8::MAX];
    }
    let (x, y) = BLURHASH_COMPONENTS;
    ::blurhash::encode(x, y, width, height, &small).map_err(|e| ImageError::Encode(e.to_string()))
}

/// What a pixel looks like on a white page.
pub(crate) fn over_white(&[r, g, b, a]: &[u8; 4]) -> [u8; 3] {
    let alpha = u32::from(a);
    [r, g, b].map(|v| ((u32::from(v) * alpha + 255 * (255 - alpha) + 127) / 255) as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fits_without_enlarging_or_vanishing() {
        assert_eq!(fit(10, 384, 384), (10, 384));
        assert_eq!(fit(4000, 3000, 384), (384, 288));
        assert_eq!(fit(1, 100_000, 384), (1, 384));
    }

    #[test]
    fn over_white_is_exact_at_both_ends() {
        assert_eq!(over_white(&[1, 2, 3, 255]), [1, 2, 3]);
        assert_eq!(over_white(&[1, 2, 3, 0]), [255; 3]);
    }
}
