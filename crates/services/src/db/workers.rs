//! Which workers there are.

use crate::db::queue::LEASE_SECONDS;
use sqlx::PgExecutor;
use uuid::Uuid;

/// Those of a process that take from the same pools.
pub struct WorkerRow {
    pub process: Uuid,
    pub pools: Vec<String>,
    pub count: i32,
}

pub async fn announce(db: impl PgExecutor<'_>, process: Uuid, pools: &[String], count: i32) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into workers (process, pools, count) values ($1, $2, $3)
         on conflict on constraint workers_pk do update set count = excluded.count, seen_at = excluded.seen_at",
        process,
        pools,
        count,
    )
    .execute(db)
    .await?;
    Ok(())
}

pub async fn leave(db: impl PgExecutor<'_>, process: Uuid) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from workers where process = $1", process).execute(db).await?;
    Ok(())
}

/// Those that were heard of lately.
pub async fn present(db: impl PgExecutor<'_>) -> Result<Vec<WorkerRow>, sqlx::Error> {
    sqlx::query_as!(
        WorkerRow,
        "select process, pools, count from workers where seen_at > now() - make_interval(secs => $1)
         order by process, pools",
        LEASE_SECONDS,
    )
    .fetch_all(db)
    .await
}

/// Processes that were killed.
pub async fn delete_gone(db: impl PgExecutor<'_>) -> Result<u64, sqlx::Error> {
    let done = sqlx::query!("delete from workers where seen_at < now() - interval '1 minute'").execute(db).await?;
    Ok(done.rows_affected())
}
