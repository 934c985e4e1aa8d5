//! Signing in, up and out: plain forms, with or without JavaScript. The answer is a redirect, to the studio or back to
//! the form, because who one is changes everything on the page.

use crate::AppError;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A form as it is shown: empty, or again, with what was wrong.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FormState {
    pub email: String,
    pub error: Option<AppError>,
}

/// Signs in; a guest's work moves to the account.
#[server(endpoint = "sign-in")]
pub async fn sign_in(email: String, password: String) -> Result<(), AppError> {
    let session = crate::server::session()?;
    let (services, actor) = crate::server::context()?;
    let address = crate::server::extension::<studio_services::ClientAddress>();
    let guest = Some(&actor).filter(|actor| actor.is_guest());
    let credentials = studio_domain::Credentials { email: email.clone(), password };
    let signed_in = services.accounts().called_from(address).sign_in(guest, &credentials).await;
    forms::answer(&session, "/sign-in", email, signed_in).await
}

/// Signs up; a guest becomes the account, with all work so far.
#[server(endpoint = "sign-up")]
pub async fn sign_up(email: String, password: String) -> Result<(), AppError> {
    let session = crate::server::session()?;
    let (services, actor) = crate::server::context()?;
    let address = crate::server::extension::<studio_services::ClientAddress>();
    let guest = Some(&actor).filter(|actor| actor.is_guest());
    let request = studio_domain::RegisterRequest { email: email.clone(), password };
    let registered = services.accounts().called_from(address).register(guest, &request).await;
    forms::answer(&session, "/sign-up", email, registered).await
}

/// Ends the session.
#[server(endpoint = "sign-out")]
pub async fn sign_out() -> Result<(), AppError> {
    let session = crate::server::session()?;
    session.flush().await.map_err(forms::unreachable)?;
    leptos_axum::redirect("/");
    Ok(())
}

#[cfg(feature = "ssr")]
pub mod forms {
    use super::FormState;
    use crate::{
        AppError,
        server::{SESSION_USER_KEY, refuse_with},
        text,
    };
    use studio_domain::{Actor, ErrorCode, Problem};
    use tower_sessions::Session;

    /// Keeps a form that is about to be shown again. Never the password.
    const FORM: &str = "form";

    /// The state of the form that is about to be shown; without a session to read it is an empty one.
    pub async fn state(session: &Session) -> FormState {
        session.remove(FORM).await.ok().flatten().unwrap_or_default()
    }

    /// Starts a signed-in session under a new id, or goes back to the form at `address`.
    pub async fn answer(
        session: &Session,
        address: &str,
        email: String,
        outcome: Result<Actor, studio_services::Error>,
    ) -> Result<(), AppError> {
        match outcome {
            Ok(actor) => {
                // A new id, so that one planted before signing in is worth nothing (OWASP ASVS 5.0 §7.2.4).
                session.cycle_id().await.map_err(unreachable)?;
                session.insert(SESSION_USER_KEY, actor.user_id).await.map_err(unreachable)?;
                leptos_axum::redirect("/");
            }
            Err(error) => {
                let state = FormState { email, error: Some(error.problem().into()) };
                session.insert(FORM, state).await.map_err(unreachable)?;
                leptos_axum::redirect(address);
            }
        }
        Ok(())
    }

    pub fn unreachable(_: tower_sessions::session::Error) -> AppError {
        refuse_with(Problem::new(ErrorCode::DatabaseUnavailable, text::error::NO_SESSIONS))
    }
}
