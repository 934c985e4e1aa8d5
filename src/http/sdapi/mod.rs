//! AUTOMATIC1111's interface, `/sdapi/v1`, so that clients made for it paint here.
//!
//! What they make are ordinary tasks and images of the caller's, and what they are told about (progress, options) is the
//! caller's own: there, everybody shares one machine; here, nobody sees anybody else's work. Where something would change
//! a picture and cannot be done here, the request is refused; what only says how the work is done is passed over.

mod asked;
mod extras;
mod image_to_image;
mod lists;
mod options;
mod png_info;
mod prepare;
mod progress;
mod reply;
mod sampler;
mod text_to_image;

use crate::http::{
    error::{Error, Result},
    extract::parse_json,
    state::AppState,
};
use axum::{
    Router,
    body::to_bytes,
    extract::{DefaultBodyLimit, Request},
    routing::{get, post},
};
use serde::de::DeserializeOwned;
use studio_domain::ErrorCode;

/// Base64 of a picture and a mask of 10 MB each, or of a batch of smaller ones.
const MAX_BODY_BYTES: usize = 40_000_000;

/// Routes that make tasks.
pub fn makers() -> Router<AppState> {
    Router::new()
        .route("/sdapi/v1/txt2img", post(text_to_image::paint))
        .route("/sdapi/v1/img2img", post(image_to_image::paint))
        .route("/sdapi/v1/extra-single-image", post(extras::upscale))
        .route("/sdapi/v1/extra-batch-images", post(extras::upscale_batch))
        .layer(DefaultBodyLimit::disable())
}

/// Everything else.
pub fn resources() -> Router<AppState> {
    Router::new()
        .route("/sdapi/v1/png-info", post(png_info::read_info))
        .route("/sdapi/v1/progress", get(progress::progress))
        .route("/sdapi/v1/interrupt", post(progress::interrupt))
        .route("/sdapi/v1/skip", post(progress::skip))
        .route("/sdapi/v1/options", get(options::show).post(options::choose))
        .route("/sdapi/v1/cmd-flags", get(options::flags))
        .route("/sdapi/v1/sd-models", get(lists::models))
        .route("/sdapi/v1/samplers", get(lists::samplers))
        .route("/sdapi/v1/schedulers", get(lists::schedulers))
        .route("/sdapi/v1/upscalers", get(lists::upscalers))
        .route("/sdapi/v1/scripts", get(lists::scripts))
        .route("/sdapi/v1/embeddings", get(lists::embeddings))
        .route("/sdapi/v1/memory", get(lists::memory))
        .route("/sdapi/v1/latent-upscale-modes", get(lists::none))
        .route("/sdapi/v1/sd-vae", get(lists::none))
        .route("/sdapi/v1/loras", get(lists::none))
        .route("/sdapi/v1/hypernetworks", get(lists::none))
        .route("/sdapi/v1/face-restorers", get(lists::none))
        .route("/sdapi/v1/realesrgan-models", get(lists::none))
        .route("/sdapi/v1/prompt-styles", get(lists::none))
        .route("/sdapi/v1/script-info", get(lists::none))
        .route("/sdapi/v1/extensions", get(lists::none))
        .route("/sdapi/v1/refresh-checkpoints", post(lists::nothing_to_do))
        .route("/sdapi/v1/refresh-vae", post(lists::nothing_to_do))
        .route("/sdapi/v1/refresh-loras", post(lists::nothing_to_do))
        .route("/sdapi/v1/refresh-embeddings", post(lists::nothing_to_do))
        .layer(DefaultBodyLimit::disable())
}

/// A JSON body, whatever its type is said to be.
async fn read<T: DeserializeOwned>(request: Request) -> Result<T> {
    let body = to_bytes(request.into_body(), MAX_BODY_BYTES).await;
    let too_large = |_| Error::new(ErrorCode::UploadTooLarge, "The request is larger than 40 MB.");
    parse_json(&body.map_err(too_large)?)
}
