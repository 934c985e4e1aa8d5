//! `/v1/api-keys`: keys for programs.

use crate::http::{
    error::Result,
    extract::{Id, Json as Body},
    middleware::Caller,
};
use axum::{
    Json,
    extract::State,
    http::{HeaderName, StatusCode, header},
};
use studio_domain::{ApiKey, ApiKeyId, CreatedApiKey, NewApiKey, Page};
use studio_services::Services;

/// There are few enough for one page.
pub async fn list_keys(State(services): State<Services>, Caller(actor): Caller) -> Result<Json<Page<ApiKey>>> {
    Ok(Json(Page { data: services.api_keys().list(&actor).await?, next_cursor: None }))
}

/// The answer holds the secret, so no cache may keep it.
pub async fn create_key(
    State(services): State<Services>,
    Caller(actor): Caller,
    Body(request): Body<NewApiKey>,
) -> Result<(StatusCode, [(HeaderName, &'static str); 1], Json<CreatedApiKey>)> {
    let created = services.api_keys().create(&actor, &request).await?;
    Ok((StatusCode::CREATED, [(header::CACHE_CONTROL, "no-store")], Json(created)))
}

pub async fn revoke_key(
    State(services): State<Services>,
    Caller(actor): Caller,
    Id(id): Id<ApiKeyId>,
) -> Result<StatusCode> {
    services.api_keys().revoke(&actor, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
