//! How a task is done: every parameter of every kind of task, with its bounds.

use super::TaskKind;
use crate::{MediaType, Validator, limits};
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

/// File format of the result.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum OutputFormat {
    #[default]
    Png,
    Jpeg,
    Webp,
}

impl OutputFormat {
    pub const ALL: [Self; 3] = [Self::Png, Self::Jpeg, Self::Webp];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpeg",
            Self::Webp => "webp",
        }
    }

    /// The inverse of [`Self::as_str`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.as_str() == text)
    }

    #[must_use]
    pub fn media_type(self) -> MediaType {
        match self {
            Self::Png => MediaType::Png,
            Self::Jpeg => MediaType::Jpeg,
            Self::Webp => MediaType::Webp,
        }
    }
}

/// How a task is done. What a request leaves out is filled in when it is accepted, from the model's own defaults, so
/// that a stored task says everything it takes to do it again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct TaskParameters {
    /// Upscale factor: 2 or 4.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 2, maximum = 4))]
    pub scale: Option<u32>,
    /// Pixels; the model's own size, or that of the picture to begin with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub width: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub height: Option<u32>,
    /// Steps of the whole way from noise to picture, 1 to 150.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 150))]
    pub steps: Option<u32>,
    /// 0 to 30; 1 and less is no guidance.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 30))]
    pub guidance_scale: Option<f32>,
    /// The first picture's; each further one has the next. Random unless given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seed: Option<u32>,
    /// "Euler a", "DPM++ 2M Karras" …, or a scheduler's name in diffusers; the model's own unless given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scheduler: Option<String>,
    /// Pictures at a time, 1 to 4.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 4))]
    pub num_images: Option<u32>,
    /// How much of the picture is painted anew, 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 1))]
    pub strength: Option<f32>,
    /// Pixels of the result over which what is painted fades into what stays, 0 to 64.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(maximum = 64))]
    pub mask_blur: Option<u32>,
    /// What to paint beyond the picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outpaint: Option<Outpaint>,
    /// What is put behind a cut-out: nothing unless given.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, example = "#ff8800"))]
    pub background: Option<Background>,
    /// Lay the edges of a cut-out onto those of the picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refine_edges: Option<bool>,
    /// What a separated thing becomes: its mask unless given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output: Option<SegmentOutput>,
    pub output_format: OutputFormat,
    /// JPEG quality, 1 to 100. Ignored for PNG; WebP is written lossless.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 100))]
    pub quality: u8,
}

/// Pixels of the picture to add to each side, 0 to 1024.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Outpaint {
    #[cfg_attr(feature = "openapi", schema(maximum = 1024))]
    pub left: u32,
    #[cfg_attr(feature = "openapi", schema(maximum = 1024))]
    pub top: u32,
    #[cfg_attr(feature = "openapi", schema(maximum = 1024))]
    pub right: u32,
    #[cfg_attr(feature = "openapi", schema(maximum = 1024))]
    pub bottom: u32,
}

impl Outpaint {
    pub const MOST: u32 = 1024;

    /// The size with the margins.
    #[must_use]
    pub fn extend(self, (width, height): (u32, u32)) -> (u32, u32) {
        (
            width.saturating_add(self.left).saturating_add(self.right),
            height.saturating_add(self.top).saturating_add(self.bottom),
        )
    }

    fn is_valid(self) -> bool {
        let sides = [self.left, self.top, self.right, self.bottom];
        sides.iter().all(|side| *side <= Self::MOST) && sides.iter().any(|side| *side > 0)
    }
}

/// What is put behind a cut-out, in words: `transparent`, `blur`, `image` or `#rrggbb`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Background {
    #[default]
    Transparent,
    /// The old one, out of focus.
    Blur,
    /// The picture that is given as `inputs.background`.
    Image,
    Colour([u8; 3]),
}

impl TryFrom<String> for Background {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let colour = || {
            let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii())?;
            let [_, r, g, b] = u32::from_str_radix(digits, 16).ok()?.to_be_bytes();
            Some(Self::Colour([r, g, b]))
        };
        match text.as_str() {
            "transparent" => Ok(Self::Transparent),
            "blur" => Ok(Self::Blur),
            "image" => Ok(Self::Image),
            _ => colour().ok_or("expected transparent, blur, image or #rrggbb"),
        }
    }
}

impl From<Background> for String {
    fn from(background: Background) -> Self {
        match background {
            Background::Transparent => "transparent".into(),
            Background::Blur => "blur".into(),
            Background::Image => "image".into(),
            Background::Colour([r, g, b]) => format!("#{r:02x}{g:02x}{b:02x}"),
        }
    }
}

/// What a separated thing becomes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SegmentOutput {
    /// Grey: white is the thing.
    #[default]
    Mask,
    /// The thing alone, where it was.
    Cutout,
}

impl Default for TaskParameters {
    fn default() -> Self {
        Self {
            scale: None,
            width: None,
            height: None,
            steps: None,
            guidance_scale: None,
            seed: None,
            scheduler: None,
            num_images: None,
            strength: None,
            mask_blur: None,
            outpaint: None,
            background: None,
            refine_edges: None,
            output: None,
            output_format: OutputFormat::Png,
            quality: 90,
        }
    }
}

