//! `/v1/models`: what can be run here, and in what state it is.

use crate::{
    http::error::{Error, Result},
    worker::EngineHandle,
};
use axum::{
    Json,
    extract::{Path, State},
};
use serde::Serialize;
use studio_domain::{ErrorCode, ModelInfo, Page};
use utoipa::ToSchema;

/// A list that OpenAI's clients understand too: they look for `object` and, in each entry, what [`Entry`] adds.
#[derive(Serialize, ToSchema)]
pub struct ModelList {
    object: &'static str,
    #[serde(flatten)]
    page: Page<Entry>,
}

#[derive(Serialize, ToSchema)]
pub struct Entry {
    id: String,
    object: &'static str,
    /// Nobody writes down when a model was made.
    created: i64,
    owned_by: &'static str,
    #[serde(flatten)]
    model: ModelInfo,
}

impl From<ModelInfo> for Entry {
    fn from(model: ModelInfo) -> Self {
        Self { id: model.name.clone(), object: "model", created: 0, owned_by: "studio", model }
    }
}

/// List models
#[utoipa::path(get, path = "/models", tag = "Models", security(()),
    responses((status = 200, description = "All of them", body = ModelList)))]
pub async fn list_models(State(engine): State<EngineHandle>) -> Json<ModelList> {
    let data = engine.models().into_iter().map(Entry::from).collect();
    Json(ModelList { object: "list", page: Page { data, next_cursor: None } })
}

/// Look at a model
#[utoipa::path(get, path = "/models/{name}", tag = "Models", security(()), params(("name" = String, Path)),
    responses((status = 200, description = "The model", body = Entry)))]
pub async fn get_model(State(engine): State<EngineHandle>, Path(name): Path<String>) -> Result<Json<Entry>> {
    let found = engine.models().into_iter().find(|model| model.name == name);
    found
        .map(|model| Json(model.into()))
        .ok_or_else(|| Error::new(ErrorCode::NotFound, "There is no model of this name."))
}
