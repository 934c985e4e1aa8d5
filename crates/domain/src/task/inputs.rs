//! What a task works on.

use super::TaskKind;
use crate::{ImageId, Validator, limits};
use serde::{Deserialize, Serialize};

/// What a task works on. Over HTTP a picture may also be `"@part"` or a `data:` URL; the door turns those into ids.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct TaskInputs {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prompt: Option<String>,
    /// What the picture should not be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub negative_prompt: Option<String>,
    /// The id of a stored picture. In requests also `@name` of a part of the form, or a `data:` URL.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub image: Option<ImageId>,
    /// As large as the picture, or stretched to it; white is painted anew.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub mask: Option<ImageId>,
    /// What is put behind a cut-out, with `background: "image"`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub background: Option<ImageId>,
    /// One of the model's styles; its first unless given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub style: Option<String>,
    /// Clicks on what is to be separated, and beside it; at most 64.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", schema(max_items = 64))]
    pub points: Vec<Point>,
    /// Left, top, right and bottom of what is to be separated, in pixels of the picture.
    #[serde(rename = "box", skip_serializing_if = "Option::is_none")]
    pub area: Option<[f32; 4]>,
}

/// A click, in pixels of the picture from its top left.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Point {
    pub x: f32,
    pub y: f32,
    /// 1 on the thing, 0 beside it.
    #[serde(default = "on_it")]
    #[cfg_attr(feature = "openapi", schema(maximum = 1))]
    pub label: u8,
}

fn on_it() -> u8 {
    1
}

impl TaskInputs {
    /// The pictures among them, each with the name of its field.
    pub fn pictures(&self) -> impl Iterator<Item = (&'static str, ImageId)> {
        let named = [("inputs.image", self.image), ("inputs.mask", self.mask), ("inputs.background", self.background)];
        named.into_iter().filter_map(|(field, id)| Some((field, id?)))
    }

    /// Checks what can be checked without the pictures, and refuses what has no meaning for this kind of task.
    pub(super) fn check(&self, kind: TaskKind, v: &mut Validator) {
        use TaskKind::{RemoveBackground, Segment, TextToImage};
        let mut applies = |field: &str, given: bool, applies: bool| {
            let message = format!("This has no meaning for {}. Leave it out.", kind.as_str());
            v.check(applies || !given, &format!("inputs.{field}"), "not_applicable", message);
        };
        applies("image", self.image.is_some(), kind.takes_image());
        applies("mask", self.mask.is_some(), kind.takes_mask());
        applies("background", self.background.is_some(), kind == RemoveBackground);
        applies("points", !self.points.is_empty(), kind == Segment);
        applies("box", self.area.is_some(), kind == Segment);
        let pictured = self.image.is_some() || !kind.takes_image();
        v.check(pictured, "inputs.image", "required", "Please choose a picture first.");
        let said = self.prompt.is_some() || kind != TextToImage;
        v.check(said, "inputs.prompt", "required", "Please say what to paint.");
        self.check_words(kind, v);
        let shown = !self.points.is_empty() || self.area.is_some() || kind != Segment;
        v.check(
            shown,
            "inputs.points",
            "required",
            "Please click on what is to be separated, or draw a box around it.",
        );
        v.check(
            self.points.len() <= limits::MAX_POINTS,
            "inputs.points",
            "too_many",
            "At most 64 clicks are possible.",
        );
        let labelled = self.points.iter().all(|point| point.label <= 1);
        v.check(labelled, "inputs.points", "out_of_range", "A label is 1 on the thing or 0 beside it.");
    }

    /// Checks what can be kept for other pictures.
    pub(super) fn check_kept(&self, kind: TaskKind, v: &mut Validator) {
        let pictured = self.pictures().next().is_some() || !self.points.is_empty() || self.area.is_some();
        let message = "Words and settings are kept, pictures and what is marked on them are not. Leave those out.";
        v.check(!pictured, "inputs", "not_applicable", message);
        self.check_words(kind, v);
    }

    fn check_words(&self, kind: TaskKind, v: &mut Validator) {
        let mut applies = |field: &str, given: bool, applies: bool| {
            let message = format!("This has no meaning for {}. Leave it out.", kind.as_str());
            v.check(applies || !given, &format!("inputs.{field}"), "not_applicable", message);
        };
        applies("style", self.style.is_some(), kind == TaskKind::StyleTransfer);
        applies("prompt", self.prompt.is_some(), kind.is_diffusion());
        applies("negative_prompt", self.negative_prompt.is_some(), kind.is_diffusion());
        for (text, field) in [(&self.prompt, "inputs.prompt"), (&self.negative_prompt, "inputs.negative_prompt")] {
            let chars = text.as_ref().map_or(0, |text| text.chars().count());
            let most = limits::MAX_PROMPT_CHARS;
            let message = format!("A prompt may have at most {most} characters; this one has {chars}.");
            v.check(chars <= most, field, "too_long", message);
        }
    }

    /// Whether clicks and box lie in a picture of this size.
    pub(super) fn check_within(&self, (width, height): (u32, u32), v: &mut Validator) {
        let inside = |x: f32, y: f32| (0.0..=width as f32).contains(&x) && (0.0..=height as f32).contains(&y);
        let message = format!("It must lie in the picture, which has {width} × {height} pixels.");
        v.check(self.points.iter().all(|p| inside(p.x, p.y)), "inputs.points", "out_of_range", message.as_str());
        let ordered = |[left, top, right, bottom]: [f32; 4]| left < right && top < bottom;
        let boxed = self.area.is_none_or(|area| {
            let [left, top, right, bottom] = area;
            inside(left, top) && inside(right, bottom) && ordered(area)
        });
        v.check(boxed, "inputs.box", "out_of_range", message);
    }
}
