//! What the page shows, and what its forms ask for.

use crate::AppError;
use leptos::{prelude::*, server_fn::codec::Json};
use serde::{Deserialize, Serialize};
use studio_domain::{ApiKey, ApiKeyId, CreatedApiKey, Me, NewApiKey, SignIn, Usage};

/// Everything on the page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SettingsState {
    pub me: Me,
    pub usage: Usage,
    pub keys: Vec<ApiKey>,
    pub sign_ins: Vec<SignIn>,
    /// What came of the form that led here.
    pub outcome: Option<Outcome>,
}

/// What came of a form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    pub form: FormKind,
    pub error: Option<AppError>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FormKind {
    Email,
    Password,
    RevokeKey,
    SignOutElsewhere,
    DeleteAccount,
}

impl FormKind {
    /// Where on the page it is.
    pub fn section(self) -> &'static str {
        match self {
            Self::RevokeKey => "keys",
            Self::SignOutElsewhere => "sessions",
            Self::Email | Self::Password => "credentials",
            Self::DeleteAccount => "data",
        }
    }
}

impl SettingsState {
    /// What went wrong with this form.
    pub fn error(&self, form: FormKind) -> Option<AppError> {
        self.outcome.as_ref().filter(|outcome| outcome.form == form)?.error.clone()
    }

    /// Whether this form did what it is for.
    pub fn done(&self, form: FormKind) -> bool {
        self.outcome.as_ref().is_some_and(|outcome| outcome.form == form && outcome.error.is_none())
    }
}

#[server(endpoint = "change-email")]
pub async fn change_email(email: String, current_password: String) -> Result<(), AppError> {
    let patch = studio_domain::MePatch { current_password, email: Some(email), password: None };
    forms::change(FormKind::Email, patch).await
}

/// Ends all other sessions and all tokens.
#[server(endpoint = "change-password")]
pub async fn change_password(password: String, current_password: String) -> Result<(), AppError> {
    let patch = studio_domain::MePatch { current_password, email: None, password: Some(password) };
    forms::change(FormKind::Password, patch).await
}

#[server(endpoint = "sign-out-elsewhere")]
pub async fn sign_out_elsewhere() -> Result<(), AppError> {
    let session = crate::server::session()?;
    let (services, actor) = crate::server::context()?;
    let ended = services.accounts().sign_out_elsewhere(&actor, session.id()).await;
    forms::answer(&session, FormKind::SignOutElsewhere, ended).await
}

/// Removes everything; then there is nothing to lead back to.
#[server(endpoint = "delete-account")]
pub async fn delete_account(current_password: String) -> Result<(), AppError> {
    let session = crate::server::session()?;
    let (services, actor) = crate::server::context()?;
    let address = crate::server::extension::<studio_services::ClientAddress>();
    let request = studio_domain::DeleteMe { current_password: Some(current_password) };
    match services.accounts().called_from(address).delete(&actor, &request).await {
        Ok(()) => {
            session.flush().await.map_err(crate::account::forms::unreachable)?;
            leptos_axum::redirect("/");
            Ok(())
        }
        Err(error) => forms::answer(&session, FormKind::DeleteAccount, Err(error)).await,
    }
}

#[server(endpoint = "revoke-key")]
pub async fn revoke_key(id: ApiKeyId) -> Result<(), AppError> {
    let session = crate::server::session()?;
    let (services, actor) = crate::server::context()?;
    let revoked = services.api_keys().revoke(&actor, id).await;
    forms::answer(&session, FormKind::RevokeKey, revoked).await
}

/// The secret is in this answer and nowhere else.
#[server(input = Json, endpoint = "create-key")]
pub async fn create_key(request: NewApiKey) -> Result<CreatedApiKey, AppError> {
    let (services, actor) = crate::server::context()?;
    services.api_keys().create(&actor, &request).await.map_err(|error| crate::server::refuse(&error))
}

/// Loads what the page shows.
///
/// # Errors
/// When the database does not answer.
#[cfg(feature = "ssr")]
pub async fn gather(
    services: &studio_services::Services,
    actor: &studio_domain::Actor,
    session: &tower_sessions::Session,
) -> Result<SettingsState, studio_services::Error> {
    let (accounts, keys, limits) = (services.accounts(), services.api_keys(), services.limits());
    Ok(SettingsState {
        me: accounts.me(actor).await?,
        usage: limits.usage(actor).await?,
        keys: keys.list(actor).await?,
        sign_ins: accounts.sign_ins(actor, session.id()).await?,
        outcome: forms::outcome(session).await,
    })
}

#[cfg(feature = "ssr")]
mod forms {
    use super::{FormKind, Outcome};
    use crate::{AppError, account::forms::unreachable};
    use studio_domain::MePatch;
    use tower_sessions::Session;

    const OUTCOME: &str = "settings";

    pub async fn outcome(session: &Session) -> Option<Outcome> {
        session.remove(OUTCOME).await.ok().flatten()
    }

    pub async fn change(form: FormKind, patch: MePatch) -> Result<(), AppError> {
        let session = crate::server::session()?;
        let (services, actor) = crate::server::context()?;
        let address = crate::server::extension::<studio_services::ClientAddress>();
        let changed = services.accounts().called_from(address).change(&actor, &patch, session.id()).await;
        if changed.is_ok() {
            // A new id for the session that goes on, in case somebody has the old one.
            session.cycle_id().await.map_err(unreachable)?;
        }
        answer(&session, form, changed.map(|_| ())).await
    }

    /// Leads back to the page, which says what came of it.
    pub async fn answer(
        session: &Session,
        form: FormKind,
        outcome: Result<(), studio_services::Error>,
    ) -> Result<(), AppError> {
        let outcome = Outcome { form, error: outcome.err().map(|error| error.problem().into()) };
        session.insert(OUTCOME, outcome).await.map_err(unreachable)?;
        leptos_axum::redirect(&format!("/settings#{}", form.section()));
        Ok(())
    }
}
