//! Opinions about pictures. API keys need the scope `feedback:write`.

use crate::{Error, db, services::Inner};
use studio_domain::{Actor, Feedback, FeedbackId, FeedbackReason, FeedbackRequest, Scope};

pub struct FeedbackService<'a> {
    inner: &'a Inner,
}

impl<'a> FeedbackService<'a> {
    pub(crate) fn new(inner: &'a Inner) -> Self {
        Self { inner }
    }

    /// Records an opinion; a later one on the same picture replaces the earlier.
    ///
    /// # Errors
    /// `validation_failed`; `not_found` when there is no such picture (or task with a picture) of the caller's.
    pub async fn put(&self, actor: &Actor, request: &FeedbackRequest) -> Result<Feedback, Error> {
        actor.require(Scope::FeedbackWrite)?;
        request.validate()?;
        let pool = &self.inner.pool;
        let image = db::feedback::target(pool, actor.user_id, request.image_id, request.task_id).await?;
        let image = image.ok_or_else(|| Error::not_found("picture"))?;
        let row = db::feedback::upsert(pool, actor.user_id, image, request, &distinct(&request.reasons)).await?;
        row.into_feedback()
    }

    /// Withdraws an opinion.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn delete(&self, actor: &Actor, id: FeedbackId) -> Result<(), Error> {
        actor.require(Scope::FeedbackWrite)?;
        match db::feedback::delete(&self.inner.pool, actor.user_id, id).await? {
            true => Ok(()),
            false => Err(Error::not_found("opinion")),
        }
    }
}

fn distinct(reasons: &[FeedbackReason]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for reason in reasons {
        if !names.iter().any(|name| name == reason.as_str()) {
            names.push(reason.as_str().into());
        }
    }
    names
}
