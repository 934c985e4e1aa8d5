//! Pictures to upscale: smooth, with some texture, no two alike.

use anyhow::Result;
use image::{ImageFormat, Rgb, RgbImage};
use std::io::Cursor;

fn draw(side: u32, seed: u32) -> RgbImage {
    let wave = |position: u32, period: f32| ((position as f32 / period + seed as f32).sin() * 60.0 + 128.0) as u8;
    RgbImage::from_fn(side, side, |x, y| Rgb([wave(x, 37.0), wave(y, 23.0), wave(x + y, 7.0)]))
}

fn encode(picture: &RgbImage, format: ImageFormat) -> Result<Vec<u8>> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format)?;
    Ok(bytes.into_inner())
}

/// # Errors
/// Never in practice: memory is all it writes to.
pub fn png(side: u32, seed: u32) -> Result<Vec<u8>> {
    encode(&draw(side, seed), ImageFormat::Png)
}

/// # Errors
/// Never in practice: memory is all it writes to.
pub fn jpeg(side: u32, seed: u32) -> Result<Vec<u8>> {
    encode(&draw(side, seed), ImageFormat::Jpeg)
}
