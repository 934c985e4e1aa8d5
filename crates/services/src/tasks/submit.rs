//! Putting a task into the queue.

use super::idempotency::{self, IdempotencyKey};
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
use studio_domain::{
    Actor, ErrorCode, FieldError, ImageId, ModelInfo, Pool, PredictRequest, Problem, TaskId, TaskKind, UserId,
};

/// Milliseconds per megapixel of work before the first measurement: about what the starter models take on two cores.
fn guess_ms_per_megapixel(kind: TaskKind) -> f64 {
    if kind.is_diffusion() { 400.0 } else { 1500.0 }
}

pub async fn submit(
    inner: &Inner,
    actor: &Actor,
    mut request: PredictRequest,
    (model, version): (&ModelInfo, &str),
    idempotency: Option<IdempotencyKey<'_>>,
) -> Result<TaskId, Error> {
    request.validate()?;
    // First, so that a repeated request succeeds even if its picture has been deleted since.
    if let Some(key) = &idempotency
        && let Some(id) = idempotency::earlier(&inner.pool, actor, key).await?
    {
        return Ok(id);
    }
    let mut input = None;
    for (field, id) in request.inputs.pictures() {
        let size = picture_size(inner, actor.user_id, id, field).await?;
        if Some(id) == request.inputs.image {
            input = Some(size);
        }
    }
    request.complete(model, input, rand::random())?;
    check_room(inner).await?;
    let work_pixels = request.work_pixels(input);
    let subject = Subject { kind: request.task, model: &model.name, version };
    let estimated_ms = estimate(inner, &subject, work_pixels).await?;
    let id = TaskId::generate();
    let task = NewTask {
        id,
        user_id: actor.user_id,
        tier: actor.tier,
        request: &request,
        model: &model.name,
        version,
        work_pixels: db::unsigned(work_pixels)?,
        estimated_ms,
        batch: batch(&request, &model.name, version)?,
        pool: Pool::of(request.task, estimated_ms),
        idempotency: idempotency.as_ref().map(|key| (key.key, key.request_hash.as_slice())),
    };
    // The task is its own record of the key: either both are there or neither.
    let mut transaction = inner.pool.begin().await?;
    limits::count(&mut transaction, &inner.limits, actor).await?;
    if db::tasks::insert(&mut *transaction, &task).await? {
        transaction.commit().await?;
        return Ok(id);
    }
    // What was counted for a task that is there already is not.
    transaction.rollback().await?;
    let earlier = match &idempotency {
        Some(key) => idempotency::earlier(&inner.pool, actor, key).await?,
        None => None,
    };
    earlier.ok_or_else(|| Error::Internal("a task was neither stored nor found by its idempotency key".into()))
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
