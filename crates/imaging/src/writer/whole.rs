//! JPEG and WebP: collected, then encoded at the end.

use super::{Channels, OutputSpec, file::OutputFile, parameters};
use crate::{
    ImageError,
    encode::{self, Samples},
    thumbnail::over_white,
};
use image::{
    ExtendedColorType,
    codecs::{jpeg::JpegEncoder, webp::WebPEncoder},
};
use std::io::BufWriter;
use studio_domain::OutputFormat;

/// A JPEG segment has a 16-bit length, which counts itself, and the block is preceded by `Exif\0\0`.
const MAX_EXIF_BYTES: usize = 65_535 - 2 - 6;

/// The parameters as a block that every format can hold.
///
/// # Errors
/// [`ImageError::Encode`] for a text that is too long.
pub(crate) fn exif_with(text: &str) -> Result<Vec<u8>, ImageError> {
    let exif = parameters::exif(text);
    if exif.len() > MAX_EXIF_BYTES {
        return Err(ImageError::Encode("the parameters are too long for EXIF".into()));
    }
    Ok(exif)
}

pub(super) struct WholePicture {
    spec: OutputSpec,
    exif: Option<Vec<u8>>,
    /// What the pixels in `data` have: JPEG is flattened as it comes.
    channels: Channels,
    data: Vec<u8>,
}

impl WholePicture {
    pub fn start(spec: OutputSpec) -> Result<Self, ImageError> {
        let exif = spec.parameters.as_deref().map(exif_with).transpose()?;
        let channels = if spec.format == OutputFormat::Jpeg { Channels::Rgb } else { spec.channels };
        let (width, height) = (spec.width, spec.height);
        let mut data = Vec::new();
        data.try_reserve_exact(width as usize * height as usize * channels.count())
            .map_err(|_| ImageError::OutOfMemory { width, height })?;
        Ok(Self { spec, exif, channels, data })
    }

    pub fn write(&mut self, rows: &[u8]) {
        if self.channels == self.spec.channels {
            self.data.extend_from_slice(rows);
        } else {
            self.data.extend(rows.as_chunks().0.iter().flat_map(over_white));
        }
    }

    pub fn finish(self, file: OutputFile) -> Result<(), ImageError> {
        let Self { spec, exif, channels, data } = self;
        let color = match channels {
            Channels::Rgb => ExtendedColorType::Rgb8,
            Channels::Rgba => ExtendedColorType::Rgba8,
        };
        let samples = Samples { data: &data, width: spec.width, height: spec.height, color };
        // The JPEG encoder writes byte by byte.
        let mut file = BufWriter::with_capacity(1 << 16, file);
        let profile = spec.icc_profile.as_deref();
        match spec.format {
            OutputFormat::Webp => encode::write_samples(WebPEncoder::new_lossless(&mut file), samples, profile, exif)?,
            _ => {
                let encoder = JpegEncoder::new_with_quality(&mut file, spec.quality);
                encode::write_samples(encoder, samples, profile, exif)?;
            }
        }
        file.into_inner().map_err(|e| ImageError::Io(e.into_error()))?;
        Ok(())
    }
}
