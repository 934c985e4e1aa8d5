//! Scripts of other sites.

use crate::config::WebConfig;
use anyhow::Context;
use axum::http::{HeaderName, HeaderValue, Method, header};
use std::time::Duration;
use tower_http::cors::CorsLayer;

const METHODS: [Method; 4] = [Method::GET, Method::POST, Method::PATCH, Method::DELETE];
const SENT: [HeaderName; 6] = [
    header::AUTHORIZATION,
    header::CONTENT_TYPE,
    HeaderName::from_static("idempotency-key"),
    HeaderName::from_static("last-event-id"),
    HeaderName::from_static("prefer"),
    HeaderName::from_static("x-request-id"),
];
const READ: [HeaderName; 9] = [
    header::LINK,
    header::LOCATION,
    header::RETRY_AFTER,
    HeaderName::from_static("deprecation"),
    HeaderName::from_static("preference-applied"),
    HeaderName::from_static("ratelimit"),
    HeaderName::from_static("ratelimit-policy"),
    HeaderName::from_static("sunset"),
    HeaderName::from_static("x-request-id"),
];
const REMEMBERED: Duration = Duration::from_secs(3600);

/// Lets scripts of the configured origins use the API with tokens and keys, never with the session of a visitor. `None`
/// without any.
///
/// # Errors
/// When one of them is no origin.
pub fn cross_origin(web: &WebConfig) -> anyhow::Result<Option<CorsLayer>> {
    if web.cors_origins.is_empty() {
        return Ok(None);
    }
    let origin = |text: &String| {
        let of = || format!("STUDIO_CORS_ORIGINS holds {text:?}; expected origins such as https://app.example.org");
        let (scheme, host) = text.split_once("://").with_context(of)?;
        anyhow::ensure!(["http", "https"].contains(&scheme) && !host.is_empty() && !host.contains('/'), of());
        HeaderValue::from_str(text).with_context(of)
    };
    let origins = web.cors_origins.iter().map(origin).collect::<anyhow::Result<Vec<_>>>()?;
    let layer = CorsLayer::new().allow_origin(origins).allow_methods(METHODS).allow_headers(SENT);
    Ok(Some(layer.expose_headers(READ).max_age(REMEMBERED)))
}
