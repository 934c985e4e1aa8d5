//! The session cookie.

use crate::config::WebConfig;
use studio_services::PgSessionStore;
use time::Duration;
use tower_sessions::{Expiry, SessionManagerLayer, cookie::SameSite};

/// Sessions end after this long without being renewed.
const SESSION_DAYS: i64 = 30;

/// `__Host-` and Secure whenever people come by https (OWASP ASVS 5.0 §3.3); plain http cannot carry either.
pub fn session_layer(store: PgSessionStore, web: &WebConfig) -> SessionManagerLayer<PgSessionStore> {
    SessionManagerLayer::new(store)
        .with_name(if web.secure() { "__Host-studio" } else { "studio" })
        .with_secure(web.secure())
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_path("/")
        .with_expiry(Expiry::OnInactivity(Duration::days(SESSION_DAYS)))
}
