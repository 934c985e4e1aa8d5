//! Removes what nothing points at any more.

use crate::{Error, db, error::Chain, services::Inner};

/// How many objects are deleted under one transaction.
const BATCH: i64 = 100;

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
        let (mut done, mut failed) = (Vec::new(), Vec::new());
        for key in due {
            match inner.storage.delete(&key).await {
                Ok(()) => done.push(key),
                Err(error) => {
                    tracing::warn!(key, error = %Chain(&error), "an object could not be deleted, will try again");
                    failed.push(key);
                }
            }
        }
        db::objects::swept(&mut transaction, &done).await?;
        db::objects::postpone(&mut *transaction, &failed).await?;
        transaction.commit().await?;
        deleted += done.len() as u64;
    }
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
