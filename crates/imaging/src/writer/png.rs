//! PNG, compressed as the rows come.

use super::{Channels, OutputSpec, file::OutputFile, parameters};
use crate::ImageError;
use png::{BitDepth, ColorType, Encoder, EncodingError, Info, StreamWriter};
use std::io::Write;

/// Bytes of compressed data in one `IDAT` chunk.
const CHUNK_BYTES: usize = 1 << 16;

pub(super) struct PngRows(StreamWriter<'static, OutputFile>);

impl PngRows {
    pub fn start(file: OutputFile, spec: OutputSpec) -> Result<Self, ImageError> {
        let mut info = Info::with_size(spec.width, spec.height);
        info.icc_profile = spec.icc_profile.map(Into::into);
        info.color_type = match spec.channels {
            Channels::Rgb => ColorType::Rgb,
            Channels::Rgba => ColorType::Rgba,
        };
        info.bit_depth = BitDepth::Eight;
        let mut encoder = Encoder::with_info(file, info).map_err(from_png)?;
        encoder.set_deflate_compression(COMPRESSION);
        encoder.set_filter(FILTER);
        if let Some(text) = spec.parameters {
            parameters::add_to_png(&mut encoder, text).map_err(from_png)?;
        }
        let writer = encoder.write_header().map_err(from_png)?;
        Ok(Self(writer.into_stream_writer_with_size(CHUNK_BYTES).map_err(from_png)?))
    }

    pub fn write(&mut self, rows: &[u8]) -> Result<(), ImageError> {
        self.0.write_all(rows).map_err(ImageError::Io)
    }

    /// A failure of the closing chunk shows when the file is finished.
    pub fn finish(self) -> Result<(), ImageError> {
        self.0.finish().map_err(from_png)
    }
}

fn from_png(error: EncodingError) -> ImageError {
    match error {
        EncodingError::IoError(e) => ImageError::Io(e),
        other => ImageError::Encode(other.to_string()),
    }
}

/// TO BE MEASURED
const COMPRESSION: png::DeflateCompression = png::DeflateCompression::FdeflateUltraFast;
const FILTER: png::Filter = png::Filter::Adaptive;
