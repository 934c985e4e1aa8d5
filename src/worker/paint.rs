//! Painting from prompts, from the bytes of the inputs to the files of the results.

use super::{
    engine::problem,
    output::{Output, stage_timings, version},
    picture,
    task::Work,
};
use image::{DynamicImage, RgbImage};
use std::time::{Duration, Instant};
use studio_domain::{ErrorCode, Outpaint, Problem, TaskKind, TaskParameters};
use studio_inference::{Margins, PaintJob, PaintOver, Pictures, Prompt, RunControl, RunReport, SeededPrompt};
use studio_services::{ClaimedTask, TaskOutcome};

pub(super) fn run(mut work: Work, control: &RunControl) -> Result<TaskOutcome, Problem> {
    let task = &work.task;
    if task.kind == TaskKind::Inpaint
        && work.engine.inpaints_without_prompt(&task.model, &task.version).map_err(|e| problem(&e))?
    {
        return picture::repaint(work, control);
    }
    let started = Instant::now();
    let over = match task.kind.takes_image() {
        true => Some((work.inputs.take_image()?.pixels, work.inputs.take_mask()?)),
        false => None,
    };
    let job = PaintJob {
        over: over.map(|(picture, mask)| paint_over(&work.task.parameters, picture, mask)),
        ..job(&work.task)?
    };
    paint(&[work], &job, started.elapsed(), control)?.pop().unwrap_or_else(|| Err(lost_count()))
}

/// Tasks that agree in everything but their prompts and seeds, painted at once. An error is of them all; each of them
/// may still do alone.
pub(super) fn run_together(works: &[Work], control: &RunControl) -> Result<Vec<Result<TaskOutcome, Problem>>, Problem> {
    let prompts = works.iter().map(|work| prompt(&work.task)).collect::<Result<_, _>>()?;
    let first = works.first().ok_or_else(lost_count)?;
    paint(works, &PaintJob { prompts, ..job(&first.task)? }, Duration::ZERO, control)
}

fn paint(
    works: &[Work],
    job: &PaintJob,
    decoding: Duration,
    control: &RunControl,
) -> Result<Vec<Result<TaskOutcome, Problem>>, Problem> {
    let first = works.first().ok_or_else(lost_count)?;
    let show: &mut dyn FnMut(usize, RgbImage) = &mut |index, picture| {
        if let Some(work) = works.get(index) {
            work.preview.set(picture);
        }
    };
    let model = (first.task.model.as_str(), first.task.version.as_str());
    let (pictures, report) = first.engine.paint(model, job, control, Some(show)).map_err(|e| problem(&e))?;
    if pictures.len() != works.len() {
        return Err(lost_count());
    }
    let each = works.iter().zip(&job.prompts).zip(pictures);
    Ok(each.map(|((work, prompt), pictures)| store(work, job, prompt, pictures, decoding, &report)).collect())
}

fn store(
    work: &Work,
    job: &PaintJob,
    prompt: &SeededPrompt,
    pictures: Pictures,
    decoding: Duration,
    report: &RunReport,
) -> Result<TaskOutcome, Problem> {
    let started = Instant::now();
    let mut images = Vec::with_capacity(pictures.len());
    for (index, picture) in pictures.into_iter().enumerate() {
        let Some(picture) = picture else { continue };
        let infotext = infotext(&work.task, job, &prompt.prompt, prompt.seed + index as u64);
        let output = Output { picture: picture.into(), icc_profile: None, infotext };
        images.push(output.write(&work.task.parameters, work.paths.result(index))?);
    }
    if images.is_empty() {
        let detail = "The model's safety checker withheld every picture. Change the prompt, or choose another model.";
        return Err(Problem::new(ErrorCode::ContentWithheld, detail));
    }
    Ok(TaskOutcome {
        images,
        device: report.device.clone(),
        timings: stage_timings(report, decoding, started.elapsed()),
        together: u32::try_from(job.prompts.len()).unwrap_or(u32::MAX),
    })
}

/// Everything a stored task says, but for a picture; what it must say was filled in when it was accepted.
fn job(task: &ClaimedTask) -> Result<PaintJob, Problem> {
    let p = &task.parameters;
    Ok(PaintJob {
        prompts: vec![prompt(task)?],
        images: p.num_images(),
        width: p.width.ok_or_else(incomplete)?,
        height: p.height.ok_or_else(incomplete)?,
        steps: p.steps.ok_or_else(incomplete)?,
        guidance_scale: p.guidance_scale.ok_or_else(incomplete)?,
        guidance_rescale: 0.0,
        scheduler: p.scheduler.clone(),
        eta: 0.0,
        over: None,
        split_guidance: false,
    })
}

fn prompt(task: &ClaimedTask) -> Result<SeededPrompt, Problem> {
    let prompt = Prompt {
        prompt: task.inputs.prompt.clone().unwrap_or_default(),
        negative: task.inputs.negative_prompt.clone(),
    };
    Ok(SeededPrompt { prompt, seed: task.parameters.seed.ok_or_else(incomplete)?.into() })
}

fn incomplete() -> Problem {
    Problem::new(ErrorCode::Internal, "The task was stored without all of its parameters.")
}

fn lost_count() -> Problem {
    Problem::new(ErrorCode::Internal, "The pictures of a batch do not belong to its tasks.")
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
fn infotext(task: &ClaimedTask, job: &PaintJob, prompt: &Prompt, seed: u64) -> String {
    let mut text = prompt.prompt.clone();
    if let Some(negative) = prompt.negative.as_deref().filter(|negative| !negative.is_empty()) {
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
