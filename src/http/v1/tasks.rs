//! `/v1/tasks`: how the work stands.

use crate::http::{
    error::Result,
    extract::{Id, Params},
    middleware::Caller,
};
use axum::{Json, extract::State, http::StatusCode};
use studio_domain::{Page, Task, TaskId, TaskListQuery};
use studio_services::Services;

pub async fn list_tasks(
    State(services): State<Services>,
    Caller(actor): Caller,
    Params(query): Params<TaskListQuery>,
) -> Result<Json<Page<Task>>> {
    Ok(Json(services.tasks().list(&actor, &query).await?))
}

pub async fn get_task(
    State(services): State<Services>,
    Caller(actor): Caller,
    Id(id): Id<TaskId>,
) -> Result<Json<Task>> {
    Ok(Json(services.tasks().get(&actor, id).await?))
}

pub async fn cancel_task(
    State(services): State<Services>,
    Caller(actor): Caller,
    Id(id): Id<TaskId>,
) -> Result<Json<Task>> {
    Ok(Json(services.tasks().cancel(&actor, id).await?))
}

pub async fn delete_task(
    State(services): State<Services>,
    Caller(actor): Caller,
    Id(id): Id<TaskId>,
) -> Result<StatusCode> {
    services.tasks().delete(&actor, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
