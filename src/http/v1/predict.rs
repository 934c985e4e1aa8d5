//! `POST /v1/predict`: takes a request or a batch of them, with their files, into the queue.

use super::upload::{self, Upload};
use crate::http::{
    error::{Error, Result},
    extract::{from_value, not_an_object, parse_json},
    middleware::Caller,
    openapi::Binary,
    state::AppState,
    submission::{Pictures, submit},
};
use axum::{
    Json,
    body::to_bytes,
    extract::{FromRequest, Multipart, Request, State},
    http::{HeaderMap, HeaderName, StatusCode, header},
    response::{IntoResponse, Response},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::{
    collections::{BTreeMap, HashMap},
    time::Duration,
};
use studio_domain::{
    Actor, ErrorCode, FieldError, ImageId, MediaType, PredictRequest, Problem, Task, TaskAccepted, TaskState,
    UploadKind,
    limits::{MAX_BATCH, MAX_UPLOAD_BYTES},
};
use studio_services::{IdempotencyKey, canonical_hash};
use tokio::time::Instant;
use utoipa::ToSchema;

/// Longest `Prefer: wait`, in seconds.
const MAX_WAIT: u64 = 60;
/// Most parts of a form: the requests, a picture for each, and some for masks and backgrounds.
const MAX_PARTS: usize = 1 + 2 * MAX_BATCH;
/// All files of a form together.
const MAX_FORM_BYTES: usize = 64_000_000;
/// A 10 MB file as base64 in a `data:` URL, and room for the rest of the JSON.
pub const MAX_JSON_BYTES: usize = 15_000_000;

const PREFERENCE_APPLIED: HeaderName = HeaderName::from_static("preference-applied");

/// Ask for a task
///
/// One, or up to 16 as `{"requests": […]}`, of which all are accepted or none. JSON, or a form with the JSON in a part
/// `request` beside files, which it names as `"@part"`. What is left out comes from the model. Answered by 202 with where
/// to look, or with `Prefer: wait=30` by the finished task when it ends in time. Repeated with the same
/// `Idempotency-Key`, the same request gives the same task.
#[utoipa::path(post, path = "/predict", tag = "Tasks",
    params(
        ("Prefer" = Option<String>, Header, description = "`wait=` with the seconds to wait for the end, 60 at most", example = "wait=30"),
        ("Idempotency-Key" = Option<String>, Header, description = "1 to 255 visible ASCII characters"),
    ),
    request_body(content(
        (PredictBody = "application/json", examples(
            ("paint" = (summary = "Paint from words", value = json!({"task": "text-to-image", "inputs": {"prompt": "A red boat on the sea at sunset"}, "parameters": {"seed": 7}}))),
            ("several" = (summary = "Paint several at once", value = json!({"requests": [
                {"task": "text-to-image", "inputs": {"prompt": "A red boat on the sea at sunset"}},
                {"task": "text-to-image", "inputs": {"prompt": "A red boat on the sea at night"}}]}))),
            ("upscale" = (summary = "Enlarge a picture that is sent along", value = json!({"task": "upscale", "inputs": {"image": "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="}, "parameters": {"scale": 4}}))),
        )),
        (PredictForm = "multipart/form-data"),
    )),
    responses(
        (status = 202, description = "It is in the queue", body = PredictAnswer<TaskAccepted>, headers(("Location" = String), ("RateLimit-Policy" = String), ("RateLimit" = String)), links(
                ("follow" = (operation_id = "get_task", parameters(("id" = "$response.body#/task_id")))),
                ("cancel" = (operation_id = "cancel_task", parameters(("id" = "$response.body#/task_id")))),
                ("delete" = (operation_id = "delete_task", parameters(("id" = "$response.body#/task_id"))))
            )),
        (status = 200, description = "With `Prefer: wait`: it has ended", body = PredictAnswer<Task>, headers(("Location" = String), ("RateLimit-Policy" = String), ("RateLimit" = String))),
    ))]
