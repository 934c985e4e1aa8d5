//! Results to files.
//!
//! Rows come in from top to bottom and go out as they come; the hash, the length, the thumbnail and the blurhash are
//! made on the way. PNG is compressed as it streams, so that memory does not grow with the picture. The JPEG and WebP
//! encoders want it whole.

mod file;
mod parameters;
mod png;
mod small;
mod whole;

use self::{file::OutputFile, png::PngRows, small::SmallVersions, whole::WholePicture};
pub(crate) use self::{png::png_with, whole::exif_with};
use crate::{ImageError, Thumbnail, icc};
use image::DynamicImage;
use std::path::Path;
use studio_domain::{MediaType, OutputFormat};

/// Receives a picture from top to bottom.
pub trait RowSink {
    /// `rows` holds one or more whole rows of interleaved 8-bit samples.
    ///
    /// # Errors
    /// [`ImageError::Io`] for a full or failing disk, [`ImageError::Encode`] for rows that do not fit the picture.
    fn write_rows(&mut self, rows: &[u8]) -> Result<(), ImageError>;
}

/// The samples of a pixel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channels {
    Rgb,
    Rgba,
}

impl Channels {
    /// What a result made from `picture` has: an alpha where the picture has one.
    #[must_use]
    pub fn of(picture: &DynamicImage) -> Self {
        if picture.color().has_alpha() { Self::Rgba } else { Self::Rgb }
    }

    #[must_use]
    pub fn count(self) -> usize {
        match self {
            Self::Rgb => 3,
            Self::Rgba => 4,
        }
    }
}

/// The file to be written.
#[derive(Clone, Debug)]
pub struct OutputSpec {
    pub format: OutputFormat,
    /// JPEG quality, 1 to 100. PNG and WebP are lossless.
    pub quality: u8,
    pub width: u32,
    pub height: u32,
    /// What the rows hold. JPEG has no alpha: it is written as seen on white.
    pub channels: Channels,
    /// Dropped unless it describes RGB pixels.
    pub icc_profile: Option<Vec<u8>>,
    /// How the picture was made, in AUTOMATIC1111's "parameters" form: a text chunk of that name in PNG, the EXIF
    /// `UserComment` in JPEG and WebP.
    pub parameters: Option<String>,
}

/// Writes one picture. A file that is not finished is removed again.
pub struct ImageWriter {
    encoder: Encoder,
    small: SmallVersions,
    file: OutputFile,
    format: OutputFormat,
    width: u32,
    height: u32,
    stride: usize,
    rows_left: u32,
}

enum Encoder {
    Png(PngRows),
    Whole(WholePicture),
}

/// A finished file.
#[derive(Clone, Debug)]
pub struct WrittenImage {
    /// Length of the file.
    pub bytes: u64,
    pub sha256: [u8; 32],
    pub media_type: MediaType,
    pub width: u32,
    pub height: u32,
    pub thumbnail: Thumbnail,
    pub blurhash: String,
}

impl ImageWriter {
    /// Creates the file, replacing one that is there.
    ///
    /// # Errors
    /// [`ImageError::SideTooLong`] for a picture that the format cannot hold, [`ImageError::OutOfMemory`],
    /// [`ImageError::Io`], [`ImageError::Encode`] for sides of zero.
    pub fn create(path: &Path, spec: OutputSpec) -> Result<Self, ImageError> {
        let OutputSpec { format, width, height, channels, .. } = spec;
        if width == 0 || height == 0 {
            return Err(ImageError::Encode("a side is zero".into()));
        }
        check_sides(format, width, height)?;
        let spec = OutputSpec { icc_profile: icc::rgb(spec.icc_profile), ..spec };
        let file = OutputFile::create(path).map_err(ImageError::Io)?;
        let small = SmallVersions::start((width, height), channels, spec.icc_profile.clone())?;
        let encoder = match format {
            OutputFormat::Png => Encoder::Png(PngRows::start(file.clone(), spec)?),
            OutputFormat::Jpeg | OutputFormat::Webp => Encoder::Whole(WholePicture::start(spec)?),
        };
        Ok(Self {
            encoder,
            small,
            file,
            format,
            width,
            height,
            stride: width as usize * channels.count(),
            rows_left: height,
        })
    }

    /// Completes the file. It is not synced to the disk.
    ///
    /// # Errors
    /// [`ImageError::Io`]; [`ImageError::Encode`] when rows are missing.
    pub fn finish(self) -> Result<WrittenImage, ImageError> {
        if self.rows_left > 0 {
            return Err(ImageError::Encode(format!("{} rows are missing", self.rows_left)));
        }
        let finished = match self.encoder {
            Encoder::Png(rows) => rows.finish(),
            Encoder::Whole(picture) => picture.finish(self.file.clone()),
        };
        finished.map_err(|e| self.file.cause(e))?;
        let (thumbnail, blurhash) = self.small.finish()?;
        let (bytes, sha256) = self.file.finish().map_err(ImageError::Io)?;
        let (width, height) = (self.width, self.height);
        Ok(WrittenImage { bytes, sha256, media_type: self.format.media_type(), width, height, thumbnail, blurhash })
    }
}

impl RowSink for ImageWriter {
    fn write_rows(&mut self, rows: &[u8]) -> Result<(), ImageError> {
        let count = u32::try_from(rows.len() / self.stride).unwrap_or(u32::MAX);
        if !rows.len().is_multiple_of(self.stride) || count > self.rows_left {
            return Err(ImageError::Encode("the rows do not fit the picture".into()));
        }
        self.small.push(rows)?;
        self.rows_left -= count;
        match &mut self.encoder {
            Encoder::Png(png) => png.write(rows).map_err(|e| self.file.cause(e)),
            Encoder::Whole(picture) => {
                picture.write(rows);
                Ok(())
            }
        }
    }
}

/// # Errors
/// [`ImageError::SideTooLong`].
pub(crate) fn check_sides(format: OutputFormat, width: u32, height: u32) -> Result<(), ImageError> {
    let max = longest_side(format);
    if width.max(height) > max {
        return Err(ImageError::SideTooLong { format: format.media_type(), max, width, height });
    }
    Ok(())
}

/// Pixels, by the format's own fields: 31 bits (PNG), 16 (JPEG), 14 (WebP).
fn longest_side(format: OutputFormat) -> u32 {
    match format {
        OutputFormat::Png => i32::MAX.cast_unsigned(),
        OutputFormat::Jpeg => u16::MAX.into(),
        OutputFormat::Webp => 1 << 14,
    }
}
