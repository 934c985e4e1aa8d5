//! What workers and the queue say to one another.

use crate::{
    Error,
    db::{self, queue::ClaimedRow},
};
use std::{path::PathBuf, time::Duration};
use studio_domain::{TaskId, TaskInputs, TaskKind, TaskParameters, UserId};
use studio_imaging::WrittenImage;
use tokio::sync::watch;
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
    pub(crate) cache_key: Option<Vec<u8>>,
}

impl TryFrom<ClaimedRow> for ClaimedTask {
    type Error = Error;

    fn try_from(row: ClaimedRow) -> Result<Self, Error> {
        let token = row.lease.ok_or_else(|| Error::Internal("a claim without a lease".into()))?;
        Ok(Self {
            id: row.id,
            lease: Lease { task_id: row.id, token },
            user_id: row.user_id,
            kind: db::from_text(&row.kind)?,
            attempt: db::unsigned(row.attempt)?,
            model: row.model,
            version: row.version,
            inputs: row.inputs.0,
            parameters: row.parameters.0,
            cache_key: row.cache_key,
        })
    }
}

/// What the queue answers to a sign of life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heartbeat {
    Continue,
    /// The person does not want it any more: stop, then [`fail`](super::Queue::fail).
    Cancel,
    /// The task belongs to someone else by now, or has ended: stop and say nothing.
    Lost,
}

/// A result as the worker wrote it to its [`scratch_file`](super::Queue::scratch_file).
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
    /// How many tasks went through the model together and share its time; 1 for a task alone.
    pub together: u32,
}

/// Tells a worker that there may be something to do. Nothing is lost between two calls.
#[derive(Debug)]
pub struct WorkSignal {
    changes: watch::Receiver<u64>,
}

impl WorkSignal {
    pub(crate) fn new(changes: watch::Receiver<u64>) -> Self {
        Self { changes }
    }

    /// Resolves when work was queued, or a cancel was asked for, since the last call. Poll slowly behind it: a
    /// notification can be lost with the connection that carries it.
    pub async fn notified(&mut self) {
        if self.changes.changed().await.is_err() {
            // The services were shut down: nothing will ever come again.
            std::future::pending().await
        }
    }
}
