//! `/v1/images`: uploads, results and their files.
#![expect(unused_qualifications, reason = "the macro that describes a route qualifies what it is given")]

use super::upload::{self, Upload};
use crate::http::{
    error::{Error, Result},
    extract::{Id, Json as Body, Params},
    middleware::Caller,
    openapi::Binary,
    ranges::{Wanted, wanted},
};
use axum::{
    Json,
    body::Body as RawBody,
    extract::{FromRequest, Multipart, Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{AppendHeaders, IntoResponse, Response},
};
use serde::Deserialize;
use studio_domain::{
    ErrorCode, FieldError, Image, ImageId, ImageLink, ImageListQuery, ImagePatch, LinkRequest, OutputFormat, Page,
    Problem, UploadKind,
};
use studio_services::{Services, Variant};
use utoipa::{IntoParams, ToSchema};

/// A file never changes under its id, so browsers may keep it; nobody else's cache may.
const CACHE_FOREVER: &str = "private, max-age=31536000, immutable";

#[derive(Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct UploadQuery {
    kind: UploadKind,
}

/// A form with a picture.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only described, never made")]
pub struct UploadForm {
    #[schema(value_type = Binary)]
    file: Vec<u8>,
}

/// Upload a picture
///
/// A form with a part `file`, or the bytes themselves with their `Content-Type`; at most 10 MB and 40 megapixels.
/// `?kind=mask` stores a mask.
#[utoipa::path(post, path = "/images", tag = "Images", params(UploadQuery),
    request_body(content((UploadForm = "multipart/form-data"), (Binary = "image/png"), (Binary = "image/jpeg"), (Binary = "image/webp"))),
    responses((status = 201, description = "Stored upright and without metadata", body = Image, headers(("Location" = String)))))]
pub async fn upload_image(
    State(services): State<Services>,
    Caller(actor): Caller,
    Params(query): Params<UploadQuery>,
    request: Request,
) -> Result<(StatusCode, [(header::HeaderName, String); 1], Json<Image>)> {
    upload::check_content_length(request.headers())?;
    let Upload { bytes, declared } = read_upload(request).await?;
    let image = services.images().upload(&actor, query.kind, bytes, declared).await?;
    Ok((StatusCode::CREATED, [(header::LOCATION, format!("/v1/images/{}", image.id))], Json(image)))
}

pub async fn read_upload(request: Request) -> Result<Upload> {
    let is_form = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|v| v.to_str().ok())
        .is_some_and(|v| v.starts_with("multipart/form-data"));
    if !is_form {
        let headers = request.headers().clone();
        return upload::read_body(&headers, request.into_body()).await;
    }
    let form = Multipart::from_request(request, &()).await;
    let mut form = form.map_err(|e| Error::new(ErrorCode::InvalidRequest, e.body_text()))?;
    while let Some(field) = form.next_field().await.map_err(upload::malformed)? {
        if field.name() == Some("file") {
            return upload::read_part(field).await;
        }
    }
    Err(Error::new(ErrorCode::InvalidRequest, "The form has no part named `file`."))
}

/// List pictures
#[utoipa::path(get, path = "/images", tag = "Images", params(ImageListQuery),
    responses((status = 200, description = "Newest first", body = Page<Image>)))]
pub async fn list_images(
    State(services): State<Services>,
    Caller(actor): Caller,
    Params(query): Params<ImageListQuery>,
) -> Result<Json<Page<Image>>> {
    Ok(Json(services.images().list(&actor, &query).await?))
}

/// Look at a picture's record
#[utoipa::path(get, path = "/images/{id}", tag = "Images", params(("id" = ImageId, Path)),
    responses((status = 200, description = "What is known of it", body = Image)))]
pub async fn get_image(
    State(services): State<Services>,
    Caller(actor): Caller,
    Id(id): Id<ImageId>,
) -> Result<Json<Image>> {
    Ok(Json(services.images().get(&actor, id).await?))
}

/// Change title, favourite or board
#[utoipa::path(patch, path = "/images/{id}", tag = "Images", params(("id" = ImageId, Path)), request_body = ImagePatch,
    responses((status = 200, description = "The picture as it is now", body = Image)))]
pub async fn patch_image(
    State(services): State<Services>,
    Caller(actor): Caller,
    Id(id): Id<ImageId>,
    Body(patch): Body<ImagePatch>,
) -> Result<Json<Image>> {
    Ok(Json(services.images().patch(&actor, id, &patch).await?))
}

/// Delete a picture
#[utoipa::path(delete, path = "/images/{id}", tag = "Images", params(("id" = ImageId, Path)),
    responses((status = 204, description = "Deleted; it can be brought back for 30 days")))]
pub async fn delete_image(
    State(services): State<Services>,
    Caller(actor): Caller,
    Id(id): Id<ImageId>,
) -> Result<StatusCode> {
    services.images().delete(&actor, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Bring a deleted picture back
#[utoipa::path(post, path = "/images/{id}/restore", tag = "Images", params(("id" = ImageId, Path)),
    responses((status = 200, description = "It is back", body = Image)))]
pub async fn restore_image(
    State(services): State<Services>,
    Caller(actor): Caller,
    Id(id): Id<ImageId>,
) -> Result<Json<Image>> {
    Ok(Json(services.images().restore(&actor, id).await?))
}

/// Make a link to share
///
/// It opens the picture's file for whoever has it, without credentials, until it expires or the picture is deleted.
#[utoipa::path(post, path = "/images/{id}/link", tag = "Images", params(("id" = ImageId, Path)), request_body = LinkRequest,
    responses((status = 201, description = "The link", body = ImageLink)))]
