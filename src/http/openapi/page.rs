//! `/docs`: Swagger UI, which is in the program. It loads nothing from elsewhere.

use crate::http::error::{Error, Result};
use axum::{
    extract::Path,
    http::{HeaderValue, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use std::sync::{Arc, LazyLock};
use studio_domain::ErrorCode;
use utoipa_swagger_ui::{Config, serve};

/// Its styles are partly inline; its scripts are not.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
                      connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const CACHED: &str = "public, max-age=3600";

static CONFIG: LazyLock<Arc<Config<'static>>> = LazyLock::new(|| {
    let config = Config::from("/openapi.json").use_base_layout();
    // Nobody else gets to see the document.
    Arc::new(config.validator_url("none").display_request_duration(true))
});

/// Its own, with a title and an icon of ours.
const PAGE: &str = r#"<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>API · CreativeAI Studio</title>
<link rel="icon" href="/favicon.svg">
<link rel="stylesheet" href="swagger-ui.css">
</head>
<body>
<noscript><p>This page needs JavaScript. The document behind it is <a href="/openapi.json">openapi.json</a>.</p></noscript>
<div id="swagger-ui"></div>
<script src="swagger-ui-bundle.js"></script>
<script src="swagger-ui-standalone-preset.js"></script>
<script src="swagger-initializer.js"></script>
</body>
</html>
"#;

/// Relative links in the page need the slash.
pub async fn to_docs() -> Redirect {
    Redirect::permanent("/docs/")
}

pub async fn docs() -> impl IntoResponse {
    ([(header::CONTENT_SECURITY_POLICY, POLICY), (header::CACHE_CONTROL, CACHED)], Html(PAGE))
}

/// Swagger UI's files, most of them compressed when the program was built: every browser reads that.
pub async fn docs_file(Path(path): Path<String>) -> Result<Response> {
    let file = serve(&path, CONFIG.clone()).map_err(|error| {
        tracing::error!(%error, path, "a file of the API page could not be made");
        Error::new(ErrorCode::Internal, "The page could not be made.")
    })?;
    let file = file.ok_or_else(|| Error::new(ErrorCode::NotFound, "There is nothing at this address."))?;
    let headers = [(header::CONTENT_TYPE, file.content_type), (header::CACHE_CONTROL, CACHED.to_owned())];
    let mut response = (headers, file.bytes.into_owned()).into_response();
    if file.gzpipped {
        response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    Ok(response)
}
