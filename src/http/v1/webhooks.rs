//! `/v1/webhooks/secret`: what deliveries to the caller's webhooks are signed with.

use crate::http::{error::Result, middleware::Caller};
use axum::{
    Json,
    extract::State,
    http::{HeaderName, header},
};
use serde::Serialize;
use studio_services::Services;
use utoipa::ToSchema;

#[derive(Serialize, ToSchema)]
pub struct WebhookSecret {
    #[schema(pattern = "^whsec_", example = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw0VgbWlxZcYs=")]
    secret: String,
}

type SecretAnswer = ([(HeaderName, &'static str); 1], Json<WebhookSecret>);

fn answer(secret: String) -> SecretAnswer {
    ([(header::CACHE_CONTROL, "no-store")], Json(WebhookSecret { secret }))
}

/// What deliveries are signed with
///
/// It is made when it is first asked for. API keys need the scope `account:read`.
#[utoipa::path(get, path = "/webhooks/secret", tag = "Account",
    responses((status = 200, description = "As Standard Webhooks writes it", body = WebhookSecret)))]
pub async fn get_secret(State(services): State<Services>, Caller(actor): Caller) -> Result<SecretAnswer> {
    Ok(answer(services.webhooks().secret(&actor).await?))
}

/// Change what deliveries are signed with
///
/// From then on, the old secret signs nothing. Only for people who signed in themselves, not for API keys.
#[utoipa::path(post, path = "/webhooks/secret", tag = "Account",
    responses((status = 200, description = "The new one", body = WebhookSecret)))]
pub async fn renew_secret(State(services): State<Services>, Caller(actor): Caller) -> Result<SecretAnswer> {
    Ok(answer(services.webhooks().renew_secret(&actor).await?))
}
