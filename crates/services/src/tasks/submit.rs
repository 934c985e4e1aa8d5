//! Putting a task into the queue, or answering it at once by what an equal one has made.

use super::{
    NewWork, cache,
    idempotency::{self, IdempotencyKey},
};
use crate::{
    Error, boards,
    db::{
        self,
        cache::SourceRow,
        images::InputRow,
        queue::LEASE_SECONDS,
        speeds::{self, Subject},
        tasks::NewTask,
    },
    error::Chain,
    limits,
    queue::{LEAST_MEGAPIXELS, Lease, repeat},
    services::Inner,
};
use sqlx::PgConnection;
use studio_domain::{Actor, ErrorCode, FieldError, ImageId, Pool, PredictRequest, Problem, TaskId, TaskKind, UserId};
use uuid::Uuid;

/// Milliseconds per megapixel of work before the first measurement: about what the starter models take on two cores.
fn guess_ms_per_megapixel(kind: TaskKind) -> f64 {
    if kind.is_diffusion() { 400.0 } else { 1500.0 }
}

pub async fn submit(
    inner: &Inner,
    actor: &Actor,
    work: Vec<NewWork>,
    idempotency: Option<IdempotencyKey<'_>>,
) -> Result<Vec<TaskId>, Error> {
    let several = work.len() > 1;
    // First, so that a repeated request succeeds even if its picture has been deleted since.
    if let Some(key) = &idempotency {
        let earlier = idempotency::earlier(&inner.pool, actor, key).await?;
        if !earlier.is_empty() {
            return Ok(earlier);
        }
    }
    check_room(inner).await?;
    let mut complete = Vec::with_capacity(work.len());
    for (index, new) in work.into_iter().enumerate() {
        let done = complete_one(inner, actor, new).await;
        complete.push(done.map_err(|error| if several { in_batch(error, index) } else { error })?);
    }
    if let Some(tasks) = insert(inner, actor, &complete, idempotency.as_ref()).await? {
        for (task, work) in tasks.iter().zip(&complete) {
            if let Some(source) = &work.answer {
                answer(inner, task, source).await;
            }
        }
        return Ok(tasks.into_iter().map(|task| task.task_id).collect());
    }
    // The same request came twice at the same time, and the other one was first.
    let earlier = match &idempotency {
        Some(key) => idempotency::earlier(&inner.pool, actor, key).await?,
        None => Vec::new(),
    };
    if earlier.is_empty() {
        return Err(Error::Internal("a task was neither stored nor found by its idempotency key".into()));
    }
    Ok(earlier)
}

/// A request with everything filled in, and what it will take.
struct Complete {
    new: NewWork,
    work_pixels: u64,
    estimated_ms: i64,
    cache_key: Option<[u8; 32]>,
    /// An equal task that has its results.
    answer: Option<SourceRow>,
}

async fn complete_one(inner: &Inner, actor: &Actor, mut new: NewWork) -> Result<Complete, Error> {
    let request = &mut new.request;
    request.validate()?;
    if let Some(board) = request.board {
        boards::check(&inner.pool, actor.user_id, board, "board").await?;
    }
    let (mut input, mut contents) = (None, Vec::new());
    for (field, id) in request.inputs.pictures() {
        let picture = picture(inner, actor.user_id, id, field).await?;
        if Some(id) == request.inputs.image {
            input = Some(picture.size);
        }
        contents.push((field, picture.sha256));
    }
    request.complete(&new.model, input, rand::random())?;
    let work_pixels = request.work_pixels(input);
    let subject = Subject { kind: request.task, model: &new.model.name, version: &new.version };
    let estimated_ms = estimate(inner, &subject, work_pixels).await?;
    let cache_key = if inner.queue.cache { cache::key(&new, &contents)? } else { None };
    let answer = match &cache_key {
        Some(key) => db::cache::find(&inner.pool, actor.user_id, key).await?,
        None => None,
    };
    Ok(Complete { new, work_pixels, estimated_ms, cache_key, answer })
}

fn in_batch(error: Error, index: usize) -> Error {
    match error {
        Error::Problem(problem) => problem.within(&format!("requests[{index}]")).into(),
        other => other,
    }
}

