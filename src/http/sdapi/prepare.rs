//! Pictures and masks as A1111 understands them, made into what a task takes: a picture that is stretched to the size that
//! is painted, and a mask that is white where it is painted anew.

use super::asked::{Asked, invalid};
use crate::http::{
    error::{Error, Result},
    pixels::on_pixels,
    state::AppState,
    v1::predict::read_base64,
};
use bytes::Bytes;
use image::{
    DynamicImage, GrayImage, ImageBuffer, ImageFormat, Luma, Pixel, RgbImage,
    imageops::{
        self,
        FilterType::{self, Lanczos3, Triangle},
    },
};
use std::io::Cursor;
use studio_domain::{ErrorCode, Problem};
use studio_imaging::{fill_holes, resize};

/// A picture as base64, with or without `data:…,` before it.
pub fn decode(text: &str, field: &str) -> Result<Bytes> {
    if text.starts_with("http://") || text.starts_with("https://") {
        return Err(invalid(field, "Pictures are not fetched from the web. Please send them as base64."));
    }
    let data = if text.starts_with("data:") { text.split_once(',').map_or("", |(_, data)| data) } else { text };
    read_base64(data.trim(), field)
}

/// What is to be done with picture and mask before they are stored.
#[derive(Clone, Copy)]
pub struct Plan {
    /// What will be painted, in pixels.
    size: (u32, u32),
    fit: Fit,
    fill: Fill,
    invert_mask: bool,
}

/// How a picture of another shape comes to the size that is painted: A1111's `resize_mode`.
#[derive(Clone, Copy, PartialEq)]
enum Fit {
    Stretch,
    Crop,
    /// Whole, with what is around it filled in from its edges.
    Pad,
}

/// What the masked part begins with: A1111's `inpainting_fill`.
#[derive(Clone, Copy, PartialEq)]
enum Fill {
    /// Colours from around it.
    Surroundings,
    Original,
    Noise,
}

impl Plan {
    pub fn of(asked: &Asked, size: (u32, u32)) -> Result<Self> {
        let fit = match asked.resize_mode.unwrap_or(0) {
            // 3 scales the latents instead of the pixels.
            0 | 3 => Fit::Stretch,
            1 => Fit::Crop,
            2 => Fit::Pad,
            _ => return Err(invalid("resize_mode", "It must be 0 to 3.")),
        };
        let fill = match asked.inpainting_fill.unwrap_or(0) {
            0 => Fill::Surroundings,
            1 => Fill::Original,
            2 | 3 => Fill::Noise,
            _ => return Err(invalid("inpainting_fill", "It must be 0 to 3.")),
        };
        Ok(Self { size, fit, fill, invert_mask: asked.inpainting_mask_invert })
    }

    /// Whether nothing of what is masked is to be seen in the result.
    pub fn starts_from_noise(self) -> bool {
        self.fill == Fill::Noise
    }
}

/// Does what there is to do, on a thread of its own; a picture that is right as it is stays as it is.
pub async fn prepare(state: &AppState, plan: Plan, init: Bytes, mask: Option<Bytes>) -> Result<(Bytes, Option<Bytes>)> {
    let fills = mask.is_some() && plan.fill == Fill::Surroundings;
    if mask.is_none() && plan.fit == Fit::Stretch {
        return Ok((init, None));
    }
    on_pixels(state, move || {
        let mask = mask.as_deref().map(|mask| read_mask(mask, plan.invert_mask)).transpose()?;
        if plan.fit == Fit::Stretch && !fills {
            return Ok((init, mask.map(|mask| png(&mask.into())).transpose()?));
        }
        let mut picture = fit(&read(&init)?.into_rgb8(), plan);
        // A mask is as large as the picture, or stretched to it: so it is brought to size in the same way.
        let mask = mask.map(|mask| fit_mask(&mask, plan));
        if let Some(mask) = mask.as_ref().filter(|_| fills) {
            picture = fill_holes(&picture, mask);
        }
        Ok((png(&picture.into())?, mask.map(|mask| png(&mask.into())).transpose()?))
    })
    .await
}

fn read(bytes: &[u8]) -> Result<DynamicImage, Problem> {
    Ok(studio_imaging::decode(bytes).map_err(|e| Problem::new(e.code(), e.to_string()))?.pixels)
}

/// White where it is painted anew. A mask that is transparent somewhere says it by what is opaque.
fn read_mask(bytes: &[u8], invert: bool) -> Result<GrayImage, Problem> {
    let mask = read(bytes)?;
    let alpha = mask.color().has_alpha().then(|| mask.to_rgba8()).filter(|mask| mask.pixels().any(|p| p.0[3] < 255));
    let mut mask = match alpha {
        Some(mask) => GrayImage::from_fn(mask.width(), mask.height(), |x, y| Luma([mask.get_pixel(x, y).0[3]])),
        None => mask.into_luma8(),
    };
    for Luma([value]) in mask.pixels_mut() {
        *value = if (*value > 128) == invert { 0 } else { 255 };
    }
    Ok(mask)
}

fn fit(picture: &RgbImage, plan: Plan) -> RgbImage {
    let Placed { x, y, scaled } = match plan.placed(picture.dimensions()) {
        Some(placed) => placed,
        None => return brought_to(picture, plan, Lanczos3),
    };
    let mut canvas = RgbImage::new(plan.size.0, plan.size.1);
    imageops::replace(&mut canvas, &resize(picture, scaled.0, scaled.1, Lanczos3), x.into(), y.into());
    let inside = |px: u32, py: u32| (x..x + scaled.0).contains(&px) && (y..y + scaled.1).contains(&py);
    let around = GrayImage::from_fn(plan.size.0, plan.size.1, |px, py| Luma([if inside(px, py) { 0 } else { 255 }]));
    fill_holes(&canvas, &around)
}

