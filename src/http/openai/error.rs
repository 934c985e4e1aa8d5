//! Errors as OpenAI writes them: `{"error": {"message", "type", "param", "code"}}`.

use axum::http::StatusCode;
use serde_json::{Value, json};
use studio_domain::{ErrorCode, Problem};

/// Whether errors at this address have OpenAI's shape.
pub fn speaks(path: &str) -> bool {
    matches!(path, "/v1/images/generations" | "/v1/images/edits" | "/v1/images/variations")
}

/// An error on its way out.
pub struct OpenAiError {
    pub status: StatusCode,
    pub body: Value,
    /// Whether doing the same again may well succeed. Their clients repeat requests by themselves, and what failed
    /// after a minute of painting fails after another minute.
    pub retry: bool,
}

pub fn error(problem: &Problem) -> OpenAiError {
    let status = match problem.code {
        // Theirs are 400; 409 they would repeat.
        ErrorCode::Canceled | ErrorCode::UnsupportedMediaType => 400,
        _ if problem.status == 422 => 400,
        _ => problem.status,
    };
    let kind = match problem.code {
        ErrorCode::RateLimited => "rate_limit_error",
        ErrorCode::QuotaExceeded => "insufficient_quota",
        ErrorCode::Unauthenticated | ErrorCode::InvalidCredentials => "authentication_error",
        ErrorCode::Forbidden => "permission_error",
        _ if status >= 500 => "server_error",
        _ => "invalid_request_error",
    };
    let field = problem.errors.first().map(|error| error.field.rsplit('.').next().unwrap_or(&error.field));
    let code = match (problem.code, field) {
        (ErrorCode::Unauthenticated | ErrorCode::InvalidCredentials, _) => json!("invalid_api_key"),
        (ErrorCode::RateLimited, _) => json!("rate_limit_exceeded"),
        (ErrorCode::QuotaExceeded, _) => json!("insufficient_quota"),
        (ErrorCode::NotFound, Some("model")) => json!("model_not_found"),
        (code, _) => json!(code),
    };
    let retry = matches!(
        problem.code,
        ErrorCode::RateLimited
            | ErrorCode::Overloaded
            | ErrorCode::DatabaseUnavailable
            | ErrorCode::StorageUnavailable
            | ErrorCode::WorkerLost
    );
    let body = json!({"error": {"message": problem.detail, "type": kind, "param": field, "code": code}});
    OpenAiError { status: StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR), body, retry }
}

#[cfg(test)]
mod tests {
    use super::*;
    use studio_domain::FieldError;

    #[test]
    fn fields_and_codes_are_those_their_clients_know() {
        let problem = Problem::validation(vec![FieldError::new("requests[1].parameters.width", "x", "Too wide.")]);
        let shown = error(&problem);
        assert_eq!(shown.status, 400);
        let body = json!({"error": {
            "message": "Too wide.", "type": "invalid_request_error", "param": "width", "code": "validation_failed"
        }});
        assert_eq!(shown.body, body);
        assert!(!shown.retry);
        let shown = error(&Problem::new(ErrorCode::Unauthenticated, "Who?"));
        assert_eq!((shown.status.as_u16(), &shown.body["error"]["code"]), (401, &json!("invalid_api_key")));
        let shown = error(&Problem::new(ErrorCode::RateLimited, "Slowly."));
        assert_eq!((shown.status.as_u16(), shown.retry), (429, true));
    }
}
