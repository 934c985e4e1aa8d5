//! One claimed task, from its input in the object store to its result there.

use super::{
    EngineHandle, paint, picture,
    pool::Context,
    progress::{PreviewCell, ProgressCell, beat},
    upscale,
};
use bytes::Bytes;
use image::DynamicImage;
use std::{path::PathBuf, time::Instant};
use studio_domain::{ErrorCode, ImageId, Problem, TaskInputs, TaskKind};
use studio_imaging::{ImageError, Picture, decode};
use studio_inference::{CancelToken, RunControl};
use studio_services::{ClaimedTask, Error, Services, TaskOutcome};
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
    let (progress, preview, cancel) = (ProgressCell::default(), PreviewCell::default(), CancelToken::new());
    let recorded = async {
        let outcome = execute(context, task, &progress, &preview, &cancel).await;
        record(context, task, outcome).await
    };
    // The lease stays alive until the end is written down, storing the result included.
    let recorded = tokio::select! {
        recorded = recorded => recorded,
        never = beat(&context.services, &task.lease, &progress, &preview, &cancel) => match never {},
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
    preview: &PreviewCell,
    cancel: &CancelToken,
) -> Result<TaskOutcome, Failure> {
    let inputs = Inputs::read(context, task).await?;
    let paths = ResultPaths { services: context.services.clone(), task: task.clone() };
    let control = RunControl::new({
        let progress = progress.clone();
        move |step| progress.set(step)
    })
    .with_cancel(cancel.clone())
    .with_deadline(Instant::now() + context.task_timeout);
    let work =
        Work { engine: context.engine.clone(), task: task.clone(), inputs, paths, preview: preview.clone(), control };
    let run = tokio::task::spawn_blocking(move || match work.task.kind {
        TaskKind::TextToImage | TaskKind::ImageToImage | TaskKind::Inpaint => paint::run(work),
        TaskKind::Upscale => upscale::run(work),
        TaskKind::StyleTransfer => picture::restyle(work),
        TaskKind::RemoveBackground => picture::cut_out(work),
        TaskKind::Segment => picture::separate(work),
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
pub(super) struct Work {
    pub engine: EngineHandle,
    pub task: ClaimedTask,
    pub inputs: Inputs,
    pub paths: ResultPaths,
    pub preview: PreviewCell,
    pub control: RunControl,
}

/// The files that a task works on.
pub(super) struct Inputs {
    image: Option<Bytes>,
    mask: Option<Bytes>,
    background: Option<Bytes>,
}

impl Inputs {
    async fn read(context: &Context, task: &ClaimedTask) -> Result<Self, Problem> {
        let read = async |id: Option<ImageId>| match id {
            Some(id) => context.services.queue().input(task, id).await.map(Some).map_err(|e| e.problem()),
            None => Ok(None),
        };
        let TaskInputs { image, mask, background, .. } = &task.inputs;
        Ok(Self { image: read(*image).await?, mask: read(*mask).await?, background: read(*background).await? })
    }

    /// The picture; its bytes can go as soon as it is decoded.
    pub fn take_image(&mut self) -> Result<Picture, Problem> {
        let missing = || Problem::new(ErrorCode::ValidationFailed, "The task has no picture.");
        let bytes = self.image.take().ok_or_else(missing)?;
        decode(&bytes).map_err(|e| image_problem(&e))
    }

    pub fn take_mask(&mut self) -> Result<Option<DynamicImage>, Problem> {
        optional(self.mask.take())
    }

    pub fn take_background(&mut self) -> Result<Option<DynamicImage>, Problem> {
        optional(self.background.take())
    }
}

fn optional(bytes: Option<Bytes>) -> Result<Option<DynamicImage>, Problem> {
    let read = |bytes: Bytes| decode(&bytes).map(|picture| picture.pixels).map_err(|e| image_problem(&e));
    bytes.map(read).transpose()
}

/// Where results are written before they are stored.
pub(super) struct ResultPaths {
    services: Services,
    task: ClaimedTask,
}

impl ResultPaths {
    pub fn result(&self, index: usize) -> PathBuf {
        let extension = format!("{index}.{}", self.task.parameters.output_format.as_str());
        self.services.queue().scratch_file(&self.task.lease, &extension)
    }
}

pub(super) fn image_problem(error: &ImageError) -> Problem {
    Problem::new(error.code(), error.to_string())
}
