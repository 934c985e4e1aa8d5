//! Tasks as their owners see them.

use crate::{Error, db::from_text, page::Cursor};
use sqlx::{PgConnection, PgExecutor, types::Json};
use std::time::Duration;
use studio_domain::{
    ImageId, MediaType, Pool, PredictRequest, Problem, TaskId, TaskImage, TaskInputs, TaskKind, TaskListQuery,
    TaskParameters, TaskState, TaskTimings, Tier, UserId, limits,
};
use time::OffsetDateTime;
use uuid::Uuid;

pub struct NewTask<'a> {
    pub id: TaskId,
    pub user_id: UserId,
    pub tier: Tier,
    pub request: &'a PredictRequest,
    pub model: &'a str,
    pub version: &'a str,
    pub work_pixels: i64,
    pub estimated_ms: i64,
    pub pool: Pool,
    /// What it must have in common with others to be painted together with them, and how many pictures it is.
    pub batch: Option<(String, i32)>,
    pub idempotency: Option<(&'a str, &'a [u8])>,
    /// What equal requests have in common.
    pub cache_key: Option<&'a [u8]>,
}

/// Everything that is shown of a task but for its place in the queue.
pub struct TaskRow {
    pub id: TaskId,
    pub user_id: UserId,
    pub kind: String,
    pub state: String,
    pub pool: String,
    pub turn: f64,
    pub model: String,
    pub version: String,
    pub device: Option<String>,
    pub inputs: Json<TaskInputs>,
    pub parameters: Json<TaskParameters>,
    pub step: Option<i32>,
    pub steps: Option<i32>,
    pub estimated_ms: i64,
    /// Milliseconds since it was last started.
    pub elapsed_ms: Option<f64>,
    pub cancel_requested: bool,
    pub cached: bool,
    pub timings: Option<Json<TaskTimings>>,
    pub error: Option<Json<Problem>>,
    pub revision: i64,
    pub created_at: OffsetDateTime,
    pub started_at: Option<OffsetDateTime>,
    pub finished_at: Option<OffsetDateTime>,
    pub images: Json<Vec<ResultRow>>,
}

impl TaskRow {
    pub fn state(&self) -> Result<TaskState, Error> {
        from_text(&self.state)
    }

    pub fn cursor(&self) -> Cursor {
        Cursor { at: self.created_at, id: self.id.0 }
    }
}

/// A result, as the database aggregates it.
#[derive(serde::Deserialize)]
pub struct ResultRow {
    id: ImageId,
    width: u32,
    height: u32,
    media_type: MediaType,
    bytes: u64,
    sha256: String,
}

impl From<ResultRow> for TaskImage {
    fn from(row: ResultRow) -> Self {
        Self {
            id: row.id,
            url: format!("/v1/images/{}/file", row.id),
            thumbnail_url: format!("/v1/images/{}/file?variant=thumbnail", row.id),
            width: row.width,
            height: row.height,
            media_type: row.media_type,
            bytes: row.bytes,
            sha256: row.sha256,
        }
    }
}

/// A task found by its idempotency key.
pub struct KeyedRow {
    pub id: TaskId,
    pub request_hash: Option<Vec<u8>>,
}

/// `false` when the idempotency key has a task already.
///
/// It starts fairly when the last of its owner's that waits in its pool is done, or else now. "Now" of a queue that lags
/// behind is the turn of its head, so that whoever has nothing waiting is next; but at most a minute ago, so that
/// newcomers cannot hold up for ever those who wait.
pub async fn insert(db: impl PgExecutor<'_>, task: &NewTask<'_>) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "insert into tasks (id, user_id, kind, priority, model, version, inputs, parameters, work_pixels, estimated_ms,
                            idempotency_key, request_hash, webhook, batch_key, batch_pictures, pool, cache_key, board_id, fair_start)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,
             (select id from boards where id = $18), greatest(
             extract(epoch from clock_timestamp()) - 60,
             least(extract(epoch from clock_timestamp()),
                   (select fair_start from tasks where state = 'queued' and pool = $16 order by turn limit 1)),
             (select fair_start + estimated_ms / 1000.0 from tasks
              where state = 'queued' and user_id = $2 and pool = $16 order by fair_start desc limit 1)))
         on conflict on constraint tasks_idempotency_unique do nothing",
        task.id.0,
        task.user_id.0,
        task.request.task.as_str(),
        task.tier.priority(),
        task.model,
        task.version,
        Json(&task.request.inputs) as _,
        Json(&task.request.parameters) as _,
        task.work_pixels,
        task.estimated_ms,
        task.idempotency.map(|(key, _)| key),
        task.idempotency.map(|(_, hash)| hash),
        task.request.webhook,
        task.batch.as_ref().map(|(key, _)| key),
        task.batch.as_ref().map(|(_, pictures)| pictures),
        task.pool.as_str(),
        task.cache_key,
        task.request.board.map(|board| board.0),
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// In the order of their making.
pub async fn by_keys(db: impl PgExecutor<'_>, owner: UserId, keys: &[String]) -> Result<Vec<KeyedRow>, sqlx::Error> {
    sqlx::query_as!(
        KeyedRow,
        "select id, request_hash from tasks where user_id = $1 and idempotency_key = any($2) order by id",
        owner.0,
        keys,
    )
    .fetch_all(db)
    .await
}

