//! Opinions.

use crate::{Error, db::from_text};
use sqlx::PgExecutor;
use studio_domain::{Feedback, FeedbackId, FeedbackRequest, ImageId, TaskId, UserId};
use time::OffsetDateTime;

pub struct FeedbackRow {
    id: FeedbackId,
    image_id: ImageId,
    rating: String,
    reasons: Vec<String>,
    comment: String,
    consent_training: bool,
    created_at: OffsetDateTime,
    updated_at: OffsetDateTime,
}

impl FeedbackRow {
    pub fn into_feedback(self) -> Result<Feedback, Error> {
        Ok(Feedback {
            id: self.id,
            image_id: self.image_id,
            rating: from_text(&self.rating)?,
            reasons: self.reasons.iter().map(|r| from_text(r)).collect::<Result<_, _>>()?,
            comment: self.comment,
            consent_training: self.consent_training,
            created_at: self.created_at,
            updated_at: self.updated_at,
        })
    }
}

/// The picture to be rated: the one named, or the first one of a task; `None` when it is not the caller's.
pub async fn target(
    db: impl PgExecutor<'_>,
    owner: UserId,
    image: Option<ImageId>,
    task: Option<TaskId>,
) -> Result<Option<ImageId>, sqlx::Error> {
    let id = sqlx::query_scalar!(
        "select id from images
         where user_id = $1 and deleted_at is null and (id = $2 or task_id = $3)
         order by created_at, id limit 1",
        owner.0,
        image.map(|id| id.0),
        task.map(|id| id.0),
    )
    .fetch_optional(db)
    .await?;
    Ok(id.map(ImageId))
}

pub async fn upsert(
    db: impl PgExecutor<'_>,
    owner: UserId,
    image: ImageId,
    request: &FeedbackRequest,
    reasons: &[String],
) -> Result<FeedbackRow, sqlx::Error> {
    sqlx::query_as!(
        FeedbackRow,
        "insert into feedback (id, user_id, image_id, rating, reasons, comment, consent_training)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict on constraint feedback_one_each do update
         set rating = excluded.rating, reasons = excluded.reasons, comment = excluded.comment,
             consent_training = excluded.consent_training, updated_at = now()
         returning id, image_id, rating, reasons, comment, consent_training, created_at, updated_at",
        FeedbackId::generate().0,
        owner.0,
        image.0,
        request.rating.as_str(),
        reasons,
        request.comment.trim(),
        request.consent_training,
    )
    .fetch_one(db)
    .await
}

/// `false` when there is no such opinion.
pub async fn delete(db: impl PgExecutor<'_>, owner: UserId, id: FeedbackId) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!("delete from feedback where user_id = $1 and id = $2", owner.0, id.0).execute(db).await?;
    Ok(done.rows_affected() == 1)
}
