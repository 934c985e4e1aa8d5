//! Where each waiting task stands and how long it will take: one look at the queue a second, shared by everybody who
//! asks.

use crate::{
    Error,
    db::{self, queue::QueuedRow, tasks::TaskRow},
};
use sqlx::PgPool;
use std::{
    sync::Arc,
    time::{Duration, Instant},
};
use studio_domain::{Task, TaskId, TaskImage, TaskModel, TaskState, UserId};
use tokio::sync::Mutex;

/// How old a snapshot may be.
const MAX_AGE: Duration = Duration::from_secs(1);
/// Ten times the queue takes ten times as long to look at, so that is done less often once it is longer than this.
const LONG_QUEUE: usize = 10_000;
/// Progress below this says too little about the time that is left.
const MEANINGFUL_PROGRESS: f64 = 0.05;

/// The queue at one moment, in order.
pub struct Snapshot {
    /// Whatever was committed before then is in it.
    pub as_of: Instant,
    waiting: Vec<Waiting>,
    /// Milliseconds until a worker is free, were nothing waiting.
    running_ms: f64,
    /// How many tasks are worked on at a time, as far as can be seen.
    parallel: f64,
    total_ms: i64,
}

struct Waiting {
    place: Place,
    user_id: UserId,
    /// Work ahead of it, in milliseconds.
    ahead_ms: i64,
}

/// What the queue is ordered by.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
struct Place {
    turn: f64,
    id: TaskId,
}

impl Snapshot {
    async fn take(pool: &PgPool) -> Result<Self, Error> {
        let as_of = Instant::now();
        let running = db::queue::running(pool).await?;
        let rows = db::queue::queued(pool).await?;
        let parallel = running.tasks.max(1) as f64;
        Ok(Self::new(as_of, running.remaining_ms, parallel, rows))
    }

    fn new(as_of: Instant, remaining_ms: f64, parallel: f64, rows: Vec<QueuedRow>) -> Self {
        let mut total_ms = 0;
        let waiting = rows.into_iter().map(|row| {
            let place = Place { turn: row.turn, id: row.id };
            let ahead_ms = total_ms;
            total_ms += row.estimated_ms;
            Waiting { place, user_id: row.user_id, ahead_ms }
        });
        let waiting = waiting.collect();
        Self { as_of, waiting, running_ms: remaining_ms / parallel, parallel, total_ms }
    }

    /// How many tasks are ahead of this one, and how many milliseconds until it starts. The task itself may be younger
    /// than the snapshot.
    fn ahead(&self, task: &TaskRow) -> (usize, f64) {
        let place = Place { turn: task.turn, id: task.id };
        let index = self.waiting.partition_point(|other| other.place < place);
        let ahead_ms = self.waiting.get(index).map_or(self.total_ms, |other| other.ahead_ms);
        (index, self.running_ms + ahead_ms as f64 / self.parallel)
    }

    /// How many tasks wait.
    pub fn len(&self) -> usize {
        self.waiting.len()
    }

    /// How long it is good for.
    fn lasts(&self) -> Duration {
        MAX_AGE.mul_f64((self.waiting.len() as f64 / LONG_QUEUE as f64).max(1.0))
    }

    /// Every waiting task with its position, 1 being next.
    pub fn positions(&self) -> impl Iterator<Item = (UserId, TaskId, usize)> {
        self.waiting.iter().enumerate().map(|(index, w)| (w.user_id, w.place.id, index + 1))
    }
}

/// Makes snapshots no more often than need be.
#[derive(Default)]
pub struct QueueView {
    latest: Mutex<Option<Arc<Snapshot>>>,
}

impl QueueView {
    pub async fn snapshot(&self, pool: &PgPool) -> Result<Arc<Snapshot>, Error> {
        // Those who come while it is being made wait for it and share it.
        let mut latest = self.latest.lock().await;
        if let Some(snapshot) = latest.as_ref().filter(|snapshot| snapshot.as_of.elapsed() < snapshot.lasts()) {
            return Ok(snapshot.clone());
        }
        let snapshot = Arc::new(Snapshot::take(pool).await?);
        *latest = Some(snapshot.clone());
        Ok(snapshot)
    }

    /// Tasks as clients see them.
    pub async fn present(&self, pool: &PgPool, rows: Vec<TaskRow>) -> Result<Vec<Task>, Error> {
        let waits = rows.iter().any(|row| row.state == TaskState::Queued.as_str());
        let snapshot = if waits { Some(self.snapshot(pool).await?) } else { None };
        rows.into_iter().map(|row| present(row, snapshot.as_deref())).collect()
    }
}

