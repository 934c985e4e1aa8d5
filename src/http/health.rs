//! Health: `live` says the process answers, `ready` that it can do its work. A full queue is neither's business.

use crate::http::state::AppState;
use axum::{Json, extract::State, http::StatusCode};
use serde::Serialize;
use studio_domain::{ErrorCode, ModelState};
use studio_services::Error;
use utoipa::ToSchema;

/// What is running.
#[derive(Serialize, ToSchema)]
pub struct Health {
    status: &'static str,
    version: &'static str,
    #[schema(example = "cpu")]
    device: String,
    /// Why a faster device is not used.
    provider_notes: Vec<String>,
}

#[derive(Serialize, ToSchema)]
pub struct Alive {
    status: &'static str,
}

/// What readiness hangs on.
#[derive(Serialize, ToSchema)]
pub struct Readiness {
    status: &'static str,
    database: &'static str,
    storage: &'static str,
    /// Only where one is configured.
    #[serde(skip_serializing_if = "Option::is_none")]
    redis: Option<&'static str>,
    models: &'static str,
    draining: bool,
}

/// See version and device
#[utoipa::path(get, path = "/health", tag = "Health", security(()), responses((status = 200, description = "It runs", body = Health)))]
pub async fn health(State(state): State<AppState>) -> Json<Health> {
    Json(Health {
        status: "ok",
        version: env!("CARGO_PKG_VERSION"),
        device: state.engine.device().to_owned(),
        provider_notes: state.engine.provider_notes().to_vec(),
    })
}

/// See whether the process answers
#[utoipa::path(get, path = "/health/live", tag = "Health", security(()), responses((status = 200, description = "It does", body = Alive)))]
pub async fn live() -> Json<Alive> {
    Json(Alive { status: "ok" })
}

/// See whether it can work
///
/// 503 until the database, the store of the pictures and Redis, where one is configured, answer and at least one model can
/// be used; also while draining.
#[utoipa::path(get, path = "/health/ready", tag = "Health", security(()),
    responses((status = 200, description = "It can", body = Readiness), (status = 503, description = "It cannot now", body = Readiness)))]
pub async fn ready(State(state): State<AppState>) -> (StatusCode, Json<Readiness>) {
    let (database, storage, redis) = match state.services.ping().await {
        Ok(()) => ("ok", "ok", "ok"),
        Err(error) => {
            let words = match &error {
                Error::Redis(_) => ("ok", "ok", "unreachable"),
                error if error.code() == ErrorCode::StorageUnavailable => ("ok", "unreachable", "unknown"),
                _ => ("unreachable", "unknown", "unknown"),
            };
            tracing::warn!(error = format!("{:#}", anyhow::Error::new(error)), "not ready");
            words
        }
    };
    let usable = |m: &studio_domain::ModelInfo| m.versions.iter().any(|v| v.state != ModelState::Failed);
    let models = if state.engine.models().iter().any(usable) { "ok" } else { "none usable" };
    let draining = state.stopping.is_cancelled();
    let ready = (database, storage, redis) == ("ok", "ok", "ok") && models == "ok" && !draining;
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let word = if ready { "ok" } else { "unavailable" };
    let redis = state.services.uses_redis().then_some(redis);
    (status, Json(Readiness { status: word, database, storage, redis, models, draining }))
}
