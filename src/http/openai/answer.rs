//! The answer: the finished pictures, in the answer itself or by address.

use super::wishes::Wishes;
use crate::http::{error::Result, results, state::AppState};
use axum::{Json, http::HeaderMap};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use std::time::Duration;
use studio_domain::{Actor, Task};
use time::OffsetDateTime;

/// How long the address of a picture is good for: as long as theirs.
const LINK_LIFETIME: Duration = Duration::from_secs(60 * 60);

/// Waits for the tasks, and answers with what they made.
pub async fn answer(
    state: &AppState,
    actor: &Actor,
    headers: &HeaderMap,
    wishes: &Wishes,
    tasks: Vec<Task>,
) -> Result<Json<Value>> {
    let tasks = results::finished(state, actor, tasks).await?;
    let by_address = match wishes.response_format.as_deref() {
        Some(format) => format == "url",
        // Of theirs, the newer models never answer with an address.
        None => !wishes.model.as_deref().is_some_and(|model| model.contains("gpt-image")),
    };
    let mut data = Vec::new();
    for image in tasks.iter().flat_map(|task| &task.images) {
        data.push(if by_address {
            let link = state.services.images().link(actor, image.id, LINK_LIFETIME).await?;
            json!({"url": format!("{}{}{link}", results::origin(state, headers), image.url)})
        } else {
            json!({"b64_json": STANDARD.encode(results::bytes(state, actor, image.id).await?)})
        });
    }
    let first = tasks.first().and_then(|task| Some((task, task.images.first()?)));
    Ok(Json(json!({
        "created": OffsetDateTime::now_utc().unix_timestamp(),
        "data": data,
        "size": first.map(|(_, image)| format!("{}x{}", image.width, image.height)),
        "output_format": first.map(|(task, _)| task.parameters.output_format),
        "background": "opaque",
        // Ours: what it takes to do it again.
        "model": first.map(|(task, _)| &task.model.name),
        "task_ids": tasks.iter().map(|task| task.task_id).collect::<Vec<_>>(),
        "seed": first.map(|(task, _)| task.seed),
    })))
}
