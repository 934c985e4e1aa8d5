//! One claimed task, from its input in the object store to its result there.

use super::{
    EngineHandle,
    engine::problem,
    pool::Context,
    progress::{ProgressCell, beat},
};
use bytes::Bytes;
use std::{path::PathBuf, time::Instant};
use studio_domain::{ErrorCode, Problem, TaskKind};
use studio_imaging::{Channels, ImageError, ImageWriter, OutputSpec, decode};
use studio_inference::{CancelToken, RunControl, UpscaleJob};
use studio_services::{ClaimedTask, Error, ResultFile, StageTimings, TaskOutcome};
use tracing::Instrument;

/// Why a task did not come to a result.
enum Failure {
    /// It cannot be done; its owner is told why.
    Failed(Problem),
    /// This process has to stop; another worker will do it.
    Released,
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self::Failed(problem)
    }
}

/// Runs `task` to its end. Whatever comes of it is written down under the task's lease, or not at all.
pub(super) async fn run(context: &Context, task: ClaimedTask) {
    let span = tracing::info_span!("task", task_id = %task.id, attempt = task.attempt);
    run_and_record(context, &task).instrument(span).await;
}

async fn run_and_record(context: &Context, task: &ClaimedTask) {
    let started = Instant::now();
    let (progress, cancel) = (ProgressCell::default(), CancelToken::new());
    let recorded = async {
        let outcome = execute(context, task, &progress, &cancel).await;
        record(context, task, outcome).await
    };
    // The lease stays alive until the end is written down, storing the result included.
    let recorded = tokio::select! {
        recorded = recorded => recorded,
        never = beat(&context.services, &task.lease, &progress, &cancel) => match never {},
    };
    match recorded {
        Ok(true) => tracing::info!(seconds = started.elapsed().as_secs_f64(), "task ended"),
        Ok(false) => tracing::warn!("the task was canceled or taken over; its result is thrown away"),
        // The lease runs out and another worker takes over: nothing is lost.
        Err(error) => {
            let error = anyhow::Error::new(error);
            tracing::error!(error = format!("{error:#}"), "the end of a task could not be written down");
        }
    }
}

async fn record(context: &Context, task: &ClaimedTask, outcome: Result<TaskOutcome, Failure>) -> Result<bool, Error> {
    let queue = context.services.queue();
    match outcome {
        Ok(outcome) => match queue.finish(&task.lease, outcome).await {
            // A full disk will not be emptier for the next attempt within seconds: say so instead of trying in circles.
            Err(error) if error.code() == ErrorCode::StorageUnavailable => {
                let problem = error.problem();
                tracing::error!(error = format!("{:#}", anyhow::Error::new(error)), "a result could not be stored");
                queue.fail(&task.lease, &problem).await
            }
            written => written,
        },
        Err(Failure::Released) => queue.release(&task.lease).await,
        Err(Failure::Failed(problem)) => {
            if problem.code != ErrorCode::Canceled {
                tracing::warn!(code = ?problem.code, detail = problem.detail, "task failed");
            }
            queue.fail(&task.lease, &problem).await
        }
    }
}

async fn execute(
    context: &Context,
    task: &ClaimedTask,
    progress: &ProgressCell,
    cancel: &CancelToken,
) -> Result<TaskOutcome, Failure> {
    let input = match task.inputs.image {
        Some(id) => context.services.queue().input(task, id).await.map_err(|e| e.problem())?,
        None => return Err(Problem::new(ErrorCode::ValidationFailed, "The task has no picture.").into()),
    };
    let path = context.services.queue().scratch_file(&task.lease, task.parameters.output_format.as_str());
    let control = RunControl::new({
        let progress = progress.clone();
        move |step| progress.set(step)
    })
    .with_cancel(cancel.clone())
    .with_deadline(Instant::now() + context.task_timeout);
    let work = Work { engine: context.engine.clone(), task: task.clone(), input, path, control };
    let run = tokio::task::spawn_blocking(move || match work.task.kind {
        TaskKind::Upscale => upscale(work),
    });
    let outcome = tokio::select! {
        outcome = run => outcome,
        // The blocking thread notices its cancel token and ends by itself; its scratch file is swept.
        () = context.release.cancelled() => {
            cancel.cancel();
            return Err(Failure::Released);
        }
    };
    match outcome {
        Ok(outcome) => Ok(outcome?),
        Err(panic) => {
            tracing::error!(%panic, "a task panicked");
            Err(Problem::new(ErrorCode::Internal, "The task broke off because of a defect. Trying again may help.")
                .into())
        }
    }
}

/// What a run needs, all of it owned, so that it can move to a blocking thread.
struct Work {
    engine: EngineHandle,
    task: ClaimedTask,
    input: Bytes,
    path: PathBuf,
    control: RunControl,
}

fn upscale(work: Work) -> Result<TaskOutcome, Problem> {
    let Work { engine, task, input, path, control } = work;
    let started = Instant::now();
    let picture = decode(&input).map_err(|e| image_problem(&e))?;
    drop(input);
    let decoding = started.elapsed();
    let parameters = &task.parameters;
    let scale = parameters.scale;
    let (width, height) = (picture.pixels.width(), picture.pixels.height());
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
    let report = engine.upscale(&job, &control, &mut writer).map_err(|e| problem(&e))?;
    let finishing = Instant::now();
    let image = writer.finish().map_err(|e| image_problem(&e))?;
    Ok(TaskOutcome {
        images: vec![ResultFile { path, image }],
        device: report.device,
        timings: StageTimings {
            load: report.load,
            preprocess: decoding + report.preprocess,
            inference: report.inference,
            postprocess: report.postprocess + finishing.elapsed(),
        },
    })
}

/// How the picture was made, in the words A1111 uses for what its "Extras" tab makes.
fn infotext(task: &ClaimedTask, width: u32, height: u32) -> String {
    format!(
        "Postprocess upscale by: {}, Postprocess upscaler: {}, Size: {width}x{height}, Version: CreativeAI Studio {}",
        task.parameters.scale,
        task.model,
        env!("CARGO_PKG_VERSION"),
    )
}

fn image_problem(error: &ImageError) -> Problem {
    Problem::new(error.code(), error.to_string())
}
