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

/// List API keys
///
/// There are few enough for one page. Keys need the scope `account:read`.
#[utoipa::path(get, path = "/api-keys", tag = "Account", responses((status = 200, description = "All keys, newest first, without their secrets", body = Page<ApiKey>)))]
pub async fn list_keys(State(services): State<Services>, Caller(actor): Caller) -> Result<Json<Page<ApiKey>>> {
    Ok(Json(Page { data: services.api_keys().list(&actor).await?, next_cursor: None }))
}

/// Make an API key
///
/// The secret is in this answer and nowhere else. Guests have to sign up first; no key can make another.
#[utoipa::path(post, path = "/api-keys", tag = "Account", request_body = NewApiKey,
    responses((status = 201, description = "The key, with the secret that is shown this once", body = CreatedApiKey)))]
pub async fn create_key(
    State(services): State<Services>,
    Caller(actor): Caller,
    Body(request): Body<NewApiKey>,
) -> Result<(StatusCode, [(HeaderName, &'static str); 1], Json<CreatedApiKey>)> {
    let created = services.api_keys().create(&actor, &request).await?;
    Ok((StatusCode::CREATED, [(header::CACHE_CONTROL, "no-store")], Json(created)))
}

/// Revoke an API key
#[utoipa::path(delete, path = "/api-keys/{id}", tag = "Account", params(("id" = ApiKeyId, Path)),
    responses((status = 204, description = "It is not accepted any more")))]
pub async fn revoke_key(
    State(services): State<Services>,
    Caller(actor): Caller,
    Id(id): Id<ApiKeyId>,
) -> Result<StatusCode> {
    services.api_keys().revoke(&actor, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
