//! `POST /v1/images/edits` and `/v1/images/variations`: paints over a picture, or over the transparent part of one.

use super::{
    answer::answer,
    mask,
    wishes::{Wishes, invalid},
};
use crate::http::{
    error::{Error, Result},
    extract::{from_value, parse_json},
    middleware::Receiver,
    state::AppState,
    submission::{Pictures, submit},
    v1::{
        predict::{MAX_JSON_BYTES, read_data_url},
        upload::{self, Upload},
    },
};
use axum::{
    Json,
    body::to_bytes,
    extract::{FromRequest, Multipart, Request, State},
    http::header,
};
use serde_json::{Map, Value};
use studio_domain::{ErrorCode, ImageId, TaskInputs, TaskKind, UploadKind};

/// More than they have parameters.
const MAX_PARTS: usize = 40;

pub async fn edit(State(state): State<AppState>, Receiver(actor): Receiver, request: Request) -> Result<Json<Value>> {
    let headers = request.headers().clone();
    let Form { wishes, image, mask } = Form::read(request).await?;
    wishes.check()?;
    if wishes.prompt.is_empty() {
        return Err(invalid("prompt", "Please say what to paint."));
    }
    let mut pictures = Pictures::default();
    let hole = match (mask, &image) {
        (Some(mask), _) => {
            let hole = mask::of_transparency(&state, mask.bytes).await?;
            let opaque = || invalid("mask", "Nothing of the mask is transparent, so there is nothing to paint anew.");
            Some(hole.ok_or_else(opaque)?)
        }
        // A picture may be its own mask.
        (None, Picture::New(upload)) => mask::of_transparency(&state, upload.bytes.clone()).await?,
        (None, Picture::Stored(_)) => None,
    };
    let inputs = TaskInputs {
        prompt: Some(wishes.prompt.clone()),
        negative_prompt: wishes.negative_prompt.clone(),
        image: Some(image.name(&mut pictures)),
        mask: hole.map(|bytes| pictures.add(UploadKind::Mask, Upload { bytes, declared: None })),
        ..Default::default()
    };
    let task = if inputs.mask.is_some() { TaskKind::Inpaint } else { TaskKind::ImageToImage };
    let requests = wishes.requests(&state, task, &inputs)?;
    let tasks = submit(&state, &actor, requests, pictures, None).await?;
    answer(&state, &actor, &headers, &wishes, tasks).await
}

pub async fn vary(State(state): State<AppState>, Receiver(actor): Receiver, request: Request) -> Result<Json<Value>> {
    let headers = request.headers().clone();
    let Form { wishes, image, .. } = Form::read(request).await?;
    wishes.check()?;
    let mut pictures = Pictures::default();
    let inputs = TaskInputs {
        prompt: Some(wishes.prompt.clone()).filter(|prompt| !prompt.is_empty()),
        image: Some(image.name(&mut pictures)),
        ..Default::default()
    };
    let requests = wishes.requests(&state, TaskKind::ImageToImage, &inputs)?;
    let tasks = submit(&state, &actor, requests, pictures, None).await?;
    answer(&state, &actor, &headers, &wishes, tasks).await
}

enum Picture {
    New(Upload),
    /// By what their interface calls a file id.
    Stored(ImageId),
}

impl Picture {
    fn name(self, pictures: &mut Pictures) -> ImageId {
        match self {
            Self::New(upload) => pictures.add(UploadKind::Original, upload),
            Self::Stored(id) => id,
        }
    }
}

struct Form {
    wishes: Wishes,
    image: Picture,
    mask: Option<Upload>,
}

impl Form {
    async fn read(request: Request) -> Result<Self> {
        upload::check_content_length(request.headers())?;
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
        if kind.starts_with("application/json") {
            let body = to_bytes(request.into_body(), MAX_JSON_BYTES).await;
            let body = body.map_err(|_| Error::new(ErrorCode::UploadTooLarge, "The request is larger than 15 MB."))?;
            return Self::of_json(parse_json(&body)?);
        }
        let form = Multipart::from_request(request, &()).await;
        Self::of_multipart(form.map_err(|e| Error::new(ErrorCode::InvalidRequest, e.body_text()))?).await
    }

    async fn of_multipart(mut form: Multipart) -> Result<Self> {
        let (mut fields, mut images, mut mask, mut parts) = (Map::new(), Vec::new(), None, 0);
        while let Some(field) = form.next_field().await.map_err(upload::malformed)? {
            parts += 1;
            if parts > MAX_PARTS {
                return Err(Error::new(ErrorCode::InvalidRequest, format!("A form may have {MAX_PARTS} parts.")));
            }
            match field.name().unwrap_or_default().to_owned().as_str() {
                "image" | "image[]" => {
                    one_at_a_time(images.len())?;
                    images.push(upload::read_part(field).await?);
                }
                "mask" => mask = Some(upload::read_part(field).await?),
                name => {
                    let text = upload::read_json_part(field).await?;
                    fields.insert(name.to_owned(), Value::String(String::from_utf8_lossy(&text).into_owned()));
                }
            }
        }
        let image = images.pop().map(Picture::New).ok_or_else(|| invalid("image", "Please send a picture."))?;
        Ok(Self { wishes: from_value(fields.into())?, image, mask })
    }

    /// `{"images": [{"image_url": "data:…"} | {"file_id": "…"}], "mask": {"image_url": "data:…"}}`.
    fn of_json(json: Value) -> Result<Self> {
        let images = json.get("images").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        one_at_a_time(images.len().saturating_sub(1))?;
        let given = images.first().ok_or_else(|| invalid("images", "Please send a picture."))?;
        let text = |value: &Value, name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
        let image = match (text(given, "image_url"), text(given, "file_id").map(|id| id.parse())) {
            (Some(url), _) => Picture::New(read_data_url(&url, "image_url")?),
            (None, Some(Ok(id))) => Picture::Stored(id),
            _ => return Err(invalid("images", "Give each picture as image_url, a data: URL, or as file_id.")),
        };
        let mask = json.get("mask").and_then(|mask| text(mask, "image_url"));
        let mask = mask.map(|url| read_data_url(&url, "mask")).transpose()?;
        Ok(Self { wishes: from_value(json)?, image, mask })
    }
}

fn one_at_a_time(others: usize) -> Result<()> {
    if others == 0 { Ok(()) } else { Err(invalid("image", "One picture can be edited at a time.")) }
}
