//! `/v1/auth`: accounts and tokens for scripts. The page signs in by session instead.

use crate::http::{
    error::{Error, Result},
    extract::Json as Body,
};
use axum::{
    Extension, Json,
    extract::State,
    http::{HeaderName, StatusCode, header},
};
use serde::Deserialize;
use studio_domain::{Actor, Credentials, RegisterRequest, TokenPair};
use studio_services::{ClientAddress, Services};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RefreshRequest {
    refresh_token: String,
}

/// Tokens must not be kept by caches (RFC 6749 §5.1).
type TokenAnswer = ([(HeaderName, &'static str); 1], Json<TokenPair>);

fn answer(tokens: TokenPair) -> TokenAnswer {
    ([(header::CACHE_CONTROL, "no-store")], Json(tokens))
}

pub async fn register(
    State(services): State<Services>,
    guest: Option<Extension<Actor>>,
    address: Option<Extension<ClientAddress>>,
    Body(request): Body<RegisterRequest>,
) -> Result<(StatusCode, TokenAnswer)> {
    let accounts = services.accounts().called_from(address.as_deref().copied());
    let actor = accounts.register(guest.as_deref(), &request).await?;
    let tokens = accounts.issue_tokens(&actor).await?;
    Ok((StatusCode::CREATED, answer(tokens)))
}

pub async fn login(
    State(services): State<Services>,
    guest: Option<Extension<Actor>>,
    address: Option<Extension<ClientAddress>>,
    Body(credentials): Body<Credentials>,
) -> Result<TokenAnswer> {
    let accounts = services.accounts().called_from(address.as_deref().copied());
    let actor = accounts.sign_in(guest.as_deref(), &credentials).await?;
    Ok(answer(accounts.issue_tokens(&actor).await?))
}

pub async fn refresh(State(services): State<Services>, Body(request): Body<RefreshRequest>) -> Result<TokenAnswer> {
    Ok(answer(services.accounts().refresh(&request.refresh_token).await?))
}

pub async fn logout(
    State(services): State<Services>,
    Body(request): Body<RefreshRequest>,
) -> Result<StatusCode, Error> {
    services.accounts().revoke(&request.refresh_token).await?;
    Ok(StatusCode::NO_CONTENT)
}
