//! Putting a task into the queue.

use super::idempotency::{self, IdempotencyKey};
use crate::{
    Error,
    db::{
        self,
        speeds::{self, Subject},
        tasks::NewTask,
    },
    queue::LEAST_MEGAPIXELS,
    services::Inner,
};
use studio_domain::{Actor, ErrorCode, FieldError, ImageId, PredictRequest, Problem, TaskId, TaskKind, UserId};

/// Milliseconds per megapixel of result before the first measurement: about what the starter upscaler takes on two
/// cores.
const GUESS_MS_PER_MEGAPIXEL: f64 = 1500.0;

pub async fn submit(
    inner: &Inner,
    actor: &Actor,
    request: &PredictRequest,
    (model, version): (&str, &str),
    idempotency: Option<IdempotencyKey<'_>>,
) -> Result<TaskId, Error> {
    request.validate()?;
    // First, so that a repeated request succeeds even if its picture has been deleted since.
    if let Some(key) = &idempotency
        && let Some(id) = idempotency::earlier(&inner.pool, actor, key).await?
    {
        return Ok(id);
    }
    let output_pixels = output_pixels(inner, actor.user_id, request).await?;
    let subject = Subject { kind: request.task, model, version };
    let id = TaskId::generate();
    let task = NewTask {
        id,
        user_id: actor.user_id,
        tier: actor.tier,
        request,
        model,
        version,
        output_pixels: db::unsigned(output_pixels)?,
        estimated_ms: estimate(inner, &subject, output_pixels).await?,
        idempotency: idempotency.as_ref().map(|key| (key.key, key.request_hash.as_slice())),
    };
    // The task is its own record of the key: either both are there or neither.
    if db::tasks::insert(&inner.pool, &task).await? {
        return Ok(id);
    }
    let earlier = match &idempotency {
        Some(key) => idempotency::earlier(&inner.pool, actor, key).await?,
        None => None,
    };
    earlier.ok_or_else(|| Error::Internal("a task was neither stored nor found by its idempotency key".into()))
}

async fn output_pixels(inner: &Inner, owner: UserId, request: &PredictRequest) -> Result<u64, Error> {
    let (width, height) = input_size(inner, owner, request.inputs.image).await?;
    request.validate_output_size(width, height)?;
    let scale = match request.task {
        TaskKind::Upscale => u64::from(request.parameters.scale),
    };
    Ok(u64::from(width) * u64::from(height) * scale * scale)
}

async fn input_size(inner: &Inner, owner: UserId, image: Option<ImageId>) -> Result<(u32, u32), Error> {
    let size = match image {
        Some(id) => db::images::size(&inner.pool, owner, id).await?,
        None => None,
    };
    size.ok_or_else(|| {
        let message = "This picture is not there any more. Please choose another.";
        let errors = vec![FieldError::new("inputs.image", "not_found", message)];
        Problem { errors, ..Problem::new(ErrorCode::NotFound, message) }.into()
    })
}

async fn estimate(inner: &Inner, subject: &Subject<'_>, output_pixels: u64) -> Result<i64, Error> {
    let speed = speeds::latest(&inner.pool, subject).await?.unwrap_or(GUESS_MS_PER_MEGAPIXEL);
    let megapixels = (output_pixels as f64 / 1e6).max(LEAST_MEGAPIXELS);
    Ok((speed * megapixels).round() as i64)
}
