//! Health: `live` says the process answers, `ready` that it can do its work. A full queue is neither's business.

use crate::http::state::AppState;
use axum::{Json, extract::State, http::StatusCode};
use serde_json::{Value, json};
use studio_domain::ModelState;

pub async fn health(State(state): State<AppState>) -> Json<Value> {
    Json(json!({
        "status": "ok",
        "version": env!("CARGO_PKG_VERSION"),
        "device": state.engine.device(),
        "provider_notes": state.engine.provider_notes(),
    }))
}

pub async fn live() -> Json<Value> {
    Json(json!({ "status": "ok" }))
}

/// 503 until the database answers and at least one model can be used; also while draining.
pub async fn ready(State(state): State<AppState>) -> (StatusCode, Json<Value>) {
    let database = match state.services.ping().await {
        Ok(()) => "ok",
        Err(error) => {
            tracing::warn!(error = format!("{:#}", anyhow::Error::new(error)), "the database does not answer");
            "unreachable"
        }
    };
    let usable = |m: &studio_domain::ModelInfo| m.versions.iter().any(|v| v.state != ModelState::Failed);
    let models = if state.engine.models().iter().any(usable) { "ok" } else { "none usable" };
    let draining = state.stopping.is_cancelled();
    let ready = database == "ok" && models == "ok" && !draining;
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let word = if ready { "ok" } else { "unavailable" };
    (status, Json(json!({ "status": word, "database": database, "models": models, "draining": draining })))
}
