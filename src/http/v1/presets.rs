//! `/v1/presets`: settings under names.

use crate::http::{
    error::Result,
    extract::{Id, Json as Body},
    middleware::Caller,
};
use axum::{Json, extract::State, http::StatusCode};
use studio_domain::{NewPreset, Page, Preset, PresetId, PresetPatch};
use studio_services::Services;

/// List presets
///
/// There are few enough for one page.
#[utoipa::path(get, path = "/presets", tag = "Tasks", responses((status = 200, description = "All presets, by name", body = Page<Preset>)))]
pub async fn list_presets(State(services): State<Services>, Caller(actor): Caller) -> Result<Json<Page<Preset>>> {
    Ok(Json(Page { data: services.presets().list(&actor).await?, next_cursor: None }))
}

/// Keep settings under a name
///
/// Without the name, and with pictures where the task takes some, the same is a request for `/predict`.
#[utoipa::path(post, path = "/presets", tag = "Tasks", request_body = NewPreset,
    responses((status = 201, description = "What is kept", body = Preset)))]
pub async fn create_preset(
    State(services): State<Services>,
    Caller(actor): Caller,
    Body(request): Body<NewPreset>,
) -> Result<(StatusCode, Json<Preset>)> {
    Ok((StatusCode::CREATED, Json(services.presets().create(&actor, &request).await?)))
}

/// Rename a preset, or change what it keeps
#[utoipa::path(patch, path = "/presets/{id}", tag = "Tasks", params(("id" = PresetId, Path)), request_body = PresetPatch,
    responses((status = 200, description = "What is kept now", body = Preset)))]
pub async fn patch_preset(
    State(services): State<Services>,
    Caller(actor): Caller,
    Id(id): Id<PresetId>,
    Body(patch): Body<PresetPatch>,
) -> Result<Json<Preset>> {
    Ok(Json(services.presets().change(&actor, id, patch).await?))
}

/// Delete a preset
#[utoipa::path(delete, path = "/presets/{id}", tag = "Tasks", params(("id" = PresetId, Path)),
    responses((status = 204, description = "It is gone")))]
pub async fn delete_preset(
    State(services): State<Services>,
    Caller(actor): Caller,
    Id(id): Id<PresetId>,
) -> Result<StatusCode> {
    services.presets().delete(&actor, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
