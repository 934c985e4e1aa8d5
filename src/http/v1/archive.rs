//! `POST /v1/images/archive`: several pictures as one ZIP, which is made while it is sent, so that memory does not grow with
//! it.

use crate::http::{
    error::{Error, Result},
    extract::Json as Body,
    middleware::Caller,
    openapi::Binary,
};
use async_zip::{
    Compression, StringEncoding, ZipDateTimeBuilder, ZipEntryBuilder, ZipString, base::write::ZipFileWriter,
};
use axum::{
    body::{Body as RawBody, Bytes},
    extract::{FromRequest, Request, State},
    http::header,
    response::{IntoResponse, Response},
};
use futures::{AsyncWriteExt, StreamExt, TryStreamExt, stream};
use serde::Deserialize;
use std::{collections::HashSet, io};
use studio_domain::{Actor, ErrorCode, FieldError, Image, ImageId, Problem, limits::MAX_ARCHIVE};
use studio_services::{Services, Variant};
use time::OffsetDateTime;
use tokio::io::{DuplexStream, duplex};
use tokio_util::io::ReaderStream;
use utoipa::ToSchema;

/// Bytes between the one who reads pictures and the one who sends the archive.
const BUFFER: usize = 64 << 10;
/// What an entry takes besides its file, at most: its name three times, and headers.
const ENTRY_BYTES: u64 = 1_000;
/// Characters of a title that become part of a file's name.
const MAX_TITLE: usize = 60;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ArchiveRequest {
    #[schema(min_items = 1, max_items = 1000)]
    image_ids: Vec<ImageId>,
}

/// As a page sends it, which then need not hold the archive in its memory.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only described, never made")]
pub struct ArchiveForm {
    image_ids: String,
}

/// Download several pictures
///
/// A form names the pictures in `image_ids`, with commas between them. Twice the same picture counts once. A connection that breaks off means that a picture could not be read to its end.
#[utoipa::path(post, path = "/images/archive", tag = "Images",
    request_body(content((ArchiveRequest = "application/json"), (ArchiveForm = "application/x-www-form-urlencoded"))),
    responses((status = 200, description = "A ZIP file", content_type = "application/zip", body = Binary)))]
pub async fn archive(State(services): State<Services>, Caller(actor): Caller, request: Request) -> Result<Response> {
    let mut image_ids = asked(request).await?;
    let mut seen = HashSet::new();
    image_ids.retain(|id| seen.insert(*id));
    if !(1..=MAX_ARCHIVE).contains(&image_ids.len()) {
        let message = format!("An archive holds 1 to {MAX_ARCHIVE} pictures.");
        return Err(Problem::validation(vec![FieldError::new("image_ids", "out_of_range", message)]).into());
    }
    let images = services.images().several(&actor, &image_ids).await?;
    let name = format!("studio-{}.zip", OffsetDateTime::now_utc().date());
    let (reader, writer) = duplex(BUFFER);
    let writing = tokio::spawn(async move { write(&services, &actor, images, writer).await });
    // What is cut off must not look whole: the connection breaks off as well.
    let end = stream::once(async {
        match writing.await {
            Ok(Ok(())) => Ok(Bytes::new()),
            Ok(Err(error)) => {
                tracing::warn!(error = format!("{error:#}"), "an archive broke off");
                Err(io::Error::other("the archive broke off"))
            }
            Err(error) => Err(io::Error::other(error)),
        }
    });
    let headers = [
        (header::CONTENT_TYPE, "application/zip".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, RawBody::from_stream(ReaderStream::new(reader).chain(end))).into_response())
}

async fn asked(request: Request) -> Result<Vec<ImageId>> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    if !kind.is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded")) {
        return Ok(Body::<ArchiveRequest>::from_request(request, &()).await?.0.image_ids);
    }
    let form = Bytes::from_request(request, &()).await;
    let form = form.map_err(|e| Error::new(ErrorCode::InvalidRequest, e.body_text()))?;
    let fields = url::form_urlencoded::parse(&form).filter(|(name, _)| name == "image_ids");
    let ids: Vec<String> = fields.flat_map(|(_, ids)| ids.split(',').map(str::to_owned).collect::<Vec<_>>()).collect();
    let parsed = ids.iter().filter(|id| !id.is_empty()).map(|id| id.trim().parse()).collect::<Result<_, _>>();
    parsed.map_err(|_| {
        let message = "Not accepted: expected ids of pictures, with commas between them.";
        Problem::validation(vec![FieldError::new("image_ids", "invalid", message)]).into()
    })
}

/// Pictures are compressed as they are, so they are stored.
async fn write(services: &Services, actor: &Actor, images: Vec<Image>, writer: DuplexStream) -> anyhow::Result<()> {
    let mut archive = ZipFileWriter::with_tokio(writer);
    // The old form, which every program reads, for as long as it can count the bytes.
    if images.iter().map(|image| image.bytes + ENTRY_BYTES).sum::<u64>() < u32::MAX.into() {
        archive = archive.force_no_zip64();
    }
    for image in images {
        let name = ZipString::new(file_name(&image).into_bytes(), StringEncoding::Utf8);
        let entry = ZipEntryBuilder::new(name, Compression::Stored).last_modification_date(date(image.created_at));
        let mut file = services.images().open(actor, image.id, Variant::Original).await?.stream;
        let mut out = archive.write_entry_stream(entry).await?;
        while let Some(piece) = file.try_next().await? {
            out.write_all(&piece).await?;
        }
        out.close().await?;
    }
    archive.close().await?;
    Ok(())
}

/// The title, as far as every system can write it, and the end of the id, which tells those of one title apart.
fn file_name(image: &Image) -> String {
    let title = image.title.as_deref().or(image.prompt.as_deref()).unwrap_or_default();
    let safe = |c: char| if c.is_alphanumeric() || c == '-' { c } else { ' ' };
    let title: String = title.chars().map(safe).take(MAX_TITLE).collect();
    let title = title.split_whitespace().collect::<Vec<_>>().join("-");
    let id = image.id.0.simple().to_string();
    let title = if title.is_empty() { image.kind.as_str() } else { &title };
    format!("{title}-{}.{}", &id[20..], image.media_type.extension())
}

fn date(at: OffsetDateTime) -> async_zip::ZipDateTime {
    ZipDateTimeBuilder::new()
        .year(at.year())
        .month(u8::from(at.month()).into())
        .day(at.day().into())
        .hour(at.hour().into())
        .minute(at.minute().into())
        .second(at.second().into())
        .build()
}
