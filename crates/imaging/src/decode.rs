//! Bytes to pixels, within limits.

use crate::{ImageError, container, icc, jpeg::StrictJpegDecoder};
use image::{
    DynamicImage, ImageDecoder, Limits,
    codecs::{png::PngDecoder, webp::WebPDecoder},
    metadata::Orientation,
};
use std::io::Cursor;
use studio_domain::{MediaType, limits};

/// Memory that the metadata of a PNG may unpack to, in bytes: a 10 MB file can hold gigabytes of compressed profile.
const MAX_METADATA_BYTES: u64 = 16 << 20;

/// What the header says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Probe {
    pub media_type: MediaType,
    /// Pixels, upright: after the EXIF orientation.
    pub width: u32,
    pub height: u32,
}

/// A decoded picture.
#[derive(Debug)]
pub struct Picture {
    /// Upright; at the bit depth and with the channels of the file.
    pub pixels: DynamicImage,
    /// Only a profile that describes these pixels.
    pub icc_profile: Option<Vec<u8>>,
    pub media_type: MediaType,
}

/// Reads the header, and decodes no pixel.
///
/// # Errors
/// [`ImageError::Empty`], [`ImageError::Unsupported`], [`ImageError::TooManyPixels`], [`ImageError::Corrupt`].
pub fn probe(bytes: &[u8]) -> Result<Probe, ImageError> {
    let mut opened = Opened::new(bytes)?;
    let (width, height) = opened.decoder.dimensions();
    let (width, height) = if swaps_sides(opened.orientation()?) { (height, width) } else { (width, height) };
    Ok(Probe { media_type: opened.media_type, width, height })
}

/// Decodes the picture, or the first frame of an animation, and turns it upright.
///
/// # Errors
/// As [`probe`]; [`ImageError::Corrupt`] also for a file that is cut short or whose data is damaged.
pub fn decode(bytes: &[u8]) -> Result<Picture, ImageError> {
    let mut opened = Opened::new(bytes)?;
    let media_type = opened.media_type;
    container::check_complete(bytes, media_type)?;
    let orientation = opened.orientation()?;
    let profile = opened.decoder.icc_profile().map_err(ImageError::from_decoder)?;
    let mut pixels = DynamicImage::from_decoder(opened.decoder).map_err(ImageError::from_decoder)?;
    pixels.apply_orientation(orientation);
    Ok(Picture { icc_profile: icc::matching(profile, &pixels), pixels, media_type })
}

struct Opened<'a> {
    media_type: MediaType,
    decoder: Box<dyn ImageDecoder + 'a>,
}

impl<'a> Opened<'a> {
    /// Chooses the decoder by the first bytes and lets it read the header. Dimensions are checked before anything is
    /// allocated for them.
    fn new(bytes: &'a [u8]) -> Result<Self, ImageError> {
        if bytes.is_empty() {
            return Err(ImageError::Empty);
        }
        let media_type = container::sniff(bytes).ok_or(ImageError::Unsupported)?;
        let decoder: Box<dyn ImageDecoder + 'a> = match media_type {
            MediaType::Png => Box::new(open_png(bytes)?),
            MediaType::Jpeg => Box::new(StrictJpegDecoder::new(bytes).map_err(ImageError::from_decoder)?),
            MediaType::Webp => Box::new(WebPDecoder::new(Cursor::new(bytes)).map_err(ImageError::from_decoder)?),
        };
        let (width, height) = decoder.dimensions();
        check_dimensions(width, height)?;
        Ok(Self { media_type, decoder })
    }

    fn orientation(&mut self) -> Result<Orientation, ImageError> {
        self.decoder.orientation().map_err(ImageError::from_decoder)
    }
}

fn open_png(bytes: &[u8]) -> Result<PngDecoder<Cursor<&[u8]>>, ImageError> {
    // IHDR alone first: the decoder proper allocates a row.
    let mut header = png::Decoder::new(Cursor::new(bytes));
    let info = header.read_header_info().map_err(|e| ImageError::Corrupt(e.to_string()))?;
    check_dimensions(info.width, info.height)?;
    // At most four channels of 16 bits.
    let row_bytes = u64::from(info.width) * 8;
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(MAX_METADATA_BYTES + row_bytes);
    PngDecoder::with_limits(Cursor::new(bytes), limits).map_err(ImageError::from_decoder)
}

fn check_dimensions(width: u32, height: u32) -> Result<(), ImageError> {
    match u64::from(width) * u64::from(height) {
        0 => Err(ImageError::Corrupt("it has no pixels".into())),
        1..=limits::MAX_INPUT_PIXELS => Ok(()),
        _ => Err(ImageError::TooManyPixels { width, height }),
    }
}

fn swaps_sides(orientation: Orientation) -> bool {
    matches!(
        orientation,
        Orientation::Rotate90 | Orientation::Rotate270 | Orientation::Rotate90FlipH | Orientation::Rotate270FlipH
    )
}
