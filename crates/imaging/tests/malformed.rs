//! Nothing that is sent can do harm: it is refused with a reason, at once, without a panic and without memory.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

mod common;

use common::{Noise, exif, gradient, icc, jpeg, png, webp};
use image::DynamicImage;
use std::time::{Duration, Instant};
use studio_domain::{ErrorCode, MediaType, limits};
use studio_imaging::{ImageError, decode, probe, sanitize};

/// One small file of each kind, with and without the extras.
fn samples() -> Vec<(&'static str, Vec<u8>)> {
    let picture = DynamicImage::from(gradient(19, 13));
    vec![
        ("png", png(&picture)),
        ("png with alpha", png(&picture.to_rgba8().into())),
        ("interlaced png", include_bytes!("data/interlaced.png").to_vec()),
        ("animated png", include_bytes!("data/animated.png").to_vec()),
        ("jpeg", jpeg(&picture, Some(exif(6)), Some(icc(b"RGB ")))),
        ("progressive jpeg", include_bytes!("data/progressive.jpg").to_vec()),
        ("cmyk jpeg", include_bytes!("data/cmyk.jpg").to_vec()),
        ("lossless webp", webp(&picture)),
        ("lossy webp", include_bytes!("data/lossy.webp").to_vec()),
        ("lossy webp with alpha", include_bytes!("data/lossy_alpha.webp").to_vec()),
        ("animated webp", include_bytes!("data/animated.webp").to_vec()),
    ]
}

#[test]
fn every_cut_is_an_error() {
    for (name, bytes) in samples() {
        assert!(decode(&bytes).is_ok(), "{name}");
        for length in 0..bytes.len() {
            let _ = probe(&bytes[..length]);
            assert!(decode(&bytes[..length]).is_err(), "{name} cut to {length} of {}", bytes.len());
        }
    }
}

#[test]
fn damage_never_panics() {
    let mut noise = Noise(0x5EED);
    for (_, bytes) in samples() {
        for _ in 0..1000 {
            let mut damaged = bytes.clone();
            for _ in 0..=noise.next() % 4 {
                let bit = noise.next() as usize % (damaged.len() * 8);
                damaged[bit / 8] ^= 1 << (bit % 8);
            }
            let _ = sanitize(&damaged, None);
        }
    }
}

#[test]
fn damage_in_the_data_is_noticed() {
    // A PNG has checksums; a JPEG shows damage where codes stop making sense.
    let picture = DynamicImage::from(gradient(64, 64));
    let mut damaged = png(&picture);
    let middle = damaged.len() / 2;
    damaged[middle] ^= 0x10;
    assert!(matches!(decode(&damaged), Err(ImageError::Corrupt(_))));

    // All ones is never a Huffman code. A lenient decoder would fill the rest with grey.
    let mut damaged = jpeg(&picture, None, None);
    let middle = damaged.len() / 2;
    damaged.splice(middle..middle + 8, [0xFF, 0].repeat(4));
    assert!(matches!(decode(&damaged), Err(ImageError::Corrupt(_))));
}

fn code(result: Result<impl Sized, ImageError>) -> ErrorCode {
    result.err().expect("must be refused").code()
}

#[test]
fn what_is_not_a_picture_is_refused_by_kind() {
    assert_eq!(code(sanitize(b"", None)), ErrorCode::InvalidImage);
    assert_eq!(code(probe(b"")), ErrorCode::InvalidImage);
    for other in [&b"GIF89a\x01\0\x01\0"[..], b"%PDF-1.7", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"hello"] {
        assert_eq!(code(sanitize(other, Some(MediaType::Png))), ErrorCode::UnsupportedMediaType);
    }
    let bytes = png(&gradient(4, 4).into());
    let error = sanitize(&bytes, Some(MediaType::Jpeg)).unwrap_err();
    assert_eq!(error.code(), ErrorCode::UnsupportedMediaType);
    assert!(error.to_string().contains("image/jpeg") && error.to_string().contains("image/png"), "{error}");
    assert!(sanitize(&bytes, Some(MediaType::Png)).is_ok());
}

