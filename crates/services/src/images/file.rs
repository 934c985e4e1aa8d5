//! The files of a picture: found first, so that what the caller has already need not be read, then read.

use super::{decoding, not_found};
use crate::{
    Error,
    db::{from_text, images::FilesRow},
    services::Inner,
};
use bytes::Bytes;
use futures::{StreamExt, stream::BoxStream};
use std::ops::Range;
use studio_domain::{ErrorCode, MediaType, OutputFormat, Problem, limits};
use studio_imaging::convert;

/// Which file of an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variant {
    Original,
    Thumbnail,
    /// The picture itself in this format, with its parameters.
    As(OutputFormat),
}

/// A file that is there to be read.
pub struct FoundFile {
    pub media_type: MediaType,
    /// A strong validator with its quotes, ready for the `ETag` header (RFC 9110 §8.8.3).
    pub etag: String,
    /// Its length, where parts of it can be read.
    pub length: Option<u64>,
    key: String,
    converted: Option<OutputFormat>,
}

/// An open file, ready to be sent.
pub struct StoredFile {
    pub media_type: MediaType,
    /// Bytes that come.
    pub bytes: u64,
    pub etag: String,
    pub stream: BoxStream<'static, Result<Bytes, Error>>,
}

pub fn find(files: Option<FilesRow>, variant: Variant) -> Result<FoundFile, Error> {
    let files = files.ok_or_else(not_found)?;
    let hash = hex::encode(&files.sha256);
    let own: MediaType = from_text(&files.media_type)?;
    let (key, media_type, etag, length, converted) = match variant {
        // What has the format already is not encoded again.
        Variant::As(format) if format.media_type() != own => {
            if i64::from(files.width) * i64::from(files.height) > limits::MAX_INPUT_PIXELS.cast_signed() {
                let most = limits::MAX_INPUT_PIXELS / 1_000_000;
                let detail =
                    format!("Pictures of more than {most} megapixels can only be fetched in their own format.");
                return Err(Problem::new(ErrorCode::ImageTooLarge, detail).into());
            }
            (files.object_key, format.media_type(), format!("\"{hash}-{}\"", format.as_str()), None, Some(format))
        }
        Variant::Original | Variant::As(_) => {
            (files.object_key, own, format!("\"{hash}\""), Some(files.bytes.cast_unsigned()), None)
        }
        // Made from the file, once: the file's hash stands for it.
        Variant::Thumbnail => {
            let media_type = from_text(&files.thumbnail_media_type)?;
            (files.thumbnail_key, media_type, format!("\"{hash}-thumbnail\""), None, None)
        }
    };
    Ok(FoundFile { media_type, etag, length, key, converted })
}

pub async fn read(inner: &Inner, file: FoundFile, part: Option<Range<u64>>) -> Result<StoredFile, Error> {
    let FoundFile { media_type, etag, key, converted, .. } = file;
    let Some(format) = converted else {
        let object = inner.storage.open_part(&key, part).await?;
        return Ok(StoredFile { media_type, bytes: object.bytes, etag, stream: object.stream });
    };
    // The turn is waited for before the file is read, which takes memory as well.
    let permit = inner.decoding.permit().await?;
    let original = inner.storage.read(&key).await?;
    let converted: Bytes = decoding::work(permit, move || convert(&original, format)).await?.into();
    let bytes = converted.len() as u64;
    Ok(StoredFile { media_type, bytes, etag, stream: futures::stream::once(async { Ok(converted) }).boxed() })
}
