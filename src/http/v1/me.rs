//! `/v1/me`: the caller.

use crate::http::{error::Result, middleware::Caller};
use axum::{Json, extract::State};
use studio_domain::Me;
use studio_services::Services;

pub async fn get_me(State(services): State<Services>, Caller(actor): Caller) -> Result<Json<Me>> {
    Ok(Json(services.accounts().me(&actor).await?))
}
