//! Reading uploaded files: counted while they stream, refused as soon as they are too large.

use crate::http::error::{Error, Result};
use axum::{
    body::{Body, Bytes},
    extract::multipart::{Field, MultipartError},
    http::{HeaderMap, header},
};
use futures::{Stream, StreamExt};
use std::{fmt::Display, time::Duration};
use studio_domain::{ErrorCode, FieldError, MediaType, Problem, limits::MAX_UPLOAD_BYTES};

/// Room for boundaries, part headers and the JSON part around one file.
const ENVELOPE_BYTES: u64 = 1_000_000;
/// How much of a refused upload is still read, so that the client gets to see the answer instead of a reset.
const DISCARD_BYTES: u64 = 64_000_000;
const DISCARD_TIME: Duration = Duration::from_secs(10);

/// An uploaded file, not yet looked at.
pub struct Upload {
    pub bytes: Bytes,
    /// The type its sender says it has. `None` when it says nothing in particular.
    pub declared: Option<MediaType>,
}

/// Refuses by `Content-Length` what cannot possibly be accepted, before anything is read.
pub fn check_content_length(headers: &HeaderMap) -> Result<()> {
    let length = headers.get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()).and_then(|v| v.parse::<u64>().ok());
    match length {
        Some(length) if length > DISCARD_BYTES => Err(too_large("file")),
        _ => Ok(()),
    }
}

/// Reads a file part of a multipart form.
pub async fn read_part(field: Field<'_>) -> Result<Upload> {
    let name = field.name().unwrap_or("file").to_owned();
    let declared = declared_type(field.content_type(), &name)?;
    let bytes = read_limited(field, &name, MAX_UPLOAD_BYTES).await?;
    Ok(Upload { bytes, declared })
}

/// Reads a body that is the file itself.
pub async fn read_body(headers: &HeaderMap, body: Body) -> Result<Upload> {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok());
    let declared = declared_type(content_type, "file")?;
    let bytes = read_limited(body.into_data_stream(), "file", MAX_UPLOAD_BYTES).await?;
    Ok(Upload { bytes, declared })
}

/// Reads the JSON part of a multipart form.
pub async fn read_json_part(field: Field<'_>) -> Result<Bytes> {
    read_limited(field, "request", ENVELOPE_BYTES).await
}

/// Browsers and curl say `application/octet-stream` when they do not know; any other foreign type is refused.
fn declared_type(content_type: Option<&str>, field: &str) -> Result<Option<MediaType>> {
    let Some(text) = content_type.filter(|t| !t.starts_with("application/octet-stream")) else { return Ok(None) };
    MediaType::parse(text).map(Some).ok_or_else(|| {
        let message = "Only JPEG, PNG and WebP pictures can be used here.".to_owned();
        let errors = vec![FieldError::new(field, "unsupported_media_type", message.clone())];
        Error(Problem { errors, ..Problem::new(ErrorCode::UnsupportedMediaType, message) })
    })
}

async fn read_limited<S, E>(mut stream: S, field: &str, limit: u64) -> Result<Bytes>
where
    S: Stream<Item = Result<Bytes, E>> + Unpin,
    E: Display,
{
    let mut bytes = Vec::new();
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(broken_off)?;
        if (bytes.len() + chunk.len()) as u64 > limit {
            drop(bytes);
            discard(stream).await;
            return Err(too_large(field));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes.into())
}

async fn discard<S, E>(mut stream: S)
where
    S: Stream<Item = Result<Bytes, E>> + Unpin,
{
    let rest = async {
        let mut seen = 0;
        while let Some(Ok(chunk)) = stream.next().await {
            seen += chunk.len() as u64;
            if seen > DISCARD_BYTES {
                break;
            }
        }
    };
    // Out of time is as good as done: the answer goes out either way.
    let _ = tokio::time::timeout(DISCARD_TIME, rest).await;
}

fn too_large(field: &str) -> Error {
    let message = format!("The file is larger than {} MB. Choose a smaller one.", MAX_UPLOAD_BYTES / 1_000_000);
    let errors = vec![FieldError::new(field, "upload_too_large", message.clone())];
    Error(Problem { errors, ..Problem::new(ErrorCode::UploadTooLarge, message) })
}

fn broken_off(error: impl Display) -> Error {
    tracing::debug!(%error, "an upload broke off");
    Error::new(ErrorCode::InvalidRequest, "The upload broke off before it was complete. Please try again.")
}

/// A form that is not a form.
pub fn malformed(error: MultipartError) -> Error {
    Error::new(ErrorCode::InvalidRequest, format!("The form cannot be read: {}.", error.body_text()))
}
