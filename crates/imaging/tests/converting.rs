//! Stored pictures in another format: what they keep, and what they cannot.
#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

mod common;

use common::{contains, gradient, icc, jpeg, png, worst};
use image::{DynamicImage, GrayImage, RgbaImage};
use std::fs;
use studio_domain::{ErrorCode, MediaType, OutputFormat};
use studio_imaging::{Channels, ImageError, ImageWriter, OutputSpec, RowSink, convert, decode, embedded_texts};

const PARAMETERS: &str = "A boat, 바다\nSteps: 20, Seed: 7, Version: CreativeAI Studio";

/// A result as the worker writes it.
fn result(format: OutputFormat, picture: &DynamicImage) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("result");
    let spec = OutputSpec {
        format,
        quality: 95,
        width: picture.width(),
        height: picture.height(),
        channels: Channels::of(picture),
        icc_profile: Some(icc(b"RGB ")),
        parameters: Some(PARAMETERS.into()),
    };
    let mut writer = ImageWriter::create(&path, spec).unwrap();
    writer.write_rows(picture.as_bytes()).unwrap();
    writer.finish().unwrap();
    fs::read(path).unwrap()
}

#[test]
fn parameters_profile_and_pixels_come_along_from_any_format_to_any() {
    let picture = DynamicImage::from(gradient(61, 40));
    for from in OutputFormat::ALL {
        let stored = result(from, &picture);
        for to in OutputFormat::ALL {
            let converted = convert(&stored, to).unwrap();
            assert_eq!(embedded_texts(&converted).unwrap().parameters.as_deref(), Some(PARAMETERS), "{from:?} {to:?}");
            let read = decode(&converted).unwrap();
            assert_eq!(read.media_type, to.media_type());
            assert_eq!(read.icc_profile, Some(icc(b"RGB ")), "{from:?} {to:?}");
            let lossless = from != OutputFormat::Jpeg && to != OutputFormat::Jpeg;
            let allowed = if lossless { 0 } else { 24 };
            assert!(worst(read.pixels.as_bytes(), picture.as_bytes()) <= allowed, "{from:?} {to:?}");
        }
    }
}

#[test]
fn what_shows_through_stays_but_in_jpeg_where_it_is_white() {
    let mut picture = RgbaImage::from_pixel(16, 16, image::Rgba([200, 0, 0, 0]));
    picture.put_pixel(3, 3, image::Rgba([1, 2, 3, 128]));
    let stored = result(OutputFormat::Png, &picture.clone().into());
    let webp = decode(&convert(&stored, OutputFormat::Webp).unwrap()).unwrap();
    assert!(webp.pixels.color().has_alpha());
    assert_eq!(webp.pixels.into_rgba8().get_pixel(3, 3), picture.get_pixel(3, 3));
    let jpeg = decode(&convert(&stored, OutputFormat::Jpeg).unwrap()).unwrap();
    assert!(jpeg.pixels.into_rgb8().get_pixel(12, 12).0.iter().all(|sample| *sample >= 250));
}

#[test]
fn grey_stays_grey_where_the_format_has_it_and_deep_colours_become_eight_bits() {
    let grey = DynamicImage::from(GrayImage::from_fn(20, 10, |x, y| image::Luma([(x * 7 + y) as u8])));
    let stored = jpeg(&grey, None, Some(icc(b"GRAY")));
    let png = decode(&convert(&stored, OutputFormat::Png).unwrap()).unwrap();
    assert_eq!((png.pixels.color(), png.icc_profile), (image::ColorType::L8, Some(icc(b"GRAY"))));
    // A grey profile would be wrong on colours.
    let webp = decode(&convert(&stored, OutputFormat::Webp).unwrap()).unwrap();
    assert_eq!((webp.pixels.color(), webp.icc_profile), (image::ColorType::Rgb8, None));
    let deep = common::png(&DynamicImage::from(gradient(9, 9)).into_rgb16().into());
    assert_eq!(decode(&convert(&deep, OutputFormat::Webp).unwrap()).unwrap().pixels.color(), image::ColorType::Rgb8);
}

#[test]
fn what_a_format_cannot_hold_is_refused_with_a_way_out() {
    let wide = png(&DynamicImage::new_rgb8(20_000, 2));
    let error = convert(&wide, OutputFormat::Webp).unwrap_err();
    assert!(matches!(error, ImageError::SideTooLong { format: MediaType::Webp, .. }));
    assert_eq!(error.code(), ErrorCode::ImageTooLarge);
    assert!(error.to_string().contains("choose PNG"), "{error}");
    assert!(convert(&wide, OutputFormat::Jpeg).is_ok());
    assert!(convert(b"no picture", OutputFormat::Png).is_err());
}

#[test]
fn what_is_found_in_a_file_is_not_more_than_its_parameters() {
    let camera = jpeg(&gradient(8, 8).into(), Some(common::exif(1)), None);
    assert!(!contains(&convert(&camera, OutputFormat::Png).unwrap(), b"GPS"));
}
