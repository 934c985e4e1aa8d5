//! The queue: the rows of `tasks` in the hands of workers.
//!
//! Its order is `turn`: the moment at which a task would start if its owner had a machine alone, and a minute later for each
//! tier below the best. So each task of a person waits for the one before it and people take turns, whoever has more;
//! and a better tier goes first, but nobody waits for ever behind it.

use crate::queue::Lease;
use sqlx::{PgConnection, PgExecutor, PgPool, types::Json};
use studio_domain::{Pool, Problem, TaskId, TaskInputs, TaskParameters, TaskTimings, UserId};
use time::OffsetDateTime;
use uuid::Uuid;

/// Seconds without a sign of life after which a task is taken from its worker.
pub const LEASE_SECONDS: f64 = 10.0;
/// Tasks of one person that may run at a time.
pub const RUNNING_PER_USER: i64 = 3;
/// So many tasks of the same batch key are looked at for company: their owners may have too many running.
const LOOK_AHEAD: i64 = 64;

/// The lock under which tasks are claimed; any number that nothing else in the database uses.
const CLAIM_LOCK: i64 = 0x5354_5544_494f_0001;

pub struct ClaimedRow {
    pub id: TaskId,
    pub user_id: UserId,
    pub kind: String,
    pub attempt: i16,
    pub lease: Option<Uuid>,
    pub model: String,
    pub version: String,
    pub inputs: Json<TaskInputs>,
    pub parameters: Json<TaskParameters>,
    pub cache_key: Option<Vec<u8>>,
}

/// Takes the first task of the pools, in the order of turns. With it, further ones of its batch key, up to `pictures`
/// pictures in all. Of tasks that ask for the same, one is taken, and the others when it has ended: its results may be
/// theirs.
///
/// Who has enough at work is left out by `&&`, of which the planner expects little. Of `<> all`, where a few people own all
/// that waits, it expects that nothing is left, and then reads and sorts everything instead of taking the index's first.
pub async fn claim(db: &PgPool, worker: Uuid, pools: &[String], pictures: i32) -> Result<Vec<ClaimedRow>, sqlx::Error> {
    let mut transaction = db.begin().await?;
    // One at a time: two claims side by side would each see a person's two running tasks and start a fourth.
    sqlx::query!("select pg_advisory_xact_lock($1)", CLAIM_LOCK).execute(&mut *transaction).await?;
    let rows = sqlx::query_as!(
        ClaimedRow,
        r#"with heads as materialized (
               select head.* from unnest($1::text[]) as served (pool)
               cross join lateral (
                   select t.id, t.user_id, t.pool, t.turn, t.batch_key, t.batch_pictures, t.cache_key from tasks t
                   where t.state = 'queued' and t.pool = served.pool
                     and not array[t.user_id] && array(
                         select user_id from tasks where state = 'running' group by user_id having count(*) >= $2)
                     and not exists (select from tasks r where r.state = 'running' and r.cache_key = t.cache_key)
                   order by t.turn, t.id limit 1
                   for update skip locked
               ) head
           ), first as materialized (
               select * from heads order by turn, id limit 1
           ), alike as materialized (
               select t.id, t.turn,
                      row_number() over (partition by t.user_id order by t.turn, t.id)
                      + (t.user_id = first.user_id)::integer
                      + (select count(*) from tasks r where r.user_id = t.user_id and r.state = 'running') as nth,
                      row_number() over (partition by coalesce(t.cache_key, t.id::text::bytea)
                                         order by t.turn, t.id) as nth_of_same
               from first cross join lateral (
                   select * from tasks t
                   where t.state = 'queued' and t.pool = first.pool and t.batch_key = first.batch_key
                     and t.id <> first.id and (t.cache_key = first.cache_key) is not true
                     and not exists (select from tasks r where r.state = 'running' and r.cache_key = t.cache_key)
                   order by t.turn, t.id limit $6
               ) t
           ), moment as materialized (
               select clock_timestamp() as at
           ), claimed as (
               select id from first
               union all
               (select id from alike where nth <= $2 and nth_of_same = 1 order by turn, id
                limit (select greatest($5 / batch_pictures - 1, 0) from first))
           )
           update tasks set
               state = 'running', attempt = attempt + 1, worker = $3, lease = gen_random_uuid(),
               lease_expires_at = clock_timestamp() + make_interval(secs => $4), started_at = (select at from moment)
           where id in (select id from claimed) and state = 'queued'
           returning id, user_id, kind, attempt, lease, model, version, cache_key,
                     inputs as "inputs: Json<TaskInputs>", parameters as "parameters: Json<TaskParameters>""#,
        pools,
        RUNNING_PER_USER,
        worker,
        LEASE_SECONDS,
        pictures,
        LOOK_AHEAD,
    )
    .fetch_all(&mut *transaction)
    .await?;
    transaction.commit().await?;
    Ok(rows)
}

