//! `/v1/models`: what can be run here, and in what state it is.

use crate::{
    http::error::{Error, Result},
    worker::EngineHandle,
};
use axum::{
    Json,
    extract::{Path, State},
};
use studio_domain::{ErrorCode, ModelInfo, Page};

/// List models
#[utoipa::path(get, path = "/models", tag = "Models", security(()),
    responses((status = 200, description = "All of them", body = Page<ModelInfo>)))]
pub async fn list_models(State(engine): State<EngineHandle>) -> Json<Page<ModelInfo>> {
    Json(Page { data: engine.models(), next_cursor: None })
}

/// Look at a model
#[utoipa::path(get, path = "/models/{name}", tag = "Models", security(()), params(("name" = String, Path)),
    responses((status = 200, description = "The model", body = ModelInfo)))]
pub async fn get_model(State(engine): State<EngineHandle>, Path(name): Path<String>) -> Result<Json<ModelInfo>> {
    let found = engine.models().into_iter().find(|model| model.name == name);
    found.map(Json).ok_or_else(|| Error::new(ErrorCode::NotFound, "There is no model of this name."))
}
