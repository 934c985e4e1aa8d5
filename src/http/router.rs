//! The whole route table, readable top to bottom.

use crate::{
    config::WebConfig,
    http::{
        cookies::session_layer,
        error::{Error, problem_details},
        events::events,
        health,
        middleware::{identify, request_id, security_headers},
        openai, pages, rembg, sdapi,
        state::AppState,
        v1::{archive, auth, feedback, images, me, models, parameters, predict, tasks, webhooks},
    },
};
use axum::{
    Router,
    extract::{DefaultBodyLimit, Request},
    middleware::{from_fn, from_fn_with_state},
    routing::{any, delete, get, post},
};
use studio_domain::ErrorCode;
use tower::ServiceBuilder;
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::CompressionLayer,
    csrf::CsrfLayer,
    trace::{DefaultOnResponse, TraceLayer},
};
use tracing::{Level, Span, info_span};

/// Everything the server answers.
///
/// # Errors
/// When the configured public address is not an origin, or the folder of the built page cannot be read.
pub fn router(state: AppState, web: &WebConfig) -> anyhow::Result<Router> {
    let csrf = match &web.public_url {
        Some(origin) => CsrfLayer::new().add_trusted_origin(origin)?,
        None => CsrfLayer::new(),
    };
    let known_callers = ServiceBuilder::new()
        .layer(session_layer(state.services.session_store(), web))
        .layer(csrf)
        .layer(from_fn_with_state(state.clone(), identify));
    let answers = api_routes().merge(pages::pages(&state)).layer(known_callers);
    let everywhere = ServiceBuilder::new()
        .layer(from_fn(request_id))
        .layer(TraceLayer::new_for_http().make_span_with(span).on_response(DefaultOnResponse::new().level(Level::INFO)))
        .layer(from_fn(security_headers))
        .layer(CompressionLayer::new())
        .layer(from_fn(problem_details))
        .layer(CatchPanicLayer::new());
    Ok(health_routes().merge(pages::assets(&state)?).merge(answers).layer(everywhere).with_state(state))
}

fn span(request: &Request) -> Span {
    let id = request.headers().get("x-request-id").and_then(|v| v.to_str().ok()).unwrap_or_default();
    info_span!("http", method = %request.method(), path = request.uri().path(), request_id = id)
}

fn health_routes() -> Router<AppState> {
    Router::new()
        .route("/health", get(health::health))
        .route("/health/live", get(health::live))
        .route("/health/ready", get(health::ready))
}

fn api_routes() -> Router<AppState> {
    // Uploads are counted while they stream, with their own limit and message.
    let uploads = Router::new()
        .route("/v1/predict", post(predict::predict))
        .route("/v1/images", get(images::list_images).post(images::upload_image))
        .route("/v1/images/edits", post(openai::edit))
        .route("/v1/images/variations", post(openai::vary))
        .route("/v1/images/parameters", post(parameters::read_parameters))
        .route("/api/remove", get(rembg::remove_at).post(rembg::remove_posted))
        .layer(DefaultBodyLimit::disable());
    Router::new()
        .merge(uploads)
        .merge(sdapi::routes())
        .route("/v1/auth/register", post(auth::register))
        .route("/v1/auth/login", post(auth::login))
        .route("/v1/auth/refresh", post(auth::refresh))
        .route("/v1/auth/logout", post(auth::logout))
        .route("/v1/me", get(me::get_me))
        .route("/v1/tasks", get(tasks::list_tasks))
        .route("/v1/tasks/{id}", get(tasks::get_task).delete(tasks::delete_task))
        .route("/v1/tasks/{id}/cancel", post(tasks::cancel_task))
        .route("/status/{id}", get(tasks::get_task))
        .route("/v1/images/{id}", get(images::get_image).patch(images::patch_image).delete(images::delete_image))
        .route("/v1/images/archive", post(archive::archive))
        .route("/v1/images/generations", post(openai::generate))
        .route("/v1/images/{id}/restore", post(images::restore_image))
        .route("/v1/images/{id}/file", get(images::get_file))
        .route("/v1/feedback", post(feedback::put_feedback))
        .route("/v1/feedback/{id}", delete(feedback::withdraw_feedback))
        .route("/v1/models", get(models::list_models))
        .route("/v1/models/{name}", get(models::get_model))
        .route("/v1/webhooks/secret", get(webhooks::get_secret).post(webhooks::renew_secret))
        .route("/v1/events", get(events))
        .route("/v1/{*rest}", any(no_such_route))
        .route("/sdapi/{*rest}", any(no_such_route))
}

async fn no_such_route() -> Error {
    Error::new(ErrorCode::NotFound, "There is nothing at this address.")
}
