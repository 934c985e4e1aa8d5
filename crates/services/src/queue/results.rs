//! Storing the results of a task: first the intents, then the files, then everything else in one transaction.

use super::Lease;
use crate::{
    Error,
    db::{
        self,
        images::{Facts, NewImage},
        queue::HeldRow,
    },
    error::Chain,
    services::Inner,
    storage::StorageKey,
};
use sqlx::PgConnection;
use std::time::Duration;
use studio_domain::{ErrorCode, ImageId, ImageKind, Problem, TaskTimings, UserId};
use time::OffsetDateTime;

/// A result on its way into the store.
pub struct NewResult {
    id: ImageId,
    pub object_key: String,
    pub thumbnail_key: String,
    pub facts: Facts,
}

impl NewResult {
    pub fn new(user: UserId, lease: &Lease, facts: Facts) -> Self {
        let (id, task, token) = (ImageId::generate(), lease.task_id, lease.token);
        let (media_type, thumbnail) = (facts.media_type, facts.thumbnail_media_type);
        let object = StorageKey::Generated { user, task, lease: token, image: id, media_type };
        let thumbnail = StorageKey::GeneratedThumbnail { user, task, lease: token, image: id, media_type: thumbnail };
        Self { id, object_key: object.to_string(), thumbnail_key: thumbnail.to_string(), facts }
    }
}

/// Stores `results`, whose files `files` writes, and ends the task. `also` writes what else belongs to that end, in the
/// same transaction. `false`, and nothing is stored, when the lease is not valid any more or a cancel came first.
pub async fn store(
    inner: &Inner,
    lease: &Lease,
    results: &[NewResult],
    files: impl Future<Output = Result<(), Error>>,
    also: impl AsyncFnOnce(&mut PgConnection, &HeldRow) -> Result<(), Error>,
) -> Result<bool, Error> {
    let keys: Vec<_> = results.iter().flat_map(|r| [r.object_key.clone(), r.thumbnail_key.clone()]).collect();
    if !db::objects::announce_results(&inner.pool, lease.task_id, lease.token, &keys).await? {
        return Ok(false);
    }
    let stored = async {
        files.await?;
        record(inner, lease, results, &keys, also).await
    };
    let stored = stored.await;
    if !matches!(stored, Ok(true))
        && let Err(error) = db::objects::abandon(&inner.pool, &keys).await
    {
        // The intents expire by themselves, only later.
        tracing::warn!(error = %Chain(&error), "unused results could not be given to the sweep");
    }
    stored
}

/// The one transaction: all of it happens, or none.
async fn record(
    inner: &Inner,
    lease: &Lease,
    results: &[NewResult],
    keys: &[String],
    also: impl AsyncFnOnce(&mut PgConnection, &HeldRow) -> Result<(), Error>,
) -> Result<bool, Error> {
    let mut transaction = inner.pool.begin().await?;
    let Some(task) = db::queue::hold(&mut transaction, lease).await? else { return Ok(false) };
    if task.cancel_requested {
        // Whoever was told "canceled" must not find a result later.
        let problem = Problem::new(ErrorCode::Canceled, "The task was canceled.");
        db::queue::fail(&mut *transaction, lease, &problem).await?;
        transaction.commit().await?;
        return Ok(false);
    }
    if !db::objects::settle(&mut *transaction, keys).await? {
        return Err(Error::Internal("the results took so long to store that they were swept".into()));
    }
    for result in results {
        insert_image(&mut transaction, &task, lease, result).await?;
    }
    also(&mut transaction, &task).await?;
    transaction.commit().await?;
    Ok(true)
}

async fn insert_image(db: &mut PgConnection, task: &HeldRow, lease: &Lease, result: &NewResult) -> Result<(), Error> {
    let row = NewImage {
        id: result.id,
        // Not the owner at the start: a guest may have signed in meanwhile.
        user_id: task.user_id,
        kind: ImageKind::Generated,
        object_key: &result.object_key,
        thumbnail_key: &result.thumbnail_key,
        facts: &result.facts,
        task_id: Some(lease.task_id),
        source_image_id: task.inputs.image,
    };
    db::images::insert(db, &row).await
}

/// The times that hold for every task; those of the work are 0.
pub fn timings(task: &HeldRow) -> TaskTimings {
    let between = |from: OffsetDateTime, to: OffsetDateTime| milliseconds((to - from).unsigned_abs());
    TaskTimings {
        queue: between(task.queued_at, task.started_at.unwrap_or(task.queued_at)),
        total: between(task.created_at, task.now),
        ..TaskTimings::default()
    }
}

/// To the microsecond.
pub fn milliseconds(duration: Duration) -> f64 {
    (duration.as_secs_f64() * 1e6).round() / 1e3
}
