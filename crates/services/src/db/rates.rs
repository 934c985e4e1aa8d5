//! Windows in which something is counted.

use sqlx::PgExecutor;
use std::time::Duration;

/// Where a window stands.
#[derive(Clone, Copy)]
pub struct WindowRow {
    pub used: i32,
    /// Until it ends.
    pub seconds: f64,
}

/// Counts `cost`, beginning a new window where the last one is over. `None`, and nothing counted, when that would be
/// more than `limit`. One statement: of any number of simultaneous calls, `limit` get through.
pub async fn take(
    db: impl PgExecutor<'_>,
    subject: &str,
    (limit, window): (i32, Duration),
    cost: i32,
) -> Result<Option<WindowRow>, sqlx::Error> {
    sqlx::query_as!(
        WindowRow,
        r#"insert into rate_windows as w (subject, used, ends_at)
           select $1, $2::integer, clock_timestamp() + make_interval(secs => $3) where $2 <= $4
           on conflict (subject) do update
           set used = case when w.ends_at <= clock_timestamp() then $2 else w.used + $2 end,
               ends_at = case when w.ends_at <= clock_timestamp() then excluded.ends_at else w.ends_at end
           where w.ends_at <= clock_timestamp() or w.used + $2 <= $4
           returning used, extract(epoch from ends_at - clock_timestamp())::double precision as "seconds!""#,
        subject,
        cost,
        window.as_secs_f64(),
        limit,
    )
    .fetch_optional(db)
    .await
}

/// Takes back what was counted, unless its window is over.
pub async fn give_back(db: impl PgExecutor<'_>, subject: &str, cost: i32) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update rate_windows set used = greatest(used - $2, 0) where subject = $1 and ends_at > clock_timestamp()",
        subject,
        cost,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// `None` when nothing was counted lately.
pub async fn look(db: impl PgExecutor<'_>, subject: &str) -> Result<Option<WindowRow>, sqlx::Error> {
    sqlx::query_as!(
        WindowRow,
        r#"select used, extract(epoch from ends_at - clock_timestamp())::double precision as "seconds!"
           from rate_windows where subject = $1 and ends_at > clock_timestamp()"#,
        subject,
    )
    .fetch_optional(db)
    .await
}

pub async fn delete_over(db: impl PgExecutor<'_>) -> Result<u64, sqlx::Error> {
    Ok(sqlx::query!("delete from rate_windows where ends_at < now()").execute(db).await?.rows_affected())
}
