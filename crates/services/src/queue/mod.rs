//! Tasks as the workers see them: claim, heartbeat, finish.
//!
//! A claim writes a fresh [`Lease`]; everything a worker says afterwards demands that lease, so a worker that comes
//! back from the dead changes nothing.

use crate::Error;
use bytes::Bytes;
use std::{path::PathBuf, time::Duration};
use studio_domain::{ImageId, Problem, TaskId, TaskInputs, TaskKind, TaskParameters, UserId};
use studio_imaging::WrittenImage;
use uuid::Uuid;

/// The right to work on one attempt of one task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lease {
    pub task_id: TaskId,
    pub token: Uuid,
}

/// A task in the hands of a worker.
#[derive(Clone, Debug)]
pub struct ClaimedTask {
    pub id: TaskId,
    pub lease: Lease,
    pub user_id: UserId,
    pub kind: TaskKind,
    /// 1 for the first.
    pub attempt: u32,
    pub model: String,
    pub version: String,
    pub inputs: TaskInputs,
    pub parameters: TaskParameters,
}

/// What the queue answers to a sign of life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heartbeat {
    Continue,
    /// The person does not want it any more: stop and [`Queue::fail`] with `canceled`.
    Cancel,
    /// The task belongs to someone else by now: stop and say nothing.
    Lost,
}

/// A result as the worker wrote it to [`Queue::scratch_file`].
#[derive(Debug)]
pub struct ResultFile {
    pub path: PathBuf,
    pub image: WrittenImage,
}

/// How long the worker took for each stage.
#[derive(Clone, Copy, Debug, Default)]
pub struct StageTimings {
    pub load: Duration,
    pub preprocess: Duration,
    pub inference: Duration,
    pub postprocess: Duration,
}

/// What came of a task.
#[derive(Debug)]
pub struct TaskOutcome {
    pub images: Vec<ResultFile>,
    /// `cpu`, `cuda` or `tensorrt`.
    pub device: String,
    pub timings: StageTimings,
}

/// Tells a worker that there may be something to do. Nothing is lost between two calls.
#[derive(Debug)]
pub struct WorkSignal {}

impl WorkSignal {
    /// Resolves when work was queued, or a cancel was asked for, since the last call. Poll slowly behind it: a
    /// notification can be lost with the connection that carries it.
    pub async fn notified(&mut self) {
        todo!()
    }
}

pub struct Queue<'a> {
    _services: std::marker::PhantomData<&'a ()>,
}

impl Queue<'_> {
    /// Takes the next task, if there is one whose owner is below the limit of tasks at a time.
    ///
    /// `worker` is a fresh id per process start. The lease lasts 10 seconds; call [`Self::heartbeat`] every 3.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn claim(&self, worker: Uuid) -> Result<Option<ClaimedTask>, Error> {
        todo!()
    }

    /// The bytes of an input picture of a claimed task.
    ///
    /// # Errors
    /// `not_found` when the picture is gone: fail the task with it. `storage_unavailable`.
    pub async fn input(&self, task: &ClaimedTask, image: ImageId) -> Result<Bytes, Error> {
        todo!()
    }

    /// Where the worker may write a result before [`Self::finish`] takes it. The file is removed by `finish`, `fail`
    /// and `release`, and by [`sweep`](crate::Services::sweep) when the worker was killed.
    #[must_use]
    pub fn scratch_file(&self, lease: &Lease, extension: &str) -> PathBuf {
        todo!()
    }

    /// Extends the lease and reports progress as (step, steps).
    ///
    /// # Errors
    /// When the database does not answer; the lease may still be alive, so try again.
    pub async fn heartbeat(&self, lease: &Lease, progress: Option<(u32, u32)>) -> Result<Heartbeat, Error> {
        todo!()
    }

    /// Stores the results and ends the task, in one transaction. Keep the heartbeat going meanwhile.
    ///
    /// `false`: nothing was changed because the lease is not ours any more, or the task was canceled meanwhile and
    /// ends as that.
    ///
    /// # Errors
    /// `storage_unavailable`, `database_unavailable`: nothing is half stored; try again or fail the task.
    pub async fn finish(&self, lease: &Lease, outcome: TaskOutcome) -> Result<bool, Error> {
        todo!()
    }

    /// Ends the task as failed, or as canceled when that was asked for. `false`: the lease is not ours any more.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn fail(&self, lease: &Lease, problem: &Problem) -> Result<bool, Error> {
        todo!()
    }

    /// Puts the task back into the queue without spending the attempt: for a worker that is told to stop.
    ///
    /// # Errors
    /// When the database does not answer; the task is then reaped later.
    pub async fn release(&self, lease: &Lease) -> Result<bool, Error> {
        todo!()
    }

    /// Takes back tasks whose worker has not been heard of: queued again, or failed with `worker_lost` after the last
    /// attempt. To be called every few seconds by every worker process. Returns how many.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn reap(&self) -> Result<u64, Error> {
        todo!()
    }

    /// A signal of new work and of cancels, to be held by the worker for as long as it runs.
    #[must_use]
    pub fn signal(&self) -> WorkSignal {
        todo!()
    }
}
