//! `POST /sdapi/v1/txt2img`.

use super::{asked::Asked, read, reply};
use crate::http::{
    error::Result,
    middleware::Receiver,
    state::AppState,
    submission::{Pictures, submit},
};
use axum::{
    Json,
    extract::{Request, State},
};
use serde_json::Value;
use studio_domain::TaskKind;

pub async fn paint(State(state): State<AppState>, Receiver(actor): Receiver, request: Request) -> Result<Json<Value>> {
    let (asked, echo) = Asked::read(read(request).await?)?;
    asked.check()?;
    let painter = asked.painter(&state, &actor, TaskKind::TextToImage).await?;
    let size = match &painter.0.diffusion {
        Some(model) => Some(asked.size(model, (model.width, model.height))?),
        None => None,
    };
    let requests = asked.requests(TaskKind::TextToImage, &painter, size, &asked.inputs())?;
    let tasks = submit(&state, &actor, requests, Pictures::default(), None).await?;
    reply::reply(&state, &actor, &asked, echo, tasks).await
}