/// Those of the tasks that are not deleted, each with its results, in one view of the database; newest first.
pub async fn load(db: impl PgExecutor<'_>, ids: &[Uuid]) -> Result<Vec<TaskRow>, sqlx::Error> {
    sqlx::query_as!(
        TaskRow,
        r#"select t.id, t.user_id, t.kind, t.state, t.pool, t.turn as "turn!", t.model, t.version, t.device,
                  t.inputs as "inputs: Json<TaskInputs>", t.parameters as "parameters: Json<TaskParameters>",
                  t.step, t.steps, t.estimated_ms,
                  (extract(epoch from clock_timestamp() - t.started_at) * 1000)::double precision as elapsed_ms,
                  t.cancel_requested_at is not null as "cancel_requested!", t.cached,
                  t.timings as "timings: Json<TaskTimings>", t.error as "error: Json<Problem>",
                  t.revision, t.created_at, t.started_at, t.finished_at,
                  (select coalesce(jsonb_agg(jsonb_build_object(
                              'id', i.id, 'width', i.width, 'height', i.height, 'media_type', i.media_type,
                              'bytes', i.bytes, 'sha256', encode(i.sha256, 'hex')) order by i.created_at, i.id), '[]')
                   from images i where i.task_id = t.id and i.deleted_at is null) as "images!: Json<Vec<ResultRow>>"
           from tasks t where t.id = any($1) and t.deleted_at is null
           order by t.created_at desc, t.id desc"#,
        ids,
    )
    .fetch_all(db)
    .await
}

/// The ids of one page, newest first.
pub async fn page(
    db: impl PgExecutor<'_>,
    owner: UserId,
    query: &TaskListQuery,
    after: Option<Cursor>,
    limit: i64,
) -> Result<Vec<Uuid>, sqlx::Error> {
    sqlx::query_scalar!(
        "select id from tasks
         where user_id = $1 and deleted_at is null
           and ($2::text is null or state = $2) and ($3::text is null or kind = $3)
           and ($4::timestamptz is null or (created_at, id) < ($4, $5))
         order by created_at desc, id desc limit $6",
        owner.0,
        query.state.map(TaskState::as_str),
        query.task.map(TaskKind::as_str),
        after.map(|c| c.at),
        after.map(|c| c.id),
        limit,
    )
    .fetch_all(db)
    .await
}

/// Of the newest thousand tasks, so that it takes the same time however much somebody has made.
pub async fn prompts(db: impl PgExecutor<'_>, owner: UserId) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select prompt as "prompt!" from (
               select inputs->>'prompt' as prompt, created_at from tasks
               where user_id = $1 and deleted_at is null
               order by created_at desc, id desc limit 1000) newest
           where btrim(prompt) <> ''
           group by prompt order by max(created_at) desc limit $2"#,
        owner.0,
        limits::MAX_PROMPTS,
    )
    .fetch_all(db)
    .await
}

/// What someone who looks on must be told first.
#[derive(Clone, Copy)]
pub struct Since {
    /// Everything with a higher revision …
    pub revision: Option<i64>,
    /// … and everything that changed this lately: revisions are given out before they are committed, so a lower one can
    /// become visible after a higher one.
    pub recent: Duration,
}

/// Tasks that have not ended and, of the others, at most the newest thousand that changed. In order of revision.
pub async fn changed(db: impl PgExecutor<'_>, owner: UserId, since: Since) -> Result<Vec<Uuid>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select id as "id!" from (
               select id, revision from tasks
               where user_id = $1 and state in ('queued', 'running') and deleted_at is null
               union
               select id, revision from (
                   select id, revision, updated_at from tasks
                   where user_id = $1 and deleted_at is null
                   order by revision desc limit 1000) newest
               where revision > $2 or updated_at > now() - make_interval(secs => $3)
           ) task order by revision"#,
        owner.0,
        since.revision.unwrap_or(i64::MAX),
        since.recent.as_secs_f64(),
    )
    .fetch_all(db)
    .await
}

/// Cancels what is queued and asks the worker of what is running. `false` when the task is not there or has ended.
pub async fn cancel(db: impl PgExecutor<'_>, owner: UserId, id: TaskId) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "update tasks
         set cancel_requested_at = coalesce(cancel_requested_at, clock_timestamp()),
             state = case when state = 'queued' then 'canceled' else state end,
             finished_at = case when state = 'queued' then clock_timestamp() end
         where id = $1 and user_id = $2 and deleted_at is null and state in ('queued', 'running')",
        id.0,
        owner.0,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// `false` when the task is not there.
pub async fn delete(db: &mut PgConnection, owner: UserId, id: TaskId) -> Result<bool, sqlx::Error> {
    cancel(&mut *db, owner, id).await?;
    let done = sqlx::query!(
        "update tasks set deleted_at = now() where id = $1 and user_id = $2 and deleted_at is null",
        id.0,
        owner.0,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}
