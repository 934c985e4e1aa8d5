//! The outbox of webhooks, and what they are signed with.

use sqlx::{PgExecutor, PgPool};
use studio_domain::UserId;
use uuid::Uuid;

pub struct DeliveryRow {
    pub id: Uuid,
    pub task_id: Uuid,
    pub user_id: Uuid,
    pub url: Option<String>,
    /// This one included.
    pub attempts: i16,
}

/// Takes what is due, and makes it due again after the pause that goes with its attempts.
pub async fn take(
    db: impl PgExecutor<'_>,
    limit: i64,
    pauses_in_seconds: &[i32],
) -> Result<Vec<DeliveryRow>, sqlx::Error> {
    sqlx::query_as!(
        DeliveryRow,
        r#"update webhook_deliveries d
           set attempts = d.attempts + 1,
               due_at = now() + make_interval(secs => ($2::int[])[least(d.attempts + 1, cardinality($2))])
           from tasks t
           where t.id = d.task_id and d.id in (
               select id from webhook_deliveries where due_at <= now() order by due_at limit $1 for update skip locked)
           returning d.id, d.task_id, t.user_id, t.webhook as url, d.attempts"#,
        limit,
        pauses_in_seconds,
    )
    .fetch_all(db)
    .await
}

pub async fn settle(db: impl PgExecutor<'_>, id: Uuid) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from webhook_deliveries where id = $1", id).execute(db).await?;
    Ok(())
}

/// The secret, which is `candidate` when there was none.
pub async fn secret(pool: &PgPool, owner: UserId, candidate: &[u8]) -> Result<Vec<u8>, sqlx::Error> {
    sqlx::query!(
        "insert into webhook_secrets (user_id, secret) values ($1, $2)
         on conflict on constraint webhook_secrets_pk do nothing",
        owner.0,
        candidate,
    )
    .execute(pool)
    .await?;
    sqlx::query_scalar!("select secret from webhook_secrets where user_id = $1", owner.0).fetch_one(pool).await
}

pub async fn put_secret(db: impl PgExecutor<'_>, owner: UserId, secret: &[u8]) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into webhook_secrets (user_id, secret) values ($1, $2)
         on conflict on constraint webhook_secrets_pk do update set secret = excluded.secret",
        owner.0,
        secret,
    )
    .execute(db)
    .await?;
    Ok(())
}
