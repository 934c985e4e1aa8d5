//! Opinions about results.

use crate::{FeedbackId, ImageId, Problem, TaskId, Validator, limits};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Rating {
    Like,
    Dislike,
}

impl Rating {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Like => "like",
            Self::Dislike => "dislike",
        }
    }
}

/// Why someone liked or disliked a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FeedbackReason {
    Sharp,
    NaturalColors,
    FaithfulDetail,
    Fast,
    Blurry,
    Artifacts,
    WrongColors,
    InventedDetail,
    Slow,
    Other,
}

impl FeedbackReason {
    pub const LIKE: [Self; 5] = [Self::Sharp, Self::NaturalColors, Self::FaithfulDetail, Self::Fast, Self::Other];
    pub const DISLIKE: [Self; 6] =
        [Self::Blurry, Self::Artifacts, Self::WrongColors, Self::InventedDetail, Self::Slow, Self::Other];

    /// The reasons that go with a rating.
    #[must_use]
    pub fn for_rating(rating: Rating) -> &'static [Self] {
        match rating {
            Rating::Like => &Self::LIKE,
            Rating::Dislike => &Self::DISLIKE,
        }
    }

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sharp => "sharp",
            Self::NaturalColors => "natural_colors",
            Self::FaithfulDetail => "faithful_detail",
            Self::Fast => "fast",
            Self::Blurry => "blurry",
            Self::Artifacts => "artifacts",
            Self::WrongColors => "wrong_colors",
            Self::InventedDetail => "invented_detail",
            Self::Slow => "slow",
            Self::Other => "other",
        }
    }
}

/// `POST /v1/feedback`: exactly one of `image_id` and `task_id`. A later one by the same person replaces the earlier.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct FeedbackRequest {
    #[serde(default)]
    pub image_id: Option<ImageId>,
    /// Rates the first image of a task.
    #[serde(default)]
    pub task_id: Option<TaskId>,
    pub rating: Rating,
    #[serde(default)]
    pub reasons: Vec<FeedbackReason>,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 2000))]
    pub comment: String,
    /// Whether model makers may train on this result. Off unless said.
    #[serde(default)]
    pub consent_training: bool,
}

impl FeedbackRequest {
    /// # Errors
    /// `validation_failed`, naming the fields out of bounds.
    pub fn validate(&self) -> Result<(), Problem> {
        let mut v = Validator::new();
        v.check(
            self.image_id.is_some() != self.task_id.is_some(),
            "image_id",
            "exactly_one",
            "Give either image_id or task_id.",
        );
        v.check(
            self.comment.chars().count() <= limits::MAX_COMMENT_CHARS,
            "comment",
            "too_long",
            format!("The comment may have at most {} characters.", limits::MAX_COMMENT_CHARS),
        );
        let fitting = FeedbackReason::for_rating(self.rating);
        v.check(
            self.reasons.iter().all(|r| fitting.contains(r)),
            "reasons",
            "not_fitting",
            "Some reasons do not go with this rating.",
        );
        v.finish()
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Feedback {
    pub id: FeedbackId,
    pub image_id: ImageId,
    pub rating: Rating,
    pub reasons: Vec<FeedbackReason>,
    pub comment: String,
    pub consent_training: bool,
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339")]
    pub updated_at: OffsetDateTime,
}
