//! Errors on their way out: every one becomes `application/problem+json` (RFC 9457) with the request's id, or a page for
//! a person who opened one.

use crate::http::{error_page, middleware::VARY, openai};
use app::Language;
use axum::{
    extract::Request,
    http::{HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use studio_domain::{ErrorCode, Problem};

/// How to send an e-mail address and an API key (RFC 7617).
const BASIC: &str = "Basic realm=\"CreativeAI Studio\", charset=\"UTF-8\"";

/// What a handler returns when it cannot do what was asked.
#[derive(Debug)]
pub struct Error(pub Problem);

pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    pub fn new(code: ErrorCode, detail: impl Into<String>) -> Self {
        Self(Problem::new(code, detail))
    }
}

impl From<Problem> for Error {
    fn from(problem: Problem) -> Self {
        Self(problem)
    }
}

/// Operators get the whole chain in the log, once, here; clients get the [`Problem`] only. That there is too much to do is
/// no fault: there would be a line for everyone who is turned away.
impl From<studio_services::Error> for Error {
    fn from(error: studio_services::Error) -> Self {
        let problem = error.problem();
        if problem.status >= 500 && problem.code != ErrorCode::Overloaded {
            tracing::error!(code = ?problem.code, error = format!("{:#}", anyhow::Error::new(error)), "request failed");
        }
        Self(problem)
    }
}

/// Carries the [`Problem`] to [`problem_details`], which knows the request's id.
impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.0.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = status.into_response();
        response.extensions_mut().insert(self.0);
        response
    }
}

/// Middleware: writes [`Error`]s, and whatever else an API route answers with an error status, as problem details.
pub async fn problem_details(request: Request, next: Next) -> Response {
    let request_id = request.headers().get("x-request-id").and_then(|id| id.to_str().ok()).map(str::to_owned);
    let head = request.method() == Method::HEAD;
    let opens_page = opens_page(&request);
    let speaks_openai = openai::speaks(request.uri().path());
    // A1111's clients know passwords only. Elsewhere, browsers would ask for one instead of showing the sign-in page.
    let challenge = if request.uri().path().starts_with("/sdapi/") { BASIC } else { "Bearer" };
    let response = next.run(request).await;
    let status = response.status();
    let problem = match response.extensions().get::<Problem>() {
        Some(problem) => problem.clone(),
        None if !is_error(status) || has_own_body(&response) => return response,
        None => framework_problem(status),
    };
    let (mut parts, _) = response.into_parts();
    let problem = Problem { request_id, ..problem };
    let (kind, body) = if opens_page {
        parts.headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(error_page::POLICY));
        parts.headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(Language::current().tag()));
        parts.headers.append(header::VARY, VARY);
        ("text/html; charset=utf-8", error_page::error_page(&problem).into_bytes())
    } else if speaks_openai {
        let error = openai::error(&problem);
        parts.status = error.status;
        parts.headers.insert("x-should-retry", HeaderValue::from_static(if error.retry { "true" } else { "false" }));
        ("application/json", error.body.to_string().into_bytes())
    } else {
        ("application/problem+json", serde_json::to_vec(&problem).unwrap_or_default())
    };
    parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    parts.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
    parts.headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Some(seconds) = problem.retry_after {
        parts.headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    match problem.code {
        ErrorCode::Unauthenticated | ErrorCode::InvalidCredentials => {
            parts.headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
        }
        ErrorCode::Overloaded | ErrorCode::DatabaseUnavailable | ErrorCode::StorageUnavailable => {
            parts.headers.entry(header::RETRY_AFTER).or_insert(HeaderValue::from_static("5"));
        }
        _ => {}
    }
    Response::from_parts(parts, if head { axum::body::Body::empty() } else { body.into() })
}

/// Whether a person is behind the request, and not a program or the page's own script.
fn opens_page(request: &Request) -> bool {
    let path = request.uri().path();
    let accept = request.headers().get(header::ACCEPT).and_then(|v| v.to_str().ok());
    accept.is_some_and(|accept| accept.contains("text/html"))
        && request.method() == Method::GET
        && !["/v1/", "/v2/", "/latest/", "/api/", "/sdapi/", "/health", "/status/", "/openapi.json"]
            .iter()
            .any(|part| path.starts_with(part))
}

fn is_error(status: StatusCode) -> bool {
    status.is_client_error() || status.is_server_error()
}

/// Pages, server functions and health checks answer errors in a form of their own.
fn has_own_body(response: &Response) -> bool {
    response
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|v| v.to_str().ok())
        .is_some_and(|v| v.starts_with("text/html") || v.starts_with("application/"))
}

/// Names what axum and tower answer by themselves.
fn framework_problem(status: StatusCode) -> Problem {
    let (code, detail) = match status {
        StatusCode::FORBIDDEN => (ErrorCode::Forbidden, "The request came from another site and was refused."),
        StatusCode::NOT_FOUND => (ErrorCode::NotFound, "There is nothing at this address."),
        StatusCode::METHOD_NOT_ALLOWED => (ErrorCode::MethodNotAllowed, "This address does not answer that method."),
        StatusCode::PAYLOAD_TOO_LARGE => (ErrorCode::UploadTooLarge, "The request is larger than is accepted here."),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => {
            (ErrorCode::UnsupportedMediaType, "Send JSON (application/json) or a form (multipart/form-data).")
        }
        s if s.is_client_error() => (ErrorCode::InvalidRequest, "The request cannot be understood."),
        _ => (ErrorCode::Internal, "Something went wrong on the server. The request id helps to find out what."),
    };
    Problem { status: status.as_u16(), ..Problem::new(code, detail) }
}
