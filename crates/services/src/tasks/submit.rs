//! Putting a task into the queue.

use super::{
    NewWork,
    idempotency::{self, IdempotencyKey},
};
use crate::{
    Error,
    db::{
        self,
        speeds::{self, Subject},
        tasks::NewTask,
    },
    limits,
    queue::LEAST_MEGAPIXELS,
    services::Inner,
};
use studio_domain::{Actor, ErrorCode, FieldError, ImageId, Pool, PredictRequest, Problem, TaskId, TaskKind, UserId};

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
    if let Some(ids) = insert(inner, actor, &complete, idempotency.as_ref()).await? {
        return Ok(ids);
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
}

async fn complete_one(inner: &Inner, actor: &Actor, mut new: NewWork) -> Result<Complete, Error> {
    let request = &mut new.request;
    request.validate()?;
    let mut input = None;
    for (field, id) in request.inputs.pictures() {
        let size = picture_size(inner, actor.user_id, id, field).await?;
        if Some(id) == request.inputs.image {
            input = Some(size);
        }
    }
    request.complete(&new.model, input, rand::random())?;
    let work_pixels = request.work_pixels(input);
    let subject = Subject { kind: request.task, model: &new.model.name, version: &new.version };
    let estimated_ms = estimate(inner, &subject, work_pixels).await?;
    Ok(Complete { new, work_pixels, estimated_ms })
}

fn in_batch(error: Error, index: usize) -> Error {
    match error {
        Error::Problem(problem) => problem.within(&format!("requests[{index}]")).into(),
        other => other,
    }
}

/// All or nothing; `None` when the idempotency key has tasks already.
async fn insert(
    inner: &Inner,
    actor: &Actor,
    work: &[Complete],
    idempotency: Option<&IdempotencyKey<'_>>,
) -> Result<Option<Vec<TaskId>>, Error> {
    let mut transaction = inner.pool.begin().await?;
    // What is counted for tasks that are there already is taken back with the rest.
    limits::count(&mut transaction, &inner.limits, actor, db::unsigned(work.len())?).await?;
    let mut ids = Vec::with_capacity(work.len());
    for (index, Complete { new, work_pixels, estimated_ms }) in work.iter().enumerate() {
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
        };
        if !db::tasks::insert(&mut *transaction, &task).await? {
            return Ok(None);
        }
        ids.push(task.id);
    }
    transaction.commit().await?;
    Ok(Some(ids))
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
    if waiting < inner.queue_limit {
        return Ok(());
    }
    let detail = format!("{waiting} tasks are waiting already. Please try again in a few minutes.");
    Err(Problem::new(ErrorCode::Overloaded, detail).into())
}

/// Width and height of an input.
async fn picture_size(inner: &Inner, owner: UserId, id: ImageId, field: &str) -> Result<(u32, u32), Error> {
    let size = db::images::size(&inner.pool, owner, id).await?;
    size.ok_or_else(|| {
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
