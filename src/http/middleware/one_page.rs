//! Pages are rendered one at a time: see docs/adr/0005-render-pages-one-at-a-time.md.

use axum::{
    body::{Body, to_bytes},
    extract::Request,
    http::Method,
    middleware::Next,
    response::{IntoResponse, Response},
};
use studio_domain::ErrorCode;
use tokio::sync::Mutex;

use crate::http::error::Error;

static RENDERING: Mutex<()> = Mutex::const_new(());

/// Far more than any page has.
const MAX_PAGE_BYTES: usize = 16_000_000;

/// Holds the next page back until this one is complete, its reactive owner disposed of. Server functions pass.
pub async fn one_page_at_a_time(request: Request, next: Next) -> Response {
    if request.method() != Method::GET {
        return next.run(request).await;
    }
    let _rendering = RENDERING.lock().await;
    let (parts, body) = next.run(request).await.into_parts();
    match to_bytes(body, MAX_PAGE_BYTES).await {
        Ok(page) => Response::from_parts(parts, Body::from(page)),
        Err(error) => {
            tracing::error!(%error, "a page could not be rendered to its end");
            Error::new(ErrorCode::Internal, "The page could not be put together. Please try again.").into_response()
        }
    }
}
