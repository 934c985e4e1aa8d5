//! The rows behind [`PgSessionStore`](crate::PgSessionStore).

use serde_json::Value;
use sqlx::PgExecutor;
use time::OffsetDateTime;
use uuid::Uuid;

pub struct SessionRow {
    pub data: Value,
    pub expires_at: OffsetDateTime,
}

/// `false` when the id is taken.
pub async fn insert(
    db: impl PgExecutor<'_>,
    id: &[u8],
    user_id: Option<Uuid>,
    row: &SessionRow,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "insert into sessions (id, user_id, data, expires_at) values ($1, $2, $3, $4) on conflict (id) do nothing",
        id,
        user_id,
        row.data,
        row.expires_at,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// `false` when there is no such session any more: signed out everywhere, say. It must not come back to life.
pub async fn update(
    db: impl PgExecutor<'_>,
    id: &[u8],
    user_id: Option<Uuid>,
    row: &SessionRow,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "update sessions set user_id = $2, data = $3, expires_at = $4 where id = $1",
        id,
        user_id,
        row.data,
        row.expires_at,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub async fn find(db: impl PgExecutor<'_>, id: &[u8]) -> Result<Option<SessionRow>, sqlx::Error> {
    sqlx::query_as!(SessionRow, "select data, expires_at from sessions where id = $1 and expires_at > now()", id)
        .fetch_optional(db)
        .await
}

pub async fn delete(db: impl PgExecutor<'_>, id: &[u8]) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from sessions where id = $1", id).execute(db).await.map(|_| ())
}

pub struct OpenRow {
    pub id: Vec<u8>,
    pub created_at: OffsetDateTime,
    pub expires_at: OffsetDateTime,
}

/// A person's sessions, newest first.
pub async fn open(db: impl PgExecutor<'_>, owner: Uuid) -> Result<Vec<OpenRow>, sqlx::Error> {
    sqlx::query_as!(
        OpenRow,
        "select id, created_at, expires_at from sessions where user_id = $1 and expires_at > now() order by created_at desc",
        owner,
    )
    .fetch_all(db)
    .await
}

/// Ends a person's sessions but for one.
pub async fn delete_others(db: impl PgExecutor<'_>, owner: Uuid, kept: Option<&[u8]>) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from sessions where user_id = $1 and id is distinct from $2", owner, kept).execute(db).await?;
    Ok(())
}

pub async fn delete_expired(db: impl PgExecutor<'_>) -> Result<u64, sqlx::Error> {
    Ok(sqlx::query!("delete from sessions where expires_at < now()").execute(db).await?.rows_affected())
}
