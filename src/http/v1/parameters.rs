//! `POST /v1/images/parameters`: reads out of a picture's file how it was made. The file is not kept.

use super::images::read_upload;
use crate::http::{error::Result, middleware::Caller};
use axum::{Json, extract::Request};
use serde_json::{Value, json};
use studio_domain::{Infotext, Problem};
use studio_imaging::embedded_texts;

/// `{"found": null}` for a file that does not say.
pub async fn read_parameters(_: Caller, request: Request) -> Result<Json<Value>> {
    super::upload::check_content_length(request.headers())?;
    let file = read_upload(request).await?;
    let texts = embedded_texts(&file.bytes).map_err(|e| Problem::new(e.code(), e.to_string()))?;
    let invokeai = texts.invokeai_metadata.as_deref().and_then(Infotext::from_invokeai);
    let found = invokeai.or_else(|| texts.parameters.as_deref().and_then(Infotext::from_a1111));
    Ok(Json(json!({ "found": found })))
}
