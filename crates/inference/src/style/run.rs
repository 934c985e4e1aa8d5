//! One picture through a style network.

use super::{StyleSection, detail};
use crate::{
    InferenceError, Progress, RunControl,
    pixels::{
        Behind, Planes, ROWS_AT_ONCE, Raster, Resampler, Sides, Source, byte, check_planes, fit_within, reflected,
    },
    runtime::ModelSession,
    upscale::Timings,
};
use image::{DynamicImage, RgbImage, RgbaImage};
use std::time::Instant;

/// Smaller pictures are continued by their mirror image: networks pad by reflection themselves, by up to 40 pixels.
const SMALLEST: usize = 64;
/// Shrinking, the network, and the rows of the result.
const STEPS: u32 = 3;

/// Makes sure that a network can be a style network.
///
/// # Errors
/// Why it cannot, to be said of the model.
pub(crate) fn check(session: &ModelSession) -> Result<Sides, String> {
    let sides = check_planes(session.only_input()?, 3)?;
    match &*session.outputs {
        [_] => Ok(sides),
        outputs => Err(format!("it has {} outputs instead of one", outputs.len())),
    }
}

/// `strength` 0 is the picture, 1 the style. The result has the size of the picture, and its alpha channel.
///
/// # Errors
/// [`InferenceError::Unsuitable`] for an impossible strength; those of a run.
pub(crate) fn run(
    session: &ModelSession,
    section: &StyleSection,
    picture: &DynamicImage,
    strength: f32,
    control: &RunControl,
) -> Result<(DynamicImage, Timings), InferenceError> {
    if !(0.0..=1.0).contains(&strength) {
        return Err(InferenceError::Unsuitable("The strength must be between 0 and 1.".into()));
    }
    let mut timings = Timings::default();
    control.report(Progress { step: 0, steps: STEPS });
    let started = Instant::now();
    let sides = check(session).map_err(InferenceError::Failed)?;
    let source = Source::new(picture);
    let (given, seen) = given(source.size(), sides, section);
    let small = source.resized(seen.0, seen.1, Behind::Itself);
    let input = section.input.tensor(&reflected(&small, given.0, given.1));
    timings.preprocess = started.elapsed();
    control.report(Progress { step: 1, steps: STEPS });

    let output = session.submit_planes(input, control)?.wait(control)?;
    timings.inference = output.elapsed;
    control.report(Progress { step: 2, steps: STEPS });

    let started = Instant::now();
    let styled = Planes::of(output.first()?)?.picture(section.output_range, section.input.order, given)?;
    let styled = styled.window(0, 0, seen.0, seen.1);
    let result = finish(&source, &small, &styled, strength, control)?;
    timings.postprocess = started.elapsed();
    control.report(Progress { step: STEPS, steps: STEPS });
    Ok((result, timings))
}

/// The size the network is given, and how much of it, from the top left, is the picture.
fn given(size: (usize, usize), sides: Sides, section: &StyleSection) -> ((usize, usize), (usize, usize)) {
    if let Some(fixed) = sides.fixed() {
        return (fixed, fit_within(size, fixed, true));
    }
    let bounds = (sides.width.unwrap_or(section.longest), sides.height.unwrap_or(section.longest));
    let seen = fit_within(size, bounds, false);
    let side = |seen: usize, fixed: Option<usize>| {
        fixed.unwrap_or_else(|| seen.max(SMALLEST).next_multiple_of(section.multiple))
    };
    ((side(seen.0, sides.width), side(seen.1, sides.height)), seen)
}

fn finish(
    source: &Source<'_>,
    small: &Raster<3>,
    styled: &Raster<3>,
    strength: f32,
    control: &RunControl,
) -> Result<DynamicImage, InferenceError> {
    let (width, height) = source.size();
    let fitted = detail::fit(small, styled);
    let mut rows = Resampler::<7>::new((fitted.width, fitted.height), (width, height));
    let mut bytes = Vec::with_capacity(width * height * if source.has_alpha() { 4 } else { 3 });
    for y in 0..height {
        if y % ROWS_AT_ONCE == 0 {
            control.check()?;
        }
        let row = rows.row(y, |from, row| row.copy_from_slice(fitted.row(from)));
        let pixels = source.pixels(0, y).zip(row).map(|([r, g, b, a], fitted)| {
            let original = [r, g, b].map(|v| f32::from(v) / 255.0);
            let styled = detail::with_detail(fitted, original);
            let [r, g, b] = [0, 1, 2].map(|c| byte(original[c] + (styled[c] - original[c]) * strength));
            [r, g, b, a]
        });
        if source.has_alpha() {
            bytes.extend(pixels.flatten());
        } else {
            bytes.extend(pixels.flat_map(|[r, g, b, _]| [r, g, b]));
        }
    }
    let (w, h) = (width as u32, height as u32);
    let picture = if source.has_alpha() {
        RgbaImage::from_raw(w, h, bytes).map(DynamicImage::from)
    } else {
        RgbImage::from_raw(w, h, bytes).map(DynamicImage::from)
    };
    picture.ok_or_else(|| InferenceError::Failed("the result lacks rows".into()))
}
