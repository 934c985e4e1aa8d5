//! The Leptos pages, their server functions and the static files beside them.

use crate::http::state::AppState;
use app::server::Models;
use axum::{
    Router,
    http::{HeaderName, HeaderValue, header},
};
use leptos::{nonce::use_nonce, prelude::*};
use leptos_axum::{LeptosRoutes, ResponseOptions, file_and_error_handler_with_context, generate_route_list};
use studio_services::Services;
use tower::ServiceBuilder;
use tower_http::{services::ServeDir, set_header::SetResponseHeaderLayer};

/// Names in `/pkg` carry a hash of the content.
const CACHE_FOREVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// Everything a browser opens. Routes not known here or to the API end in the page's own 404.
pub fn pages(state: &AppState) -> Router<AppState> {
    let routes = generate_route_list(app::App);
    let options = state.leptos.clone();
    let shell = move || app::shell(options.clone());
    let context = page_context(state.services.clone(), state.models.clone());
    Router::new()
        .leptos_routes_with_context(state, routes, context.clone(), shell)
        .fallback(file_and_error_handler_with_context::<AppState, _>(context, app::shell))
}

/// The compiled page, under content-hashed names, precompressed.
pub fn assets(state: &AppState) -> Router<AppState> {
    let folder = format!("{}/{}", state.leptos.site_root, state.leptos.site_pkg_dir);
    let files = ServeDir::new(folder).precompressed_br().precompressed_gzip();
    let cached = ServiceBuilder::new()
        .layer(SetResponseHeaderLayer::if_not_present(header::CACHE_CONTROL, |response: &axum::http::Response<_>| {
            response.status().is_success().then_some(CACHE_FOREVER)
        }))
        .service(files);
    Router::new().nest_service("/pkg", cached)
}

/// What pages and server functions find in their context, and the policy that goes with their nonce.
fn page_context(services: Services, models: Models) -> impl Fn() + Clone + Send + Sync + 'static {
    move || {
        provide_context(services.clone());
        provide_context(models.clone());
        let (Some(response), Some(nonce)) = (use_context::<ResponseOptions>(), use_nonce()) else { return };
        if let Ok(policy) = HeaderValue::from_str(&page_policy(&nonce.to_string())) {
            response.insert_header(header::CONTENT_SECURITY_POLICY, policy);
        }
        response.insert_header(HeaderName::from_static("cache-control"), HeaderValue::from_static("no-store"));
    }
}

fn page_policy(nonce: &str) -> String {
    format!(
        "default-src 'self'; script-src 'strict-dynamic' 'nonce-{nonce}' 'wasm-unsafe-eval'; \
         style-src 'self' 'unsafe-inline'; img-src 'self' blob: data:; connect-src 'self'; object-src 'none'; \
         base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
}
