//! The Leptos pages, their server functions and the static files beside them.

use crate::http::{
    middleware::{VARY, first_data, guest_for_pages},
    state::AppState,
};
use any_spawner::Executor;
use app::{Language, server::Models};
use axum::{
    Router,
    http::{HeaderValue, Response, header},
    middleware::from_fn_with_state,
    routing::{get, post},
};
use leptos::{nonce::use_nonce, prelude::*};
use leptos_axum::{ResponseOptions, handle_server_fns_with_context, render_app_async_with_context};
use std::path::Path;
use studio_services::Services;
use tower::ServiceBuilder;
use tower_http::{
    services::{ServeDir, ServeFile, fs::ServeFileSystemResponseBody},
    set_header::SetResponseHeaderLayer,
};

/// Names in `/pkg` carry a hash of the content.
const CACHE_FOREVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// Icons and samples change with a release, and then not under a new name.
const CACHE_AN_HOUR: HeaderValue = HeaderValue::from_static("public, max-age=3600");

/// Everything a browser opens. Routes not known here or to the API end in the page's own 404.
pub fn pages(state: &AppState) -> Router<AppState> {
    // Once per process; in tests, which make several servers, the first has done it.
    let _ = Executor::init_tokio();
    let options = state.leptos.clone();
    let context = page_context(state.services.clone(), state.models.clone());
    let page = render_app_async_with_context(context.clone(), move || app::shell(options.clone()));
    let call = move |request| handle_server_fns_with_context(context.clone(), request);
    let pages = app::PAGES.into_iter().fold(Router::new(), |router, path| router.route(path, get(page.clone())));
    pages
        // Only pages that exist make guests; a crawler's guesses do not.
        .route_layer(from_fn_with_state(state.clone(), first_data))
        .route_layer(from_fn_with_state(state.clone(), guest_for_pages))
        .route("/api/{function}", post(call))
        // Not leptos_axum's file_and_error_handler: for files it looks for response headers in whatever page its thread
        // rendered last, and sends them along with the file, so that the page goes out without policy and cookies.
        .fallback(page)
}

/// The compiled page under content-hashed names, and what lies beside it. None of it asks who is calling.
///
/// # Errors
/// When the folder of the built page cannot be read.
pub fn assets(state: &AppState) -> std::io::Result<Router<AppState>> {
    let site = Path::new(state.leptos.site_root.as_ref());
    let mut router = Router::new();
    for entry in std::fs::read_dir(site)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let route = format!("/{name}");
        router = if name == state.leptos.site_pkg_dir.as_ref() {
            let files = ServeDir::new(entry.path()).precompressed_br().precompressed_gzip();
            router.nest_service(&route, ServiceBuilder::new().layer(cached_for(CACHE_FOREVER)).service(files))
        } else if entry.file_type()?.is_dir() {
            let files = ServeDir::new(entry.path());
            router.nest_service(&route, ServiceBuilder::new().layer(cached_for(CACHE_AN_HOUR)).service(files))
        } else if name.ends_with(".br") || name.ends_with(".gz") {
            router
        } else {
            let file = ServeFile::new(entry.path()).precompressed_br().precompressed_gzip();
            router.route_service(&route, ServiceBuilder::new().layer(cached_for(CACHE_AN_HOUR)).service(file))
        };
    }
    Ok(router)
}

fn cached_for(
    policy: HeaderValue,
) -> SetResponseHeaderLayer<impl Fn(&Response<ServeFileSystemResponseBody>) -> Option<HeaderValue> + Clone> {
    SetResponseHeaderLayer::if_not_present(header::CACHE_CONTROL, move |response: &Response<_>| {
        response.status().is_success().then(|| policy.clone())
    })
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
        response.insert_header(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response.insert_header(header::CONTENT_LANGUAGE, HeaderValue::from_static(Language::current().tag()));
        response.append_header(header::VARY, VARY);
    }
}

fn page_policy(nonce: &str) -> String {
    format!(
        "default-src 'self'; script-src 'strict-dynamic' 'nonce-{nonce}' 'wasm-unsafe-eval'; \
         style-src 'self' 'unsafe-inline'; img-src 'self' blob: data:; connect-src 'self' blob:; object-src 'none'; \
         base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
}