/// All or nothing; `None` when the idempotency key has tasks already. Those that have an answer are in our hands, by the
/// leases that are returned; the others are in the queue.
async fn insert(
    inner: &Inner,
    actor: &Actor,
    work: &[Complete],
    idempotency: Option<&IdempotencyKey<'_>>,
) -> Result<Option<Vec<Lease>>, Error> {
    // What is counted for tasks that are there already is taken back.
    limits::count_with(inner, actor, db::unsigned(work.len())?, async |transaction| {
        store(transaction, actor, work, idempotency).await
    })
    .await
}

async fn store(
    transaction: &mut PgConnection,
    actor: &Actor,
    work: &[Complete],
    idempotency: Option<&IdempotencyKey<'_>>,
) -> Result<Option<Vec<Lease>>, Error> {
    let mut tasks = Vec::with_capacity(work.len());
    for (index, Complete { new, work_pixels, estimated_ms, cache_key, answer }) in work.iter().enumerate() {
        let key = idempotency.map(|key| (key.of_task(index), key.request_hash));
        let task = NewTask {
            id: TaskId::generate(),
            user_id: actor.user_id,
            tier: actor.tier,
            request: &new.request,
            model: &new.model.name,
            version: &new.version,
            work_pixels: db::unsigned(*work_pixels)?,
            estimated_ms: *estimated_ms,
            batch: batch(&new.request, &new.model.name, &new.version)?,
            pool: Pool::of(new.request.task, *estimated_ms),
            // The task is its own record of the key: either both are there or neither.
            idempotency: key.as_ref().map(|(key, hash)| (key.as_str(), hash.as_slice())),
            cache_key: cache_key.as_ref().map(<[u8; 32]>::as_slice),
        };
        if !db::tasks::insert(&mut *transaction, &task).await? {
            return Ok(None);
        }
        let lease = Lease { task_id: task.id, token: Uuid::new_v4() };
        if answer.is_some() {
            db::cache::take(&mut *transaction, &lease, LEASE_SECONDS).await?;
        }
        tasks.push(lease);
    }
    Ok(Some(tasks))
}

/// A crash in between costs nothing: the lease runs out, and the task is worked on like any other.
async fn answer(inner: &Inner, lease: &Lease, source: &SourceRow) {
    let Err(error) = repeat(inner, lease, source).await else { return };
    tracing::warn!(error = %Chain(&error), "results could not be had a second time: the work is done anew");
    if let Err(error) = db::queue::release(&inner.pool, lease).await {
        tracing::warn!(error = %Chain(&Error::from(error)), "a task comes into the queue only when its lease runs out");
    }
}

/// Tasks that only paint from prompts go together when they agree in everything but prompt and seed.
fn batch(request: &PredictRequest, model: &str, version: &str) -> Result<Option<(String, i32)>, Error> {
    let p = &request.parameters;
    let (TaskKind::TextToImage, Some(width), Some(height), Some(steps), Some(guidance)) =
        (request.task, p.width, p.height, p.steps, p.guidance_scale)
    else {
        return Ok(None);
    };
    let (scheduler, pictures) = (p.scheduler.as_deref().unwrap_or_default(), p.num_images());
    let key = format!("{model}@{version} {width}x{height} x{pictures} {steps} steps {scheduler} guidance {guidance}");
    Ok(Some((key, db::unsigned(pictures)?)))
}

/// More than so many waiting tasks help nobody: who comes now had better come later.
async fn check_room(inner: &Inner) -> Result<(), Error> {
    let waiting = inner.queue_view.snapshot(&inner.pool).await?.len();
    if waiting < inner.queue.limit {
        return Ok(());
    }
    let detail = format!("{waiting} tasks are waiting already. Please try again in a few minutes.");
    Err(Problem::new(ErrorCode::Overloaded, detail).into())
}

async fn picture(inner: &Inner, owner: UserId, id: ImageId, field: &str) -> Result<InputRow, Error> {
    let picture = db::images::input(&inner.pool, owner, id).await?;
    picture.ok_or_else(|| {
        let message = "This picture is not there any more. Please choose another.";
        let errors = vec![FieldError::new(field, "not_found", message)];
        Problem { errors, ..Problem::new(ErrorCode::NotFound, message) }.into()
    })
}

async fn estimate(inner: &Inner, subject: &Subject<'_>, work_pixels: u64) -> Result<i64, Error> {
    let speed = speeds::latest(&inner.pool, subject).await?;
    let megapixels = (work_pixels as f64 / 1e6).max(LEAST_MEGAPIXELS);
    Ok((speed.unwrap_or_else(|| guess_ms_per_megapixel(subject.kind)) * megapixels).round() as i64)
}
