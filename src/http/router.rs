//! The whole route table, readable top to bottom.

use crate::{
    config::WebConfig,
    http::{
        cookies::session_layer,
        cors::cross_origin,
        error::{Error, problem_details},
        events, health,
        middleware::{
            Proxies, client_address, identify, language, request_id, security_headers, status_is_deprecated,
            task_limits,
        },
        openai,
        openapi::{docs, docs_file, foundation, openapi_json, to_docs},
        pages, rembg, sdapi,
        state::AppState,
        v1::{
            api_keys, archive, auth, boards, feedback, images, me, models, parameters, predict, presets, tasks,
            webhooks,
        },
    },
};
use axum::{
    Router,
    extract::{DefaultBodyLimit, Request, connect_info::IntoMakeServiceWithConnectInfo},
    http::StatusCode,
    middleware::{from_fn, from_fn_with_state},
    routing::{any, get, post},
};
use std::{net::SocketAddr, time::Duration};
use studio_domain::ErrorCode;
use tower::ServiceBuilder;
use tower_http::{
    catch_panic::CatchPanicLayer,
    classify::ServerErrorsFailureClass,
    compression::{
        CompressionLayer,
        predicate::{DefaultPredicate, NotForContentType, Predicate},
    },
    csrf::CsrfLayer,
    trace::{DefaultOnResponse, TraceLayer},
};
use tracing::{Level, Span, info_span};
use utoipa_axum::{router::OpenApiRouter, routes};

/// Pictures in an archive are compressed already.
const ZIP: &str = "application/zip";

/// A router that knows the other end of each connection.
pub type Server = IntoMakeServiceWithConnectInfo<Router, SocketAddr>;

/// Everything the server answers.
///
/// # Errors
/// When the configured public address is not an origin, or the folder of the built page cannot be read.
pub fn router(state: AppState, web: &WebConfig) -> anyhow::Result<Server> {
    let mut csrf = CsrfLayer::new();
    for origin in web.public_url.iter().chain(&web.cors_origins) {
        csrf = csrf.add_trusted_origin(origin)?;
    }
    let known_callers = ServiceBuilder::new()
        .option_layer(cross_origin(web)?)
        .layer(session_layer(state.services.session_store(), web))
        .layer(csrf)
        .layer(from_fn_with_state(Proxies(web.proxies), client_address))
        .layer(from_fn_with_state(state.clone(), identify));
    let answers = api(&state).merge(pages::pages(&state)).layer(known_callers);
    let trace = TraceLayer::new_for_http()
        .make_span_with(span)
        .on_response(DefaultOnResponse::new().level(Level::INFO))
        .on_failure(failed);
    let everywhere = ServiceBuilder::new()
        .layer(from_fn(request_id))
        .layer(trace)
        .layer(from_fn(security_headers))
        .layer(from_fn(language))
        .layer(CompressionLayer::new().compress_when(DefaultPredicate::new().and(NotForContentType::const_new(ZIP))))
        .layer(from_fn(problem_details))
        .layer(CatchPanicLayer::new());
    let open = Router::from(health()).merge(documentation()).merge(pages::assets(&state)?);
    let router = open.merge(answers).layer(everywhere).with_state(state);
    Ok(router.into_make_service_with_connect_info())
}

fn span(request: &Request) -> Span {
    let id = request.headers().get("x-request-id").and_then(|v| v.to_str().ok()).unwrap_or_default();
    info_span!("http", method = %request.method(), path = request.uri().path(), request_id = id)
}

/// A refusal (503) has its line as a response, and its cause one where it was found.
fn failed(class: ServerErrorsFailureClass, latency: Duration, _: &Span) {
    if !matches!(class, ServerErrorsFailureClass::StatusCode(StatusCode::SERVICE_UNAVAILABLE)) {
        tracing::error!(classification = %class, latency = ?latency, "response failed");
    }
}

/// Every route of the API document, without what is laid around some of them.
pub fn described() -> OpenApiRouter<AppState> {
    OpenApiRouter::with_openapi(foundation())
        .nest("/v1", makers().merge(resources()))
        .nest("/v2", preview_makers())
        .merge(deprecated())
        .merge(health())
}

