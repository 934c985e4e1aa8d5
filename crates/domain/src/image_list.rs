//! Which pictures a list shows: what is asked of the API, and the language of the gallery's filters.

use crate::{BoardId, Image, ImageKind, Problem, Rating, TaskKind, Validator, limits, lowercase};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use time::OffsetDateTime;

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
    /// Made by tasks of these kinds, with commas between them.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", param(value_type = Option<Vec<TaskKind>>, style = Form, explode = false))]
    pub task: Option<TaskKinds>,
    /// Made by the model of this name.
    #[serde(default)]
    pub model: Option<String>,
    /// The caller's own opinion.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", param(inline))]
    pub rating: Option<RatingFilter>,
    #[serde(default)]
    pub favorite: Option<bool>,
    /// The id of a board, or `none` for what is on no board.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", param(value_type = Option<String>))]
    pub board: Option<BoardFilter>,
    /// Made or uploaded at this time or later.
    #[serde(default, with = "time::serde::rfc3339::option")]
    pub after: Option<OffsetDateTime>,
    /// Made or uploaded before this time.
    #[serde(default, with = "time::serde::rfc3339::option")]
    pub before: Option<OffsetDateTime>,
    /// Words that are all to be found in title or prompt, in whatever case.
    #[serde(default)]
    pub q: Option<String>,
}

impl ImageListQuery {
    /// # Errors
    /// `validation_failed` for a search text or the name of a model that is too long.
    pub fn validate(&self) -> Result<(), Problem> {
        let mut v = Validator::new();
        let fits = |text: &Option<String>, most: usize| text.as_ref().is_none_or(|text| text.chars().count() <= most);
        let most = limits::MAX_QUERY_CHARS;
        v.check(
            fits(&self.q, most),
            "q",
            "too_long",
            format!("The text to look for may have at most {most} characters."),
        );
        let most = limits::MAX_NAME_CHARS;
        v.check(fits(&self.model, most), "model", "too_long", format!("It may have at most {most} characters."));
        v.finish()
    }

    /// The words to look for, as they are compared. Empty when there is nothing to look for.
    #[must_use]
    pub fn words(&self) -> Vec<String> {
        self.q.as_deref().unwrap_or_default().split_whitespace().map(lowercase).collect()
    }

    /// Whether `image` belongs to the list, on whatever page: what the database decides, for a picture that is at hand.
    #[must_use]
    pub fn admits(&self, image: &Image) -> bool {
        let kind = self.kind.map_or(image.kind != ImageKind::Mask, |kind| kind == image.kind);
        let task =
            self.task.as_ref().is_none_or(|TaskKinds(kinds)| image.task.is_some_and(|task| kinds.contains(&task)));
        let model = self.model.is_none() || self.model == image.model;
        let rating = image.feedback.as_ref().map(|feedback| feedback.rating);
        let rating = self.rating.is_none_or(|wanted| wanted.rating() == rating);
        let favorite = self.favorite.is_none_or(|favorite| favorite == image.favorite);
        let board = self.board.is_none_or(|wanted| wanted.board() == image.board);
        let time = self.after.is_none_or(|after| image.created_at >= after)
            && self.before.is_none_or(|before| image.created_at < before);
        kind && task && model && rating && favorite && board && time && self.finds(image)
    }

    fn finds(&self, image: &Image) -> bool {
        let text = |text: &Option<String>| lowercase(text.as_deref().unwrap_or_default());
        let (title, prompt) = (text(&image.title), text(&image.prompt));
        self.words().iter().all(|word| title.contains(word) || prompt.contains(word))
    }
}

/// Kinds of tasks, written with commas between them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskKinds(pub Vec<TaskKind>);

impl TaskKinds {
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        text.split(',').map(TaskKind::parse).collect::<Option<_>>().map(Self)
    }

    #[must_use]
    pub fn text(&self) -> String {
        let names: Vec<_> = self.0.iter().map(|kind| kind.as_str()).collect();
        names.join(",")
    }
}

impl Serialize for TaskKinds {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text())
    }
}

