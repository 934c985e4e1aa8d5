//! Errors as clients see them: RFC 9457 problem details with a stable `code`.

use serde::{Deserialize, Serialize};
use std::time::Duration;

/// The stable, machine-readable names of everything that can go wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    UploadTooLarge,
    UnsupportedMediaType,
    InvalidImage,
    ImageTooLarge,
    ValidationFailed,
    InvalidRequest,
    Unauthenticated,
    InvalidCredentials,
    Forbidden,
    NotFound,
    MethodNotAllowed,
    Conflict,
    IdempotencyMismatch,
    RateLimited,
    QuotaExceeded,
    Overloaded,
    DatabaseUnavailable,
    StorageUnavailable,
    ModelUnavailable,
    OutOfMemory,
    InferenceFailed,
    WorkerLost,
    ContentWithheld,
    Canceled,
    DeadlineExceeded,
    Internal,
}

impl ErrorCode {
    /// The HTTP status that goes with the code.
    #[must_use]
    pub fn status(self) -> u16 {
        match self {
            Self::InvalidRequest => 400,
            Self::Unauthenticated | Self::InvalidCredentials => 401,
            Self::Forbidden => 403,
            Self::NotFound => 404,
            Self::MethodNotAllowed => 405,
            Self::Conflict | Self::Canceled => 409,
            Self::UploadTooLarge => 413,
            Self::UnsupportedMediaType => 415,
            Self::InvalidImage
            | Self::ImageTooLarge
            | Self::ValidationFailed
            | Self::IdempotencyMismatch
            | Self::ContentWithheld => 422,
            Self::RateLimited | Self::QuotaExceeded => 429,
            Self::Overloaded | Self::DatabaseUnavailable | Self::StorageUnavailable | Self::ModelUnavailable => 503,
            Self::DeadlineExceeded => 504,
            Self::OutOfMemory | Self::InferenceFailed | Self::WorkerLost | Self::Internal => 500,
        }
    }

    /// A short human title, the same for every occurrence of the code (RFC 9457 §3.1.3).
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::UploadTooLarge => "The file is too large",
            Self::UnsupportedMediaType => "This kind of file is not supported",
            Self::InvalidImage => "The picture cannot be read",
            Self::ImageTooLarge => "The picture has too many pixels",
            Self::ValidationFailed => "Some values are not accepted",
            Self::InvalidRequest => "The request cannot be understood",
            Self::Unauthenticated => "Please sign in",
            Self::InvalidCredentials => "Wrong e-mail or password",
            Self::Forbidden => "Not allowed",
            Self::NotFound => "Not found",
            Self::MethodNotAllowed => "Method not allowed",
            Self::Conflict => "The request conflicts with the present state",
            Self::IdempotencyMismatch => "The idempotency key was used for another request",
            Self::RateLimited => "Too many requests",
            Self::QuotaExceeded => "The quota is used up",
            Self::Overloaded => "The server is busy",
            Self::DatabaseUnavailable => "The database is not reachable",
            Self::StorageUnavailable => "The file store is not reachable",
            Self::ModelUnavailable => "The model is not available",
            Self::OutOfMemory => "There was not enough memory for this picture",
            Self::InferenceFailed => "The model failed on this picture",
            Self::WorkerLost => "The worker stopped before it could finish",
            Self::ContentWithheld => "The model withholds what it painted",
            Self::Canceled => "The task was canceled",
            Self::DeadlineExceeded => "The task took too long",
            Self::Internal => "Something went wrong on the server",
        }
    }
}

/// One field that was not accepted, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldError {
    /// Dotted path in the request, such as `parameters.scale`.
    #[cfg_attr(feature = "openapi", schema(example = "parameters.scale"))]
    pub field: String,
    /// Stable reason, such as `out_of_range`.
    #[cfg_attr(feature = "openapi", schema(example = "out_of_range"))]
    pub code: String,
    /// A sentence for people.
    pub message: String,
}

impl FieldError {
    pub fn new(field: impl Into<String>, code: impl Into<String>, message: impl Into<String>) -> Self {
        Self { field: field.into(), code: code.into(), message: message.into() }
    }
}

/// `application/problem+json` (RFC 9457).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    #[serde(rename = "type")]
    #[cfg_attr(feature = "openapi", schema(example = "about:blank"))]
    pub kind: String,
    pub title: String,
    pub status: u16,
    pub detail: String,
    pub code: ErrorCode,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// Seconds after which the same request may succeed; also in the header `Retry-After`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u64>,
}

impl Problem {
    pub fn new(code: ErrorCode, detail: impl Into<String>) -> Self {
        Self {
            kind: "about:blank".into(),
            title: code.title().into(),
            status: code.status(),
            detail: detail.into(),
            code,
            request_id: None,
            errors: Vec::new(),
            retry_after: None,
        }
    }

    /// Says when to try again.
    #[must_use]
    pub fn retry_after(self, wait: Duration) -> Self {
        Self { retry_after: Some(wait.as_secs_f64().ceil().max(1.0) as u64), ..self }
    }

    /// A [`ErrorCode::ValidationFailed`] that names the fields.
    #[must_use]
    pub fn validation(errors: Vec<FieldError>) -> Self {
        let detail = errors.iter().map(|e| e.message.as_str()).collect::<Vec<_>>().join(" ");
        Self { errors, ..Self::new(ErrorCode::ValidationFailed, detail) }
    }

    /// The same for something that is part of a larger request: its fields are named by `path` and a dot before.
    #[must_use]
    pub fn within(mut self, path: &str) -> Self {
        for error in &mut self.errors {
            error.field = format!("{path}.{}", error.field);
        }
        self
    }
}
