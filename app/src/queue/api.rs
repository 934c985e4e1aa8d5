//! Submitting, canceling and dismissing tasks.

use crate::AppError;
use leptos::{prelude::*, server_fn::codec::Json};
use studio_domain::{PredictRequest, Task, TaskId};

/// Queues a task, for the default model of its kind unless it names one.
#[server(input = Json, endpoint = "submit")]
pub async fn submit(request: PredictRequest) -> Result<Task, AppError> {
    let (services, actor) = crate::server::context()?;
    let resolved = crate::server::models()?.resolve(request.task, request.model.as_deref());
    let (model, version) = resolved.map_err(crate::server::refuse_with)?;
    let submitted = services.tasks().submit(&actor, request, &model, &version, None).await;
    submitted.map_err(|error| crate::server::refuse(&error))
}

#[server(input = Json, endpoint = "cancel-task")]
pub async fn cancel_task(id: TaskId) -> Result<Task, AppError> {
    let (services, actor) = crate::server::context()?;
    services.tasks().cancel(&actor, id).await.map_err(|error| crate::server::refuse(&error))
}

/// Takes an ended task off the list.
#[server(input = Json, endpoint = "dismiss-task")]
pub async fn dismiss_task(id: TaskId) -> Result<(), AppError> {
    let (services, actor) = crate::server::context()?;
    services.tasks().delete(&actor, id).await.map_err(|error| crate::server::refuse(&error))
}
