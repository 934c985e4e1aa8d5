//! One picture through a matting network.

use super::{Cutout, MattingSection, manifest::Activation, size::frame};
use crate::{
    InferenceError, Progress, RunControl,
    mask::{Backdrop, Matte, cut_out},
    pixels::{Behind, Planes, Raster, Sides, Source, check_planes, padded},
    runtime::ModelSession,
    upscale::Timings,
};
use image::DynamicImage;
use std::time::Instant;

/// Shrinking, the network, the mask at full size.
const STEPS: u32 = 3;
/// Masks whose numbers lie closer together than this say nothing.
const FLAT: f32 = 1e-6;

/// Makes sure that a network can be a matting network of this kind.
///
/// # Errors
/// Why it cannot, to be said of the model.
pub(crate) fn check(session: &ModelSession, section: &MattingSection) -> Result<Sides, String> {
    let sides = check_planes(session.only_input()?, 3)?;
    if let Some(name) = &section.output {
        session.output(name)?;
    }
    Ok(sides)
}

/// The subject before a backdrop.
///
/// # Errors
/// [`InferenceError::Unsuitable`] for an impossible backdrop; those of a run.
pub(crate) fn run(
    session: &ModelSession,
    section: &MattingSection,
    picture: &DynamicImage,
    (backdrop, refine): (&Backdrop, bool),
    control: &RunControl,
) -> Result<(Cutout, Timings), InferenceError> {
    backdrop.check()?;
    let mut timings = Timings::default();
    control.report(Progress { step: 0, steps: STEPS });
    let started = Instant::now();
    let sides = check(session, section).map_err(InferenceError::Failed)?;
    let source = Source::new(picture);
    let frame = frame(source.size(), sides, section);
    let seen = source.resized(frame.seen.0, frame.seen.1, Behind::White);
    let input = section.input.tensor(&padded(seen, frame.given, section.input.nothing()));
    timings.preprocess = started.elapsed();
    control.report(Progress { step: 1, steps: STEPS });

    let output = session.submit_planes(input, control)?.wait(control)?;
    timings.inference = output.elapsed;
    control.report(Progress { step: 2, steps: STEPS });

    let started = Instant::now();
    let value = match &section.output {
        Some(name) => output.get(name).ok_or_else(|| InferenceError::Failed(format!("it gave no output {name}")))?,
        None => output.first()?,
    };
    let mask = frame.picture_of(activated(&Planes::of(value)?, section)?);
    let matte = Matte::new(&source, &mask, refine);
    let coverage = matte.coverage();
    let picture = cut_out(&matte, backdrop, control)?;
    timings.postprocess = started.elapsed();
    control.report(Progress { step: STEPS, steps: STEPS });
    Ok((Cutout { picture, coverage }, timings))
}

/// The numbers of the network as shares.
fn activated(planes: &Planes<'_>, section: &MattingSection) -> Result<Raster<1>, InferenceError> {
    let channel = section.channel;
    if channel >= planes.count {
        let count = planes.count;
        return Err(InferenceError::Failed(format!("its output has {count} planes, and none is number {channel}")));
    }
    let mut mask = planes.raster(channel);
    let mut each = |change: &dyn Fn(usize, f32) -> f32| {
        mask.pixels.iter_mut().enumerate().for_each(|(i, pixel)| pixel[0] = change(i, pixel[0]).clamp(0.0, 1.0));
    };
    match section.activation {
        Activation::None => each(&|_, v| v),
        Activation::Sigmoid => each(&|_, v| 1.0 / (1.0 + (-v).exp())),
        Activation::Softmax => {
            let all: Vec<&[f32]> = (0..planes.count).map(|c| planes.plane(c)).collect();
            each(&|i, v| 1.0 / all.iter().map(|plane| (plane[i] - v).exp()).sum::<f32>());
        }
        Activation::MinMax => {
            let values = planes.plane(channel);
            let least = values.iter().copied().fold(f32::INFINITY, f32::min);
            let most = values.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            let gain = if most - least > FLAT { 1.0 / (most - least) } else { 0.0 };
            each(&|_, v| (v - least) * gain);
        }
    }
    Ok(mask)
}
