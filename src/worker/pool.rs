//! Workers: each claims a task, or a few that go together, until told to stop.

use super::{EngineHandle, task};
use crate::config::WorkerConfig;
use std::time::Duration;
use studio_domain::Pool;
use studio_services::Services;
use tokio::{task::JoinSet, time::sleep};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// Between two looks into the queue when nothing wakes the worker.
const POLL: Duration = Duration::from_secs(2);

/// Well within the time after which nobody counts on them.
const ANNOUNCE_EVERY: Duration = Duration::from_secs(3);

pub struct WorkerPool {
    workers: JoinSet<()>,
    /// Ends running tasks early: they go back to the queue.
    release: CancellationToken,
    drain_timeout: Duration,
}

/// What one worker needs to do its work.
#[derive(Clone)]
pub(super) struct Context {
    pub services: Services,
    pub engine: EngineHandle,
    pub task_timeout: Duration,
    /// Most pictures painted at once.
    pub batch: u32,
    pub release: CancellationToken,
}

impl WorkerPool {
    /// Starts `config.workers` workers, which claim tasks until `stopping`.
    #[must_use]
    pub fn start(
        services: Services,
        engine: EngineHandle,
        config: &WorkerConfig,
        stopping: &CancellationToken,
    ) -> Self {
        let release = CancellationToken::new();
        let task_timeout = config.task_timeout;
        let batch = config.batch.unwrap_or_else(|| default_batch(engine.device()));
        let context = Context { services, engine, task_timeout, batch, release: release.clone() };
        let mut workers = JoinSet::new();
        // Fresh at every start, so that a restarted process is never taken for its dead predecessor.
        let process = Uuid::now_v7();
        // Long work never takes all of them.
        let takes = |pool: &Pool, number| *pool != Pool::Batch || number == 0;
        let pools_of = |number| config.pools.iter().copied().filter(|pool| takes(pool, number)).collect::<Vec<_>>();
        let each: Vec<_> = (0..config.workers).map(pools_of).collect();
        for pools in &each {
            workers.spawn(work(context.clone(), process, pools.clone(), stopping.clone()));
        }
        workers.spawn(announce(context.services, process, each, stopping.clone()));
        Self { workers, release, drain_timeout: config.drain_timeout }
    }

    /// Waits for running tasks; those that take too long go back to the queue.
    pub async fn drain(mut self) {
        let done = async { while self.workers.join_next().await.is_some() {} };
        tokio::pin!(done);
        tokio::select! {
            () = &mut done => return,
            () = sleep(self.drain_timeout) => self.release.cancel(),
        }
        done.await;
    }
}

/// A GPU paints several pictures in hardly more time than one; on a CPU each waits for the others and little is won.
fn default_batch(device: &str) -> u32 {
    if device == "cpu" { 1 } else { 8 }
}

/// As long as they take up tasks, says that they are there.
async fn announce(services: Services, process: Uuid, workers: Vec<Vec<Pool>>, stopping: CancellationToken) {
    let queue = services.queue();
    while !stopping.is_cancelled() {
        if let Err(error) = queue.announce(process, &workers).await {
            tracing::warn!(error = format!("{:#}", anyhow::Error::new(error)), "cannot say that workers are there");
        }
        tokio::select! {
            () = stopping.cancelled() => {}
            () = sleep(ANNOUNCE_EVERY) => {}
        }
    }
    if let Err(error) = queue.leave(process).await {
        tracing::warn!(error = format!("{:#}", anyhow::Error::new(error)), "workers that stop are not struck off");
    }
}

async fn work(context: Context, process: Uuid, pools: Vec<Pool>, stopping: CancellationToken) {
    let queue = context.services.queue();
    let mut signal = queue.signal();
    while !stopping.is_cancelled() {
        let pause = match queue.claim(process, &pools, context.batch).await {
            Ok(claimed) if !claimed.is_empty() => {
                task::run(&context, claimed).await;
                continue;
            }
            Ok(_) => POLL,
            Err(error) => {
                tracing::warn!(error = format!("{:#}", anyhow::Error::new(error)), "cannot claim work, will try again");
                POLL
            }
        };
        tokio::select! {
            () = stopping.cancelled() => {}
            () = signal.notified() => {}
            () = sleep(pause) => {}
        }
    }
}