pub async fn predict(State(state): State<AppState>, Caller(actor): Caller, request: Request) -> Result<Response> {
    let wait = preferred_wait(request.headers());
    handle(&state, &actor, request, wait).await
}

/// Ask for a task and wait for it
///
/// As in version 1, but answered by the finished task unless it takes longer than a minute, or `Prefer: respond-async` says
/// not to wait.
#[utoipa::path(post, path = "/predict", tag = "Preview of version 2",
    params(
        ("Prefer" = Option<String>, Header, description = "`respond-async`, or `wait=` with seconds", example = "respond-async"),
        ("Idempotency-Key" = Option<String>, Header, description = "1 to 255 visible ASCII characters"),
    ),
    request_body(content((PredictBody = "application/json"), (PredictForm = "multipart/form-data"))),
    responses(
        (status = 200, description = "It has ended", body = PredictAnswer<Task>, headers(("Location" = String), ("RateLimit-Policy" = String), ("RateLimit" = String))),
        (status = 202, description = "It goes on", body = PredictAnswer<TaskAccepted>, headers(("Location" = String), ("RateLimit-Policy" = String), ("RateLimit" = String))),
    ))]
pub async fn predict_and_wait(
    State(state): State<AppState>,
    Caller(actor): Caller,
    request: Request,
) -> Result<Response> {
    let wait = match preferred_wait(request.headers()) {
        None if !prefers(request.headers(), "respond-async") => Some(Duration::from_secs(MAX_WAIT)),
        wait => wait,
    };
    handle(&state, &actor, request, wait).await
}

async fn handle(state: &AppState, actor: &Actor, request: Request, wait: Option<Duration>) -> Result<Response> {
    let headers = request.headers().clone();
    let form = Form::read(request).await?;
    let hash = form.hash()?;
    let key = idempotency_key(&headers, hash)?;
    let batch = form.is_batch();
    if let Some(key) = &key {
        let tasks = state.services.tasks().replayed(actor, key).await?;
        if !tasks.is_empty() {
            return answer(state, actor, tasks, batch, wait).await;
        }
    }
    let (requests, pictures) = name_inputs(form)?;
    let tasks = submit(state, actor, requests, pictures, key).await?;
    answer(state, actor, tasks, batch, wait).await
}

/// A form with the request and its files, whose parts may have any names.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only described, never made")]
struct PredictForm {
    request: PredictRequest,
    /// Named in the request as `"@photo"`.
    #[schema(value_type = Option<Binary>)]
    photo: Option<Vec<u8>>,
}

/// The request as it came: JSON alone, or JSON in a part `request` beside files in parts of any name.
struct Form {
    json: Value,
    files: HashMap<String, Upload>,
}

impl Form {
    async fn read(request: Request) -> Result<Self> {
        upload::check_content_length(request.headers())?;
        let content_type =
            request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
        if content_type.starts_with("multipart/form-data") {
            let form = Multipart::from_request(request, &()).await;
            Self::read_multipart(form.map_err(|e| Error::new(ErrorCode::InvalidRequest, e.body_text()))?).await
        } else if content_type.starts_with("application/json") {
            let body = to_bytes(request.into_body(), MAX_JSON_BYTES).await;
            let body = body.map_err(|_| Error::new(ErrorCode::UploadTooLarge, "The request is larger than 15 MB."))?;
            Ok(Self { json: parse_json(&body)?, files: HashMap::new() })
        } else {
            let detail = "Send JSON (application/json), or a form (multipart/form-data) with a part `request`.";
            Err(Error::new(ErrorCode::UnsupportedMediaType, detail))
        }
    }

