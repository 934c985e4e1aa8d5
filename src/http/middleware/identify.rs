//! Who is calling: an access token or API key, else the session cookie, else nobody.

use crate::http::error::Error;
use app::server::SESSION_USER_KEY;
use axum::{
    extract::{FromRequestParts, Request, State},
    http::{Method, header, request::Parts},
    middleware::Next,
    response::Response,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use studio_domain::{Actor, ErrorCode, Scope, UserId};
use studio_services::Services;
use tower_sessions::Session;

/// Extractor for handlers that need someone to be signed in, if only as a guest.
pub struct Caller(pub Actor);

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        parts.extensions.get::<Actor>().cloned().map(Self).ok_or_else(|| {
            let detail =
                "Send an access token or API key (Authorization: Bearer …), or open the studio in a browser first.";
            Error::new(ErrorCode::Unauthenticated, detail)
        })
    }
}

/// Extractor for handlers that make tasks and answer with their files: who may not read those is refused before any work.
pub struct Receiver(pub Actor);

impl<S: Sync> FromRequestParts<S> for Receiver {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let Caller(actor) = Caller::from_request_parts(parts, state).await?;
        actor.require(Scope::ImagesRead)?;
        Ok(Self(actor))
    }
}

/// Middleware: puts the [`Actor`] into the request's extensions, where both doors find it.
pub async fn identify(
    State(services): State<Services>,
    session: Session,
    mut request: Request,
    next: Next,
) -> Result<Response, Error> {
    let actor = match Credential::of(&request)? {
        Some(Credential::Bearer(token)) => Some(services.accounts().authenticate(token).await?),
        Some(Credential::Basic { email, key }) => Some(services.accounts().authenticate_basic(&email, &key).await?),
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

/// What the header `Authorization` says.
enum Credential<'a> {
    /// An access token or an API key (RFC 6750).
    Bearer(&'a str),
    /// An e-mail address and an API key (RFC 7617), for clients that know nothing else.
    Basic { email: String, key: String },
}

impl<'a> Credential<'a> {
    /// `None` without the header, and for schemes that are not ours: a proxy in front may use one.
    fn of(request: &'a Request) -> Result<Option<Self>, Error> {
        let header = request.headers().get(header::AUTHORIZATION).and_then(|v| v.to_str().ok());
        let Some((scheme, value)) = header.and_then(|value| value.split_once(' ')) else { return Ok(None) };
        if scheme.eq_ignore_ascii_case("bearer") {
            return Ok(Some(Self::Bearer(value.trim())));
        }
        if !scheme.eq_ignore_ascii_case("basic") {
            return Ok(None);
        }
        let text = STANDARD.decode(value.trim()).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        let (email, key) = text.as_deref().and_then(|text| text.split_once(':')).ok_or_else(|| {
            Error::new(ErrorCode::Unauthenticated, "The header Authorization cannot be read: not Basic as in RFC 7617.")
        })?;
        Ok(Some(Self::Basic { email: email.to_owned(), key: key.to_owned() }))
    }
}

async fn session_user(session: &Session) -> Result<Option<UserId>, Error> {
    session.get(SESSION_USER_KEY).await.map_err(session_error)
}

pub fn session_error(error: tower_sessions::session::Error) -> Error {
    tracing::error!(error = format!("{:#}", anyhow::Error::new(error)), "session store failed");
    Error::new(ErrorCode::DatabaseUnavailable, "Your session cannot be read right now. Please try again in a moment.")
}