/// Extends the lease. Tells whether a cancel was asked for; `None` when the lease is not valid any more.
pub async fn heartbeat(db: impl PgExecutor<'_>, lease: &Lease) -> Result<Option<bool>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"update tasks set lease_expires_at = clock_timestamp() + make_interval(secs => $3)
           where id = $1 and lease = $2 and state = 'running'
           returning cancel_requested_at is not null as "canceled!""#,
        lease.task_id.0,
        lease.token,
        LEASE_SECONDS,
    )
    .fetch_optional(db)
    .await
}

/// As [`heartbeat`], with progress.
pub async fn progress(
    db: impl PgExecutor<'_>,
    lease: &Lease,
    step: i32,
    steps: i32,
) -> Result<Option<bool>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"update tasks set lease_expires_at = clock_timestamp() + make_interval(secs => $3), step = $4, steps = $5
           where id = $1 and lease = $2 and state = 'running'
           returning cancel_requested_at is not null as "canceled!""#,
        lease.task_id.0,
        lease.token,
        LEASE_SECONDS,
        step,
        steps,
    )
    .fetch_optional(db)
    .await
}

/// Tells the listeners of all servers.
pub async fn preview(db: impl PgExecutor<'_>, lease: &Lease, preview: &str) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "select pg_notify('studio_preview',
                          json_build_object('user_id', user_id, 'task_id', id, 'preview', $3::text)::text)
         from tasks where id = $1 and lease = $2 and state = 'running'",
        lease.task_id.0,
        lease.token,
        preview,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Whose task the lease is for; `None` when it is not valid any more.
pub async fn owner(db: impl PgExecutor<'_>, lease: &Lease) -> Result<Option<UserId>, sqlx::Error> {
    let id = sqlx::query_scalar!(
        "select user_id from tasks where id = $1 and lease = $2 and state = 'running'",
        lease.task_id.0,
        lease.token,
    )
    .fetch_optional(db)
    .await?;
    Ok(id.map(UserId))
}

/// A running task, locked until the transaction ends.
pub struct HeldRow {
    pub user_id: UserId,
    pub kind: String,
    pub model: String,
    pub version: String,
    pub inputs: Json<TaskInputs>,
    pub work_pixels: i64,
    pub cancel_requested: bool,
    pub created_at: OffsetDateTime,
    pub queued_at: OffsetDateTime,
    pub started_at: Option<OffsetDateTime>,
    pub now: OffsetDateTime,
}

pub async fn hold(db: &mut PgConnection, lease: &Lease) -> Result<Option<HeldRow>, sqlx::Error> {
    // The owner first, as everybody who locks both does. Moving a guest's work may change who it is; then the row read
    // below is the new owner's.
    sqlx::query!(
        "select from users where id = (select user_id from tasks where id = $1) for key share",
        lease.task_id.0,
    )
    .execute(&mut *db)
    .await?;
    sqlx::query_as!(
        HeldRow,
        r#"select user_id, kind, model, version, inputs as "inputs: Json<TaskInputs>", work_pixels,
                  cancel_requested_at is not null as "cancel_requested!", created_at, queued_at, started_at,
                  clock_timestamp() as "now!"
           from tasks where id = $1 and lease = $2 and state = 'running' for update"#,
        lease.task_id.0,
        lease.token,
    )
    .fetch_optional(db)
    .await
}

/// How a task came to its results.
pub struct Success<'a> {
    pub device: &'a str,
    pub timings: &'a TaskTimings,
    pub results: i32,
    /// Whether they are copies of an equal task's.
    pub cached: bool,
    pub finished_at: OffsetDateTime,
}

