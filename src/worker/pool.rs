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
        for number in 0..config.workers {
            // Long work never takes all of them.
            let takes = |pool: &Pool| *pool != Pool::Batch || number == 0;
            let pools = config.pools.iter().copied().filter(takes).collect();
            workers.spawn(work(context.clone(), process, pools, stopping.clone()));
        }
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
