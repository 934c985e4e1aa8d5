//! rembg's interface, `/api/remove`, so that programs made for it cut out here: a picture in, a PNG out.

use crate::http::{
    error::{Error, Result},
    extract::from_value,
    lenient,
    middleware::Receiver,
    pixels::on_pixels,
    results,
    state::AppState,
    submission::{Pictures, submit},
    v1::upload::{self, Upload},
};
use crate::outbound::Outbound;
use axum::{
    extract::{FromRequest, Multipart, Query, Request, State},
    http::header,
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use image::{DynamicImage, GrayImage, ImageFormat, Luma};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::{collections::HashMap, io::Cursor};
use studio_domain::{
    Background, ErrorCode, FieldError, MediaType, PredictRequest, Problem, TaskInputs, TaskKind, TaskParameters,
    UploadKind,
};

/// In the query, or in the form. Alpha matting (`a`, `af`, `ab`, `ae`) and post-processing (`ppm`) have no switches here:
/// edges are always laid onto those of the picture.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    url: Option<String>,
    model: Option<String>,
    /// The mask alone.
    #[serde(deserialize_with = "lenient::boolean")]
    om: bool,
    /// What is put behind: `red,green,blue,alpha`.
    bgc: Option<String>,
}

/// rembg's models that do what ours does. One that is installed here by the same name is taken itself.
const THEIRS: [&str; 14] = [
    "u2net",
    "u2netp",
    "u2net_human_seg",
    "silueta",
    "isnet-general-use",
    "isnet-anime",
    "birefnet-general",
    "birefnet-general-lite",
    "birefnet-portrait",
    "birefnet-dis",
    "birefnet-hrsod",
    "birefnet-cod",
    "birefnet-massive",
    "bria-rmbg",
];

/// `GET`: the picture at an address of the web.
pub async fn remove_at(
    State(state): State<AppState>,
    receiver: Receiver,
    Query(fields): Query<HashMap<String, String>>,
) -> Result<Response> {
    let asked = Asked::of(fields)?;
    let url = asked.url.as_deref().ok_or_else(|| invalid("url", "Say where the picture is, or POST it."))?;
    let bytes = Outbound::fetch_public(url).await.map_err(|error| invalid("url", &error.to_string()))?;
    let upload = Upload { bytes, declared: None };
    remove(&state, receiver, &asked, upload).await
}

/// `POST`: a form with a part `file`.
pub async fn remove_posted(
    State(state): State<AppState>,
    receiver: Receiver,
    Query(mut fields): Query<HashMap<String, String>>,
    request: Request,
) -> Result<Response> {
    upload::check_content_length(request.headers())?;
    let form = Multipart::from_request(request, &()).await;
    let mut form = form.map_err(|e| Error::new(ErrorCode::InvalidRequest, e.body_text()))?;
    let mut file = None;
    while let Some(field) = form.next_field().await.map_err(upload::malformed)? {
        match field.name().unwrap_or_default().to_owned().as_str() {
            "file" => file = Some(upload::read_part(field).await?),
            _ if fields.len() > 40 => return Err(invalid("form", "The form has too many parts.")),
            name => {
                let text = upload::read_json_part(field).await?;
                fields.insert(name.to_owned(), String::from_utf8_lossy(&text).into_owned());
            }
        }
    }
    let file = file.ok_or_else(|| invalid("file", "The form has no part named `file`."))?;
    remove(&state, receiver, &Asked::of(fields)?, file).await
}

async fn remove(state: &AppState, Receiver(actor): Receiver, asked: &Asked, upload: Upload) -> Result<Response> {
    let mut pictures = Pictures::default();
    let inputs = TaskInputs { image: Some(pictures.add(UploadKind::Original, upload)), ..Default::default() };
    let request = PredictRequest {
        task: TaskKind::RemoveBackground,
        model: asked.model(state),
        version: None,
        inputs,
        // A mask is what shows of a cut-out, so nothing must be behind it.
        parameters: TaskParameters {
            background: asked.background()?.filter(|_| !asked.om),
            ..TaskParameters::default()
        },
        webhook: None,
        board: None,
        cache: true,
    };
    let tasks = submit(state, &actor, vec![request], pictures, None).await?;
    let tasks = results::finished(state, &actor, tasks).await?;
    let image = tasks.iter().find_map(|task| task.images.first());
    let image = image.ok_or_else(|| Error::new(ErrorCode::Internal, "The task made no picture."))?;
    let mut png = Bytes::from(results::bytes(state, &actor, image.id).await?);
    if asked.om {
        png = on_pixels(state, move || mask_of(&png)).await?;
    }
    Ok(([(header::CONTENT_TYPE, MediaType::Png.as_str())], png).into_response())
}

impl Asked {
    fn of(fields: HashMap<String, String>) -> Result<Self> {
        let fields: Map<String, Value> = fields.into_iter().map(|(name, text)| (name, text.into())).collect();
        from_value(fields.into())
    }

    fn model(&self, state: &AppState) -> Option<String> {
        let name = self.model.as_deref().filter(|name| !name.is_empty())?;
        let here = state.engine.models().iter().any(|model| model.name == name);
        (here || !THEIRS.contains(&name)).then(|| name.to_owned())
    }

    fn background(&self) -> Result<Option<Background>> {
        let Some(text) = self.bgc.as_deref().filter(|text| !text.is_empty()) else { return Ok(None) };
        let values: Result<Vec<u8>, _> =
            text.trim_matches(['(', ')', '[', ']']).split(',').map(|v| v.trim().parse()).collect();
        match values.as_deref() {
            Ok([_, _, _, 0]) => Ok(None),
            Ok([r, g, b, 255] | [r, g, b]) => Ok(Some(Background::Colour([*r, *g, *b]))),
            Ok([_, _, _, _]) => Err(invalid("bgc", "A background that shows through in part is not supported.")),
            _ => Err(invalid("bgc", "It must be red,green,blue,alpha, each 0 to 255.")),
        }
    }
}

/// How much shows of each pixel, in grey.
fn mask_of(cutout: &[u8]) -> Result<Bytes> {
    let broken = |e: image::ImageError| Error::new(ErrorCode::Internal, e.to_string());
    let cutout = image::load_from_memory(cutout).map_err(broken)?.into_rgba8();
    let mask = GrayImage::from_fn(cutout.width(), cutout.height(), |x, y| Luma([cutout.get_pixel(x, y).0[3]]));
    let mut png = Cursor::new(Vec::new());
    DynamicImage::from(mask).write_to(&mut png, ImageFormat::Png).map_err(broken)?;
    Ok(png.into_inner().into())
}

fn invalid(field: &str, message: &str) -> Error {
    Problem::validation(vec![FieldError::new(field, "invalid", message)]).into()
}
