//! `/v1/webhooks/secret`: what deliveries to the caller's webhooks are signed with.

use crate::http::{error::Result, middleware::Caller};
use axum::{
    Json,
    extract::State,
    http::{HeaderName, header},
};
use serde_json::{Value, json};
use studio_services::Services;

type SecretAnswer = ([(HeaderName, &'static str); 1], Json<Value>);

fn answer(secret: String) -> SecretAnswer {
    ([(header::CACHE_CONTROL, "no-store")], Json(json!({ "secret": secret })))
}

pub async fn get_secret(State(services): State<Services>, Caller(actor): Caller) -> Result<SecretAnswer> {
    Ok(answer(services.webhooks().secret(&actor).await?))
}

/// Makes a new one.
pub async fn renew_secret(State(services): State<Services>, Caller(actor): Caller) -> Result<SecretAnswer> {
    Ok(answer(services.webhooks().renew_secret(&actor).await?))
}
