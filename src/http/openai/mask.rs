//! Masks: OpenAI's are transparent where a picture is to be painted anew, ours are white there.

use crate::http::{error::Result, pixels::on_pixels, state::AppState};
use bytes::Bytes;
use image::{GrayImage, ImageFormat};
use std::io::Cursor;
use studio_domain::{ErrorCode, Problem};

/// White where the picture is transparent; `None` where nothing of it is.
pub async fn of_transparency(state: &AppState, bytes: Bytes) -> Result<Option<Bytes>> {
    on_pixels(state, move || Ok(read(&bytes)?)).await
}

fn read(bytes: &[u8]) -> Result<Option<Bytes>, Problem> {
    let picture = studio_imaging::decode(bytes).map_err(|e| Problem::new(e.code(), e.to_string()))?.pixels;
    if !picture.color().has_alpha() {
        return Ok(None);
    }
    let picture = picture.into_rgba8();
    if picture.pixels().all(|pixel| pixel.0[3] == u8::MAX) {
        return Ok(None);
    }
    let mask = GrayImage::from_fn(picture.width(), picture.height(), |x, y| {
        image::Luma([u8::MAX - picture.get_pixel(x, y).0[3]])
    });
    let mut png = Cursor::new(Vec::new());
    let written = mask.write_to(&mut png, ImageFormat::Png);
    written.map_err(|e| Problem::new(ErrorCode::Internal, format!("The mask could not be written: {e}.")))?;
    Ok(Some(png.into_inner().into()))
}
