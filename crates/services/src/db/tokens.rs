//! Refresh tokens, and the keys the program makes for itself.

use sqlx::PgExecutor;
use studio_domain::UserId;
use time::OffsetDateTime;
use uuid::Uuid;

pub struct NewToken<'a> {
    pub family: Uuid,
    pub parent: Option<Uuid>,
    pub user_id: UserId,
    pub hash: &'a [u8],
    /// Seconds from now.
    pub lifetime: f64,
}

pub struct SpentToken {
    pub id: Uuid,
    pub family: Uuid,
    pub user_id: UserId,
    pub token_version: i32,
}

/// A token that could not be spent.
pub struct RefusedToken {
    pub id: Uuid,
    pub family: Uuid,
    pub user_id: UserId,
    pub token_version: i32,
    /// Neither expired nor of a revoked family.
    pub valid: bool,
    /// It was spent within the grace period and nothing that came of it has been used.
    pub answer_may_be_lost: bool,
}

pub async fn insert(db: impl PgExecutor<'_>, token: &NewToken<'_>) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into refresh_tokens (id, family, parent, user_id, hash, expires_at)
         values ($1, $2, $3, $4, $5, now() + make_interval(secs => $6))",
        Uuid::now_v7(),
        token.family,
        token.parent,
        token.user_id.0,
        token.hash,
        token.lifetime,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Compare and swap: of any number of simultaneous calls one gets the token.
pub async fn spend(db: impl PgExecutor<'_>, hash: &[u8]) -> Result<Option<SpentToken>, sqlx::Error> {
    sqlx::query_as!(
        SpentToken,
        // One that was made just while its family was revoked does not carry the mark itself.
        // Read in the same statement, the person's version is of before or after all their tokens were ended, as the
        // token is: what is signed with it is worth nothing in the first case.
        r#"update refresh_tokens t set used_at = now()
           where hash = $1 and used_at is null and revoked_at is null and expires_at > now()
             and not exists (select from refresh_tokens f where f.family = t.family and f.revoked_at is not null)
           returning id, family, user_id,
                     (select token_version from users u where u.id = t.user_id) as "token_version!""#,
        hash,
    )
    .fetch_optional(db)
    .await
}

pub async fn refused(db: impl PgExecutor<'_>, hash: &[u8], grace: f64) -> Result<Option<RefusedToken>, sqlx::Error> {
    sqlx::query_as!(
        RefusedToken,
        r#"select id, family, user_id,
                  (select token_version from users u where u.id = t.user_id) as "token_version!",
                  expires_at > now() and not exists (
                      select from refresh_tokens f where f.family = t.family and f.revoked_at is not null) as "valid!",
                  coalesce(used_at > now() - make_interval(secs => $2), false)
                      and not exists (select from refresh_tokens child
                                      where child.parent = t.id and child.used_at is not null)
                      as "answer_may_be_lost!"
           from refresh_tokens t where hash = $1"#,
        hash,
        grace,
    )
    .fetch_optional(db)
    .await
}

pub async fn revoke_family(db: impl PgExecutor<'_>, family: Uuid) -> Result<(), sqlx::Error> {
    sqlx::query!("update refresh_tokens set revoked_at = now() where family = $1 and revoked_at is null", family)
        .execute(db)
        .await?;
    Ok(())
}

pub async fn revoke_family_of(db: impl PgExecutor<'_>, hash: &[u8]) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update refresh_tokens set revoked_at = now()
         where family = (select family from refresh_tokens where hash = $1) and revoked_at is null",
        hash,
    )
    .execute(db)
    .await?;
    Ok(())
}

pub async fn revoke_all_of(db: impl PgExecutor<'_>, owner: UserId) -> Result<(), sqlx::Error> {
    sqlx::query!("update refresh_tokens set revoked_at = now() where user_id = $1 and revoked_at is null", owner.0)
        .execute(db)
        .await?;
    Ok(())
}

/// One sign-in, with all tokens that came of it.
pub struct FamilyRow {
    pub created_at: OffsetDateTime,
    pub expires_at: OffsetDateTime,
}

/// The sign-ins that can go on, newest first.
pub async fn families(db: impl PgExecutor<'_>, owner: UserId) -> Result<Vec<FamilyRow>, sqlx::Error> {
    sqlx::query_as!(
        FamilyRow,
        r#"select min(created_at) as "created_at!", max(expires_at) as "expires_at!" from refresh_tokens
           where user_id = $1
           group by family having bool_and(revoked_at is null) and max(expires_at) > now()
           order by 1 desc"#,
        owner.0,
    )
    .fetch_all(db)
    .await
}

pub async fn delete_expired(db: impl PgExecutor<'_>) -> Result<u64, sqlx::Error> {
    Ok(sqlx::query!("delete from refresh_tokens where expires_at < now()").execute(db).await?.rows_affected())
}

/// The key under `name`; `candidate` becomes it when there is none yet.
pub async fn secret(db: &sqlx::PgPool, name: &str, candidate: &[u8]) -> Result<Vec<u8>, sqlx::Error> {
    sqlx::query!("insert into secrets (name, value) values ($1, $2) on conflict (name) do nothing", name, candidate)
        .execute(db)
        .await?;
    sqlx::query_scalar!("select value from secrets where name = $1", name).fetch_one(db).await
}
