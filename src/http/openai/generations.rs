//! `POST /v1/images/generations`.

use super::{
    answer::answer,
    wishes::{Wishes, invalid},
};
use crate::http::{
    error::Result,
    extract::Json as Body,
    middleware::Receiver,
    state::AppState,
    submission::{Pictures, submit},
};
use axum::{Json, extract::State, http::HeaderMap};
use serde_json::Value;
use studio_domain::{TaskInputs, TaskKind};

pub async fn generate(
    State(state): State<AppState>,
    Receiver(actor): Receiver,
    headers: HeaderMap,
    Body(wishes): Body<Wishes>,
) -> Result<Json<Value>> {
    wishes.check()?;
    if wishes.prompt.is_empty() {
        return Err(invalid("prompt", "Please say what to paint."));
    }
    let inputs = TaskInputs {
        prompt: Some(wishes.prompt.clone()),
        negative_prompt: wishes.negative_prompt.clone(),
        ..Default::default()
    };
    let requests = wishes.requests(&state, TaskKind::TextToImage, &inputs)?;
    let tasks = submit(&state, &actor, requests, Pictures::default(), None).await?;
    answer(&state, &actor, &headers, &wishes, tasks).await
}
