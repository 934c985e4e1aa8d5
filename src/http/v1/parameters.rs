//! `POST /v1/images/parameters`: reads out of a picture's file how it was made. The file is not kept.

use super::images::{UploadForm, read_upload};
use crate::http::{error::Result, middleware::Caller, openapi::Binary};
use axum::{Json, extract::Request};
use serde::Serialize;
use studio_domain::{Infotext, Problem};
use studio_imaging::embedded_texts;
use utoipa::ToSchema;

/// What a file says of itself.
#[derive(Serialize, ToSchema)]
pub struct Parameters {
    found: Option<Infotext>,
}

/// Read how a picture was made
///
/// From a file of this studio, AUTOMATIC1111, InvokeAI or ComfyUI: a form with a part `file`, or the bytes themselves. The file is
/// not kept. `found` is null for a file that does not say.
#[utoipa::path(post, path = "/images/parameters", tag = "Images",
    request_body(content((UploadForm = "multipart/form-data"), (Binary = "image/png"), (Binary = "image/jpeg"), (Binary = "image/webp"))),
    responses((status = 200, description = "What it says, as far as it can be asked for here", body = Parameters)))]
pub async fn read_parameters(_: Caller, request: Request) -> Result<Json<Parameters>> {
    super::upload::check_content_length(request.headers())?;
    let file = read_upload(request).await?;
    let texts = embedded_texts(&file.bytes).map_err(|e| Problem::new(e.code(), e.to_string()))?;
    let invokeai = texts.invokeai_metadata.as_deref().and_then(Infotext::from_invokeai);
    let a1111 = || texts.parameters.as_deref().and_then(Infotext::from_a1111);
    let comfyui = || texts.comfyui_graph.as_deref().and_then(Infotext::from_comfyui);
    let found = invokeai.or_else(a1111).or_else(comfyui);
    Ok(Json(Parameters { found }))
}