/// What lies beyond a padded mask is left as it is.
fn fit_mask(mask: &GrayImage, plan: Plan) -> GrayImage {
    let Some(Placed { x, y, scaled }) = plan.placed(mask.dimensions()) else { return brought_to(mask, plan, Triangle) };
    let mut canvas = GrayImage::new(plan.size.0, plan.size.1);
    imageops::replace(&mut canvas, &resize(mask, scaled.0, scaled.1, Triangle), x.into(), y.into());
    canvas
}

/// Stretched, or cropped to the right shape before.
fn brought_to<P: Pixel<Subpixel = u8> + 'static>(
    picture: &ImageBuffer<P, Vec<u8>>,
    plan: Plan,
    filter: FilterType,
) -> ImageBuffer<P, Vec<u8>> {
    let ((width, height), (w, h)) = (picture.dimensions(), plan.size);
    if plan.fit == Fit::Stretch {
        return resize(picture, w, h, filter);
    }
    // As much of it as has the shape of the result: before it is scaled, so that nothing is scaled in vain.
    let scale = (f64::from(w) / f64::from(width)).max(f64::from(h) / f64::from(height));
    let side = |length: u32, whole: u32| ((f64::from(length) / scale).round() as u32).clamp(1, whole);
    let (across, down) = (side(w, width), side(h, height));
    let part = imageops::crop_imm(picture, (width - across) / 2, (height - down) / 2, across, down).to_image();
    resize(&part, w, h, filter)
}

/// Where a padded picture lies in what is painted: scaled to this size, this far in.
struct Placed {
    scaled: (u32, u32),
    x: u32,
    y: u32,
}

impl Plan {
    /// `None` where nothing is padded.
    fn placed(self, (width, height): (u32, u32)) -> Option<Placed> {
        let (w, h) = self.size;
        let scale = (f64::from(w) / f64::from(width)).min(f64::from(h) / f64::from(height));
        let side = |length: u32, whole: u32| ((f64::from(length) * scale).round() as u32).clamp(1, whole);
        let scaled = (side(width, w), side(height, h));
        (self.fit == Fit::Pad).then(|| Placed { scaled, x: (w - scaled.0) / 2, y: (h - scaled.1) / 2 })
    }
}

fn png(picture: &DynamicImage) -> Result<Bytes> {
    let mut bytes = Cursor::new(Vec::new());
    let written = picture.write_to(&mut bytes, ImageFormat::Png);
    written.map_err(|e| Error::new(ErrorCode::Internal, format!("A picture could not be written: {e}.")))?;
    Ok(bytes.into_inner().into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Rgb;

    fn plan(fit: Fit) -> Plan {
        Plan { size: (64, 64), fit, fill: Fill::Original, invert_mask: false }
    }

    #[test]
    fn pictures_of_another_shape_are_stretched_cropped_or_padded() {
        // Red, green and blue thirds, side by side.
        let picture = RgbImage::from_fn(96, 32, |x, _| {
            let mut pixel = [0; 3];
            pixel[x as usize / 32] = 255;
            Rgb(pixel)
        });
        let colours = |how: Fit| {
            let picture = fit(&picture, plan(how));
            assert_eq!(picture.dimensions(), (64, 64));
            [(4, 32), (32, 32), (60, 32)].map(|(x, y)| {
                let pixel = picture.get_pixel(x, y).0;
                (0..3).max_by_key(|channel| pixel[*channel]).expect("three channels")
            })
        };
        assert_eq!(colours(Fit::Stretch), [0, 1, 2]);
        assert_eq!(colours(Fit::Crop), [1, 1, 1]);
        assert_eq!(colours(Fit::Pad), [0, 1, 2]);
        let padded = fit(&picture, plan(Fit::Pad));
        assert!(padded.get_pixel(4, 2).0[0] > 100, "the edge's colour goes on");
        let thread = fit(&RgbImage::new(1_000_000, 1), plan(Fit::Crop));
        assert_eq!(thread.dimensions(), (64, 64));
        let mask = fit_mask(&GrayImage::from_pixel(96, 32, Luma([255])), plan(Fit::Pad));
        assert_eq!((mask.get_pixel(32, 32).0, mask.get_pixel(32, 2).0), ([255], [0]));
    }

    #[test]
    fn masks_are_read_by_their_light_or_by_what_is_opaque() {
        let bytes = |picture: DynamicImage| {
            let mut bytes = Cursor::new(Vec::new());
            picture.write_to(&mut bytes, ImageFormat::Png).expect("a picture");
            bytes.into_inner()
        };
        let light = bytes(GrayImage::from_fn(2, 1, |x, _| Luma([if x == 0 { 200 } else { 90 }])).into());
        let opaque = image::RgbaImage::from_fn(2, 1, |x, _| image::Rgba([0, 0, 0, if x == 0 { 255 } else { 0 }]));
        for mask in [light, bytes(opaque.into())] {
            assert_eq!(read_mask(&mask, false).expect("a mask").into_raw(), [255, 0]);
            assert_eq!(read_mask(&mask, true).expect("a mask").into_raw(), [0, 255]);
        }
    }
}
