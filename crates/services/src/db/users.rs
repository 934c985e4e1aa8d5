//! People, and moving a guest's work to an account.

use crate::{
    Error,
    accounts::AccountTerms,
    db::{from_text, objects, unsigned},
};
use sqlx::{PgConnection, PgExecutor};
use studio_domain::{Actor, Me, Role, Tier, UserId};
use time::OffsetDateTime;

pub struct UserRow {
    pub id: UserId,
    pub email: Option<String>,
    pub role: String,
    pub tier: String,
    pub hourly_quota: Option<i32>,
    pub created_at: OffsetDateTime,
}

impl UserRow {
    pub fn into_actor(self) -> Result<Actor, Error> {
        let (role, tier) = (from_text(&self.role)?, from_text(&self.tier)?);
        let hourly_quota = self.hourly_quota.map(unsigned).transpose()?;
        Ok(Actor { user_id: self.id, email: self.email, role, tier, hourly_quota, key: None })
    }

    pub fn into_me(self) -> Result<Me, Error> {
        let created_at = self.created_at;
        let actor = self.into_actor()?;
        let guest = actor.is_guest();
        Ok(Me { id: actor.user_id, email: actor.email, guest, role: actor.role, tier: actor.tier, created_at })
    }
}

/// What signing in needs to know.
pub struct PasswordRow {
    pub id: UserId,
    pub password_hash: Option<String>,
}

pub struct NewAccount<'a> {
    pub email: &'a str,
    pub password_hash: &'a str,
    pub role: Role,
    pub tier: Tier,
}

pub async fn find(db: impl PgExecutor<'_>, id: UserId) -> Result<Option<UserRow>, sqlx::Error> {
    sqlx::query_as!(UserRow, "select id, email, role, tier, hourly_quota, created_at from users where id = $1", id.0)
        .fetch_optional(db)
        .await
}

/// Unless the person's tokens were ended since.
pub async fn find_at_version(
    db: impl PgExecutor<'_>,
    id: UserId,
    token_version: i32,
) -> Result<Option<UserRow>, sqlx::Error> {
    sqlx::query_as!(
        UserRow,
        "select id, email, role, tier, hourly_quota, created_at from users where id = $1 and token_version = $2",
        id.0,
        token_version,
    )
    .fetch_optional(db)
    .await
}

pub async fn token_version(db: impl PgExecutor<'_>, id: UserId) -> Result<Option<i32>, sqlx::Error> {
    sqlx::query_scalar!("select token_version from users where id = $1", id.0).fetch_optional(db).await
}

/// Ends all access tokens.
pub async fn raise_token_version(db: impl PgExecutor<'_>, id: UserId) -> Result<(), sqlx::Error> {
    sqlx::query!("update users set token_version = token_version + 1 where id = $1", id.0).execute(db).await.map(|_| ())
}

pub async fn password_hash(db: impl PgExecutor<'_>, id: UserId) -> Result<Option<String>, sqlx::Error> {
    let row = sqlx::query_scalar!("select password_hash from users where id = $1", id.0).fetch_optional(db).await?;
    Ok(row.flatten())
}

