//! Where each waiting task stands and how long it will take: one look at the queue a second, shared by everybody who
//! asks.

use super::forecast::{self, Line, Place, Prospect};
use crate::{
    Error,
    db::{self, tasks::TaskRow},
};
use sqlx::PgPool;
use std::{
    sync::Arc,
    time::{Duration, Instant},
};
use studio_domain::{Pool, Task, TaskId, TaskImage, TaskModel, TaskState, UserId};
use tokio::sync::Mutex;

/// How old a snapshot may be.
const MAX_AGE: Duration = Duration::from_secs(1);
/// Ten times the queue takes ten times as long to look at, so that is done less often once it is longer than this.
const LONG_QUEUE: usize = 10_000;
/// Progress below this says too little about the time that is left.
const MEANINGFUL_PROGRESS: f64 = 0.05;

/// The queue at one moment.
pub struct Snapshot {
    /// Whatever was committed before then is in it.
    pub as_of: Instant,
    lines: [Line; Pool::ALL.len()],
}

impl Snapshot {
    async fn take(pool: &PgPool) -> Result<Self, Error> {
        let as_of = Instant::now();
        let running = db::queue::running(pool).await?;
        let workers = forecast::workers(db::workers::present(pool).await?, &running)?;
        let mut queues = Pool::ALL.map(|_| Vec::new());
        for (queue, of) in queues.iter_mut().zip(Pool::ALL) {
            *queue = db::queue::queued(pool, of).await?;
        }
        Ok(Self { as_of, lines: forecast::play(queues, &workers) })
    }

    /// The task may be younger than the snapshot.
    fn prospect(&self, task: &TaskRow) -> Result<Prospect, Error> {
        let place = Place { turn: task.turn, id: task.id };
        let pool = Pool::parse(&task.pool).ok_or_else(|| Error::Unreadable(task.pool.clone()))?;
        Ok(self.lines[pool as usize].prospect(place))
    }

    /// How many tasks wait.
    pub fn len(&self) -> usize {
        self.lines.iter().map(|line| line.waiting.len()).sum()
    }

    /// How long it is good for.
    fn lasts(&self) -> Duration {
        MAX_AGE.mul_f64((self.len() as f64 / LONG_QUEUE as f64).max(1.0))
    }

    /// Every waiting task with its position; of each pool in order.
    pub fn positions(&self) -> impl Iterator<Item = (Pool, UserId, TaskId, usize)> {
        let tasks = self.lines.iter().flat_map(|line| line.waiting.iter().map(move |task| (line.pool, task)));
        tasks.map(|(pool, task)| (pool, task.user_id, task.place.id, task.prospect.position))
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
            let prospect = snapshot.prospect(&row)?;
            let ends_in = prospect.starts_in.map(|starts_in| starts_in.saturating_add(row.estimated_ms) as f64);
            (u32::try_from(prospect.position).ok(), ends_in)
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

    fn task() -> TaskRow {
        TaskRow {
            id: TaskId::generate(),
            user_id: UserId::generate(),
            kind: "upscale".into(),
            state: "queued".into(),
            turn: 0.0,
            pool: "upscaling".into(),
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

    #[test]
    fn the_time_left_follows_progress_once_there_is_some() {
        let mut running = task();
        running.elapsed_ms = Some(300.0);
        assert_eq!(remaining_ms(&running, 0.0), 700.0);
        assert_eq!(remaining_ms(&running, 0.75), 100.0);
        running.elapsed_ms = Some(5000.0);
        assert_eq!(remaining_ms(&running, 0.01), 0.0, "late, but never negative");
    }
}
