//! Keys for programs.

use crate::{
    Error,
    db::{from_text, unsigned, users::UserRow},
};
use sqlx::PgExecutor;
use studio_domain::{Actor, ApiKey, ApiKeyId, KeyGrant, Scope, UserId, limits};
use time::OffsetDateTime;

pub struct NewKey<'a> {
    pub id: ApiKeyId,
    pub owner: UserId,
    pub name: &'a str,
    pub prefix: &'a str,
    pub hash: &'a [u8],
    pub scopes: &'a [String],
    pub hourly_quota: Option<i32>,
    pub expires_at: Option<OffsetDateTime>,
}

pub struct KeyRow {
    id: ApiKeyId,
    name: String,
    prefix: String,
    scopes: Vec<String>,
    hourly_quota: Option<i32>,
    created_at: OffsetDateTime,
    expires_at: Option<OffsetDateTime>,
    last_used_at: Option<OffsetDateTime>,
}

impl KeyRow {
    pub fn into_key(self) -> Result<ApiKey, Error> {
        Ok(ApiKey {
            id: self.id,
            name: self.name,
            prefix: self.prefix,
            scopes: scopes(&self.scopes)?,
            hourly_quota: self.hourly_quota.map(unsigned).transpose()?,
            created_at: self.created_at,
            expires_at: self.expires_at,
            last_used_at: self.last_used_at,
        })
    }
}

/// A key that has not expired, with its owner.
pub struct GrantRow {
    pub id: ApiKeyId,
    pub hash: Vec<u8>,
    scopes: Vec<String>,
    quota: Option<i32>,
    /// Whether its last use was noted less than a minute ago.
    pub noted: bool,
    user_id: UserId,
    email: Option<String>,
    role: String,
    tier: String,
    hourly_quota: Option<i32>,
    created_at: OffsetDateTime,
}

impl GrantRow {
    pub fn into_actor(self) -> Result<Actor, Error> {
        let (scopes, hourly_quota) = (scopes(&self.scopes)?, self.quota.map(unsigned).transpose()?);
        let key = KeyGrant { id: self.id, scopes, hourly_quota };
        let owner = UserRow {
            id: self.user_id,
            email: self.email,
            role: self.role,
            tier: self.tier,
            hourly_quota: self.hourly_quota,
            created_at: self.created_at,
        };
        Ok(Actor { key: Some(key), ..owner.into_actor()? })
    }
}

fn scopes(names: &[String]) -> Result<Vec<Scope>, Error> {
    names.iter().map(|name| from_text(name)).collect()
}

/// `None` when the owner has as many keys as one may have.
pub async fn insert(db: impl PgExecutor<'_>, key: &NewKey<'_>) -> Result<Option<KeyRow>, sqlx::Error> {
    sqlx::query_as!(
        KeyRow,
        "insert into api_keys (id, user_id, name, prefix, hash, scopes, hourly_quota, expires_at)
         select $1, $2, $3, $4, $5, $6, $7, $8 where (select count(*) from api_keys where user_id = $2) < $9
         returning id, name, prefix, scopes, hourly_quota, created_at, expires_at, last_used_at",
        key.id.0,
        key.owner.0,
        key.name,
        key.prefix,
        key.hash,
        key.scopes,
        key.hourly_quota,
        key.expires_at,
        limits::MAX_KEYS,
    )
    .fetch_optional(db)
    .await
}

/// Newest first.
pub async fn list(db: impl PgExecutor<'_>, owner: UserId) -> Result<Vec<KeyRow>, sqlx::Error> {
    sqlx::query_as!(
        KeyRow,
        "select id, name, prefix, scopes, hourly_quota, created_at, expires_at, last_used_at
         from api_keys where user_id = $1 order by created_at desc, id desc",
        owner.0,
    )
    .fetch_all(db)
    .await
}

/// `false` when there is no such key.
pub async fn delete(db: impl PgExecutor<'_>, owner: UserId, id: ApiKeyId) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!("delete from api_keys where user_id = $1 and id = $2", owner.0, id.0).execute(db).await?;
    Ok(done.rows_affected() == 1)
}

pub async fn grant(db: impl PgExecutor<'_>, prefix: &str) -> Result<Option<GrantRow>, sqlx::Error> {
    sqlx::query_as!(
        GrantRow,
        r#"select k.id, k.hash, k.scopes, k.hourly_quota as quota,
                  coalesce(k.last_used_at > now() - interval '1 minute', false) as "noted!",
                  u.id as user_id, u.email, u.role, u.tier, u.hourly_quota, u.created_at
           from api_keys k join users u on u.id = k.user_id
           where k.prefix = $1 and (k.expires_at is null or k.expires_at > now())"#,
        prefix,
    )
    .fetch_optional(db)
    .await
}

pub async fn note_use(db: impl PgExecutor<'_>, id: ApiKeyId) -> Result<(), sqlx::Error> {
    sqlx::query!("update api_keys set last_used_at = date_trunc('minute', now()) where id = $1", id.0)
        .execute(db)
        .await?;
    Ok(())
}
