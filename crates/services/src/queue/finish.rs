//! The end of a task that was worked on.

use super::{
    Lease, TaskOutcome,
    results::{NewResult, milliseconds, store, timings},
};
use crate::{
    Error,
    db::{
        self, from_text,
        images::Facts,
        queue::Success,
        speeds::{self, Subject},
    },
    services::Inner,
};
use studio_domain::TaskTimings;
use studio_imaging::WrittenImage;

/// Below this many megapixels the fixed costs of a task prevail, so its time says nothing about larger ones.
pub const LEAST_MEGAPIXELS: f64 = 0.25;

pub async fn finish(inner: &Inner, lease: &Lease, outcome: &TaskOutcome) -> Result<bool, Error> {
    let Some(owner) = db::queue::owner(&inner.pool, lease).await? else { return Ok(false) };
    let results: Vec<_> =
        outcome.images.iter().map(|file| NewResult::new(owner, lease, Facts::from(&file.image))).collect();
    let files = async {
        for (file, result) in outcome.images.iter().zip(&results) {
            let thumbnail = file.image.thumbnail.bytes.clone().into();
            // Not `try_join`: a large upload that is dropped half-way cannot take itself back.
            let (file, thumbnail) = tokio::join!(
                inner.storage.take_file(&result.object_key, &file.path),
                inner.storage.put(&result.thumbnail_key, thumbnail),
            );
            file.and(thumbnail)?;
        }
        Ok(())
    };
    store(inner, lease, &results, files, async |transaction, task| {
        let stages = &outcome.timings;
        let timings = TaskTimings {
            load: milliseconds(stages.load),
            preprocess: milliseconds(stages.preprocess),
            inference: milliseconds(stages.inference),
            postprocess: milliseconds(stages.postprocess),
            ..timings(task)
        };
        let success = Success {
            device: &outcome.device,
            timings: &timings,
            results: db::unsigned(results.len())?,
            cached: false,
            finished_at: task.now,
        };
        db::queue::succeed(transaction, lease.task_id, &success).await?;
        let subject = Subject { kind: from_text(&task.kind)?, model: &task.model, version: &task.version };
        speeds::record(transaction, &subject, &outcome.device, speed(outcome, task.work_pixels)).await?;
        Ok(())
    })
    .await
}

impl From<&WrittenImage> for Facts {
    fn from(image: &WrittenImage) -> Self {
        Self {
            media_type: image.media_type,
            thumbnail_media_type: image.thumbnail.media_type,
            width: image.width,
            height: image.height,
            bytes: image.bytes,
            sha256: image.sha256,
            blurhash: image.blurhash.clone(),
        }
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
