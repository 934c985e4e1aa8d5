//! Whole pictures to bytes.

use crate::ImageError;
use image::{
    DynamicImage, ExtendedColorType, ImageEncoder,
    codecs::{
        jpeg::JpegEncoder,
        png::{CompressionType, FilterType, PngEncoder},
        webp::WebPEncoder,
    },
};
use studio_domain::MediaType;

/// Encodes at the bit depth and with the channels the pixels have, where the format can: JPEG and WebP have 8 bits,
/// JPEG no alpha, WebP no grey. WebP is lossless. `quality` is for JPEG alone, 1 to 100.
///
/// # Errors
/// [`ImageError::Encode`].
pub(crate) fn encode(
    pixels: &DynamicImage,
    media_type: MediaType,
    quality: u8,
    icc_profile: Option<&[u8]>,
) -> Result<Vec<u8>, ImageError> {
    let mut bytes = Vec::new();
    match media_type {
        MediaType::Png => {
            // Speed over size: this runs while someone waits for the upload.
            let encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Fast, FilterType::Adaptive);
            write_with(encoder, pixels, icc_profile)?;
        }
        MediaType::Jpeg => {
            write_with(JpegEncoder::new_with_quality(&mut bytes, quality), pixels, icc_profile)?;
        }
        MediaType::Webp => write_with(WebPEncoder::new_lossless(&mut bytes), pixels, icc_profile)?,
    }
    Ok(bytes)
}

fn write_with(encoder: impl ImageEncoder, pixels: &DynamicImage, icc_profile: Option<&[u8]>) -> Result<(), ImageError> {
    let (width, height, color) = (pixels.width(), pixels.height(), pixels.color().into());
    write_samples(encoder, Samples { data: pixels.as_bytes(), width, height, color }, icc_profile, None)
}

/// Interleaved samples in native byte order.
pub(crate) struct Samples<'a> {
    pub data: &'a [u8],
    pub width: u32,
    pub height: u32,
    pub color: ExtendedColorType,
}

/// # Errors
/// [`ImageError::Encode`], [`ImageError::Io`].
pub(crate) fn write_samples(
    mut encoder: impl ImageEncoder,
    samples: Samples<'_>,
    icc_profile: Option<&[u8]>,
    exif: Option<Vec<u8>>,
) -> Result<(), ImageError> {
    let unsupported = |e: image::error::UnsupportedError| ImageError::Encode(e.to_string());
    if let Some(profile) = icc_profile {
        encoder.set_icc_profile(profile.to_vec()).map_err(unsupported)?;
    }
    if let Some(exif) = exif {
        encoder.set_exif_metadata(exif).map_err(unsupported)?;
    }
    encoder.write_image(samples.data, samples.width, samples.height, samples.color).map_err(ImageError::from_encoder)
}
