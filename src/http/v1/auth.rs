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
use utoipa::ToSchema;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RefreshRequest {
    refresh_token: String,
}

/// Tokens must not be kept by caches (RFC 6749 §5.1).
type TokenAnswer = ([(HeaderName, &'static str); 1], Json<TokenPair>);

fn answer(tokens: TokenPair) -> TokenAnswer {
    ([(header::CACHE_CONTROL, "no-store")], Json(tokens))
}

/// Sign up
///
/// Sent with a guest's session, the guest becomes the account with all work so far.
#[utoipa::path(post, path = "/auth/register", tag = "Signing in", security(()), request_body = RegisterRequest,
    responses((status = 201, description = "The account is made and signed in", body = TokenPair)))]
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

/// Sign in
///
/// Sent with a guest's session, the guest's work moves to the account.
#[utoipa::path(post, path = "/auth/login", tag = "Signing in", security(()), request_body = Credentials,
    responses((status = 200, description = "An access token for 15 minutes, a refresh token for 7 days", body = TokenPair)))]
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

/// Exchange a refresh token
///
/// Each works once. Sent again within ten seconds, because the answer was lost, it works again; later it ends everything
/// that came of the same sign-in, since somebody has a copy.
#[utoipa::path(post, path = "/auth/refresh", tag = "Signing in", security(()), request_body = RefreshRequest,
    responses((status = 200, description = "New tokens; the old refresh token is spent", body = TokenPair)))]
pub async fn refresh(State(services): State<Services>, Body(request): Body<RefreshRequest>) -> Result<TokenAnswer> {
    Ok(answer(services.accounts().refresh(&request.refresh_token).await?))
}

/// Sign out
#[utoipa::path(post, path = "/auth/logout", tag = "Signing in", security(()), request_body = RefreshRequest,
    responses((status = 204, description = "Nothing that came of this sign-in can be refreshed any more")))]
pub async fn logout(
    State(services): State<Services>,
    Body(request): Body<RefreshRequest>,
) -> Result<StatusCode, Error> {
    services.accounts().revoke(&request.refresh_token).await?;
    Ok(StatusCode::NO_CONTENT)
}
