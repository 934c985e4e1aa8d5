//! Pictures for the tests, and small builders of bytes.
#![allow(dead_code, clippy::unwrap_used, reason = "helpers of tests; each binary uses a part")]

use image::{DynamicImage, ExtendedColorType, ImageEncoder, RgbImage, codecs::jpeg::JpegEncoder};
use std::io::Cursor;

/// A smooth, asymmetric picture: no two corners are alike.
pub fn gradient(width: u32, height: u32) -> RgbImage {
    let ramp = |v: u32, n: u32| (v * 255 / (n - 1).max(1)) as u8;
    RgbImage::from_fn(width, height, |x, y| image::Rgb([ramp(x, width), ramp(y, height), 128]))
}

pub fn png(pixels: &DynamicImage) -> Vec<u8> {
    encode(pixels, image::ImageFormat::Png)
}

pub fn webp(pixels: &DynamicImage) -> Vec<u8> {
    encode(pixels, image::ImageFormat::WebP)
}

fn encode(pixels: &DynamicImage, format: image::ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    pixels.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A JPEG with an optional EXIF block and colour profile.
pub fn jpeg(pixels: &DynamicImage, exif: Option<Vec<u8>>, icc: Option<Vec<u8>>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, 95);
    if let Some(exif) = exif {
        encoder.set_exif_metadata(exif).unwrap();
    }
    if let Some(icc) = icc {
        encoder.set_icc_profile(icc).unwrap();
    }
    let color: ExtendedColorType = pixels.color().into();
    encoder.write_image(pixels.as_bytes(), pixels.width(), pixels.height(), color).unwrap();
    bytes
}

/// An EXIF block with an orientation and, as cameras do, a place.
pub fn exif(orientation: u16) -> Vec<u8> {
    let mut block = b"II*\0\x08\0\0\0\x02\0".to_vec();
    block.extend([0x12, 0x01, 3, 0, 1, 0, 0, 0]);
    block.extend(orientation.to_le_bytes());
    block.extend([0, 0]);
    block.extend(b"\x0E\x01\x02\0\x0C\0\0\0\x26\0\0\0");
    block.extend([0; 4]);
    block.extend(b"GPS-52.5N13E");
    block
}

/// The smallest thing that passes for a profile of a colour space.
pub fn icc(space: &[u8; 4]) -> Vec<u8> {
    let mut profile = vec![0; 132];
    profile[3] = 132;
    profile[16..20].copy_from_slice(space);
    profile[36..40].copy_from_slice(b"acsp");
    profile
}

pub fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|w| w == needle)
}

/// The largest difference of any sample.
pub fn worst(a: &[u8], b: &[u8]) -> u8 {
    assert_eq!(a.len(), b.len());
    a.iter().zip(b).map(|(a, b)| a.abs_diff(*b)).max().unwrap_or(0)
}

/// xorshift64*: the same picture of noise every time.
pub struct Noise(pub u64);

impl Noise {
    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }
}
