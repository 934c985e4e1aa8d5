//! Pictures made for the tests.

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use std::io::Cursor;

/// A smooth, colourful picture: something a model has work with.
pub fn picture(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let wave = |f: f32, p: f32| ((f * x as f32 + p * y as f32).sin() * 100.0 + 128.0) as u8;
        Rgb([wave(0.05, 0.02), wave(0.01, 0.07), wave(0.03, -0.04)])
    })
}

pub fn png(width: u32, height: u32) -> Vec<u8> {
    encode(width, height, ImageFormat::Png)
}

pub fn jpeg(width: u32, height: u32) -> Vec<u8> {
    encode(width, height, ImageFormat::Jpeg)
}

fn encode(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(picture(width, height)).write_to(&mut bytes, format).expect("encode");
    bytes.into_inner()
}

/// A PNG that says it is `width` × `height` and holds next to nothing: a decompression bomb's header.
pub fn png_header(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Rgb);
    drop(encoder.write_header().expect("header"));
    bytes
}