    async fn read_multipart(mut form: Multipart) -> Result<Self> {
        let (mut json, mut files, mut parts, mut bytes) = (None, HashMap::new(), 0, 0);
        while let Some(field) = form.next_field().await.map_err(upload::malformed)? {
            parts += 1;
            if parts > MAX_PARTS {
                return Err(Error::new(
                    ErrorCode::InvalidRequest,
                    format!("A form may have at most {MAX_PARTS} parts."),
                ));
            }
            match field.name().unwrap_or_default().to_owned() {
                name if name == "request" => json = Some(parse_json(&upload::read_json_part(field).await?)?),
                name => {
                    let file = upload::read_part(field).await?;
                    bytes += file.bytes.len();
                    if bytes > MAX_FORM_BYTES {
                        let detail = "The files are larger than 64 MB together. Send fewer at a time.";
                        return Err(Error::new(ErrorCode::UploadTooLarge, detail));
                    }
                    files.insert(name, file);
                }
            }
        }
        let json =
            json.ok_or_else(|| invalid("request", "required", "The form has no part `request` with the JSON."))?;
        Ok(Self { json, files })
    }

    fn is_batch(&self) -> bool {
        self.json.get("requests").is_some()
    }

    /// Identifies the request as it was sent: the JSON and what is in the files.
    fn hash(&self) -> Result<[u8; 32]> {
        let files: BTreeMap<_, _> =
            self.files.iter().map(|(name, file)| (name, Sha256::digest(&file.bytes).to_vec())).collect();
        canonical_hash(&(&self.json, files)).map_err(|e| Error::new(ErrorCode::InvalidRequest, e.to_string()))
    }
}

fn idempotency_key(headers: &HeaderMap, hash: [u8; 32]) -> Result<Option<IdempotencyKey<'_>>> {
    let Some(key) = headers.get("idempotency-key") else { return Ok(None) };
    let key =
        key.to_str().map_err(|_| invalid("Idempotency-Key", "invalid", "The key must be visible ASCII characters."))?;
    Ok(Some(IdempotencyKey::new(key, hash)?))
}

/// The inputs that are pictures, and what is stored of an upload for each.
const PICTURES: [(&str, UploadKind); 3] =
    [("image", UploadKind::Original), ("mask", UploadKind::Mask), ("background", UploadKind::Original)];

/// Either one request, or `requests`.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PredictBatch {
    #[schema(min_items = 1, max_items = 16)]
    requests: Vec<PredictRequest>,
}

/// One request, or a batch.
#[derive(ToSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "only described, never made")]
enum PredictBody {
    One(Box<PredictRequest>),
    Several(PredictBatch),
}

/// One answer, or one for each request of a batch, in their order.
#[derive(ToSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "only described, never made")]
enum PredictAnswer<T> {
    One(T),
    Several { tasks: Vec<T> },
}

/// What must be objects, see [`not_an_object`].
const OBJECTS: [&str; 4] = ["", "/inputs", "/parameters", "/parameters/outpaint"];

fn check_objects(json: &Value, place: &str) -> Result<()> {
    let points = json.pointer("/inputs/points").and_then(Value::as_array).into_iter().flatten();
    if points.into_iter().any(Value::is_array) {
        return Err(not_an_object(&format!("{place}inputs.points")));
    }
    match OBJECTS.into_iter().find(|path| json.pointer(path).is_some_and(Value::is_array)) {
        Some(path) => Err(not_an_object(&format!("{place}{}", path.trim_start_matches('/').replace('/', ".")))),
        None => Ok(()),
    }
}

/// Turns `"@part"` and `data:` inputs into pictures with ids. A part that several requests name is stored once.
fn name_inputs(form: Form) -> Result<(Vec<PredictRequest>, Pictures)> {
    let batch = form.is_batch();
    let Form { mut json, mut files } = form;
    let mut named = Named { pictures: Pictures::default(), ids: HashMap::new() };
    match json.get_mut("requests").map(Value::as_array_mut) {
        None => named.name(&mut json, "", &mut files)?,
        Some(Some(requests)) if (1..=MAX_BATCH).contains(&requests.len()) => {
            for (index, request) in requests.iter_mut().enumerate() {
                named.name(request, &format!("requests[{index}]."), &mut files)?;
            }
        }
        Some(_) => {
            let message = format!("A batch is a list of 1 to {MAX_BATCH} requests.");
            return Err(invalid("requests", "out_of_range", message));
        }
    }
    if let Some(unused) = files.keys().next() {
        return Err(invalid(unused, "unused_part", "This file is not named by the request. Name it as \"@part\"."));
    }
    let requests = if batch { from_value::<PredictBatch>(json)?.requests } else { vec![from_value(json)?] };
    Ok((requests, named.pictures))
}

