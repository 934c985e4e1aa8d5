//! `POST /sdapi/v1/extra-single-image` and `extra-batch-images`: enlarging.

use super::{asked::invalid, prepare::decode, read};
use crate::http::{
    error::{Error, Result},
    lenient,
    middleware::Receiver,
    pixels::on_pixels,
    results,
    state::AppState,
    submission::{Pictures, submit},
    v1::upload::Upload,
};
use axum::{
    Json,
    extract::{Request, State},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;
use image::{DynamicImage, ImageFormat, imageops::FilterType};
use serde::Deserialize;
use serde_json::{Value, json};
use std::io::Cursor;
use studio_domain::{
    Actor, ErrorCode, ModelInfo, PredictRequest, Problem, TaskInputs, TaskKind, TaskParameters, UploadKind, limits,
};

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    image: Option<String>,
    #[serde(rename = "imageList")]
    images: Option<Vec<Named>>,
    #[serde(deserialize_with = "lenient::integer")]
    resize_mode: Option<i64>,
    #[serde(deserialize_with = "lenient::float")]
    upscaling_resize: Option<f64>,
    #[serde(deserialize_with = "lenient::integer")]
    upscaling_resize_w: Option<i64>,
    #[serde(deserialize_with = "lenient::integer")]
    upscaling_resize_h: Option<i64>,
    upscaling_crop: Option<bool>,
    upscaler_1: Option<String>,
    #[serde(deserialize_with = "lenient::float")]
    extras_upscaler_2_visibility: Option<f64>,
    #[serde(deserialize_with = "lenient::float")]
    gfpgan_visibility: Option<f64>,
    #[serde(deserialize_with = "lenient::float")]
    codeformer_visibility: Option<f64>,
}

#[derive(Deserialize)]
struct Named {
    data: String,
}

/// Upscalers that A1111 has and its clients name without anybody having chosen them: they mean ours.
const THEIRS: [&str; 14] = [
    "Lanczos",
    "Nearest",
    "LDSR",
    "BSRGAN",
    "ESRGAN_4x",
    "R-ESRGAN 4x+",
    "R-ESRGAN 4x+ Anime6B",
    "R-ESRGAN General 4xV3",
    "ScuNET GAN",
    "ScuNET PSNR",
    "SwinIR 4x",
    "DAT x2",
    "DAT x3",
    "DAT x4",
];

pub async fn upscale(
    State(state): State<AppState>,
    Receiver(actor): Receiver,
    request: Request,
) -> Result<Json<Value>> {
    let asked: Asked = read(request).await?;
    let picture = decode(asked.image.as_deref().unwrap_or_default(), "image")?;
    let mut done = enlarge(&state, &actor, &asked, vec![picture]).await?;
    Ok(Json(json!({"html_info": "", "image": done.pop()})))
}

pub async fn upscale_batch(
    State(state): State<AppState>,
    Receiver(actor): Receiver,
    request: Request,
) -> Result<Json<Value>> {
    let asked: Asked = read(request).await?;
    let list = asked.images.as_deref().unwrap_or_default();
    if !(1..=limits::MAX_BATCH).contains(&list.len()) {
        return Err(invalid("imageList", &format!("1 to {} pictures can be enlarged at a time.", limits::MAX_BATCH)));
    }
    let pictures = list.iter().map(|named| decode(&named.data, "imageList")).collect::<Result<_>>()?;
    let done = enlarge(&state, &actor, &asked, pictures).await?;
    Ok(Json(json!({"html_info": "", "images": done})))
}

