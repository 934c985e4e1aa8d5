//! Tasks that make one picture of another: restyle, cut out, separate, repaint.

use super::{
    engine::problem,
    output::{Output, stage_timings, version},
    task::Work,
};
use image::DynamicImage;
use std::time::Instant;
use studio_domain::{Background, Problem, SegmentOutput, TaskParameters};
use studio_inference::{
    Backdrop, Click, Colour, CutoutJob, InferenceError, InpaintJob, RunControl, RunReport, SegmentJob, StyleJob,
};
use studio_services::TaskOutcome;

/// How far out of focus the old background is, as a share of the picture's longer side.
const BLUR: f32 = 0.03;

type Ran = Result<(DynamicImage, RunReport), InferenceError>;

pub(super) fn restyle(work: Work, control: &RunControl) -> Result<TaskOutcome, Problem> {
    let (task, p) = (work.task.clone(), work.task.parameters.clone());
    let strength = p.strength.unwrap_or(1.0);
    let words = format!("Style: {}, Style strength: {strength}", task.inputs.style.as_deref().unwrap_or("default"));
    one_picture(work, words, |work, picture| {
        let job = StyleJob { model: task.model, version: task.version, style: task.inputs.style, strength, picture };
        work.engine.stylize(&job, control)
    })
}

pub(super) fn cut_out(mut work: Work, control: &RunControl) -> Result<TaskOutcome, Problem> {
    let (task, p) = (work.task.clone(), work.task.parameters.clone());
    let background = p.background.unwrap_or_default();
    let backdrop = match (background, work.inputs.take_background()?) {
        (Background::Transparent, _) | (Background::Image, None) => Backdrop::Transparent,
        (Background::Blur, _) => Backdrop::Blur(BLUR),
        (Background::Image, Some(picture)) => Backdrop::Picture(picture),
        (Background::Colour(rgb), _) => Backdrop::Colour(Colour(rgb)),
    };
    let words = format!("Background: {}", String::from(background));
    one_picture(work, words, |work, picture| {
        let refine_edges = p.refine_edges.unwrap_or(true);
        let job = CutoutJob { model: task.model, version: task.version, refine_edges, backdrop, picture };
        let (cutout, report) = work.engine.remove_background(&job, control)?;
        Ok((cutout.picture, report))
    })
}

pub(super) fn separate(work: Work, control: &RunControl) -> Result<TaskOutcome, Problem> {
    let (task, p) = (work.task.clone(), work.task.parameters.clone());
    one_picture(work, format!("Clicks: {}", task.inputs.points.len()), |work, picture| {
        let click = |point: &studio_domain::Point| Click { x: point.x, y: point.y, positive: point.label == 1 };
        let job = SegmentJob {
            model: task.model,
            version: task.version,
            picture,
            sha256: None,
            clicks: task.inputs.points.iter().map(click).collect(),
            area: task.inputs.area,
            refine_edges: p.refine_edges.unwrap_or(true),
            output: match p.output.unwrap_or_default() {
                SegmentOutput::Mask => studio_inference::SegmentOutput::Mask,
                SegmentOutput::Cutout => studio_inference::SegmentOutput::Cutout,
            },
        };
        let (segmented, report) = work.engine.segment(&job, control)?;
        Ok((segmented.picture, report))
    })
}

/// For models that paint what might have been there, without a prompt.
pub(super) fn repaint(mut work: Work, control: &RunControl) -> Result<TaskOutcome, Problem> {
    let (task, p) = (work.task.clone(), work.task.parameters.clone());
    let mask = work.inputs.take_mask()?;
    let feather = p.mask_blur.unwrap_or(TaskParameters::SOFTNESS);
    one_picture(work, format!("Mask blur: {feather}"), |work, picture| {
        let mask = mask.ok_or_else(|| InferenceError::Unsuitable("The task has no mask.".into()))?;
        let job = InpaintJob { model: task.model, version: task.version, picture, mask, feather };
        work.engine.inpaint(&job, control)
    })
}

/// From the file of the picture to the file of the result; `words` says how it is made.
fn one_picture(
    mut work: Work,
    words: String,
    run: impl FnOnce(&Work, DynamicImage) -> Ran,
) -> Result<TaskOutcome, Problem> {
    let started = Instant::now();
    let picture = work.inputs.take_image()?;
    let decoding = started.elapsed();
    let (result, report) = run(&work, picture.pixels).map_err(|e| problem(&e))?;
    let started = Instant::now();
    let size = format!("Size: {}x{}", result.width(), result.height());
    let infotext = format!("{words}, {size}, Model: {}, {}", work.task.model, version());
    let output = Output { picture: result, icc_profile: picture.icc_profile, infotext };
    let file = output.write(&work.task.parameters, work.paths.result(0))?;
    Ok(TaskOutcome {
        images: vec![file],
        timings: stage_timings(&report, decoding, started.elapsed()),
        device: report.device,
        together: 1,
    })
}
