//! A stored picture in another format, with everything the new one can hold.

use crate::{
    ImageError, decode,
    embedded::embedded_texts,
    encode::{Samples, write_samples},
    icc,
    thumbnail::over_white,
    writer::{check_sides, exif_with, png_with},
};
use image::{
    DynamicImage, RgbImage,
    codecs::{jpeg::JpegEncoder, webp::WebPEncoder},
};
use studio_domain::OutputFormat;

/// Between size and what can be seen.
const JPEG_QUALITY: u8 = 92;

/// Encodes the picture anew, at 8 bits. Its parameters and a colour profile that describes the new pixels come along; what
/// shows through stays so, but in JPEG, which has it on white. WebP is lossless.
///
/// # Errors
/// [`ImageError::SideTooLong`] for a picture that the format cannot hold, and those of [`decode`].
pub fn convert(bytes: &[u8], format: OutputFormat) -> Result<Vec<u8>, ImageError> {
    let parameters = embedded_texts(bytes)?.parameters;
    let picture = decode(bytes)?;
    check_sides(format, picture.pixels.width(), picture.pixels.height())?;
    let pixels = fitting(picture.pixels, format);
    let profile = icc::matching(picture.icc_profile, &pixels);
    if format == OutputFormat::Png {
        return png_with(&pixels, profile, parameters);
    }
    let exif = parameters.as_deref().map(exif_with).transpose()?;
    let (width, height, color) = (pixels.width(), pixels.height(), pixels.color().into());
    let samples = Samples { data: pixels.as_bytes(), width, height, color };
    let mut encoded = Vec::new();
    if format == OutputFormat::Webp {
        write_samples(WebPEncoder::new_lossless(&mut encoded), samples, profile.as_deref(), exif)?;
    } else {
        let encoder = JpegEncoder::new_with_quality(&mut encoded, JPEG_QUALITY);
        write_samples(encoder, samples, profile.as_deref(), exif)?;
    }
    Ok(encoded)
}

/// The pixels as the format can hold them. WebP has no grey.
fn fitting(pixels: DynamicImage, format: OutputFormat) -> DynamicImage {
    let (alpha, grey) = (pixels.color().has_alpha(), !pixels.color().has_color());
    match format {
        OutputFormat::Jpeg if alpha => {
            let (width, height) = (pixels.width(), pixels.height());
            let flat = pixels.into_rgba8().as_chunks().0.iter().flat_map(over_white).collect();
            // Three samples for each pixel are what the size asks for.
            RgbImage::from_raw(width, height, flat).unwrap_or_default().into()
        }
        _ if alpha => pixels.into_rgba8().into(),
        OutputFormat::Png | OutputFormat::Jpeg if grey => pixels.into_luma8().into(),
        _ => pixels.into_rgb8().into(),
    }
}
