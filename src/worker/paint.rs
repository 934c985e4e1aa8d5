//! Painting from a prompt, from the bytes of the inputs to the files of the results.

use super::{
    engine::problem,
    task::{Work, image_problem},
};
use image::{DynamicImage, RgbImage};
use std::time::Instant;
use studio_domain::{ErrorCode, Outpaint, Problem, TaskKind, TaskParameters};
use studio_imaging::{Channels, ImageWriter, OutputSpec, RowSink, decode};
use studio_inference::{Margins, PaintJob, PaintOver, Prompt};
use studio_services::{ClaimedTask, ResultFile, StageTimings, TaskOutcome};

pub(super) fn run(work: Work) -> Result<TaskOutcome, Problem> {
    let Work { engine, task, mut inputs, control, paths, preview } = work;
    let started = Instant::now();
    let over = match task.kind.takes_image() {
        true => {
            let read = |bytes: &[u8]| decode(bytes).map(|picture| picture.pixels).map_err(|e| image_problem(&e));
            let mask = inputs.mask.take().map(|bytes| read(&bytes)).transpose()?;
            Some(paint_over(&task.parameters, read(&inputs.take_image()?)?, mask))
        }
        false => None,
    };
    let job = job(&task, over)?;
    let decoding = started.elapsed();
    let (pictures, report) = engine
        .paint((&task.model, &task.version), &job, &control, Some(&mut |picture| preview.set(picture)))
        .map_err(|e| problem(&e))?;
    let started = Instant::now();
    let mut images = Vec::with_capacity(pictures.len());
    for (index, picture) in pictures.iter().enumerate() {
        let path = paths.result(index);
        let parameters = infotext(&task, &job, job.seed + index as u64);
        let image = write(&task.parameters, picture, parameters, &path)?;
        images.push(ResultFile { path, image });
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

fn write(
    p: &TaskParameters,
    picture: &RgbImage,
    parameters: String,
    path: &std::path::Path,
) -> Result<studio_imaging::WrittenImage, Problem> {
    let spec = OutputSpec {
        format: p.output_format,
        quality: p.quality,
        width: picture.width(),
        height: picture.height(),
        channels: Channels::Rgb,
        icc_profile: None,
        parameters: Some(parameters),
    };
    let write = || {
        let mut writer = ImageWriter::create(path, spec)?;
        writer.write_rows(picture.as_raw())?;
        writer.finish()
    };
    write().map_err(|e| image_problem(&e))
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
    text + &format!(", Version: CreativeAI Studio {}", env!("CARGO_PKG_VERSION"))
}
