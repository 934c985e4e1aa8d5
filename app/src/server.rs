//! The server's side of server functions: who is asking, whom to ask, and how a refusal becomes an answer.
//!
//! Read the context before the first `.await` of a server function: the reactive owner may be gone after it.

use crate::{
    AppError, FirstData,
    account::forms,
    said, settings,
    studio::{Selection, gather},
    text,
};
use axum::http::{StatusCode, request::Parts};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;
use std::{pin::Pin, sync::Arc};
use studio_domain::{Actor, ErrorCode, ModelInfo, Problem, PromptInfo, TaskKind};
use studio_services::Services;
use tower_sessions::Session;

/// Key of the signed-in person's id in the session.
pub const SESSION_USER_KEY: &str = "user_id";

/// The models on offer.
pub trait Catalog {
    fn models(&self) -> Vec<ModelInfo>;

    /// The model that a request means, by default the task's own, and its version.
    ///
    /// # Errors
    /// `not_found`; `model_unavailable`, with what to do.
    fn resolve(&self, task: TaskKind, model: Option<&str>) -> Result<(ModelInfo, String), Problem>;

    /// What the model reads in a prompt.
    ///
    /// # Errors
    /// `not_found`; `model_unavailable`.
    fn inspect_prompt(&self, model: String, version: String, prompt: String) -> Answer<PromptInfo>;
}

/// What takes a while.
pub type Answer<T> = Pin<Box<dyn Future<Output = Result<T, Problem>> + Send>>;

/// [`Catalog`] as the server provides it to the page.
pub type Models = Arc<dyn Catalog + Send + Sync>;

/// Loads what the page at `path` shows first. Call it before rendering, and put it into the request's extensions.
pub async fn load(
    services: &Services,
    models: Vec<ModelInfo>,
    actor: &Actor,
    session: &Session,
    path: &str,
) -> FirstData {
    match path {
        "/sign-in" | "/sign-up" => FirstData::Form(forms::state(session).await),
        "/settings" => {
            let state = settings::gather(services, actor, session).await;
            FirstData::Settings(state.map(Box::new).map_err(|error| error.problem().into()))
        }
        _ => {
            let state = gather::studio(services, models, actor, Selection::of_path(path).unwrap_or_default()).await;
            FirstData::Studio(state.map(Box::new).map_err(|error| error.problem().into()))
        }
    }
}

/// The service layer and the caller.
///
/// # Errors
/// `unauthenticated` when the request carries no session.
pub fn context() -> Result<(Services, Actor), AppError> {
    let services = use_context::<Services>().ok_or_else(missing)?;
    let actor = extension::<Actor>()
        .ok_or_else(|| refuse_with(Problem::new(ErrorCode::Unauthenticated, text::error::NO_SESSION)))?;
    Ok((services, actor))
}

/// The models on offer.
///
/// # Errors
/// `internal` when the server was put together without them.
pub fn models() -> Result<Models, AppError> {
    use_context::<Models>().ok_or_else(missing)
}

/// The caller's session.
///
/// # Errors
/// `internal` when the server was put together without sessions.
pub fn session() -> Result<Session, AppError> {
    extension::<Session>().ok_or_else(missing)
}

/// Turns a service's error into the page's, and gives the answer its HTTP status.
pub fn refuse(error: &studio_services::Error) -> AppError {
    refuse_with(error.problem())
}

/// As [`refuse`], for problems found outside the services.
pub fn refuse_with(problem: Problem) -> AppError {
    let error = problem.into();
    set_status_of(&error);
    error
}

/// The same problem in the words of the current language.
#[must_use]
pub fn said(problem: &Problem) -> Problem {
    Problem { title: said::title(problem), detail: said::detail(problem), ..problem.clone() }
}

/// Sets the status that belongs to `error`.
pub fn set_status_of(error: &AppError) {
    if let AppError::Problem(problem) = error
        && let Ok(status) = StatusCode::from_u16(problem.status)
    {
        set_status(status);
    }
}

/// Sets the status of the answer being made.
pub fn set_status(status: StatusCode) {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(status);
    }
}

/// What a middleware put into the request.
pub fn extension<T: Clone + Send + Sync + 'static>() -> Option<T> {
    use_context::<Parts>()?.extensions.get::<T>().cloned()
}

fn missing() -> AppError {
    Problem::new(ErrorCode::Internal, text::error::INTERNAL).into()
}
