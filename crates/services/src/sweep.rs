//! Removes what nothing points at any more.

use crate::{Error, db, error::Chain, services::Inner};
use futures::{StreamExt, stream};
use std::time::{Duration, Instant};

/// How many objects are deleted under one transaction.
const BATCH: i64 = 100;
/// Deleted at once: a bucket takes tens of milliseconds for each.
const AT_ONCE: usize = 8;
/// How long a batch may hold its rows when the store is slow or away.
const LONGEST: Duration = Duration::from_secs(10);

/// What [`Services::sweep`](crate::Services::sweep) removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SweepReport {
    pub images: u64,
    pub objects: u64,
    pub scratch_files: u64,
    pub guests: u64,
    pub sessions: u64,
    pub refresh_tokens: u64,
    pub rate_windows: u64,
    pub workers: u64,
}

pub(crate) async fn sweep(inner: &Inner) -> Result<SweepReport, Error> {
    let images = db::images::purge(&inner.pool).await?;
    Ok(SweepReport {
        images,
        objects: delete_due_objects(inner).await?,
        scratch_files: delete_stale_scratch(inner).await?,
        guests: db::users::delete_idle_guests(&inner.pool).await?,
        sessions: db::sessions::delete_expired(&inner.pool).await?,
        refresh_tokens: db::tokens::delete_expired(&inner.pool).await?,
        rate_windows: db::rates::delete_over(&inner.pool).await?,
        workers: db::workers::delete_gone(&inner.pool).await?,
    })
}

async fn delete_due_objects(inner: &Inner) -> Result<u64, Error> {
    let mut deleted = 0;
    loop {
        let mut transaction = inner.pool.begin().await?;
        let due = db::objects::lock_due(&mut *transaction, BATCH).await?;
        if due.is_empty() {
            return Ok(deleted);
        }
        let began = Instant::now();
        let deleting =
            stream::iter(due).map(|key| async move { (began.elapsed() < LONGEST && delete(inner, &key).await, key) });
        let (done, failed): (Vec<_>, Vec<_>) =
            deleting.buffer_unordered(AT_ONCE).collect::<Vec<_>>().await.into_iter().partition(|(deleted, _)| *deleted);
        let keys = |pairs: Vec<(bool, String)>| pairs.into_iter().map(|(_, key)| key).collect::<Vec<_>>();
        let (done, failed) = (keys(done), keys(failed));
        db::objects::swept(&mut transaction, &done).await?;
        db::objects::postpone(&mut *transaction, &failed).await?;
        transaction.commit().await?;
        deleted += done.len() as u64;
        if !failed.is_empty() {
            return Ok(deleted);
        }
    }
}

async fn delete(inner: &Inner, key: &str) -> bool {
    let deleted = inner.storage.delete(key).await;
    if let Err(error) = &deleted {
        tracing::warn!(key, error = %Chain(error), "an object could not be deleted, will try again");
    }
    deleted.is_ok()
}

/// Scratch files of workers that were killed.
async fn delete_stale_scratch(inner: &Inner) -> Result<u64, Error> {
    let mut leases = inner.storage.scratch_leases().await?;
    if leases.is_empty() {
        return Ok(0);
    }
    let valid = db::queue::valid_leases(&inner.pool, &leases).await?;
    leases.retain(|lease| !valid.contains(lease));
    inner.storage.remove_scratch(&leases).await
}
