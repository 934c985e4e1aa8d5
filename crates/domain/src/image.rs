//! Stored pictures as clients see them.

use crate::{Feedback, ImageId, Problem, TaskId, TaskKind, Validator, limits};
use serde::{Deserialize, Serialize};
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
    /// What it was painted from.
    pub prompt: Option<String>,
    /// The picture it was made from, while that still exists.
    pub source_image_id: Option<ImageId>,
    /// The caller's own opinion.
    pub feedback: Option<Feedback>,
}

/// `GET /v1/images?…`
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct ImageListQuery {
    #[serde(default)]
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 100))]
    pub limit: Option<u32>,
    #[serde(default)]
    pub cursor: Option<String>,
    #[serde(default)]
    pub kind: Option<ImageKind>,
    #[serde(default)]
    pub favorite: Option<bool>,
    /// Words that are all to be found in title or prompt, in whatever case.
    #[serde(default)]
    pub q: Option<String>,
}

impl ImageListQuery {
    /// # Errors
    /// `validation_failed` for a search text that is too long.
    pub fn validate(&self) -> Result<(), Problem> {
        let mut v = Validator::new();
        let most = limits::MAX_QUERY_CHARS;
        let fits = self.q.as_ref().is_none_or(|q| q.chars().count() <= most);
        v.check(fits, "q", "too_long", format!("The text to look for may have at most {most} characters."));
        v.finish()
    }
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
