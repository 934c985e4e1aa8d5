//! Finished tasks and their files, for interfaces that answer with the result itself.

use crate::http::{
    error::{Error, Result},
    state::AppState,
};
use axum::http::{HeaderMap, header};
use futures::TryStreamExt;
use std::time::Duration;
use studio_domain::{Actor, ErrorCode, ImageId, Task, TaskState};
use studio_services::Variant;
use tokio::time::Instant;

/// As long as OpenAI's clients wait. The tasks go on, and their images are in the gallery.
const LONGEST: Duration = Duration::from_secs(600);

/// The tasks, when all have ended; in whatever way.
pub async fn ended(state: &AppState, actor: &Actor, mut tasks: Vec<Task>) -> Result<Vec<Task>> {
    let deadline = Instant::now() + LONGEST;
    for task in &mut tasks {
        let left = deadline.saturating_duration_since(Instant::now());
        *task = state.services.tasks().wait(actor, task.task_id, left).await?;
        if !task.state.is_terminal() {
            let detail =
                format!("This takes longer than a request may wait. Look for it at /v1/tasks/{}.", task.task_id);
            return Err(Error::new(ErrorCode::DeadlineExceeded, detail));
        }
    }
    Ok(tasks)
}

/// The tasks, when all have succeeded; or why one has not.
pub async fn finished(state: &AppState, actor: &Actor, tasks: Vec<Task>) -> Result<Vec<Task>> {
    let tasks = ended(state, actor, tasks).await?;
    for task in &tasks {
        match (&task.error, task.state) {
            (Some(problem), _) => return Err(problem.clone().into()),
            (None, TaskState::Canceled) => return Err(Error::new(ErrorCode::Canceled, "The task was canceled.")),
            _ => {}
        }
    }
    Ok(tasks)
}

/// The whole file of a picture.
pub async fn bytes(state: &AppState, actor: &Actor, id: ImageId) -> Result<Vec<u8>> {
    let file = state.services.images().open(actor, id, Variant::Original).await?;
    let mut bytes = Vec::with_capacity(usize::try_from(file.bytes).unwrap_or_default());
    let mut stream = file.stream;
    while let Some(piece) = stream.try_next().await? {
        bytes.extend_from_slice(&piece);
    }
    Ok(bytes)
}

/// Where this server is, for addresses that leave it.
pub fn origin(state: &AppState, headers: &HeaderMap) -> String {
    match &state.public_url {
        Some(url) => url.trim_end_matches('/').to_owned(),
        None => {
            let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
            format!("http://{host}")
        }
    }
}
