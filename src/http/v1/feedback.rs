//! `/v1/feedback`: opinions about results.

use crate::http::{
    error::Result,
    extract::{Id, Json as Body},
    middleware::Caller,
};
use axum::{Json, extract::State, http::StatusCode};
use studio_domain::{Feedback, FeedbackId, FeedbackRequest};
use studio_services::Services;

/// Rate a picture
///
/// One opinion for each picture; a later one replaces it.
#[utoipa::path(post, path = "/feedback", tag = "Feedback", request_body = FeedbackRequest,
    responses((status = 201, description = "Recorded", body = Feedback)))]
pub async fn put_feedback(
    State(services): State<Services>,
    Caller(actor): Caller,
    Body(request): Body<FeedbackRequest>,
) -> Result<(StatusCode, Json<Feedback>)> {
    Ok((StatusCode::CREATED, Json(services.feedback().put(&actor, &request).await?)))
}

/// Withdraw an opinion
#[utoipa::path(delete, path = "/feedback/{id}", tag = "Feedback", params(("id" = FeedbackId, Path)),
    responses((status = 204, description = "Withdrawn")))]
pub async fn withdraw_feedback(
    State(services): State<Services>,
    Caller(actor): Caller,
    Id(id): Id<FeedbackId>,
) -> Result<StatusCode> {
    services.feedback().delete(&actor, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