/// What programs talk to.
fn api(state: &AppState) -> Router<AppState> {
    let limits = from_fn_with_state(state.clone(), task_limits);
    let newest = makers().layer(limits.clone()).merge(resources());
    let preview = preview_makers().layer(limits.clone()).merge(resources());
    OpenApiRouter::new()
        .nest("/v1", newest.clone())
        .nest("/latest", newest)
        .nest("/v2", preview)
        .merge(deprecated().layer(from_fn(status_is_deprecated)))
        .merge(makers_as_others_speak().layer(limits).into())
        .merge(sdapi::resources().into())
        .route("/sdapi/{*rest}", any(no_such_route))
        .into()
}

/// Routes that make tasks as other products' do, which their own documents describe.
fn makers_as_others_speak() -> Router<AppState> {
    Router::new()
        .route("/v1/images/edits", post(openai::edit))
        .route("/v1/images/variations", post(openai::vary))
        .route("/api/remove", get(rembg::remove_at).post(rembg::remove_posted))
        .layer(DefaultBodyLimit::disable())
        .route("/v1/images/generations", post(openai::generate))
        .merge(sdapi::makers())
}

/// Routes that make tasks, and are limited therefore. Uploads are counted while they stream, with their own limit and
/// message.
fn makers() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(predict::predict)).layer(DefaultBodyLimit::disable())
}

/// The same in version 2.
fn preview_makers() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(predict::predict_and_wait)).layer(DefaultBodyLimit::disable())
}

/// Everything else, which is the same in all versions.
fn resources() -> OpenApiRouter<AppState> {
    let uploads = OpenApiRouter::new()
        .routes(routes!(images::list_images, images::upload_image))
        .routes(routes!(parameters::read_parameters))
        .layer(DefaultBodyLimit::disable());
    OpenApiRouter::new()
        .merge(uploads)
        .routes(routes!(archive::archive))
        .routes(routes!(webhooks::get_secret, webhooks::renew_secret))
        .routes(routes!(images::get_image, images::patch_image, images::delete_image))
        .routes(routes!(images::restore_image))
        .routes(routes!(images::share_image))
        .routes(routes!(images::get_file))
        .routes(routes!(boards::list_boards, boards::create_board))
        .routes(routes!(boards::rename_board, boards::delete_board))
        .routes(routes!(tasks::list_tasks))
        .routes(routes!(tasks::get_task, tasks::delete_task))
        .routes(routes!(tasks::cancel_task))
        .routes(routes!(presets::list_presets, presets::create_preset))
        .routes(routes!(presets::patch_preset, presets::delete_preset))
        .routes(routes!(events::events))
        .routes(routes!(feedback::put_feedback))
        .routes(routes!(feedback::withdraw_feedback))
        .routes(routes!(models::list_models))
        .routes(routes!(models::get_model))
        .routes(routes!(auth::register))
        .routes(routes!(auth::login))
        .routes(routes!(auth::refresh))
        .routes(routes!(auth::logout))
        .routes(routes!(me::get_me, me::patch_me, me::delete_me))
        .routes(routes!(me::get_usage))
        .routes(routes!(me::list_sessions, me::end_sessions))
        .routes(routes!(me::export_me))
        .routes(routes!(api_keys::list_keys, api_keys::create_key))
        .routes(routes!(api_keys::revoke_key))
        .route("/{*rest}", any(no_such_route))
}

fn deprecated() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(tasks::get_status))
}

fn health() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(health::health)).routes(routes!(health::live)).routes(routes!(health::ready))
}

/// What the API says of itself.
fn documentation() -> Router<AppState> {
    Router::new()
        .route("/openapi.json", get(openapi_json))
        .route("/docs", get(to_docs))
        .route("/docs/", get(docs))
        .route("/docs/{*file}", get(docs_file))
}

async fn no_such_route() -> Error {
    Error::new(ErrorCode::NotFound, "There is nothing at this address.")
}
