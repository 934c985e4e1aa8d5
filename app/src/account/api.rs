//! Signing in, up and out. The forms work without JavaScript: an answer is then a redirect.

use crate::AppError;
use leptos::prelude::*;

/// What a form shows at first.
#[server(endpoint = "typed-email")]
pub async fn typed_email() -> Result<String, AppError> {
    let session = crate::server::session()?;
    Ok(session.remove(sessions::TYPED_EMAIL).await.map_err(sessions::unreachable)?.unwrap_or_default())
}

/// Signs in; a guest's work moves to the account.
#[server(endpoint = "sign-in")]
pub async fn sign_in(email: String, password: String) -> Result<(), AppError> {
    let (services, actor) = crate::server::context()?;
    let session = crate::server::session()?;
    let guest = Some(&actor).filter(|actor| actor.is_guest());
    let credentials = studio_domain::Credentials { email: email.clone(), password };
    let signed_in = services.accounts().sign_in(guest, &credentials).await;
    sessions::settle(&session, signed_in, email).await
}

/// Signs up; a guest becomes the account, with all work so far.
#[server(endpoint = "sign-up")]
pub async fn sign_up(email: String, password: String) -> Result<(), AppError> {
    let (services, actor) = crate::server::context()?;
    let session = crate::server::session()?;
    let guest = Some(&actor).filter(|actor| actor.is_guest());
    let request = studio_domain::RegisterRequest { email: email.clone(), password };
    let registered = services.accounts().register(guest, &request).await;
    sessions::settle(&session, registered, email).await
}

/// Ends the session.
#[server(endpoint = "sign-out")]
pub async fn sign_out() -> Result<(), AppError> {
    let session = crate::server::session()?;
    session.flush().await.map_err(sessions::unreachable)?;
    leptos_axum::redirect("/");
    Ok(())
}

#[cfg(feature = "ssr")]
mod sessions {
    use crate::{
        AppError,
        server::{SESSION_USER_KEY, refuse, refuse_with},
        text,
    };
    use studio_domain::{Actor, ErrorCode, Problem};
    use tower_sessions::Session;

    /// Keeps the address for a form that is shown again without JavaScript. Never the password.
    pub const TYPED_EMAIL: &str = "typed_email";

    /// Starts a signed-in session under a new id, or keeps what was typed.
    pub async fn settle(
        session: &Session,
        outcome: Result<Actor, studio_services::Error>,
        email: String,
    ) -> Result<(), AppError> {
        match outcome {
            Ok(actor) => {
                // A new id, so that one planted before signing in is worth nothing (OWASP ASVS 5.0 §7.2.4).
                session.cycle_id().await.map_err(unreachable)?;
                session.insert(SESSION_USER_KEY, actor.user_id).await.map_err(unreachable)?;
                leptos_axum::redirect("/");
                Ok(())
            }
            Err(error) => {
                session.insert(TYPED_EMAIL, email).await.map_err(unreachable)?;
                Err(refuse(&error))
            }
        }
    }

    pub fn unreachable(_: tower_sessions::session::Error) -> AppError {
        refuse_with(Problem::new(ErrorCode::DatabaseUnavailable, text::error::NO_SESSIONS))
    }
}
