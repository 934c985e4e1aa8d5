//! Storing an uploaded picture.

use super::decoding;
use crate::{
    Error,
    db::{
        self,
        images::{Facts, NewImage},
    },
    error::Chain,
    services::Inner,
    storage::StorageKey,
};
use bytes::Bytes;
use sha2::{Digest, Sha256};
use studio_domain::{ErrorCode, ImageId, MediaType, Problem, UploadKind, UserId, limits};
use studio_imaging::{Sanitized, sanitize};

pub async fn upload(
    inner: &Inner,
    owner: UserId,
    kind: UploadKind,
    bytes: Bytes,
    declared: Option<MediaType>,
) -> Result<ImageId, Error> {
    if bytes.len() as u64 > limits::MAX_UPLOAD_BYTES {
        let most = limits::MAX_UPLOAD_BYTES / 1_000_000;
        let detail = format!("The file has {:.1} MB; at most {most} MB are accepted.", bytes.len() as f64 / 1e6);
        return Err(Problem::new(ErrorCode::UploadTooLarge, detail).into());
    }
    let permit = inner.decoding.permit().await?;
    let sanitized = decoding::work(permit, move || {
        let sanitized = sanitize(&bytes, declared)?;
        let hash = Sha256::digest(&sanitized.bytes).into();
        Ok((sanitized, hash))
    });
    let (picture, sha256) = sanitized.await?;
    let (image, media_type, thumbnail) = (ImageId::generate(), picture.media_type, picture.thumbnail.media_type);
    let object_key = StorageKey::Original { user: owner, image, media_type }.to_string();
    let thumbnail_key = StorageKey::OriginalThumbnail { user: owner, image, media_type: thumbnail }.to_string();
    let keys = [object_key, thumbnail_key];
    db::objects::announce(&inner.pool, &keys).await?;
    let stored = store(inner, (owner, kind), image, picture, sha256, &keys).await;
    if stored.is_err()
        && let Err(error) = db::objects::abandon(&inner.pool, &keys).await
    {
        // The intents expire by themselves, only later.
        tracing::warn!(error = %Chain(&error), "an unused upload could not be given to the sweep");
    }
    stored?;
    Ok(image)
}

async fn store(
    inner: &Inner,
    (owner, kind): (UserId, UploadKind),
    id: ImageId,
    picture: Sanitized,
    sha256: [u8; 32],
    keys: &[String; 2],
) -> Result<(), Error> {
    let Sanitized { bytes, media_type, width, height, thumbnail, blurhash } = picture;
    let facts = Facts {
        media_type,
        thumbnail_media_type: thumbnail.media_type,
        width,
        height,
        bytes: bytes.len() as u64,
        sha256,
        blurhash,
    };
    let [object_key, thumbnail_key] = keys;
    inner.storage.put(object_key, bytes.into()).await?;
    inner.storage.put(thumbnail_key, thumbnail.bytes.into()).await?;

    let mut transaction = inner.pool.begin().await?;
    if !db::objects::settle(&mut *transaction, keys).await? {
        return Err(Error::Internal("an upload took so long to store that it was swept".into()));
    }
    let image = NewImage {
        id,
        user_id: owner,
        kind: kind.into(),
        object_key,
        thumbnail_key,
        facts: &facts,
        task_id: None,
        source_image_id: None,
    };
    db::images::insert(&mut *transaction, &image).await?;
    transaction.commit().await?;
    Ok(())
}
