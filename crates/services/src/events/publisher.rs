//! Turns notifications into events: loads what changed, once, however many look on.

use super::{
    hub::Hub,
    listener::{self, Change, Notice, Preview},
    load,
};
use crate::{
    Error,
    db::{self, tasks::Since},
    error::Chain,
    queue::view::QueueView,
};
use sqlx::{PgPool, postgres::PgConnectOptions};
use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
    time::{Duration, Instant},
};
use studio_domain::{EventData, Pool, TaskId, UserId};
use tokio::{
    sync::mpsc,
    task::JoinHandle,
    time::{MissedTickBehavior, interval},
};
use uuid::Uuid;

/// How often those who wait are told of their new place, and what could not be told before is tried again.
const MAKE_UP_EVERY: Duration = Duration::from_secs(1);
/// Only the tasks next in line of each pool are told: someone with thousands would be flooded with every step.
const POSITIONS_PER_USER: usize = 64;
/// Notifications taken up together; a task that changed twice among them is loaded once.
const BATCH: usize = 256;

/// The background tasks of the hub. Dropping it stops them.
pub struct Publisher {
    tasks: [JoinHandle<()>; 2],
}

impl Publisher {
    pub fn start(pool: PgPool, options: PgConnectOptions, hub: Arc<Hub>, view: Arc<QueueView>) -> Self {
        let (sender, notices) = mpsc::channel(BATCH);
        let listener = tokio::spawn(listener::listen(options, sender));
        let state = State {
            pool,
            hub,
            view,
            positions: HashMap::new(),
            previews: HashMap::new(),
            moved_at: None,
            missed_since: None,
        };
        Self { tasks: [listener, tokio::spawn(state.run(notices))] }
    }
}

impl Drop for Publisher {
    fn drop(&mut self) {
        self.tasks.iter().for_each(JoinHandle::abort);
    }
}

/// One task does all the publishing, so that nobody is told an older state after a newer one.
struct State {
    pool: PgPool,
    hub: Arc<Hub>,
    view: Arc<QueueView>,
    /// The last position told of each waiting task of those who look on.
    positions: HashMap<TaskId, usize>,
    /// Previews that have not been told.
    previews: HashMap<TaskId, String>,
    /// When a task last changed whose new place has not been told.
    moved_at: Option<Instant>,
    /// Since when those who look on may have missed something: nobody listened, or the database did not answer.
    missed_since: Option<Instant>,
}

impl State {
    async fn run(mut self, mut notices: mpsc::Receiver<Notice>) {
        let mut tick = interval(MAKE_UP_EVERY);
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut batch = Vec::with_capacity(BATCH);
        loop {
            let began = Instant::now();
            let told = tokio::select! {
                received = notices.recv_many(&mut batch, BATCH) => match received {
                    0 => return,
                    _ => self.take_up(std::mem::take(&mut batch)).await,
                },
                _ = tick.tick(), if self.is_behind() => self.make_up().await,
            };
            if let Err(error) = told {
                tracing::warn!(error = %Chain(&error), "events could not be published, will try again");
                self.missed_since.get_or_insert(began);
            }
        }
    }

    async fn take_up(&mut self, notices: Vec<Notice>) -> Result<(), Error> {
        let mut changed = HashSet::new();
        let mut wake = false;
        for notice in notices {
            match notice {
                Notice::Work => wake = true,
                Notice::Task(change) => _ = changed.insert(change),
                Notice::Preview(Preview { task, preview }) => {
                    self.hub.keep_preview(task.task_id, preview.clone());
                    if self.hub.has_subscribers(task.user_id) {
                        self.previews.insert(task.task_id, preview);
                        changed.insert(task);
                    }
                }
                Notice::Listening { since } => {
                    wake = true;
                    self.missed_since = Some(self.missed_since.map_or(since, |earlier| earlier.min(since)));
                }
            }
        }
        if wake {
            self.hub.wake_workers();
        }
        if !changed.is_empty() {
            self.moved_at = Some(Instant::now());
        }
        for change in &changed {
            self.hub.task_changed(change.task_id);
        }
        let looked_at = |change: &&Change| self.hub.has_subscribers(change.user_id);
        let ids: Vec<Uuid> = changed.iter().filter(looked_at).map(|change| change.task_id.0).collect();
        self.publish(&ids).await
    }

    fn is_behind(&self) -> bool {
        self.moved_at.is_some() || self.missed_since.is_some()
    }

    async fn make_up(&mut self) -> Result<(), Error> {
        if let Some(since) = self.missed_since {
            self.tell_missed(since).await?;
            self.missed_since = None;
        }
        if self.moved_at.is_some() { self.tell_positions().await } else { Ok(()) }
    }

    async fn publish(&mut self, ids: &[Uuid]) -> Result<(), Error> {
        let mut events = load(&self.pool, &self.view, ids).await?;
        events.sort_by_key(|(_, event)| event.id);
        for (owner, mut event) in events {
            let EventData::Task(task) = &mut event.data;
            // Told once: who looks on keeps it until the next one.
            task.preview = self.previews.remove(&task.task_id).filter(|_| !task.state.is_terminal());
            self.hub.publish(owner, event);
        }
        Ok(())
    }

    async fn tell_missed(&mut self, since: Instant) -> Result<(), Error> {
        let recent = since.elapsed() + super::OUT_OF_ORDER;
        for user in self.hub.subscribed() {
            let ids = db::tasks::changed(&self.pool, user, Since { revision: None, recent }).await?;
            self.publish(&ids).await?;
        }
        Ok(())
    }

    async fn tell_positions(&mut self) -> Result<(), Error> {
        let subscribed: HashSet<UserId> = self.hub.subscribed().into_iter().collect();
        if subscribed.is_empty() {
            self.positions.clear();
            self.moved_at = None;
            return Ok(());
        }
        let snapshot = self.view.snapshot(&self.pool).await?;
        // One from before the change does not show it yet: then once more.
        self.moved_at.take_if(|moved_at| *moved_at < snapshot.as_of);
        let mut told: HashMap<(Pool, UserId), usize> = HashMap::new();
        let mut positions = HashMap::new();
        for (pool, user, task, position) in snapshot.positions().filter(|(_, user, ..)| subscribed.contains(user)) {
            let count = told.entry((pool, user)).or_default();
            if *count < POSITIONS_PER_USER {
                *count += 1;
                positions.insert(task, position);
            }
        }
        let moved = positions.iter().filter(|(task, position)| self.positions.get(task) != Some(position));
        let moved: Vec<Uuid> = moved.map(|(task, _)| task.0).collect();
        self.positions = positions;
        self.publish(&moved).await
    }
}
