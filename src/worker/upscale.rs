//! Upscaling, from the bytes of a picture to the file of its result.

use super::{
    engine::problem,
    output::{stage_timings, version},
    task::{Work, image_problem},
};
use std::time::Instant;
use studio_domain::Problem;
use studio_imaging::{Channels, ImageWriter, OutputSpec};
use studio_inference::{RunControl, UpscaleJob};
use studio_services::{ClaimedTask, ResultFile, TaskOutcome};

pub(super) fn run(work: Work, control: &RunControl) -> Result<TaskOutcome, Problem> {
    let Work { engine, task, mut inputs, paths, .. } = work;
    let started = Instant::now();
    let picture = inputs.take_image()?;
    let decoding = started.elapsed();
    let parameters = &task.parameters;
    let scale = parameters.scale();
    let (width, height) = (picture.pixels.width(), picture.pixels.height());
    let path = paths.result(0);
    let mut writer = ImageWriter::create(
        &path,
        OutputSpec {
            format: parameters.output_format,
            quality: parameters.quality,
            width: width * scale,
            height: height * scale,
            channels: Channels::of(&picture.pixels),
            icc_profile: picture.icc_profile,
            parameters: Some(infotext(&task, width * scale, height * scale)),
        },
    )
    .map_err(|e| image_problem(&e))?;
    let job = UpscaleJob { model: task.model.clone(), version: task.version.clone(), scale, picture: picture.pixels };
    let report = engine.upscale(&job, control, &mut writer).map_err(|e| problem(&e))?;
    let finishing = Instant::now();
    let image = writer.finish().map_err(|e| image_problem(&e))?;
    Ok(TaskOutcome {
        images: vec![ResultFile { path, image }],
        timings: stage_timings(&report, decoding, finishing.elapsed()),
        device: report.device,
        together: 1,
    })
}

/// How the picture was made, in the words A1111 uses for what its "Extras" tab makes.
fn infotext(task: &ClaimedTask, width: u32, height: u32) -> String {
    format!(
        "Postprocess upscale by: {}, Postprocess upscaler: {}, Size: {width}x{height}, {}",
        task.parameters.scale(),
        task.model,
        version(),
    )
}
