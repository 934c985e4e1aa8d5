//! Storing what came of a task: first the intents, then the files, then everything else in one transaction.

use super::{Lease, ResultFile, StageTimings, TaskOutcome};
use crate::{
    Error,
    db::{
        self, from_text,
        images::NewImage,
        queue::HeldRow,
        speeds::{self, Subject},
    },
    error::Chain,
    services::Inner,
    storage::StorageKey,
};
use sqlx::PgConnection;
use std::time::Duration;
use studio_domain::{ErrorCode, ImageId, ImageKind, Problem, TaskTimings, UserId};
use time::OffsetDateTime;

/// Below this many megapixels the fixed costs of a task prevail, so its time says nothing about larger ones.
pub const LEAST_MEGAPIXELS: f64 = 0.25;

/// A result on its way into the store.
struct Stored<'a> {
    id: ImageId,
    object_key: String,
    thumbnail_key: String,
    file: &'a ResultFile,
}

pub async fn finish(inner: &Inner, lease: &Lease, outcome: &TaskOutcome) -> Result<bool, Error> {
    let Some(owner) = db::queue::owner(&inner.pool, lease).await? else { return Ok(false) };
    let results: Vec<_> = outcome.images.iter().map(|file| Stored::new(owner, lease, file)).collect();
    let keys: Vec<_> = results.iter().flat_map(|r| [r.object_key.clone(), r.thumbnail_key.clone()]).collect();
    if !db::objects::announce_results(&inner.pool, lease.task_id, lease.token, &keys).await? {
        return Ok(false);
    }
    let done = async {
        for result in &results {
            let thumbnail = result.file.image.thumbnail.bytes.clone().into();
            // Not `try_join`: a large upload that is dropped half-way cannot take itself back.
            let (file, thumbnail) = tokio::join!(
                inner.storage.take_file(&result.object_key, &result.file.path),
                inner.storage.put(&result.thumbnail_key, thumbnail),
            );
            file.and(thumbnail)?;
        }
        record(inner, lease, outcome, &results, &keys).await
    };
    let done = done.await;
    if !matches!(done, Ok(true))
        && let Err(error) = db::objects::abandon(&inner.pool, &keys).await
    {
        // The intents expire by themselves, only later.
        tracing::warn!(error = %Chain(&error), "unused results could not be given to the sweep");
    }
    done
}

impl<'a> Stored<'a> {
    fn new(user: UserId, lease: &Lease, file: &'a ResultFile) -> Self {
        let (id, task, token) = (ImageId::generate(), lease.task_id, lease.token);
        let (media_type, thumbnail) = (file.image.media_type, file.image.thumbnail.media_type);
        let object = StorageKey::Generated { user, task, lease: token, image: id, media_type };
        let thumbnail = StorageKey::GeneratedThumbnail { user, task, lease: token, image: id, media_type: thumbnail };
        Self { id, object_key: object.to_string(), thumbnail_key: thumbnail.to_string(), file }
    }
}

/// The one transaction: all of it happens, or none.
async fn record(
    inner: &Inner,
    lease: &Lease,
    outcome: &TaskOutcome,
    results: &[Stored<'_>],
    keys: &[String],
) -> Result<bool, Error> {
    let mut transaction = inner.pool.begin().await?;
    let Some(task) = db::queue::hold(&mut transaction, lease).await? else { return Ok(false) };
    if task.cancel_requested {
        // Whoever was told "canceled" must not find a result later.
        let problem = Problem::new(ErrorCode::Canceled, "The task was canceled.");
        db::queue::fail(&mut *transaction, lease, &problem).await?;
        transaction.commit().await?;
        return Ok(false);
    }
    if !db::objects::settle(&mut *transaction, keys).await? {
        return Err(Error::Internal("the results took so long to store that they were swept".into()));
    }
    for result in results {
        insert_image(&mut transaction, &task, lease, result).await?;
    }
    let timings = timings(&task, &outcome.timings);
    db::queue::succeed(&mut transaction, lease.task_id, &outcome.device, &timings, task.now).await?;
    let subject = Subject { kind: from_text(&task.kind)?, model: &task.model, version: &task.version };
    let speed = speed(outcome, task.work_pixels);
    speeds::record(&mut *transaction, &subject, &outcome.device, speed).await?;
    transaction.commit().await?;
    Ok(true)
}

async fn insert_image(db: &mut PgConnection, task: &HeldRow, lease: &Lease, result: &Stored<'_>) -> Result<(), Error> {
    let image = &result.file.image;
    let row = NewImage {
        id: result.id,
        // Not the owner at the start: a guest may have signed in meanwhile.
        user_id: task.user_id,
        kind: ImageKind::Generated,
        object_key: &result.object_key,
        thumbnail_key: &result.thumbnail_key,
        media_type: image.media_type,
        thumbnail_media_type: image.thumbnail.media_type,
        width: image.width,
        height: image.height,
        bytes: image.bytes,
        sha256: image.sha256,
        blurhash: &image.blurhash,
        task_id: Some(lease.task_id),
        source_image_id: task.inputs.image,
    };
    db::images::insert(db, &row).await
}

fn timings(task: &HeldRow, stages: &StageTimings) -> TaskTimings {
    let ms = |d: Duration| (d.as_secs_f64() * 1e6).round() / 1e3;
    let between = |from: OffsetDateTime, to: OffsetDateTime| ((to - from).as_seconds_f64() * 1e6).round() / 1e3;
    TaskTimings {
        queue: between(task.queued_at, task.started_at.unwrap_or(task.queued_at)),
        load: ms(stages.load),
        preprocess: ms(stages.preprocess),
        inference: ms(stages.inference),
        postprocess: ms(stages.postprocess),
        total: between(task.created_at, task.now),
    }
}

/// Milliseconds per megapixel of work. Loading the model happens once, so it is left out.
fn speed(outcome: &TaskOutcome, work_pixels: i64) -> f64 {
    let stages = &outcome.timings;
    let work = stages.preprocess + stages.inference / outcome.together.max(1) + stages.postprocess;
    let megapixels = (work_pixels as f64 / 1e6).max(LEAST_MEGAPIXELS);
    // The database wants it positive, and a clock may be coarse.
    (work.as_secs_f64() * 1e3 / megapixels).max(0.001)
}