pub async fn share_image(
    State(services): State<Services>,
    Caller(actor): Caller,
    Id(id): Id<ImageId>,
    Body(request): Body<LinkRequest>,
) -> Result<(StatusCode, [(header::HeaderName, &'static str); 1], Json<ImageLink>)> {
    let link = services.images().share(&actor, id, &request).await?;
    Ok((StatusCode::CREATED, [(header::CACHE_CONTROL, "no-store")], Json(link)))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct FileQuery {
    #[param(inline)]
    variant: Option<VariantName>,
    /// The picture itself in another format, with its parameters; JPEG has what shows through on white.
    format: Option<OutputFormat>,
    /// Any value asks the browser to save instead of show.
    download: Option<String>,
    /// Both together open the file without credentials.
    expires: Option<i64>,
    signature: Option<String>,
}

#[derive(Clone, Copy, Deserialize, PartialEq, ToSchema)]
#[serde(rename_all = "snake_case")]
enum VariantName {
    Original,
    Thumbnail,
}

impl FileQuery {
    fn variant(&self) -> Result<Variant> {
        match (self.variant, self.format) {
            (Some(VariantName::Thumbnail), Some(_)) => {
                let message = "A thumbnail has no other format. Leave one of the two out.";
                Err(Problem::validation(vec![FieldError::new("format", "not_applicable", message)]).into())
            }
            (Some(VariantName::Thumbnail), None) => Ok(Variant::Thumbnail),
            (_, Some(format)) => Ok(Variant::As(format)),
            (_, None) => Ok(Variant::Original),
        }
    }
}

/// Fetch a picture's file
///
/// `Range` is answered for files in their own format.
#[utoipa::path(get, path = "/images/{id}/file", tag = "Images",
    params(("id" = ImageId, Path), FileQuery, ("Range" = Option<String>, Header), ("If-Range" = Option<String>, Header)),
    responses((status = 200, description = "The file", headers(("ETag" = String), ("Accept-Ranges" = String)),
               content((Binary = "image/png"), (Binary = "image/jpeg"), (Binary = "image/webp"))),
              (status = 206, description = "The part that `Range` asks for", headers(("Content-Range" = String)),
               content((Binary = "image/png"), (Binary = "image/jpeg"), (Binary = "image/webp"))),
              (status = 304, description = "`If-None-Match` names the present one"),
              (status = 416, description = "The file ends before that part", body = Problem, content_type = "application/problem+json")))]
pub async fn get_file(
    State(services): State<Services>,
    caller: Result<Caller>,
    Id(id): Id<ImageId>,
    Params(query): Params<FileQuery>,
    headers: HeaderMap,
) -> Result<Response> {
    let (images, variant) = (services.images(), query.variant()?);
    let file = match (query.expires, &query.signature) {
        (Some(expires), Some(signature)) => images.find_by_link(id, expires, signature, variant).await?,
        _ => images.find(&caller?.0, id, variant).await?,
    };
    let caching = [(header::ETAG, file.etag.clone()), (header::CACHE_CONTROL, CACHE_FOREVER.to_owned())];
    if matches_etag(&headers, &file.etag) {
        return Ok((StatusCode::NOT_MODIFIED, caching).into_response());
    }
    let (status, part, parts) = match file.length {
        None => (StatusCode::OK, None, vec![(header::ACCEPT_RANGES, "none".to_owned())]),
        Some(length) => {
            let accepted = (header::ACCEPT_RANGES, "bytes".to_owned());
            match wanted(&headers, &file.etag, length) {
                Wanted::Whole => (StatusCode::OK, None, vec![accepted]),
                Wanted::Part(part) => {
                    let shown = format!("bytes {}-{}/{length}", part.start, part.end - 1);
                    (StatusCode::PARTIAL_CONTENT, Some(part), vec![accepted, (header::CONTENT_RANGE, shown)])
                }
                Wanted::Nothing => return Ok(ends_before(length)),
            }
        }
    };
    let file = images.read(file, part).await?;
    let name = format!("studio-{id}.{}", file.media_type.extension());
    let disposition = if query.download.is_some() { "attachment" } else { "inline" };
    let content = [
        (header::CONTENT_TYPE, file.media_type.as_str().to_owned()),
        (header::CONTENT_LENGTH, file.bytes.to_string()),
        (header::CONTENT_DISPOSITION, format!("{disposition}; filename=\"{name}\"")),
    ];
    let parts = AppendHeaders(parts);
    Ok((status, caching, parts, content, RawBody::from_stream(file.stream)).into_response())
}

/// RFC 9110 §15.5.17.
fn ends_before(length: u64) -> Response {
    let detail = format!("The file has {length} bytes and ends before the part that was asked for.");
    let status = StatusCode::RANGE_NOT_SATISFIABLE.as_u16();
    let problem = Problem { status, ..Problem::new(ErrorCode::InvalidRequest, detail) };
    ([(header::CONTENT_RANGE, format!("bytes */{length}"))], Error::from(problem)).into_response()
}

/// RFC 9110 §13.1.2, for strong tags.
fn matches_etag(headers: &HeaderMap, etag: &str) -> bool {
    let tags = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|v: &HeaderValue| v.to_str().ok());
    tags.flat_map(|v| v.split(',')).map(str::trim).any(|tag| tag == "*" || tag.trim_start_matches("W/") == etag)
}
