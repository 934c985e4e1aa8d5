//! Extractors whose refusals are problem details that name the field.

use crate::http::error::Error;
use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Path, Query, Request},
    http::{header, request::Parts},
};
use serde::de::DeserializeOwned;
use studio_domain::{ErrorCode, FieldError, Problem};

/// A JSON body.
pub struct Json<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        let json = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|v| v.to_str().ok())
            .is_some_and(|v| v.trim_start().to_ascii_lowercase().starts_with("application/json"));
        if !json {
            return Err(Error::new(ErrorCode::UnsupportedMediaType, "Send the body as application/json."));
        }
        let bytes = Bytes::from_request(request, state).await.map_err(|e| Problem {
            status: e.status().as_u16(),
            ..Problem::new(ErrorCode::InvalidRequest, e.body_text())
        })?;
        let value = parse_json(&bytes)?;
        // serde reads structures from lists as well, field by field, which nobody was told.
        if bytes.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'[') {
            return Err(not_an_object("."));
        }
        Ok(Self(value))
    }
}

/// For a field that is a list and should be an object.
pub fn not_an_object(field: &str) -> Error {
    Problem::validation(vec![FieldError::new(field, "invalid", "Not accepted: expected an object.")]).into()
}

/// # Errors
/// `invalid_request` for what is not JSON; `validation_failed` with the field for JSON of another shape.
pub fn parse_json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Error> {
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        if error.inner().is_data() {
            shape_error(error.path().to_string(), error.inner())
        } else {
            Error::new(ErrorCode::InvalidRequest, format!("The body is not valid JSON: {}.", error.inner()))
        }
    })?;
    json.end().map_err(|e| Error::new(ErrorCode::InvalidRequest, format!("The body is not valid JSON: {e}.")))?;
    Ok(value)
}

/// # Errors
/// `validation_failed` with the field.
pub fn from_value<T: DeserializeOwned>(value: serde_json::Value) -> Result<T, Error> {
    serde_path_to_error::deserialize(value).map_err(|error| shape_error(error.path().to_string(), error.inner()))
}

fn shape_error(path: String, error: &serde_json::Error) -> Error {
    let text = error.to_string();
    let reason = text.split(" at line ").next().unwrap_or_default();
    Problem::validation(vec![FieldError::new(path, "invalid", format!("Not accepted: {reason}."))]).into()
}

/// Query parameters.
pub struct Params<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Params<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let Query(value) = Query::from_request_parts(parts, state)
            .await
            .map_err(|e| Problem::validation(vec![FieldError::new("query", "invalid", e.body_text())]))?;
        Ok(Self(value))
    }
}

/// An id in the path. One that cannot exist is simply not found.
pub struct Id<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Id<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        match Path::from_request_parts(parts, state).await {
            Ok(Path(id)) => Ok(Self(id)),
            Err(_) => Err(Error::new(ErrorCode::NotFound, "There is nothing with this id.")),
        }
    }
}
