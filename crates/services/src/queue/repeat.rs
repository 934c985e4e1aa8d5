//! The end of a task that an equal one has done already: it gets results of its own, from the same bytes.

use super::{
    Lease,
    results::{NewResult, store, timings},
};
use crate::{
    Error,
    db::{
        self,
        cache::SourceRow,
        from_text,
        images::{Facts, ResultRow},
        queue::Success,
        unsigned,
    },
    services::Inner,
};

/// Ends the task with copies of what `source` made. `false` as for [`store`]; an error also when one of them was deleted
/// meanwhile.
pub async fn repeat(inner: &Inner, lease: &Lease, source: &SourceRow) -> Result<bool, Error> {
    let Some(owner) = db::queue::owner(&inner.pool, lease).await? else { return Ok(false) };
    let originals = db::images::results(&inner.pool, source.id).await?;
    if unsigned::<i32, _>(originals.len())? != source.results {
        return Err(Error::Internal("a result to be repeated was deleted a moment ago".into()));
    }
    let mut results = Vec::with_capacity(originals.len());
    for original in &originals {
        results.push(NewResult::new(owner, lease, Facts::try_from(original)?));
    }
    let files = async {
        for (original, result) in originals.iter().zip(&results) {
            tokio::try_join!(
                inner.storage.copy(&original.object_key, &result.object_key),
                inner.storage.copy(&original.thumbnail_key, &result.thumbnail_key),
            )?;
        }
        Ok(())
    };
    store(inner, lease, &results, files, async |transaction, task| {
        let success = Success {
            device: source.device.as_deref().unwrap_or_default(),
            timings: &timings(task),
            results: source.results,
            cached: true,
            finished_at: task.now,
        };
        Ok(db::queue::succeed(transaction, lease.task_id, &success).await?)
    })
    .await
}

impl TryFrom<&ResultRow> for Facts {
    type Error = Error;

    fn try_from(row: &ResultRow) -> Result<Self, Error> {
        let sha256 = row.sha256.as_slice().try_into();
        Ok(Self {
            media_type: from_text(&row.media_type)?,
            thumbnail_media_type: from_text(&row.thumbnail_media_type)?,
            width: unsigned(row.width)?,
            height: unsigned(row.height)?,
            bytes: unsigned(row.bytes)?,
            sha256: sha256.map_err(|_| Error::Internal("a hash that is not one of SHA-256".into()))?,
            blurhash: row.blurhash.clone(),
        })
    }
}
