//! `/v1/me`: the caller and their account.

use crate::http::{
    error::Result,
    extract::Json as Body,
    middleware::{Caller, session_error},
    openapi::Binary,
};
use axum::{
    Extension, Json,
    body::Body as RawBody,
    extract::State,
    http::{HeaderName, StatusCode, header},
};
use studio_domain::{DeleteMe, Me, MePatch, Page, SignIn, Usage};
use studio_services::{ClientAddress, Services};
use tower_sessions::Session;

/// See who is calling
///
/// With any API key, too.
#[utoipa::path(get, path = "/me", tag = "Account", responses((status = 200, description = "The caller", body = Me)))]
pub async fn get_me(State(services): State<Services>, Caller(actor): Caller) -> Result<Json<Me>> {
    Ok(Json(services.accounts().me(&actor).await?))
}

/// Change e-mail address or password
///
/// A new password ends all tokens and all other sessions. API keys stay, and cannot do this.
#[utoipa::path(patch, path = "/me", tag = "Account", request_body = MePatch,
    responses((status = 200, description = "The account as it is now", body = Me)))]
pub async fn patch_me(
    State(services): State<Services>,
    Caller(actor): Caller,
    session: Session,
    address: Option<Extension<ClientAddress>>,
    Body(patch): Body<MePatch>,
) -> Result<Json<Me>> {
    let accounts = services.accounts().called_from(address.as_deref().copied());
    let me = accounts.change(&actor, &patch, session.id()).await?;
    if session.id().is_some() {
        // A new id for the session that goes on, in case somebody has the old one.
        session.cycle_id().await.map_err(session_error)?;
    }
    Ok(Json(me))
}

/// Delete the account with everything in it
///
/// There is no undo. API keys cannot do this.
#[utoipa::path(delete, path = "/me", tag = "Account", request_body = DeleteMe,
    responses((status = 204, description = "Everything is gone: sessions, keys, tasks, pictures")))]
pub async fn delete_me(
    State(services): State<Services>,
    Caller(actor): Caller,
    session: Session,
    address: Option<Extension<ClientAddress>>,
    Body(request): Body<DeleteMe>,
) -> Result<StatusCode> {
    services.accounts().called_from(address.as_deref().copied()).delete(&actor, &request).await?;
    session.flush().await.map_err(session_error)?;
    Ok(StatusCode::NO_CONTENT)
}

/// See what is used and left
#[utoipa::path(get, path = "/me/usage", tag = "Account",
    responses((status = 200, description = "What is used, and what is left", body = Usage)))]
pub async fn get_usage(State(services): State<Services>, Caller(actor): Caller) -> Result<Json<Usage>> {
    Ok(Json(services.limits().usage(&actor).await?))
}

/// List where one is signed in
///
/// There are few enough for one page. Keys need the scope `account:read`.
#[utoipa::path(get, path = "/me/sessions", tag = "Account",
    responses((status = 200, description = "Browsers, then programs", body = Page<SignIn>)))]
pub async fn list_sessions(
    State(services): State<Services>,
    Caller(actor): Caller,
    session: Session,
) -> Result<Json<Page<SignIn>>> {
    let data = services.accounts().sign_ins(&actor, session.id()).await?;
    Ok(Json(Page { data, next_cursor: None }))
}

/// Sign out everywhere else
///
/// Ends all tokens, the one that asks included, and all sessions but the one that asks. API keys stay.
#[utoipa::path(delete, path = "/me/sessions", tag = "Account",
    responses((status = 204, description = "Only the session that asks goes on")))]
pub async fn end_sessions(
    State(services): State<Services>,
    Caller(actor): Caller,
    session: Session,
) -> Result<StatusCode> {
    services.accounts().sign_out_elsewhere(&actor, session.id()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Take everything along
///
/// A ZIP with account, usage, keys, sessions, tasks and pictures. Keys need `account:read`, `tasks:read` and
/// `images:read`.
#[utoipa::path(get, path = "/me/export", tag = "Account",
    responses((status = 200, description = "The archive, made while it is sent", body = Binary, content_type = "application/zip")))]
pub async fn export_me(
    State(services): State<Services>,
    Caller(actor): Caller,
) -> Result<([(HeaderName, &'static str); 3], RawBody)> {
    let archive = services.export().archive(&actor).await?;
    let headers = [
        (header::CONTENT_TYPE, "application/zip"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"creativeai-studio.zip\""),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, RawBody::from_stream(archive)))
}
