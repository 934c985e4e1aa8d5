//! The last step of every task with a mask: rows of full size.

use super::{
    Backdrop, Matte,
    backdrop::BackdropRows,
    foreground::{estimate, foreground},
};
use crate::{
    InferenceError, RunControl,
    pixels::{ROWS_AT_ONCE, Resampler, byte},
};
use image::{DynamicImage, GrayImage, RgbImage, RgbaImage};

/// What the mask covers, before a backdrop: RGBA with nothing of the old background even in hidden pixels, or RGB on
/// anything else. Transparency of the picture itself stays.
///
/// # Errors
/// Those of [`RunControl::check`].
pub(crate) fn cut_out(
    matte: &Matte<'_>,
    backdrop: &Backdrop,
    control: &RunControl,
) -> Result<DynamicImage, InferenceError> {
    let source = matte.source;
    let (width, height) = source.size();
    let alpha = matte.of_copy();
    let colours = estimate(matte.copy(), &alpha);
    let mut behind = BackdropRows::new(backdrop, matte.copy(), &alpha, source.size());
    let mut mattes = matte.rows();
    let mut means = Resampler::<6>::new((colours.width, colours.height), (width, height));
    let channels = if behind.is_some() { 3 } else { 4 };
    let mut bytes = Vec::with_capacity(width * height * channels);
    for y in 0..height {
        if y % ROWS_AT_ONCE == 0 {
            control.check()?;
        }
        let means = means.row(y, |from, row| row.copy_from_slice(colours.row(from)));
        let pixels = source.pixels(0, y).zip(mattes.row(y)).zip(means).map(|(([r, g, b, a], model), means)| {
            let colour = [r, g, b].map(|v| f32::from(v) / 255.0);
            let share = matte.value(model, colour);
            (foreground(means, colour, share), share * f32::from(a) / 255.0)
        });
        match &mut behind {
            None => bytes.extend(pixels.flat_map(|([r, g, b], share)| [r, g, b, share].map(byte))),
            Some(behind) => bytes.extend(pixels.zip(behind.row(y)).flat_map(|((front, share), behind)| {
                [0, 1, 2].map(|c| byte(front[c] * share + behind[c] * (1.0 - share)))
            })),
        }
    }
    let (w, h) = (width as u32, height as u32);
    let picture = match behind {
        None => RgbaImage::from_raw(w, h, bytes).map(DynamicImage::from),
        Some(_) => RgbImage::from_raw(w, h, bytes).map(DynamicImage::from),
    };
    picture.ok_or_else(incomplete)
}

/// The mask itself: white is what it covers. What the picture does not show is not covered.
///
/// # Errors
/// Those of [`RunControl::check`].
pub(crate) fn grey(matte: &Matte<'_>, control: &RunControl) -> Result<GrayImage, InferenceError> {
    let source = matte.source;
    let (width, height) = source.size();
    let mut mattes = matte.rows();
    let mut bytes = Vec::with_capacity(width * height);
    for y in 0..height {
        if y % ROWS_AT_ONCE == 0 {
            control.check()?;
        }
        bytes.extend(source.pixels(0, y).zip(mattes.row(y)).map(|([r, g, b, a], model)| {
            let colour = [r, g, b].map(|v| f32::from(v) / 255.0);
            byte(matte.value(model, colour) * f32::from(a) / 255.0)
        }));
    }
    GrayImage::from_raw(width as u32, height as u32, bytes).ok_or_else(incomplete)
}

fn incomplete() -> InferenceError {
    InferenceError::Failed("the result lacks rows".into())
}
