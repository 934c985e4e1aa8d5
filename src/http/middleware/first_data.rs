//! Loads what a page shows first, so that rendering it never waits: see docs/adr/0005-load-before-rendering.md.

use crate::worker::EngineHandle;
use app::server::load;
use axum::{
    extract::{Request, State},
    http::Method,
    middleware::Next,
    response::Response,
};
use studio_domain::Actor;
use studio_services::Services;
use tower_sessions::Session;

/// Middleware for pages: puts their [`app::FirstData`] into the request's extensions.
pub async fn first_data(
    State(services): State<Services>,
    State(engine): State<EngineHandle>,
    session: Session,
    mut request: Request,
    next: Next,
) -> Response {
    if request.method() == Method::GET
        && let Some(actor) = request.extensions().get::<Actor>().cloned()
    {
        let data = load(&services, engine.models(), &actor, &session, request.uri()).await;
        request.extensions_mut().insert(data);
    }
    next.run(request).await
}
