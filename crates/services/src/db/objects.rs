//! Intents: which objects may exist without a row pointing at them. See `object_intents` in the migrations.

use sqlx::PgExecutor;
use studio_domain::TaskId;
use uuid::Uuid;

/// How long an object may take from its intent to the row that points at it, in seconds. Far beyond any upload or
/// result; only what a crash leaves behind waits this long.
const LANDS_WITHIN: f64 = 3600.0;

/// To be committed before the objects are written.
pub async fn announce(db: impl PgExecutor<'_>, keys: &[String]) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into object_intents (key, expires_at, lands_until)
         select key, now() + make_interval(secs => $2), now() + make_interval(secs => $2) from unnest($1::text[]) as key",
        keys,
        LANDS_WITHIN,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// As [`announce`], for results of a task; `false` (and nothing written) when the lease is not valid any more.
pub async fn announce_results(
    db: impl PgExecutor<'_>,
    task: TaskId,
    lease: Uuid,
    keys: &[String],
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "insert into object_intents (key, lease, expires_at, lands_until)
         select key, $2, now() + make_interval(secs => $4), now() + make_interval(secs => $4)
         from unnest($3::text[]) as key
         where exists (select from tasks where id = $1 and lease = $2 and state = 'running')",
        task.0,
        lease,
        keys,
        LANDS_WITHIN,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == keys.len() as u64)
}

/// To be called in the transaction that makes rows point at the objects. `false`: the sweep has already deleted some,
/// so the transaction must not commit.
pub async fn settle(db: impl PgExecutor<'_>, keys: &[String]) -> Result<bool, sqlx::Error> {
    let done =
        sqlx::query!("delete from object_intents where key = any($1) and swept_at is null", keys).execute(db).await?;
    Ok(done.rows_affected() == keys.len() as u64)
}

/// Lets the sweep have objects that nothing will point at.
pub async fn abandon(db: impl PgExecutor<'_>, keys: &[String]) -> Result<(), sqlx::Error> {
    sqlx::query!("update object_intents set expires_at = now() where key = any($1)", keys).execute(db).await?;
    Ok(())
}

/// As [`abandon`], for everything that was being written under these leases.
pub async fn abandon_leases(db: impl PgExecutor<'_>, leases: &[Uuid]) -> Result<(), sqlx::Error> {
    sqlx::query!("update object_intents set expires_at = now() where lease = any($1)", leases).execute(db).await?;
    Ok(())
}

/// To be called in the transaction that removes the last rows pointing at the objects.
pub async fn retire(db: impl PgExecutor<'_>, keys: &[String]) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into object_intents (key, expires_at, lands_until) select key, now(), now() from unnest($1::text[]) as key",
        keys,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Locks some of the objects that are due; those another server is busy with are left out.
pub async fn lock_due(db: impl PgExecutor<'_>, limit: i64) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        "select key from object_intents where expires_at <= now() order by expires_at limit $1 for update skip locked",
        limit,
    )
    .fetch_all(db)
    .await
}

/// After the objects were deleted. A writer that was cut off may still finish one of them: those intents stay, to be
/// looked at once more when that is over.
pub async fn swept(db: &mut sqlx::PgConnection, keys: &[String]) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from object_intents where key = any($1) and lands_until <= now()", keys)
        .execute(&mut *db)
        .await?;
    sqlx::query!("update object_intents set swept_at = now(), expires_at = lands_until where key = any($1)", keys)
        .execute(db)
        .await?;
    Ok(())
}

/// Puts off objects that could not be deleted.
pub async fn postpone(db: impl PgExecutor<'_>, keys: &[String]) -> Result<(), sqlx::Error> {
    sqlx::query!("update object_intents set expires_at = now() + interval '5 minutes' where key = any($1)", keys)
        .execute(db)
        .await?;
    Ok(())
}