/// The enlarged pictures as base64, in order.
async fn enlarge(state: &AppState, actor: &Actor, asked: &Asked, pictures: Vec<Bytes>) -> Result<Vec<String>> {
    for (visibility, field) in [
        (asked.extras_upscaler_2_visibility, "extras_upscaler_2_visibility"),
        (asked.gfpgan_visibility, "gfpgan_visibility"),
        (asked.codeformer_visibility, "codeformer_visibility"),
    ] {
        if visibility.is_some_and(|visibility| visibility > 0.0) {
            return Err(invalid(field, "There is no such model here. Leave it at 0."));
        }
    }
    let name = asked.upscaler_1.as_deref().unwrap_or("None");
    if name == "None" {
        return Ok(pictures.iter().map(|picture| STANDARD.encode(picture)).collect());
    }
    let named = Some(name).filter(|name| !THEIRS.contains(name));
    let (model, version) = state.engine.resolve(TaskKind::Upscale, named, None)?;
    let (mut requests, mut targets, mut uploads) = (Vec::new(), Vec::new(), Pictures::default());
    for bytes in pictures {
        let probe = studio_imaging::probe(&bytes).map_err(|e| Problem::new(e.code(), e.to_string()))?;
        let target = Target::of(asked, (probe.width, probe.height))?;
        let image = uploads.add(UploadKind::Original, Upload { bytes, declared: None });
        requests.push(PredictRequest {
            task: TaskKind::Upscale,
            model: Some(model.name.clone()),
            version: Some(version.clone()),
            inputs: TaskInputs { image: Some(image), ..Default::default() },
            parameters: TaskParameters { scale: Some(scale(&model, target.factor)?), ..Default::default() },
            webhook: None,
            board: None,
            cache: true,
        });
        targets.push(target);
    }
    let tasks = submit(state, actor, requests, uploads, None).await?;
    let tasks = results::finished(state, actor, tasks).await?;
    let mut done = Vec::with_capacity(tasks.len());
    for (task, target) in tasks.iter().zip(targets) {
        for image in &task.images {
            let bytes = results::bytes(state, actor, image.id).await?;
            done.push(match target.is_reached((image.width, image.height)) {
                true => STANDARD.encode(bytes),
                false => on_pixels(state, move || target.reach(&bytes)).await?,
            });
        }
    }
    Ok(done)
}

/// The smallest factor on offer that is enough.
fn scale(model: &ModelInfo, factor: f64) -> Result<u32> {
    let offered = if model.scales.is_empty() { &TaskParameters::SCALES[..] } else { &model.scales };
    let enough = offered.iter().copied().filter(|scale| f64::from(*scale) >= factor).min();
    enough.ok_or_else(|| {
        let most = offered.iter().max().copied().unwrap_or_default();
        invalid("upscaling_resize", &format!("At most {most} times as large is possible at once."))
    })
}

/// How large the answer is to be. Models enlarge by whole factors; the rest is shrinking.
#[derive(Clone, Copy)]
struct Target {
    factor: f64,
    /// Before cropping.
    size: (u32, u32),
    crop: Option<(u32, u32)>,
}

impl Target {
    fn of(asked: &Asked, (width, height): (u32, u32)) -> Result<Self> {
        if asked.resize_mode.unwrap_or(0) == 0 {
            let factor = asked.upscaling_resize.unwrap_or(2.0);
            if !(0.05..=8.0).contains(&factor) {
                return Err(invalid("upscaling_resize", "It must be at most 8."));
            }
            return Ok(Self { factor, size: scaled((width, height), factor), crop: None });
        }
        let side = |asked: Option<i64>, field: &str| {
            let side = u32::try_from(asked.unwrap_or(512)).ok().filter(|side| (1..=16_384).contains(side));
            side.ok_or_else(|| invalid(field, "It must be 1 to 16384 pixels."))
        };
        let (w, h) = (
            side(asked.upscaling_resize_w, "upscaling_resize_w")?,
            side(asked.upscaling_resize_h, "upscaling_resize_h")?,
        );
        let factor = (f64::from(w) / f64::from(width)).max(f64::from(h) / f64::from(height));
        let (covering_w, covering_h) = scaled((width, height), factor);
        let crop = asked.upscaling_crop.unwrap_or(true).then_some((w, h));
        Ok(Self { factor, size: (covering_w.max(w), covering_h.max(h)), crop })
    }

    fn is_reached(self, made: (u32, u32)) -> bool {
        made == self.size && self.crop.is_none_or(|crop| crop == made)
    }

    fn reach(self, bytes: &[u8]) -> Result<String> {
        let broken = |e: image::ImageError| Error::new(ErrorCode::Internal, e.to_string());
        let (width, height) = self.size;
        let picture: DynamicImage = image::load_from_memory(bytes).map_err(broken)?;
        let mut picture = picture.resize_exact(width, height, FilterType::Lanczos3);
        if let Some((w, h)) = self.crop {
            picture = picture.crop_imm((width - w) / 2, (height - h) / 2, w, h);
        }
        let mut png = Cursor::new(Vec::new());
        picture.write_to(&mut png, ImageFormat::Png).map_err(broken)?;
        Ok(STANDARD.encode(png.get_ref()))
    }
}

fn scaled((width, height): (u32, u32), factor: f64) -> (u32, u32) {
    let side = |length: u32| ((f64::from(length) * factor).round() as u32).max(1);
    (side(width), side(height))
}
