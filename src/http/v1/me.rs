//! `/v1/me`: the caller.

use crate::http::{error::Result, middleware::Caller};
use axum::{Json, extract::State};
use studio_domain::{Me, Usage};
use studio_services::Services;

pub async fn get_me(State(services): State<Services>, Caller(actor): Caller) -> Result<Json<Me>> {
    Ok(Json(services.accounts().me(&actor).await?))
}

pub async fn get_usage(State(services): State<Services>, Caller(actor): Caller) -> Result<Json<Usage>> {
    Ok(Json(services.limits().usage(&actor).await?))
}