/// A PNG of nothing but a header and an empty stream.
fn png_header(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Rgba);
    let mut writer = encoder.write_header().unwrap();
    writer.write_chunk(png::chunk::IDAT, &[0x78, 0x9C, 3, 0, 0, 0, 0, 1]).unwrap();
    drop(writer);
    bytes
}

/// The size of a JPEG is in its frame header.
fn jpeg_header(width: u16, height: u16) -> Vec<u8> {
    let mut bytes = jpeg(&gradient(8, 8).into(), None, None);
    let frame = bytes.windows(2).position(|w| w == [0xFF, 0xC0]).unwrap();
    bytes[frame + 5..frame + 7].copy_from_slice(&height.to_be_bytes());
    bytes[frame + 7..frame + 9].copy_from_slice(&width.to_be_bytes());
    bytes
}

/// The canvas of an extended WebP, in 24-bit fields that hold one less.
fn webp_header(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = include_bytes!("data/lossy_alpha.webp").to_vec();
    assert_eq!(&bytes[12..16], b"VP8X");
    bytes[24..27].copy_from_slice(&(width - 1).to_le_bytes()[..3]);
    bytes[27..30].copy_from_slice(&(height - 1).to_le_bytes()[..3]);
    bytes
}

#[test]
fn bombs_are_refused_from_the_header() {
    let before = Instant::now();
    let bombs = [png_header(65_535, 65_535), jpeg_header(65_535, 65_535), webp_header(16_384, 16_384)];
    for bomb in bombs {
        for result in [probe(&bomb).map(|_| ()), decode(&bomb).map(|_| ()), sanitize(&bomb, None).map(|_| ())] {
            assert!(matches!(result, Err(ImageError::TooManyPixels { .. })), "{result:?}");
        }
    }
    assert!(before.elapsed() < Duration::from_millis(100), "took {:?}", before.elapsed());
}

#[test]
fn the_limit_is_forty_megapixels() {
    assert_eq!(limits::MAX_INPUT_PIXELS, 40_000_000);
    assert_eq!(probe(&png_header(8000, 5000)).unwrap().width, 8000);
    let error = probe(&png_header(8001, 5000)).unwrap_err();
    assert_eq!(error.code(), ErrorCode::ImageTooLarge);
    let text = error.to_string();
    assert!(text.contains("8001 × 5000") && text.contains("41 megapixels") && text.contains("at most 40"), "{text}");
}

#[test]
fn a_header_that_promises_more_than_there_is_is_refused() {
    assert_eq!(code(decode(&png_header(8000, 5000))), ErrorCode::InvalidImage);
}

#[test]
fn a_side_of_zero_is_refused() {
    let mut bytes = png_header(1, 1);
    bytes[16..20].fill(0);
    assert_eq!(code(probe(&bytes)), ErrorCode::InvalidImage);
    assert_eq!(code(probe(&jpeg_header(0, 8))), ErrorCode::InvalidImage);
    assert_eq!(code(probe(&jpeg_header(8, 0))), ErrorCode::InvalidImage);
}

#[test]
fn a_compressed_profile_cannot_fill_the_memory() {
    // 64 MB of zeros in 64 kB: the profile is dropped, the picture stays.
    let mut bytes = Vec::new();
    let mut info = png::Info::with_size(2, 2);
    info.color_type = png::ColorType::Rgb;
    info.bit_depth = png::BitDepth::Eight;
    info.icc_profile = Some(vec![0; 64 << 20].into());
    let mut writer = png::Encoder::with_info(&mut bytes, info).unwrap().write_header().unwrap();
    writer.write_image_data(&[7; 12]).unwrap();
    drop(writer);
    assert!(bytes.len() < 100_000);
    let picture = decode(&bytes).unwrap();
    assert!(picture.icc_profile.is_none());
    assert_eq!(picture.pixels.as_bytes(), [7; 12]);
}