impl<'de> Deserialize<'de> for TaskKinds {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| D::Error::custom(format!("{text:?} is no list of kinds of tasks")))
    }
}

/// What a list asks of opinions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RatingFilter {
    Like,
    Dislike,
    /// Without an opinion.
    None,
}

impl RatingFilter {
    pub const ALL: [Self; 3] = [Self::Like, Self::Dislike, Self::None];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Like => "like",
            Self::Dislike => "dislike",
            Self::None => "none",
        }
    }

    /// The inverse of [`Self::as_str`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rating| rating.as_str() == text)
    }

    #[must_use]
    pub fn rating(self) -> Option<Rating> {
        match self {
            Self::Like => Some(Rating::Like),
            Self::Dislike => Some(Rating::Dislike),
            Self::None => None,
        }
    }
}

/// What a list asks of boards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BoardFilter {
    On(BoardId),
    /// On no board.
    None,
}

impl BoardFilter {
    const NONE: &str = "none";

    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text == Self::NONE { Some(Self::None) } else { text.parse().ok().map(Self::On) }
    }

    #[must_use]
    pub fn text(self) -> String {
        self.board().map_or_else(|| Self::NONE.into(), |board| board.to_string())
    }

    #[must_use]
    pub fn board(self) -> Option<BoardId> {
        match self {
            Self::On(board) => Some(board),
            Self::None => None,
        }
    }
}

impl Serialize for BoardFilter {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text())
    }
}

impl<'de> Deserialize<'de> for BoardFilter {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text)
            .ok_or_else(|| D::Error::custom(format!("{text:?} is neither the id of a board nor \"none\"")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ImageId;
    use serde_json::json;

    fn image() -> Image {
        let image = json!({
            "id": ImageId::generate(), "kind": "generated", "url": "", "thumbnail_url": "", "width": 1, "height": 1,
            "media_type": "image/png", "bytes": 1, "sha256": "", "blurhash": "", "title": "Harbour", "favorite": false,
            "created_at": "2026-11-21T12:00:00Z", "task": "inpaint", "model": "starter-scenes", "prompt": "A red Boat",
        });
        serde_json::from_value(image).expect("an image")
    }

    fn query(json: serde_json::Value) -> ImageListQuery {
        serde_json::from_value(json).expect("a query")
    }

    #[test]
    fn a_picture_is_admitted_when_everything_agrees() {
        let board = BoardId::generate();
        let image = Image { board: Some(board), ..image() };
        for admitting in [
            json!({}),
            json!({"kind": "generated", "task": "image-to-image,inpaint"}),
            json!({"model": "starter-scenes", "rating": "none", "favorite": false}),
            json!({"board": board, "q": "BOAT harbour"}),
            json!({"after": "2026-11-21T12:00:00Z", "before": "2026-11-21T12:00:01Z"}),
        ] {
            assert!(query(admitting.clone()).admits(&image), "{admitting}");
        }
        for refusing in [
            json!({"kind": "original"}),
            json!({"task": "upscale"}),
            json!({"model": "another"}),
            json!({"rating": "like"}),
            json!({"favorite": true}),
            json!({"board": "none"}),
            json!({"board": BoardId::generate()}),
            json!({"q": "boat submarine"}),
            json!({"after": "2026-11-21T12:00:01Z"}),
            json!({"before": "2026-11-21T12:00:00Z"}),
        ] {
            assert!(!query(refusing.clone()).admits(&image), "{refusing}");
        }
    }

    #[test]
    fn masks_are_shown_to_those_who_ask() {
        let mask = Image { kind: ImageKind::Mask, ..image() };
        assert!(!ImageListQuery::default().admits(&mask));
        assert!(query(json!({"kind": "mask"})).admits(&mask));
    }

    #[test]
    fn nonsense_is_refused() {
        for nonsense in [json!({"task": "upscale,"}), json!({"board": "7"}), json!({"rating": "love"})] {
            assert!(serde_json::from_value::<ImageListQuery>(nonsense.clone()).is_err(), "{nonsense}");
        }
    }
}
