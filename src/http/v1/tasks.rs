//! `/v1/tasks`: how the work stands.

use crate::http::{
    error::Result,
    extract::{Id, Params},
    middleware::Caller,
};
use axum::{Json, extract::State, http::StatusCode};
use studio_domain::{Page, Problem, Task, TaskId, TaskListQuery};
use studio_services::Services;

/// List tasks
#[utoipa::path(get, path = "/tasks", tag = "Tasks", params(TaskListQuery),
    responses((status = 200, description = "Newest first", body = Page<Task>)))]
pub async fn list_tasks(
    State(services): State<Services>,
    Caller(actor): Caller,
    Params(query): Params<TaskListQuery>,
) -> Result<Json<Page<Task>>> {
    Ok(Json(services.tasks().list(&actor, &query).await?))
}

/// Follow a task
#[utoipa::path(get, path = "/tasks/{id}", tag = "Tasks", params(("id" = TaskId, Path)),
    responses((status = 200, description = "How it stands; at the end with the pictures", body = Task)))]
pub async fn get_task(
    State(services): State<Services>,
    Caller(actor): Caller,
    Id(id): Id<TaskId>,
) -> Result<Json<Task>> {
    Ok(Json(services.tasks().get(&actor, id).await?))
}

/// Cancel a task
#[utoipa::path(post, path = "/tasks/{id}/cancel", tag = "Tasks", params(("id" = TaskId, Path)),
    responses((status = 200, description = "Canceled, or about to be", body = Task),
              (status = 409, description = "It has ended already", body = Problem, content_type = "application/problem+json")))]
pub async fn cancel_task(
    State(services): State<Services>,
    Caller(actor): Caller,
    Id(id): Id<TaskId>,
) -> Result<Json<Task>> {
    Ok(Json(services.tasks().cancel(&actor, id).await?))
}

/// Delete a task
///
/// Cancels it if it has not ended.
#[utoipa::path(delete, path = "/tasks/{id}", tag = "Tasks", params(("id" = TaskId, Path)),
    responses((status = 204, description = "It is in no list any more; its pictures stay")))]
pub async fn delete_task(
    State(services): State<Services>,
    Caller(actor): Caller,
    Id(id): Id<TaskId>,
) -> Result<StatusCode> {
    services.tasks().delete(&actor, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Follow a task, at its old address
#[utoipa::path(get, path = "/status/{id}", tag = "Deprecated", params(("id" = TaskId, Path)),
    responses((status = 200, description = "As `/v1/tasks/{id}` answers", body = Task,
               headers(("Deprecation" = String), ("Sunset" = String), ("Link" = String)))))]
pub async fn get_status(state: State<Services>, caller: Caller, id: Id<TaskId>) -> Result<Json<Task>> {
    get_task(state, caller, id).await
}
