//! Says of a route that it is going away ([RFC 9745](https://www.rfc-editor.org/rfc/rfc9745),
//! [RFC 8594](https://www.rfc-editor.org/rfc/rfc8594)).

use axum::{
    extract::{RawPathParams, Request},
    http::{HeaderName, HeaderValue, header},
    middleware::Next,
    response::Response,
};

/// 21 November 2026.
const SINCE: HeaderValue = HeaderValue::from_static("@1795219200");
const UNTIL: HeaderValue = HeaderValue::from_static("Mon, 22 Nov 2027 00:00:00 GMT");

/// Middleware for `/status/{id}`, which is `/v1/tasks/{id}` now.
pub async fn status_is_deprecated(parameters: RawPathParams, request: Request, next: Next) -> Response {
    let id = parameters.iter().find(|(name, _)| *name == "id").map(|(_, id)| id.to_owned());
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(HeaderName::from_static("deprecation"), SINCE);
    headers.insert(HeaderName::from_static("sunset"), UNTIL);
    headers.append(header::LINK, HeaderValue::from_static("</docs/>; rel=\"deprecation\"; type=\"text/html\""));
    // An id that could not be in a header is no task's either.
    let successor = id.filter(|id| id.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-'));
    if let Some(link) = successor.and_then(|id| format!("</v1/tasks/{id}>; rel=\"successor-version\"").parse().ok()) {
        headers.append(header::LINK, link);
    }
    response
}
