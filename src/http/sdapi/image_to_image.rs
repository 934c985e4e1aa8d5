//! `POST /sdapi/v1/img2img`: paints over a picture, or over the masked part of one.

use super::{
    asked::{Asked, invalid},
    prepare::{Plan, decode, prepare},
    read, reply,
};
use crate::http::{
    error::Result,
    middleware::Receiver,
    state::AppState,
    submission::{Pictures, submit},
    v1::upload::Upload,
};
use axum::{
    Json,
    extract::{Request, State},
};
use serde_json::Value;
use studio_domain::{Problem, TaskKind, UploadKind};

pub async fn paint(State(state): State<AppState>, Receiver(actor): Receiver, request: Request) -> Result<Json<Value>> {
    let (mut asked, echo) = Asked::read(read(request).await?)?;
    asked.check()?;
    let init = match asked.init_images.take().unwrap_or_default().as_slice() {
        [init] => decode(init, "init_images")?,
        _ => return Err(invalid("init_images", "Please send one picture.")),
    };
    let mask = asked.mask.take().filter(|mask| !mask.is_empty());
    let mask = mask.map(|mask| decode(&mask, "mask")).transpose()?;

    let task = if mask.is_some() { TaskKind::Inpaint } else { TaskKind::ImageToImage };
    let painter = asked.painter(&state, &actor, task).await?;
    let probe = studio_imaging::probe(&init).map_err(|e| Problem::new(e.code(), e.to_string()))?;
    let size = match &painter.0.diffusion {
        Some(model) => Some(asked.size(model, model.fit((probe.width, probe.height)))?),
        None => None,
    };
    let plan = Plan::of(&asked, size.unwrap_or((probe.width, probe.height)))?;
    let (init, mask) = prepare(&state, plan, init, mask).await?;

    let mut pictures = Pictures::default();
    let mut inputs = asked.inputs();
    inputs.image = Some(pictures.add(UploadKind::Original, Upload { bytes: init, declared: None }));
    inputs.mask = mask.map(|bytes| pictures.add(UploadKind::Mask, Upload { bytes, declared: None }));
    let mut requests = asked.requests(task, &painter, size, &inputs)?;
    if plan.starts_from_noise() {
        for request in &mut requests {
            request.parameters.strength = request.parameters.strength.map(|_| 1.0);
        }
    }
    let tasks = submit(&state, &actor, requests, pictures, None).await?;
    reply::reply(&state, &actor, &asked, echo, tasks).await
}
