//! How much of everything a person has.

use sqlx::PgExecutor;
use studio_domain::UserId;

pub struct KindRow {
    pub kind: String,
    pub count: i64,
}

pub struct StoredRow {
    pub images: i64,
    pub bytes: i64,
}

pub async fn tasks_by_kind(db: impl PgExecutor<'_>, owner: UserId) -> Result<Vec<KindRow>, sqlx::Error> {
    sqlx::query_as!(
        KindRow,
        r#"select kind, count(*) as "count!" from tasks where user_id = $1 and deleted_at is null group by kind"#,
        owner.0,
    )
    .fetch_all(db)
    .await
}

/// Everything on disk but thumbnails: deleted pictures, too, for as long as they can be brought back.
pub async fn stored(db: impl PgExecutor<'_>, owner: UserId) -> Result<StoredRow, sqlx::Error> {
    sqlx::query_as!(
        StoredRow,
        r#"select count(*) as "images!", coalesce(sum(bytes), 0)::bigint as "bytes!" from images where user_id = $1"#,
        owner.0,
    )
    .fetch_one(db)
    .await
}
