//! Stored pictures as clients see them.

use crate::{BoardId, Feedback, ImageId, Problem, TaskId, TaskKind, Validator, limits};
use serde::{Deserialize, Deserializer, Serialize};
use time::OffsetDateTime;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum MediaType {
    #[serde(rename = "image/png")]
    Png,
    #[serde(rename = "image/jpeg")]
    Jpeg,
    #[serde(rename = "image/webp")]
    Webp,
}

impl MediaType {
    /// The IANA media type.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Webp => "image/webp",
        }
    }

    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpg",
            Self::Webp => "webp",
        }
    }

    /// Reads a `Content-Type` value, ignoring its parameters; `None` for everything that is not accepted.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text.split(';').next()?.trim().to_ascii_lowercase().as_str() {
            "image/png" => Some(Self::Png),
            "image/jpeg" | "image/jpg" => Some(Self::Jpeg),
            "image/webp" => Some(Self::Webp),
            _ => None,
        }
    }
}

/// Where a picture came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ImageKind {
    /// Uploaded by its owner.
    Original,
    /// Made by a task.
    Generated,
    /// Says where a picture is to be painted anew. Listed only when asked for.
    Mask,
}

impl ImageKind {
    pub const ALL: [Self; 3] = [Self::Original, Self::Generated, Self::Mask];

    /// The inverse of [`Self::as_str`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Original => "original",
            Self::Generated => "generated",
            Self::Mask => "mask",
        }
    }
}

/// What an upload is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum UploadKind {
    #[default]
    Original,
    Mask,
}

impl From<UploadKind> for ImageKind {
    fn from(kind: UploadKind) -> Self {
        match kind {
            UploadKind::Original => Self::Original,
            UploadKind::Mask => Self::Mask,
        }
    }
}

/// A stored picture.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Image {
    pub id: ImageId,
    pub kind: ImageKind,
    /// Path of the file itself.
    pub url: String,
    pub thumbnail_url: String,
    pub width: u32,
    pub height: u32,
    pub media_type: MediaType,
    pub bytes: u64,
    /// Lower-case hex SHA-256 of the file.
    pub sha256: String,
    /// <https://blurha.sh>, shown until the thumbnail is there.
    pub blurhash: String,
    pub title: Option<String>,
    pub favorite: bool,
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: OffsetDateTime,
    #[serde(default, with = "time::serde::rfc3339::option")]
    pub deleted_at: Option<OffsetDateTime>,
    /// The task that made it.
    pub task_id: Option<TaskId>,
    pub task: Option<TaskKind>,
    /// Name of the model that made it.
    pub model: Option<String>,
    /// What it was painted from.
    pub prompt: Option<String>,
    /// The picture it was made from, while that still exists.
    pub source_image_id: Option<ImageId>,
    /// The board it is on.
    pub board: Option<BoardId>,
    /// The caller's own opinion.
    pub feedback: Option<Feedback>,
}

/// `PATCH /v1/images/{id}`: absent fields stay as they are.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ImagePatch {
    #[serde(default)]
    pub favorite: Option<bool>,
    /// An empty title removes it.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 200))]
    pub title: Option<String>,
    /// `null` takes it off its board.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<BoardId>))]
    pub board: Option<Option<BoardId>>,
}

/// Tells `null` from what is not there.
fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

impl ImagePatch {
    /// # Errors
    /// `validation_failed` for a title that is too long.
    pub fn validate(&self) -> Result<(), Problem> {
        let mut v = Validator::new();
        let chars = self.title.as_deref().unwrap_or_default().chars().count();
        v.check(
            chars <= limits::MAX_TITLE_CHARS,
            "title",
            "too_long",
            format!("The title may have at most {} characters.", limits::MAX_TITLE_CHARS),
        );
        v.finish()
    }
}

/// `POST /v1/images/{id}/link`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LinkRequest {
    /// A week unless given.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 30, example = 7))]
    pub days: Option<u32>,
}

impl LinkRequest {
    /// How long the link lasts.
    ///
    /// # Errors
    /// `validation_failed` for a time out of bounds.
    pub fn days(&self) -> Result<u32, Problem> {
        let days = self.days.unwrap_or(limits::DEFAULT_LINK_DAYS);
        let mut v = Validator::new();
        let (least, most) = (limits::LINK_DAYS.start(), limits::LINK_DAYS.end());
        let message = format!("It must be between {least} and {most}.");
        v.check(limits::LINK_DAYS.contains(&days), "days", "out_of_range", message);
        v.finish().map(|()| days)
    }
}

/// What opens one picture for whoever has it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImageLink {
    /// Path of the file with what opens it.
    pub url: String,
    #[serde(with = "time::serde::rfc3339")]
    pub expires_at: OffsetDateTime,
}
