//! Tasks as the workers see them: claim, heartbeat, finish.
//!
//! A claim writes a fresh [`Lease`]; everything a worker says afterwards demands that lease, so a worker that comes
//! back from the dead changes nothing.

mod finish;
mod forecast;
mod patience;
mod repeat;
mod results;
mod types;
pub(crate) mod view;

pub(crate) use finish::LEAST_MEGAPIXELS;
pub(crate) use repeat::repeat;
pub use types::{ClaimedTask, Heartbeat, Lease, ResultFile, StageTimings, TaskOutcome, WorkSignal};

use crate::{Error, db, error::Chain, services::Inner};
use bytes::Bytes;
use patience::patiently;
use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};
use studio_domain::{ErrorCode, ImageId, Pool, Problem};
use uuid::Uuid;

pub struct Queue<'a> {
    inner: &'a Inner,
}

impl<'a> Queue<'a> {
    pub(crate) fn new(inner: &'a Inner) -> Self {
        Self { inner }
    }

    /// Takes the next task of the pools, if there is one whose owner is below the limit of tasks at a time; with it,
    /// further ones that can be painted together with it, of at most `pictures` pictures in all.
    ///
    /// `worker` is a fresh id per process start. A lease lasts 10 seconds; call [`Self::heartbeat`] every 3 or more
    /// often.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn claim(&self, worker: Uuid, pools: &[Pool], pictures: u32) -> Result<Vec<ClaimedTask>, Error> {
        let pools: Vec<_> = pools.iter().map(|pool| pool.as_str().to_owned()).collect();
        let rows = db::queue::claim(&self.inner.pool, worker, &pools, db::unsigned(pictures)?).await?;
        rows.into_iter().map(ClaimedTask::try_from).collect()
    }

    /// Ends a claimed task with the results of an equal one, which may have ended while this one waited for it. `false`:
    /// there is none, and the task is to be worked on.
    ///
    /// # Errors
    /// As [`Self::finish`]; the task can then be worked on.
    pub async fn answer_from_cache(&self, task: &ClaimedTask) -> Result<bool, Error> {
        let Some(key) = &task.cache_key else { return Ok(false) };
        match db::cache::find(&self.inner.pool, task.user_id, key).await? {
            Some(source) => repeat(self.inner, &task.lease, &source).await,
            None => Ok(false),
        }
    }

    /// The bytes of an input picture of a claimed task.
    ///
    /// # Errors
    /// `not_found` when the picture is gone: fail the task with it. `storage_unavailable`; when the error
    /// [is a bucket's](Error::is_bucket_away), which had a quarter of a minute to come back, release the task.
    pub async fn input(&self, task: &ClaimedTask, image: ImageId) -> Result<Bytes, Error> {
        let key = db::images::input_key(&self.inner.pool, task.id, image).await?;
        let key =
            key.ok_or_else(|| Problem::new(ErrorCode::NotFound, "The picture was deleted before its turn came."))?;
        patiently(|| self.inner.storage.read(&key)).await
    }

    /// Where the worker may write a result before [`Self::finish`] takes it. The file is removed by `finish`, `fail`
    /// and `release`, and by [`sweep`](crate::Services::sweep) when the worker was killed.
    #[must_use]
    pub fn scratch_file(&self, lease: &Lease, extension: &str) -> PathBuf {
        self.inner.storage.scratch_file(lease.token, extension)
    }

    /// Extends the lease and reports progress as (step, steps).
    ///
    /// # Errors
    /// When the database does not answer; the lease may still be alive, so try again.
    pub async fn heartbeat(&self, lease: &Lease, progress: Option<(u32, u32)>) -> Result<Heartbeat, Error> {
        let pool = &self.inner.pool;
        let canceled = match progress {
            Some((step, steps)) => {
                let (step, steps) = (db::unsigned(step.min(steps))?, db::unsigned(steps)?);
                db::queue::progress(pool, lease, step, steps).await?
            }
            None => db::queue::heartbeat(pool, lease).await?,
        };
        Ok(match canceled {
            Some(false) => Heartbeat::Continue,
            Some(true) => Heartbeat::Cancel,
            None => Heartbeat::Lost,
        })
    }

    /// Shows those who look on what is being made: a small picture as a `data:` URL, at most about 7 kB. It is not
    /// kept.
    ///
    /// # Errors
    /// When the database does not answer, or the preview is too large for it; nothing else comes of that.
    pub async fn preview(&self, lease: &Lease, preview: &str) -> Result<(), Error> {
        Ok(db::queue::preview(&self.inner.pool, lease, preview).await?)
    }

    /// Stores the results and ends the task, in one transaction. Keep the heartbeat going meanwhile.
    ///
    /// `false`: nothing was stored because the lease is not ours any more, or because a cancel came first; the task has
    /// ended as canceled then.
    ///
    /// # Errors
    /// `storage_unavailable`, `database_unavailable`: nothing is half stored, the lease is still ours and the scratch
    /// files still there; try again or fail the task.
    pub async fn finish(&self, lease: &Lease, outcome: TaskOutcome) -> Result<bool, Error> {
        let stored = patiently(|| finish::finish(self.inner, lease, &outcome)).await?;
        self.drop_scratch(lease).await;
        Ok(stored)
    }

    /// Ends the task as failed, or as canceled when that was asked for. `false`: the lease is not ours any more.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn fail(&self, lease: &Lease, problem: &Problem) -> Result<bool, Error> {
        self.drop_scratch(lease).await;
        db::objects::abandon_leases(&self.inner.pool, &[lease.token]).await?;
        Ok(db::queue::fail(&self.inner.pool, lease, problem).await?)
    }

    /// Puts the task back into the queue, at its place and without spending the attempt: for a worker that is told to
    /// stop. `false`: the lease is not ours any more.
    ///
    /// # Errors
    /// When the database does not answer; the task is then reaped later.
    pub async fn release(&self, lease: &Lease) -> Result<bool, Error> {
        self.drop_scratch(lease).await;
        db::objects::abandon_leases(&self.inner.pool, &[lease.token]).await?;
        Ok(db::queue::release(&self.inner.pool, lease).await?)
    }

    /// Takes back tasks whose worker has not been heard of: queued again, or failed with `worker_lost` after the last
    /// attempt. To be called every few seconds by every worker process. Returns how many.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn reap(&self) -> Result<u64, Error> {
        let problem = Problem::new(
            ErrorCode::WorkerLost,
            "Every worker that took up this picture stopped before it was done. A smaller picture may work.",
        );
        let mut transaction = self.inner.pool.begin().await?;
        let leases = db::queue::reap(&mut *transaction, &problem).await?;
        if !leases.is_empty() {
            db::objects::abandon_leases(&mut *transaction, &leases).await?;
        }
        transaction.commit().await?;
        Ok(leases.len() as u64)
    }

    /// Says that the workers of a process are there, each by the pools that it takes from; those who wait are told times
    /// accordingly. To be called every 3 seconds or more often: it is forgotten after 10.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn announce(&self, process: Uuid, workers: &[Vec<Pool>]) -> Result<(), Error> {
        let mut alike = BTreeMap::new();
        for pools in workers {
            let pools: BTreeSet<_> = pools.iter().map(|pool| pool.as_str().to_owned()).collect();
            *alike.entry(pools).or_insert(0) += 1;
        }
        for (pools, count) in alike {
            db::workers::announce(&self.inner.pool, process, &Vec::from_iter(pools), count).await?;
        }
        Ok(())
    }

    /// Says that the workers of a process take nothing more.
    ///
    /// # Errors
    /// When the database does not answer; it notices in 10 seconds.
    pub async fn leave(&self, process: Uuid) -> Result<(), Error> {
        Ok(db::workers::leave(&self.inner.pool, process).await?)
    }

    /// A signal of new work and of cancels, to be held by the worker for as long as it runs.
    #[must_use]
    pub fn signal(&self) -> WorkSignal {
        WorkSignal::new(self.inner.hub.work())
    }

    /// What cannot be removed now is swept later.
    async fn drop_scratch(&self, lease: &Lease) {
        if let Err(error) = self.inner.storage.remove_scratch(&[lease.token]).await {
            tracing::warn!(error = %Chain(&error), "a scratch file could not be removed");
        }
    }
}
