//! Windows in Postgres: a row for each. In a transaction, what is counted is taken back with the rest.

use crate::{
    Error,
    db::unsigned,
    windows::{Limit, Window, Windows},
};
use sqlx::{PgConnection, PgExecutor};
use std::time::Duration;

struct WindowRow {
    used: i32,
    /// Until it ends.
    seconds: f64,
}

impl Windows for PgConnection {
    /// One statement, so it needs no lock of our own.
    async fn take(&mut self, subject: &str, limit: Limit, cost: i32) -> Result<bool, Error> {
        let done = sqlx::query!(
            "insert into rate_windows as w (subject, used, ends_at)
             select $1, $2::integer, clock_timestamp() + make_interval(secs => $3) where $2 <= $4
             on conflict (subject) do update
             set used = case when w.ends_at <= clock_timestamp() then $2 else w.used + $2 end,
                 ends_at = case when w.ends_at <= clock_timestamp() then excluded.ends_at else w.ends_at end
             where w.ends_at <= clock_timestamp() or w.used + $2 <= $4",
            subject,
            cost,
            limit.window.as_secs_f64(),
            limit.most,
        )
        .execute(self)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    async fn give_back(&mut self, subject: &str, cost: i32) -> Result<(), Error> {
        sqlx::query!(
            "update rate_windows set used = greatest(used - $2, 0) where subject = $1 and ends_at > clock_timestamp()",
            subject,
            cost,
        )
        .execute(self)
        .await?;
        Ok(())
    }

    async fn look(&mut self, subject: &str) -> Result<Option<Window>, Error> {
        let row = sqlx::query_as!(
            WindowRow,
            r#"select used, extract(epoch from ends_at - clock_timestamp())::double precision as "seconds!"
               from rate_windows where subject = $1 and ends_at > clock_timestamp()"#,
            subject,
        )
        .fetch_optional(self)
        .await?;
        let window = |row: WindowRow| {
            let ends_in = Duration::try_from_secs_f64(row.seconds).unwrap_or_default();
            Ok(Window { used: unsigned(row.used)?, ends_in })
        };
        row.map(window).transpose()
    }
}

pub async fn delete_over(db: impl PgExecutor<'_>) -> Result<u64, sqlx::Error> {
    Ok(sqlx::query!("delete from rate_windows where ends_at < now()").execute(db).await?.rows_affected())
}
