//! Tasks whose results can be those of an equal one.

use crate::queue::Lease;
use sqlx::PgExecutor;
use studio_domain::{TaskId, UserId};

/// A task that made what is asked for.
pub struct SourceRow {
    pub id: TaskId,
    pub device: Option<String>,
    /// How many pictures.
    pub results: i32,
}

/// Someone's own before others', then the newest. Of results that are not all there any more, none.
pub async fn find(db: impl PgExecutor<'_>, user: UserId, key: &[u8]) -> Result<Option<SourceRow>, sqlx::Error> {
    sqlx::query_as!(
        SourceRow,
        "select id, device, results as \"results!\" from tasks t
         where cache_key = $1 and state = 'succeeded' and deleted_at is null
           and results = (select count(*) from images i where i.task_id = t.id and i.deleted_at is null)
         order by user_id = $2 desc, finished_at desc limit 1",
        key,
        user.0,
    )
    .fetch_optional(db)
    .await
}

/// Puts a task that was just stored, in the same transaction, into the hands of this server instead of the queue.
pub async fn take(db: impl PgExecutor<'_>, lease: &Lease, seconds: f64) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update tasks
         set state = 'running', attempt = attempt + 1, lease = $2,
             lease_expires_at = clock_timestamp() + make_interval(secs => $3), started_at = clock_timestamp()
         where id = $1",
        lease.task_id.0,
        lease.token,
        seconds,
    )
    .execute(db)
    .await?;
    Ok(())
}
