//! Who is calling: a bearer token, else the session cookie, else nobody.

use crate::http::error::Error;
use app::server::SESSION_USER_KEY;
use axum::{
    extract::{FromRequestParts, Request, State},
    http::{Method, header, request::Parts},
    middleware::Next,
    response::Response,
};
use studio_domain::{Actor, ErrorCode, UserId};
use studio_services::Services;
use tower_sessions::Session;

/// Extractor for handlers that need someone to be signed in, if only as a guest.
pub struct Caller(pub Actor);

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        parts.extensions.get::<Actor>().cloned().map(Self).ok_or_else(|| {
            let detail = "Send an access token (Authorization: Bearer …), or open the studio in a browser first.";
            Error::new(ErrorCode::Unauthenticated, detail)
        })
    }
}

/// Middleware: puts the [`Actor`] into the request's extensions, where both doors find it.
pub async fn identify(
    State(services): State<Services>,
    session: Session,
    mut request: Request,
    next: Next,
) -> Result<Response, Error> {
    let actor = match bearer(&request) {
        Some(token) => Some(services.accounts().authenticate(token).await?),
        None => match session_user(&session).await? {
            Some(id) => services.accounts().actor(id).await?,
            None => None,
        },
    };
    if let Some(actor) = actor {
        request.extensions_mut().insert(actor);
    }
    Ok(next.run(request).await)
}

/// Middleware for pages: someone who opens one without a session becomes a guest, so that everything works at once.
pub async fn guest_for_pages(
    State(services): State<Services>,
    session: Session,
    mut request: Request,
    next: Next,
) -> Result<Response, Error> {
    if request.method() == Method::GET && request.extensions().get::<Actor>().is_none() {
        let guest = services.accounts().create_guest().await?;
        session.insert(SESSION_USER_KEY, guest.user_id).await.map_err(session_error)?;
        request.extensions_mut().insert(guest);
    }
    Ok(next.run(request).await)
}

fn bearer(request: &Request) -> Option<&str> {
    let value = request.headers().get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

async fn session_user(session: &Session) -> Result<Option<UserId>, Error> {
    session.get(SESSION_USER_KEY).await.map_err(session_error)
}

fn session_error(error: tower_sessions::session::Error) -> Error {
    tracing::error!(error = format!("{:#}", anyhow::Error::new(error)), "session store failed");
    Error::new(ErrorCode::DatabaseUnavailable, "Your session cannot be read right now. Please try again in a moment.")
}
