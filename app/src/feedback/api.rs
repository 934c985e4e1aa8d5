//! Rating results.

use crate::AppError;
use leptos::{prelude::*, server_fn::codec::Json};
use studio_domain::{Feedback, FeedbackId, FeedbackRequest};

/// A later opinion on the same picture replaces the earlier.
#[server(input = Json, endpoint = "save-feedback")]
pub async fn save_feedback(request: FeedbackRequest) -> Result<Feedback, AppError> {
    let (services, actor) = crate::server::context()?;
    services.feedback().put(&actor, &request).await.map_err(|error| crate::server::refuse(&error))
}

#[server(input = Json, endpoint = "withdraw-feedback")]
pub async fn withdraw_feedback(id: FeedbackId) -> Result<(), AppError> {
    let (services, actor) = crate::server::context()?;
    services.feedback().delete(&actor, id).await.map_err(|error| crate::server::refuse(&error))
}