impl TaskParameters {
    pub const SCALES: [u32; 2] = [2, 4];
    pub const STEPS: RangeInclusive<u32> = 1..=150;
    pub const GUIDANCE: RangeInclusive<f32> = 0.0..=30.0;
    pub const SIDES: RangeInclusive<u32> = 64..=2048;
    pub(crate) const SIDES_MESSAGE: &'static str = "It must be 64 to 2048 pixels.";
    pub const IMAGES: RangeInclusive<u32> = 1..=4;
    pub const MASK_BLUR: RangeInclusive<u32> = 0..=64;
    /// How much is painted anew unless given: of a picture, and of the masked part of one.
    pub const STRENGTH: f32 = 0.75;
    pub const INPAINT_STRENGTH: f32 = 1.0;
    /// How soft the border of a mask is unless given.
    pub const SOFTNESS: u32 = 4;

    /// Upscale factor, 2 unless given.
    #[must_use]
    pub fn scale(&self) -> u32 {
        self.scale.unwrap_or(2)
    }

    /// Pictures at a time, 1 unless given.
    #[must_use]
    pub fn num_images(&self) -> u32 {
        self.num_images.unwrap_or(1)
    }

    /// Those that have a meaning for this kind of task; the others left out.
    #[must_use]
    pub fn only_for(&self, kind: TaskKind) -> Self {
        let kept = |field: &str| applies(field, kind);
        Self {
            scale: self.scale.filter(|_| kept("scale")),
            width: self.width.filter(|_| kept("width")),
            height: self.height.filter(|_| kept("height")),
            steps: self.steps.filter(|_| kept("steps")),
            guidance_scale: self.guidance_scale.filter(|_| kept("guidance_scale")),
            seed: self.seed.filter(|_| kept("seed")),
            scheduler: self.scheduler.clone().filter(|_| kept("scheduler")),
            num_images: self.num_images.filter(|_| kept("num_images")),
            strength: self.strength.filter(|_| kept("strength")),
            mask_blur: self.mask_blur.filter(|_| kept("mask_blur")),
            outpaint: self.outpaint.filter(|_| kept("outpaint")),
            background: self.background.filter(|_| kept("background")),
            refine_edges: self.refine_edges.filter(|_| kept("refine_edges")),
            output: self.output.filter(|_| kept("output")),
            output_format: self.output_format,
            quality: self.quality,
        }
    }

    /// Checks what can be checked without the model, and refuses what has no meaning for this kind of task.
    pub(super) fn check(&self, kind: TaskKind, v: &mut Validator) {
        let mut within = |field: &str, given: bool, ok: bool, bounds: &str| {
            let name = format!("parameters.{field}");
            if applies(field, kind) {
                v.check(!given || ok, &name, "out_of_range", bounds);
            } else {
                let message = format!("This has no meaning for {}. Leave it out.", kind.as_str());
                v.check(!given, &name, "not_applicable", message);
            }
        };
        let fits = |value: Option<u32>, range: &RangeInclusive<u32>| value.is_none_or(|v| range.contains(&v));
        let scale = self.scale.is_none_or(|scale| Self::SCALES.contains(&scale));
        within("scale", self.scale.is_some(), scale, "The scale must be 2 or 4.");
        let sides = Self::SIDES_MESSAGE;
        within("width", self.width.is_some(), fits(self.width, &Self::SIDES), sides);
        within("height", self.height.is_some(), fits(self.height, &Self::SIDES), sides);
        within("steps", self.steps.is_some(), fits(self.steps, &Self::STEPS), "The steps must be 1 to 150.");
        let guidance = self.guidance_scale.is_none_or(|g| Self::GUIDANCE.contains(&g));
        within("guidance_scale", self.guidance_scale.is_some(), guidance, "The guidance must be 0 to 30.");
        within("seed", self.seed.is_some(), true, "");
        let named = self.scheduler.as_ref().is_none_or(|name| name.chars().count() <= limits::MAX_NAME_CHARS);
        within("scheduler", self.scheduler.is_some(), named, "There is no scheduler of this name.");
        let images = fits(self.num_images, &Self::IMAGES);
        within("num_images", self.num_images.is_some(), images, "1 to 4 pictures can be made at a time.");
        let strength = self.strength.is_none_or(|s| (0.0..=1.0).contains(&s));
        within("strength", self.strength.is_some(), strength, "The strength must be between 0 and 1.");
        let blur = fits(self.mask_blur, &Self::MASK_BLUR);
        within("mask_blur", self.mask_blur.is_some(), blur, "The blur must be 0 to 64 pixels.");
        let margins = self.outpaint.is_none_or(Outpaint::is_valid);
        let bounds = "Each side can grow by up to 1024 pixels, and at least one must.";
        within("outpaint", self.outpaint.is_some(), margins, bounds);
        within("background", self.background.is_some(), true, "");
        within("refine_edges", self.refine_edges.is_some(), true, "");
        within("output", self.output.is_some(), true, "");
        within("quality", true, (1..=100).contains(&self.quality), "The quality must be between 1 and 100.");
    }
}

/// Whether a parameter has a meaning for a kind of task.
fn applies(field: &str, kind: TaskKind) -> bool {
    use TaskKind::{ImageToImage, Inpaint, RemoveBackground, Segment, StyleTransfer, Upscale};
    match field {
        "scale" => kind == Upscale,
        "width" | "height" | "steps" | "guidance_scale" | "seed" | "scheduler" | "num_images" => kind.is_diffusion(),
        "strength" => matches!(kind, ImageToImage | Inpaint | StyleTransfer),
        "mask_blur" | "outpaint" => kind == Inpaint,
        "background" => kind == RemoveBackground,
        "refine_edges" => matches!(kind, RemoveBackground | Segment),
        "output" => kind == Segment,
        _ => true,
    }
}