pub async fn succeed(db: &mut PgConnection, id: TaskId, success: &Success<'_>) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update tasks
         set state = 'succeeded', step = steps, device = $2, timings = $3, results = $4, cached = $5,
             finished_at = $6, lease = null, lease_expires_at = null
         where id = $1",
        id.0,
        success.device,
        Json(success.timings) as _,
        success.results,
        success.cached,
        success.finished_at,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Ends a task without a result: canceled when that was asked for, else failed. `false`: the lease is not valid.
pub async fn fail(db: impl PgExecutor<'_>, lease: &Lease, problem: &Problem) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "update tasks
         set state = case when cancel_requested_at is null then 'failed' else 'canceled' end,
             error = case when cancel_requested_at is null then $3::jsonb end,
             finished_at = clock_timestamp(), lease = null, lease_expires_at = null
         where id = $1 and lease = $2 and state = 'running'",
        lease.task_id.0,
        lease.token,
        Json(problem) as _,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Back to the queue with its place kept and the attempt not counted. `false`: the lease is not valid.
pub async fn release(db: impl PgExecutor<'_>, lease: &Lease) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "update tasks
         set state = case when cancel_requested_at is null then 'queued' else 'canceled' end,
             finished_at = case when cancel_requested_at is null then null else clock_timestamp() end,
             attempt = attempt - 1, started_at = null, step = null, steps = null, lease = null, lease_expires_at = null
         where id = $1 and lease = $2 and state = 'running'",
        lease.task_id.0,
        lease.token,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Takes tasks whose lease has run out from their workers. Returns those leases.
pub async fn reap(db: impl PgExecutor<'_>, problem: &Problem) -> Result<Vec<Uuid>, sqlx::Error> {
    let leases = sqlx::query_scalar!(
        r#"with lost as (
               select id, lease,
                      case when cancel_requested_at is not null then 'canceled'
                           when attempt < max_attempts then 'queued'
                           else 'failed' end as outcome
               from tasks where state = 'running' and lease_expires_at < clock_timestamp()
               for update skip locked
           )
           update tasks t
           set state = lost.outcome,
               error = case when lost.outcome = 'failed' then $1::jsonb end,
               finished_at = case when lost.outcome = 'queued' then null else clock_timestamp() end,
               started_at = case when lost.outcome = 'queued' then null else t.started_at end,
               step = case when lost.outcome = 'queued' then null else t.step end,
               steps = case when lost.outcome = 'queued' then null else t.steps end,
               lease = null, lease_expires_at = null
           from lost where t.id = lost.id
           returning lost.lease as "lease!""#,
        Json(problem) as _,
    )
    .fetch_all(db)
    .await?;
    Ok(leases)
}

/// Those of the leases that are valid.
pub async fn valid_leases(db: impl PgExecutor<'_>, leases: &[Uuid]) -> Result<Vec<Uuid>, sqlx::Error> {
    sqlx::query_scalar!(r#"select lease as "lease!" from tasks where state = 'running' and lease = any($1)"#, leases,)
        .fetch_all(db)
        .await
}

/// A waiting task, at its place in the queue.
pub struct QueuedRow {
    pub id: TaskId,
    pub user_id: UserId,
    pub turn: f64,
    pub estimated_ms: i64,
}

/// What one worker is at: a task, or several that are painted together.
pub struct RunningRow {
    /// Its process.
    pub worker: Option<Uuid>,
    pub pool: String,
    pub remaining_ms: f64,
}

/// What waits in a pool, in the order of [`claim`].
pub async fn queued(db: impl PgExecutor<'_>, pool: Pool) -> Result<Vec<QueuedRow>, sqlx::Error> {
    sqlx::query_as!(
        QueuedRow,
        r#"select id, user_id, estimated_ms, turn as "turn!" from tasks
           where state = 'queued' and pool = $1 order by turn, id"#,
        pool.as_str(),
    )
    .fetch_all(db)
    .await
}

pub async fn running(db: impl PgExecutor<'_>) -> Result<Vec<RunningRow>, sqlx::Error> {
    sqlx::query_as!(
        RunningRow,
        r#"select worker, pool,
                  max(case when step > 0 then elapsed * (steps - step) / step
                           else greatest(estimated_ms - elapsed, 0) end)::double precision as "remaining_ms!"
           from (select worker, pool, started_at, step, steps, estimated_ms,
                        extract(epoch from now() - started_at) * 1000 as elapsed
                 from tasks where state = 'running') task
           -- Those that were claimed together.
           group by worker, pool, started_at"#,
    )
    .fetch_all(db)
    .await
}