fn present(row: TaskRow, snapshot: Option<&Snapshot>) -> Result<Task, Error> {
    let state = row.state()?;
    let progress = match (state, row.step, row.steps) {
        (TaskState::Succeeded, ..) => 1.0,
        (_, Some(step), Some(steps)) if steps > 0 => f64::from(step) / f64::from(steps),
        _ => 0.0,
    };
    let (queue_position, eta_ms) = match (state, snapshot) {
        (TaskState::Queued, Some(snapshot)) => {
            let (ahead, wait_ms) = snapshot.ahead(&row);
            (u32::try_from(ahead + 1).ok(), Some(wait_ms + row.estimated_ms as f64))
        }
        (TaskState::Running, _) => (None, Some(remaining_ms(&row, progress))),
        _ => (None, None),
    };
    Ok(Task {
        task_id: row.id,
        task: db::from_text(&row.kind)?,
        state,
        progress: progress as f32,
        step: row.step.map(db::unsigned).transpose()?,
        steps: row.steps.map(db::unsigned).transpose()?,
        queue_position,
        eta_seconds: eta_ms.map(|ms| (ms / 100.0).round() / 10.0),
        created_at: row.created_at,
        started_at: row.started_at,
        finished_at: row.finished_at,
        model: TaskModel { name: row.model, version: row.version, device: row.device },
        seed: row.parameters.0.seed,
        parameters: row.parameters.0,
        inputs: row.inputs.0,
        preview: None,
        cached: row.cached,
        cancel_requested: row.cancel_requested,
        timings_ms: row.timings.map(|t| t.0),
        images: row.images.0.into_iter().map(TaskImage::from).collect(),
        error: row.error.map(|e| e.0),
    })
}

fn remaining_ms(row: &TaskRow, progress: f64) -> f64 {
    let elapsed = row.elapsed_ms.unwrap_or_default();
    if progress >= MEANINGFUL_PROGRESS {
        elapsed * (1.0 - progress) / progress
    } else {
        (row.estimated_ms as f64 - elapsed).max(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sqlx::types::Json;
    use time::{OffsetDateTime, macros::datetime};

    const NOW: OffsetDateTime = datetime!(2026-11-21 12:00 UTC);

    fn task(turn: f64) -> TaskRow {
        TaskRow {
            id: TaskId::generate(),
            user_id: UserId::generate(),
            kind: "upscale".into(),
            state: "queued".into(),
            turn,
            model: String::new(),
            version: String::new(),
            device: None,
            inputs: Json(Default::default()),
            parameters: Json(Default::default()),
            step: None,
            steps: None,
            estimated_ms: 1000,
            elapsed_ms: None,
            cancel_requested: false,
            cached: false,
            timings: None,
            error: None,
            revision: 1,
            created_at: NOW,
            started_at: None,
            finished_at: None,
            images: Json(Vec::new()),
        }
    }

    fn queued(task: &TaskRow) -> QueuedRow {
        QueuedRow { id: task.id, user_id: task.user_id, turn: task.turn, estimated_ms: task.estimated_ms }
    }

    #[test]
    fn a_task_finds_its_place_whether_or_not_the_snapshot_has_it() {
        let (first, second) = (task(10.0), task(20.0));
        let snapshot = Snapshot::new(Instant::now(), 500.0, 1.0, vec![queued(&first), queued(&second)]);
        assert_eq!(snapshot.ahead(&first), (0, 500.0));
        assert_eq!(snapshot.ahead(&second), (1, 1500.0));
        assert_eq!(snapshot.ahead(&task(30.0)), (2, 2500.0), "last");
        assert_eq!(snapshot.ahead(&task(15.0)), (1, 1500.0), "between");
    }

    #[test]
    fn more_workers_shorten_the_wait() {
        let first = task(1.0);
        let snapshot = Snapshot::new(Instant::now(), 4000.0, 2.0, vec![queued(&first)]);
        assert_eq!(snapshot.ahead(&task(2.0)), (1, 2500.0));
    }

    #[test]
    fn the_time_left_follows_progress_once_there_is_some() {
        let mut running = task(0.0);
        running.elapsed_ms = Some(300.0);
        assert_eq!(remaining_ms(&running, 0.0), 700.0);
        assert_eq!(remaining_ms(&running, 0.75), 100.0);
        running.elapsed_ms = Some(5000.0);
        assert_eq!(remaining_ms(&running, 0.01), 0.0, "late, but never negative");
    }
}