/// What is not given stays as it is.
pub async fn change(
    db: impl PgExecutor<'_>,
    id: UserId,
    email: Option<&str>,
    password_hash: Option<&str>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update users set email = coalesce($2, email), password_hash = coalesce($3, password_hash)
         where id = $1 and email is not null",
        id.0,
        email,
        password_hash,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Removes a person with everything of theirs, giving their objects to the sweep. `false` when there is no such person.
pub async fn delete(db: &mut PgConnection, id: UserId) -> Result<bool, sqlx::Error> {
    // First of all, so that whoever inserts for them meanwhile waits and then finds them gone.
    let locked = sqlx::query!("select id from users where id = $1 for update", id.0).fetch_optional(&mut *db).await?;
    if locked.is_none() {
        return Ok(false);
    }
    let images = sqlx::query!("delete from images where user_id = $1 returning object_key, thumbnail_key", id.0)
        .fetch_all(&mut *db)
        .await?;
    let keys: Vec<String> = images.into_iter().flat_map(|row| [row.object_key, row.thumbnail_key]).collect();
    objects::retire(&mut *db, &keys).await?;
    // A worker that is at one of them notices that its lease is worth nothing any more.
    let leases =
        sqlx::query_scalar!("delete from tasks where user_id = $1 returning lease", id.0).fetch_all(&mut *db).await?;
    let leases: Vec<_> = leases.into_iter().flatten().collect();
    objects::abandon_leases(&mut *db, &leases).await?;
    // Sessions, tokens, keys, boards and opinions go with the row.
    sqlx::query!("delete from users where id = $1", id.0).execute(db).await?;
    Ok(true)
}

pub async fn find_by_email(db: impl PgExecutor<'_>, email: &str) -> Result<Option<PasswordRow>, sqlx::Error> {
    sqlx::query_as!(PasswordRow, "select id, password_hash from users where lower(email) = lower($1)", email)
        .fetch_optional(db)
        .await
}

pub async fn insert_guest(db: impl PgExecutor<'_>, id: UserId, tier: Tier) -> Result<(), sqlx::Error> {
    sqlx::query!("insert into users (id, tier) values ($1, $2)", id.0, tier.as_str()).execute(db).await.map(|_| ())
}

pub async fn insert_account(
    db: impl PgExecutor<'_>,
    id: UserId,
    account: &NewAccount<'_>,
) -> Result<UserRow, sqlx::Error> {
    sqlx::query_as!(
        UserRow,
        "insert into users (id, email, password_hash, role, tier) values ($1, $2, $3, $4, $5)
         returning id, email, role, tier, hourly_quota, created_at",
        id.0,
        account.email,
        account.password_hash,
        account.role.as_str(),
        account.tier.as_str(),
    )
    .fetch_one(db)
    .await
}

/// Turns a guest into an account; `None` when there is no such guest any more.
pub async fn upgrade_guest(
    db: &mut PgConnection,
    guest: UserId,
    account: &NewAccount<'_>,
) -> Result<Option<UserRow>, sqlx::Error> {
    let row = sqlx::query_as!(
        UserRow,
        "update users set email = $2, password_hash = $3, role = $4, tier = $5
         where id = $1 and email is null
         returning id, email, role, tier, hourly_quota, created_at",
        guest.0,
        account.email,
        account.password_hash,
        account.role.as_str(),
        account.tier.as_str(),
    )
    .fetch_optional(&mut *db)
    .await?;
    move_waiting(db, guest, account.tier).await?;
    Ok(row)
}

/// `None` when nobody has that address.
pub async fn change_terms(db: &mut PgConnection, email: &str, change: &AccountTerms) -> Result<Option<UserRow>, Error> {
    let quota = change.hourly_quota.flatten().map(unsigned::<i32, _>).transpose()?;
    let row = sqlx::query_as!(
        UserRow,
        "update users
         set role = coalesce($2, role), tier = coalesce($3, tier),
             hourly_quota = case when $4 then $5 else hourly_quota end
         where lower(email) = lower($1)
         returning id, email, role, tier, hourly_quota, created_at",
        email,
        change.role.map(Role::as_str),
        change.tier.map(Tier::as_str),
        change.hourly_quota.is_some(),
        quota,
    )
    .fetch_optional(&mut *db)
    .await?;
    if let (Some(row), Some(tier)) = (&row, change.tier) {
        move_waiting(db, row.id, tier).await?;
    }
    Ok(row)
}

/// What already waits moves with its owner.
async fn move_waiting(db: &mut PgConnection, user: UserId, tier: Tier) -> Result<(), sqlx::Error> {
    let priority = tier.priority();
    sqlx::query!("update tasks set priority = $2 where user_id = $1 and state = 'queued'", user.0, priority)
        .execute(db)
        .await?;
    Ok(())
}

/// Hands everything of a guest to an account and removes the guest. Nothing happens when there is no such guest.
pub async fn merge_guest(db: &mut PgConnection, guest: UserId, account: &Actor) -> Result<(), sqlx::Error> {
    // First of all, so that whoever inserts for the guest meanwhile waits and then finds it gone. Whoever locks both
    // a person and a task takes the person first.
    let locked = sqlx::query!("select id from users where id = $1 and email is null for update", guest.0)
        .fetch_optional(&mut *db)
        .await?;
    if locked.is_none() {
        return Ok(());
    }
    let to = account.user_id.0;
    sqlx::query!(
        // The keys are the guest's: the account may have used the same ones for something else.
        "update tasks
         set user_id = $2, idempotency_key = null, request_hash = null,
             priority = case when state = 'queued' then $3 else priority end
         where user_id = $1",
        guest.0,
        to,
        account.tier.priority(),
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!("update images set user_id = $2 where user_id = $1", guest.0, to).execute(&mut *db).await?;
    // Boards of one name become one. What signs in to the account at the same time waits.
    sqlx::query!("select from users where id = $1 for no key update", to).execute(&mut *db).await?;
    sqlx::query!(
        "update images i set board_id = kept.id
         from boards old join boards kept on kept.user_id = $2 and lower(kept.name) = lower(old.name)
         where old.user_id = $1 and i.board_id = old.id",
        guest.0,
        to,
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "update tasks t set board_id = kept.id
         from boards old join boards kept on kept.user_id = $2 and lower(kept.name) = lower(old.name)
         where old.user_id = $1 and t.board_id = old.id",
        guest.0,
        to,
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "update boards old set user_id = $2
         where old.user_id = $1
           and not exists (select from boards kept where kept.user_id = $2 and lower(kept.name) = lower(old.name))",
        guest.0,
        to,
    )
    .execute(&mut *db)
    .await?;
    // A picture is rated by its owner alone, so the account has no opinion on the guest's pictures yet.
    sqlx::query!("update feedback set user_id = $2 where user_id = $1", guest.0, to).execute(&mut *db).await?;
    sqlx::query!("update presets set user_id = $2 where user_id = $1", guest.0, to).execute(&mut *db).await?;
    sqlx::query!("delete from users where id = $1", guest.0).execute(db).await?;
    Ok(())
}

/// Removes guests who have been here for a day and have nothing.
pub async fn delete_idle_guests(db: impl PgExecutor<'_>) -> Result<u64, sqlx::Error> {
    let done = sqlx::query!(
        "delete from users u
         where u.email is null and u.created_at < now() - interval '24 hours'
           and not exists (select from tasks t where t.user_id = u.id)
           and not exists (select from images i where i.user_id = u.id)
           and not exists (select from boards b where b.user_id = u.id)
           and not exists (select from presets p where p.user_id = u.id)",
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected())
}
