//! Painting from a prompt, from the bytes of the inputs to the files of the results.

use super::{
    engine::problem,
    output::{Output, version},
    picture,
    task::Work,
};
use image::{DynamicImage, RgbImage};
use std::time::Instant;
use studio_domain::{ErrorCode, Outpaint, Problem, TaskKind, TaskParameters};
use studio_inference::{Margins, PaintJob, PaintOver, Prompt};
use studio_services::{ClaimedTask, StageTimings, TaskOutcome};

pub(super) fn run(work: Work) -> Result<TaskOutcome, Problem> {
    let Work { engine, task, mut inputs, control, paths, preview } = work;
    if task.kind == TaskKind::Inpaint
        && engine.inpaints_without_prompt(&task.model, &task.version).map_err(|e| problem(&e))?
    {
        return picture::repaint(Work { engine, task, inputs, control, paths, preview });
    }
    let started = Instant::now();
    let over = match task.kind.takes_image() {
        true => Some(paint_over(&task.parameters, inputs.take_image()?.pixels, inputs.take_mask()?)),
        false => None,
    };
    let job = job(&task, over)?;
    let decoding = started.elapsed();
    let show: &mut dyn FnMut(RgbImage) = &mut |picture| preview.set(picture);
    let painted = engine.paint((&task.model, &task.version), &job, &control, Some(show));
    let (pictures, report) = painted.map_err(|e| problem(&e))?;
    let started = Instant::now();
    let mut images = Vec::with_capacity(pictures.len());
    for (index, picture) in pictures.into_iter().enumerate() {
        let infotext = infotext(&task, &job, job.seed + index as u64);
        let output = Output { picture: picture.into(), icc_profile: None, infotext };
        images.push(output.write(&task.parameters, paths.result(index))?);
    }
    Ok(TaskOutcome {
        images,
        device: report.device,
        timings: StageTimings {
            load: report.load,
            preprocess: decoding + report.preprocess,
            inference: report.inference,
            postprocess: report.postprocess + started.elapsed(),
        },
    })
}

/// Everything a stored task says; what it must say was filled in when it was accepted.
fn job(task: &ClaimedTask, over: Option<PaintOver>) -> Result<PaintJob, Problem> {
    let p = &task.parameters;
    let incomplete = || Problem::new(ErrorCode::Internal, "The task was stored without all of its parameters.");
    Ok(PaintJob {
        prompt: Prompt {
            prompt: task.inputs.prompt.clone().unwrap_or_default(),
            negative: task.inputs.negative_prompt.clone(),
        },
        width: p.width.ok_or_else(incomplete)?,
        height: p.height.ok_or_else(incomplete)?,
        steps: p.steps.ok_or_else(incomplete)?,
        guidance_scale: p.guidance_scale.ok_or_else(incomplete)?,
        guidance_rescale: 0.0,
        scheduler: p.scheduler.clone(),
        eta: 0.0,
        seed: p.seed.ok_or_else(incomplete)?.into(),
        images: p.num_images(),
        over,
        split_guidance: false,
    })
}

fn paint_over(p: &TaskParameters, picture: DynamicImage, mask: Option<DynamicImage>) -> PaintOver {
    let Outpaint { left, top, right, bottom } = p.outpaint.unwrap_or_default();
    PaintOver {
        picture,
        strength: p.strength.unwrap_or(TaskParameters::STRENGTH).into(),
        mask,
        mask_blur: p.mask_blur.unwrap_or(TaskParameters::SOFTNESS),
        margins: Margins { left, top, right, bottom },
    }
}

/// How the picture was made, in A1111's words and order, so that its tools can read it back.
fn infotext(task: &ClaimedTask, job: &PaintJob, seed: u64) -> String {
    let mut text = job.prompt.prompt.clone();
    if let Some(negative) = job.prompt.negative.as_deref().filter(|negative| !negative.is_empty()) {
        text += &format!("\nNegative prompt: {negative}");
    }
    text += &format!(
        "\nSteps: {}, Sampler: {}, CFG scale: {}, Seed: {seed}, Size: {}x{}, Model: {}",
        job.steps,
        job.scheduler.as_deref().unwrap_or_default(),
        job.guidance_scale,
        job.width,
        job.height,
        task.model,
    );
    if let Some(over) = &job.over {
        text += &format!(", Denoising strength: {}", over.strength);
        if task.kind == TaskKind::Inpaint {
            text += &format!(", Mask blur: {}", over.mask_blur);
        }
    }
    format!("{text}, {}", version())
}
