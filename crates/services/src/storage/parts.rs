//! Large objects go in parts, a few at a time, so that memory does not grow with them.

use crate::Error;
use bytes::Bytes;
use futures::{
    StreamExt, TryStreamExt,
    stream::{self, BoxStream},
};
use object_store::{MultipartUpload, ObjectStore, ObjectStoreExt, path::Path as Key};
use std::{future::ready, path::Path};
use tokio::io::AsyncReadExt;

/// S3 wants 5 MiB at least, and 10,000 parts at most; Cloudflare's wants all but the last alike.
pub const PART: usize = 8 << 20;
/// On their way at once.
const AT_ONCE: usize = 2;

pub type Parts = BoxStream<'static, Result<Bytes, Error>>;

pub fn of_bytes(bytes: Bytes) -> Parts {
    let parts: Vec<_> =
        (0..bytes.len()).step_by(PART).map(|at| Ok(bytes.slice(at..bytes.len().min(at + PART)))).collect();
    stream::iter(parts).boxed()
}

pub async fn of_file(path: &Path) -> Result<Parts, Error> {
    let file = tokio::fs::File::open(path).await.map_err(Error::file("open", path))?;
    let path = path.to_owned();
    let parts = stream::try_unfold((file, path), |(mut file, path)| async {
        let mut part = Vec::new();
        match (&mut file).take(PART as u64).read_to_end(&mut part).await {
            Ok(0) => Ok(None),
            Ok(_) => Ok(Some((part.into(), (file, path)))),
            Err(error) => Err(Error::file("read", path)(error)),
        }
    });
    Ok(parts.boxed())
}

/// Writes an object whole or not at all. What cannot be taken back now, because the store is away, stays invisible.
pub async fn put_parts(
    store: &impl ObjectStore,
    key: &Key,
    parts: Parts,
    failed: impl Fn(object_store::Error) -> Error,
) -> Result<(), Error> {
    let mut upload = store.put_multipart(key).await.map_err(&failed)?;
    let sent = match send(upload.as_mut(), parts, &failed).await {
        Ok(()) => upload.complete().await.map(drop).map_err(&failed),
        Err(error) => Err(error),
    };
    if sent.is_err()
        && let Err(error) = upload.abort().await
    {
        tracing::debug!(error = %crate::error::Chain(&failed(error)), "a broken upload could not be aborted");
    }
    sent
}

async fn send(
    upload: &mut dyn MultipartUpload,
    parts: Parts,
    failed: &impl Fn(object_store::Error) -> Error,
) -> Result<(), Error> {
    let sending = parts.map(|part| {
        let sending = part.map(|part| upload.put_part(part.into()));
        async { sending?.await.map_err(failed) }
    });
    sending.buffer_unordered(AT_ONCE).try_for_each(|()| ready(Ok(()))).await
}
