//! Window after window through the network.

use super::{
    LamaSection,
    blend::{MOST_FEATHER, shares},
    windows::{Window, around},
};
use crate::{
    InferenceError, Progress, RunControl,
    pixels::{
        Behind, Frame, Planes, ROWS_AT_ONCE, Raster, Resampler, Sides, Source, byte, check_planes, fit_within,
        reflected,
    },
    runtime::{ModelSession, Tensor},
    upscale::Timings,
};
use image::{DynamicImage, GrayImage, RgbImage, RgbaImage, imageops};
use std::time::Instant;

const PICTURE: &str = "image";
const MASK: &str = "mask";

/// Makes sure that a network can be a LaMa: `image` and `mask` in, a picture out.
///
/// # Errors
/// Why it cannot, to be said of the model.
pub(crate) fn check(session: &ModelSession) -> Result<Sides, String> {
    let sides = check_planes(session.input(PICTURE)?, 3)?;
    let mask = check_planes(session.input(MASK)?, 1)?;
    match (session.inputs.len(), session.outputs.len()) {
        (2, 1) if sides == mask => Ok(sides),
        (2, 1) => Err("its inputs image and mask differ in size".into()),
        (inputs, outputs) => Err(format!("it has {inputs} inputs and {outputs} outputs instead of two and one")),
    }
}

/// `mask` is stretched to the picture; what is white is repainted, and fades into what stays over `feather` pixels
/// inside the mask. The result has the size of the picture, and its alpha channel.
///
/// # Errors
/// [`InferenceError::Unsuitable`] for an impossible mask; those of a run.
pub(crate) fn run(
    session: &ModelSession,
    section: &LamaSection,
    (picture, mask): (&DynamicImage, &DynamicImage),
    feather: u32,
    control: &RunControl,
) -> Result<(DynamicImage, Timings), InferenceError> {
    let unsuitable = |what: String| Err(InferenceError::Unsuitable(what));
    let Some(feather) = u8::try_from(feather).ok().filter(|feather| *feather <= MOST_FEATHER) else {
        return unsuitable(format!("The border of the mask may fade over at most {MOST_FEATHER} pixels."));
    };
    if mask.width() == 0 || mask.height() == 0 {
        return unsuitable("The mask has no pixels.".into());
    }
    let mut timings = Timings::default();
    let started = Instant::now();
    let sides = check(session).map_err(InferenceError::Failed)?;
    let source = Source::new(picture);
    let mask = stretched(mask, picture.width(), picture.height());
    let largest = sides.fixed().map_or(section.size, |(width, height)| width.min(height));
    let windows = around(&mask, largest);
    let channels = if source.has_alpha() { 4 } else { 3 };
    let (width, height) = source.size();
    let mut bytes = Vec::with_capacity(width * height * channels);
    for y in 0..height {
        source.pixels(0, y).for_each(|pixel| bytes.extend_from_slice(&pixel[..channels]));
    }
    timings.preprocess = started.elapsed();

    let steps = u32::try_from(windows.len()).unwrap_or(u32::MAX);
    control.report(Progress { step: 0, steps });
    for (step, window) in (1..).zip(&windows) {
        let started = Instant::now();
        let frame = frame(window.size(), sides, section);
        let seen = source.window_resized((window.left, window.top), window.size(), frame.seen, Behind::Itself);
        let (given_width, given_height) = frame.given;
        let seen = section.input.tensor(&reflected(&seen, given_width, given_height));
        let hole = reflected(&hole(&mask, window, frame.seen), given_width, given_height);
        let hole = Tensor::f32([1, 1, given_height, given_width], hole.pixels.into_iter().flatten().collect());
        timings.preprocess += started.elapsed();

        let pending = session.submit(vec![(PICTURE.into(), seen), (MASK.into(), hole)], control)?;
        let output = pending.wait(control)?;
        timings.inference += output.elapsed;

        let started = Instant::now();
        let painted = Planes::of(output.first()?)?.picture(section.output_range, section.input.order, frame.given)?;
        blend(&mut bytes, (width, channels), &frame.picture_of(painted), (&mask, window, feather), control)?;
        timings.postprocess += started.elapsed();
        control.report(Progress { step, steps });
    }
    let (w, h) = (picture.width(), picture.height());
    let result = if source.has_alpha() {
        RgbaImage::from_raw(w, h, bytes).map(DynamicImage::from)
    } else {
        RgbImage::from_raw(w, h, bytes).map(DynamicImage::from)
    };
    Ok((result.ok_or_else(|| InferenceError::Failed("the result lacks rows".into()))?, timings))
}

fn stretched(mask: &DynamicImage, width: u32, height: u32) -> GrayImage {
    let mask = mask.to_luma8();
    if mask.dimensions() == (width, height) {
        return mask;
    }
    studio_imaging::resize(&mask, width, height, imageops::FilterType::Triangle)
}

fn frame(window: (usize, usize), sides: Sides, section: &LamaSection) -> Frame {
    let size = section.size;
    let most = (sides.width.unwrap_or(size), sides.height.unwrap_or(size));
    let seen = fit_within(window, most, false);
    let side = |seen: usize, fixed: Option<usize>| fixed.unwrap_or_else(|| seen.next_multiple_of(section.multiple));
    Frame { given: (side(seen.0, sides.width), side(seen.1, sides.height)), seen }
}

/// 1 wherever anything is masked, at the size the network sees.
fn hole(mask: &GrayImage, window: &Window, (width, height): (usize, usize)) -> Raster<1> {
    let mut rows = Resampler::<1>::new(window.size(), (width, height));
    let mut pixels = Vec::with_capacity(width * height);
    for y in 0..height {
        let row = rows.row(y, |from, row| {
            let line = &row_of(mask, window, from)[..row.len()];
            row.iter_mut().zip(line).for_each(|(pixel, &value)| *pixel = [f32::from(value)]);
        });
        pixels.extend(row.iter().map(|&[value]| [if value > 0.0 { 1.0 } else { 0.0 }]));
    }
    Raster { width, height, pixels }
}

fn row_of<'a>(mask: &'a GrayImage, window: &Window, y: usize) -> &'a [u8] {
    let width = mask.width() as usize;
    &mask.as_raw()[(window.top + y) * width..][window.left..window.right]
}

/// Lays what was painted over the picture. Pixels without a share are not touched.
fn blend(
    bytes: &mut [u8],
    (width, channels): (usize, usize),
    painted: &Raster<3>,
    (mask, window, feather): (&GrayImage, &Window, u8),
    control: &RunControl,
) -> Result<(), InferenceError> {
    let (wide, high) = window.size();
    let masked: Vec<u8> = (0..high).flat_map(|y| row_of(mask, window, y)).copied().collect();
    let shares = shares(&masked, wide, feather);
    let mut rows = Resampler::<3>::new((painted.width, painted.height), (wide, high));
    for (y, shares) in shares.chunks_exact(wide).enumerate() {
        if y % ROWS_AT_ONCE == 0 {
            control.check()?;
        }
        let row = rows.row(y, |from, row| row.copy_from_slice(painted.row(from)));
        let line = &mut bytes[((window.top + y) * width + window.left) * channels..][..wide * channels];
        for ((pixel, colour), &share) in line.chunks_exact_mut(channels).zip(row).zip(shares) {
            if share > 0 {
                let share = f32::from(share) / 255.0;
                for (value, new) in pixel.iter_mut().zip(colour) {
                    let old = f32::from(*value) / 255.0;
                    *value = byte(old + (new - old) * share);
                }
            }
        }
    }
    Ok(())
}
