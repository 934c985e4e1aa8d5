//! Claimed tasks, from their inputs in the object store to their results there.

use super::{
    EngineHandle, paint, picture,
    pool::Context,
    progress::{PreviewCell, ProgressCell, beat},
    upscale,
};
use bytes::Bytes;
use futures::future::join_all;
use image::DynamicImage;
use std::{path::PathBuf, slice, time::Instant};
use studio_domain::{ErrorCode, ImageId, Problem, TaskInputs, TaskKind};
use studio_imaging::{ImageError, Picture, decode};
use studio_inference::{CancelToken, RunControl};
use studio_services::{ClaimedTask, Error, Services, TaskOutcome};
use tracing::Instrument;

/// Why a task did not come to a result.
#[derive(Clone)]
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

/// A bucket that is away must not fail one task after the other for as long as it is: they wait in the queue.
impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        if error.is_bucket_away() {
            tracing::warn!(error = format!("{:#}", anyhow::Error::new(error)), "the task goes back to the queue");
            Self::Released
        } else {
            Self::Failed(error.problem())
        }
    }
}

/// A task in work, and the lines between it and those who wait for it.
struct Member {
    task: ClaimedTask,
    progress: ProgressCell,
    preview: PreviewCell,
    cancel: CancelToken,
}

/// Runs `tasks`, which were claimed together, to their ends. Whatever comes of each is written down under its lease, or
/// not at all.
pub(super) async fn run(context: &Context, tasks: Vec<ClaimedTask>) {
    let member = |task| Member {
        task,
        progress: ProgressCell::default(),
        preview: PreviewCell::default(),
        cancel: CancelToken::new(),
    };
    let members: Vec<_> = unanswered(context, tasks).await.into_iter().map(member).collect();
    let work = async {
        let outcomes = execute(context, &members).await;
        join_all(members.iter().zip(outcomes).map(|(member, outcome)| record(context, &member.task, outcome))).await
    };
    // The leases stay alive until the ends are written down, storing the results included.
    tokio::select! {
        _ = work => {}
        _ = join_all(members.iter().map(|m| beat(&context.services, &m.task.lease, &m.progress, &m.preview, &m.cancel))) => {}
    }
}

/// Those whose results are not there already. An equal task may have ended since they were handed in.
async fn unanswered(context: &Context, tasks: Vec<ClaimedTask>) -> Vec<ClaimedTask> {
    let mut left = Vec::with_capacity(tasks.len());
    for task in tasks {
        match context.services.queue().answer_from_cache(&task).await {
            Ok(true) => tracing::info!(task_id = %task.id, "task answered by the results of an equal one"),
            Ok(false) => left.push(task),
            Err(error) => {
                let error = format!("{:#}", anyhow::Error::new(error));
                tracing::warn!(task_id = %task.id, error, "results could not be had a second time: the work is done anew");
                left.push(task);
            }
        }
    }
    left
}

async fn record(context: &Context, task: &ClaimedTask, outcome: Result<TaskOutcome, Failure>) {
    let span = tracing::info_span!("task", task_id = %task.id, attempt = task.attempt);
    let recorded = async {
        match write_down(context, task, outcome).await {
            Ok(true) => tracing::info!("task ended"),
            Ok(false) => tracing::warn!("the task was canceled or taken over; its result is thrown away"),
            // The lease runs out and another worker takes over: nothing is lost.
            Err(error) => {
                let error = anyhow::Error::new(error);
                tracing::error!(error = format!("{error:#}"), "the end of a task could not be written down");
            }
        }
    };
    recorded.instrument(span).await;
}

async fn write_down(
    context: &Context,
    task: &ClaimedTask,
    outcome: Result<TaskOutcome, Failure>,
) -> Result<bool, Error> {
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

/// What came of each.
async fn execute(context: &Context, members: &[Member]) -> Vec<Result<TaskOutcome, Failure>> {
    if members.len() > 1 {
        match execute_together(context, members).await {
            Ok(outcomes) => return outcomes,
            // What is wrong may be wrong with one of them only, or with so many at once.
            Err(Failure::Failed(problem)) if problem.code != ErrorCode::Canceled => {
                tracing::warn!(code = ?problem.code, detail = problem.detail, "a batch failed: each task is run alone");
            }
            Err(failure) => return members.iter().map(|_| Err(failure.clone())).collect(),
        }
    }
    let mut outcomes = Vec::with_capacity(members.len());
    for member in members {
        outcomes.push(execute_alone(context, member).await);
    }
    outcomes
}

async fn execute_alone(context: &Context, member: &Member) -> Result<TaskOutcome, Failure> {
    let work = Work::read(context, member).await?;
    let control = control(context, slice::from_ref(member));
    let run = move || match work.task.kind {
        TaskKind::TextToImage | TaskKind::ImageToImage | TaskKind::Inpaint => paint::run(work, &control),
        TaskKind::Upscale => upscale::run(work, &control),
        TaskKind::StyleTransfer => picture::restyle(work, &control),
        TaskKind::RemoveBackground => picture::cut_out(work, &control),
        TaskKind::Segment => picture::separate(work, &control),
    };
    on_a_thread(context, slice::from_ref(member), run).await
}

async fn execute_together(context: &Context, members: &[Member]) -> Result<Vec<Result<TaskOutcome, Failure>>, Failure> {
    let mut works = Vec::with_capacity(members.len());
    for member in members {
        works.push(Work::read(context, member).await?);
    }
    let control = control(context, members);
    let outcomes = on_a_thread(context, members, move || paint::run_together(&works, &control)).await?;
    Ok(outcomes.into_iter().map(|outcome| outcome.map_err(Failure::from)).collect())
}

fn control(context: &Context, members: &[Member]) -> RunControl {
    let progress: Vec<_> = members.iter().map(|member| member.progress.clone()).collect();
    RunControl::new(move |step| progress.iter().for_each(|cell| cell.set(step)))
        .with_cancel_by_all(members.iter().map(|member| member.cancel.clone()).collect())
        .with_deadline(Instant::now() + context.task_timeout)
}

/// Runs on a thread that may block, until this process has to stop.
async fn on_a_thread<T: Send + 'static>(
    context: &Context,
    members: &[Member],
    run: impl FnOnce() -> Result<T, Problem> + Send + 'static,
) -> Result<T, Failure> {
    let outcome = tokio::select! {
        outcome = tokio::task::spawn_blocking(run) => outcome,
        // The blocking thread notices its cancel tokens and ends by itself; its scratch files are swept.
        () = context.release.cancelled() => {
            members.iter().for_each(|member| member.cancel.cancel());
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
}

impl Work {
    async fn read(context: &Context, Member { task, preview, .. }: &Member) -> Result<Self, Failure> {
        Ok(Self {
            engine: context.engine.clone(),
            task: task.clone(),
            inputs: Inputs::read(context, task).await?,
            paths: ResultPaths { services: context.services.clone(), task: task.clone() },
            preview: preview.clone(),
        })
    }
}

/// The files that a task works on.
pub(super) struct Inputs {
    image: Option<Bytes>,
    mask: Option<Bytes>,
    background: Option<Bytes>,
}

impl Inputs {
    async fn read(context: &Context, task: &ClaimedTask) -> Result<Self, Failure> {
        let read = async |id: Option<ImageId>| match id {
            Some(id) => context.services.queue().input(task, id).await.map(Some),
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
