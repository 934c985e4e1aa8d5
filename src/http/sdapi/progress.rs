//! How the caller's work stands, and stopping it. There, everybody asks about the one job of the machine; here, each about
//! their own.

use crate::http::{error::Result, extract::Params, lenient, middleware::Caller, state::AppState};
use axum::{Json, extract::State};
use serde::Deserialize;
use serde_json::{Value, json};
use studio_domain::{Actor, ErrorCode, Task, TaskListQuery, TaskState};
use time::macros::format_description;

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Query {
    #[serde(deserialize_with = "lenient::boolean")]
    skip_current_image: bool,
}

pub async fn progress(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Params(query): Params<Query>,
) -> Result<Json<Value>> {
    let running = tasks(&state, &actor, TaskState::Running).await?;
    let waiting = tasks(&state, &actor, TaskState::Queued).await?;
    let jobs = running.len() + waiting.len();
    // Newest first: the oldest is furthest.
    let current = running.last().or(waiting.last());
    let preview = current.filter(|_| !query.skip_current_image).and_then(|task| state.services.tasks().preview(task));
    let preview = preview.as_deref().and_then(|url| url.split_once(',')).map(|(_, data)| data.to_owned());
    let format = format_description!("[year][month][day][hour][minute][second]");
    Ok(Json(json!({
        "progress": current.map_or(0.0, |task| task.progress),
        "eta_relative": current.and_then(|task| task.eta_seconds).unwrap_or(0.0),
        "state": {
            "skipped": false,
            "interrupted": current.is_some_and(|task| task.cancel_requested),
            "stopping_generation": false,
            "job": current.map(|task| task.task_id.to_string()).unwrap_or_default(),
            "job_count": jobs,
            "job_timestamp": current.and_then(|task| task.created_at.format(format).ok()).unwrap_or("0".into()),
            "job_no": 0,
            "sampling_step": current.and_then(|task| task.step).unwrap_or(0),
            "sampling_steps": current.and_then(|task| task.steps).unwrap_or(0),
        },
        "current_image": preview,
        "textinfo": current.filter(|task| task.state == TaskState::Queued).map(|_| "Waiting..."),
    })))
}

/// Stops everything of the caller's.
pub async fn interrupt(State(state): State<AppState>, Caller(actor): Caller) -> Result<Json<Value>> {
    let mut all = tasks(&state, &actor, TaskState::Queued).await?;
    all.extend(tasks(&state, &actor, TaskState::Running).await?);
    cancel(&state, &actor, all).await
}

/// Stops what runs, and goes on with what waits.
pub async fn skip(State(state): State<AppState>, Caller(actor): Caller) -> Result<Json<Value>> {
    let running = tasks(&state, &actor, TaskState::Running).await?;
    cancel(&state, &actor, running).await
}

async fn cancel(state: &AppState, actor: &Actor, tasks: Vec<Task>) -> Result<Json<Value>> {
    for task in tasks {
        match state.services.tasks().cancel(actor, task.task_id).await {
            Ok(_) => {}
            // It ended by itself meanwhile.
            Err(error) if matches!(error.code(), ErrorCode::Conflict | ErrorCode::NotFound) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(Json(json!({})))
}

async fn tasks(state: &AppState, actor: &Actor, in_state: TaskState) -> Result<Vec<Task>> {
    let query = TaskListQuery { limit: Some(100), state: Some(in_state), ..Default::default() };
    Ok(state.services.tasks().list(actor, &query).await?.data)
}