struct Named {
    pictures: Pictures,
    /// Parts that were named before.
    ids: HashMap<(String, &'static str), ImageId>,
}

impl Named {
    fn name(&mut self, request: &mut Value, path: &str, files: &mut HashMap<String, Upload>) -> Result<()> {
        check_objects(request, path)?;
        for (name, kind) in PICTURES {
            let Some(input) = request.pointer_mut(&format!("/inputs/{name}")) else { continue };
            let Some(text) = input.as_str() else { continue };
            let field = format!("{path}inputs.{name}");
            let id = if let Some(part) = text.strip_prefix('@') {
                let role = if kind == UploadKind::Mask { "mask" } else { "picture" };
                let key = (part.to_owned(), role);
                match self.ids.get(&key) {
                    Some(id) => *id,
                    None => {
                        let missing = || invalid(&field, "missing_part", format!("The form has no part named {part}."));
                        let id = self.pictures.add(kind, files.remove(part).ok_or_else(missing)?);
                        self.ids.insert(key, id);
                        id
                    }
                }
            } else if text.starts_with("data:") {
                self.pictures.add(kind, read_data_url(text, &field)?)
            } else {
                continue;
            };
            *input = Value::String(id.to_string());
        }
        Ok(())
    }
}

/// RFC 2397, base64 only.
pub fn read_data_url(text: &str, field: &str) -> Result<Upload> {
    let bad = || invalid(field, "invalid_data_url", "Expected data:image/…;base64,….");
    let (head, data) = text.strip_prefix("data:").and_then(|t| t.split_once(',')).ok_or_else(bad)?;
    let media_type = head.strip_suffix(";base64").ok_or_else(bad)?;
    let declared = MediaType::parse(media_type).ok_or_else(|| {
        Error::new(ErrorCode::UnsupportedMediaType, "Only JPEG, PNG and WebP pictures can be used here.")
    })?;
    Ok(Upload { bytes: read_base64(data, field)?, declared: Some(declared) })
}

/// A picture as base64, which is refused by its length before it is decoded.
pub fn read_base64(data: &str, field: &str) -> Result<bytes::Bytes> {
    if data.len() as u64 / 4 * 3 > MAX_UPLOAD_BYTES + 3 {
        return Err(Error::new(ErrorCode::UploadTooLarge, "The picture is larger than 10 MB."));
    }
    let bytes = STANDARD.decode(data);
    Ok(bytes.map_err(|_| invalid(field, "invalid_base64", "This is not base64."))?.into())
}

fn invalid(field: &str, code: &str, message: impl Into<String>) -> Error {
    Problem::validation(vec![FieldError::new(field, code, message)]).into()
}

/// 202 with where to look, or with `Prefer: wait` 200 with the finished tasks if they end in time (RFC 7240).
async fn answer(
    state: &AppState,
    actor: &Actor,
    mut tasks: Vec<Task>,
    batch: bool,
    wait: Option<Duration>,
) -> Result<Response> {
    if let Some(wait) = wait {
        let deadline = Instant::now() + wait;
        for task in &mut tasks {
            let left = deadline.saturating_duration_since(Instant::now());
            *task = state.services.tasks().wait(actor, task.task_id, left).await?;
        }
    }
    let ended = wait.is_some() && tasks.iter().all(|task| task.state.is_terminal());
    let status = if ended { StatusCode::OK } else { StatusCode::ACCEPTED };
    let applied = wait.map(|wait| [(PREFERENCE_APPLIED, format!("wait={}", wait.as_secs()))]);
    if batch {
        // Each says by itself how it ended; there is no one address to look at.
        let tasks = if ended { json!(tasks) } else { json!(tasks.iter().map(TaskAccepted::of).collect::<Vec<_>>()) };
        return Ok((status, applied, Json(json!({ "tasks": tasks }))).into_response());
    }
    let task = tasks.pop().ok_or_else(|| Error::new(ErrorCode::Internal, "The task was not stored."))?;
    let accepted = TaskAccepted::of(&task);
    let location = [(header::LOCATION, accepted.status_url.clone())];
    match task.error {
        _ if !ended => Ok((status, location, applied, Json(accepted)).into_response()),
        // The request for a result is answered by the result or by what went wrong with it.
        Some(problem) if task.state == TaskState::Failed => Err(problem.into()),
        _ => Ok((status, location, applied, Json(task)).into_response()),
    }
}

/// The header `Prefer`, one preference at a time (RFC 7240).
fn preferences(headers: &HeaderMap) -> impl Iterator<Item = &str> {
    let values = headers.get_all("prefer").iter().filter_map(|v| v.to_str().ok());
    values.flat_map(|v| v.split(',')).map(str::trim)
}

fn prefers(headers: &HeaderMap, preference: &str) -> bool {
    preferences(headers).any(|p| p.eq_ignore_ascii_case(preference))
}

fn preferred_wait(headers: &HeaderMap) -> Option<Duration> {
    let wait = preferences(headers).find_map(|p| p.strip_prefix("wait="))?;
    Some(Duration::from_secs(wait.trim().parse::<u64>().ok()?.min(MAX_WAIT)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;
    use bytes::Bytes;
    use serde_json::json;

    #[test]
    fn prefer_wait_is_read_among_other_preferences() {
        let mut headers = HeaderMap::new();
        assert_eq!(preferred_wait(&headers), None);
        headers.append("prefer", HeaderValue::from_static("respond-async, wait=20"));
        assert_eq!(preferred_wait(&headers), Some(Duration::from_secs(20)));
        headers.insert("prefer", HeaderValue::from_static("wait=100000"));
        assert_eq!(preferred_wait(&headers), Some(Duration::from_secs(MAX_WAIT)));
        headers.insert("prefer", HeaderValue::from_static("wait=soon"));
        assert_eq!(preferred_wait(&headers), None);
    }

    #[test]
    fn inputs_name_their_parts() {
        let file = || HashMap::from([("photo".to_owned(), Upload { bytes: Bytes::from_static(b"x"), declared: None })]);
        let json = |image: &str| json!({"task": "upscale", "inputs": {"image": image}});
        let named = name_inputs(Form { json: json("@photo"), files: file() });
        assert!(named.is_ok_and(|(requests, _)| requests[0].inputs.image.is_some()));
        let twice = json!({"requests": [json("@photo"), json("@photo")]});
        let named = name_inputs(Form { json: twice, files: file() });
        assert!(named.is_ok_and(|(requests, _)| requests[0].inputs.image == requests[1].inputs.image));
        let refused = |json, files| name_inputs(Form { json, files }).err().map(|e| e.0.errors[0].code.clone());
        assert_eq!(refused(json("@other"), file()).as_deref(), Some("missing_part"));
        let id = ImageId::generate().to_string();
        assert_eq!(refused(json(&id), file()).as_deref(), Some("unused_part"));
        assert_eq!(refused(json("data:image/png,abc"), HashMap::new()).as_deref(), Some("invalid_data_url"));
        assert_eq!(refused(json("nonsense"), HashMap::new()).as_deref(), Some("invalid"));
        for listed in [json!([]), json!({"task": "upscale", "inputs": [id]}), json!({"inputs": {"points": [[1, 2]]}})] {
            assert_eq!(refused(listed, HashMap::new()).as_deref(), Some("invalid"));
        }
        for batch in [json!([]), json!({}), json!(vec![json("@photo"); MAX_BATCH + 1])] {
            assert_eq!(refused(json!({"requests": batch}), file()).as_deref(), Some("out_of_range"));
        }
    }
}
