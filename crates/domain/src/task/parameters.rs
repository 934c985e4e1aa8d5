//! How a task is done: every parameter of every kind of task, with its bounds.

use super::TaskKind;
use crate::{MediaType, Validator, limits};
use serde::{Deserialize, Serialize};

/// File format of the result.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
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
#[serde(deny_unknown_fields, default)]
pub struct TaskParameters {
    /// Upscale factor: 2 or 4.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scale: Option<u32>,
    /// Pixels; the model's own size, or that of the picture to begin with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub width: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub height: Option<u32>,
    /// Steps of the whole way from noise to picture, 1 to 150.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub steps: Option<u32>,
    /// 0 to 30; 1 and less is no guidance.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guidance_scale: Option<f32>,
    /// The first picture's; each further one has the next. Random unless given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seed: Option<u32>,
    /// "Euler a", "DPM++ 2M Karras" …, or a scheduler's name in diffusers; the model's own unless given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scheduler: Option<String>,
    /// Pictures at a time, 1 to 4.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub num_images: Option<u32>,
    /// How much of the picture is painted anew, 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub strength: Option<f32>,
    /// Pixels of the result over which what is painted fades into what stays, 0 to 64.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mask_blur: Option<u32>,
    /// What to paint beyond the picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outpaint: Option<Outpaint>,
    pub output_format: OutputFormat,
    /// JPEG quality, 1 to 100. Ignored for PNG; WebP is written lossless.
    pub quality: u8,
}

/// Pixels of the picture to add to each side, 0 to 1024.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Outpaint {
    pub left: u32,
    pub top: u32,
    pub right: u32,
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
            output_format: OutputFormat::Png,
            quality: 90,
        }
    }
}

impl TaskParameters {
    pub const SCALES: [u32; 2] = [2, 4];
    pub const STEPS: std::ops::RangeInclusive<u32> = 1..=150;
    pub const GUIDANCE: std::ops::RangeInclusive<f32> = 0.0..=30.0;
    pub const SIDES: std::ops::RangeInclusive<u32> = 64..=2048;
    pub const IMAGES: std::ops::RangeInclusive<u32> = 1..=4;
    pub const MASK_BLUR: std::ops::RangeInclusive<u32> = 0..=64;
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
        let mut kept = self.clone();
        if kind != TaskKind::Upscale {
            kept.scale = None;
        }
        if !kind.is_diffusion() {
            let Self { output_format, quality, scale, .. } = kept;
            kept = Self { output_format, quality, scale, ..Self::default() };
        }
        if kind == TaskKind::TextToImage {
            kept.strength = None;
        }
        if kind != TaskKind::Inpaint {
            kept.mask_blur = None;
            kept.outpaint = None;
        }
        kept
    }

    /// Checks what can be checked without the model, and refuses what has no meaning for this kind of task.
    pub(super) fn check(&self, kind: TaskKind, v: &mut Validator) {
        use TaskKind::{ImageToImage, Inpaint, Upscale};
        let mut within = |field: &str, given: bool, ok: bool, applies: bool, bounds: &str| {
            let field = format!("parameters.{field}");
            if !applies {
                let message = format!("This has no meaning for {}. Leave it out.", kind.as_str());
                v.check(!given, &field, "not_applicable", message);
            } else {
                v.check(!given || ok, &field, "out_of_range", bounds.to_owned());
            }
        };
        let diffusion = kind.is_diffusion();
        let paints_over = matches!(kind, ImageToImage | Inpaint);
        let fits = |value: Option<u32>, range: &std::ops::RangeInclusive<u32>| value.is_none_or(|v| range.contains(&v));
        let scale = fits(self.scale, &(2..=4)) && self.scale != Some(3);
        within("scale", self.scale.is_some(), scale, kind == Upscale, "The scale must be 2 or 4.");
        let sides = "It must be 64 to 2048 pixels.";
        within("width", self.width.is_some(), fits(self.width, &Self::SIDES), diffusion, sides);
        within("height", self.height.is_some(), fits(self.height, &Self::SIDES), diffusion, sides);
        let steps = fits(self.steps, &Self::STEPS);
        within("steps", self.steps.is_some(), steps, diffusion, "The steps must be 1 to 150.");
        let guidance = self.guidance_scale.is_none_or(|g| Self::GUIDANCE.contains(&g));
        let given = self.guidance_scale.is_some();
        within("guidance_scale", given, guidance, diffusion, "The guidance must be 0 to 30.");
        within("seed", self.seed.is_some(), true, diffusion, "");
        let named = self.scheduler.as_ref().is_none_or(|name| name.chars().count() <= limits::MAX_NAME_CHARS);
        within("scheduler", self.scheduler.is_some(), named, diffusion, "There is no scheduler of this name.");
        let images = fits(self.num_images, &Self::IMAGES);
        within("num_images", self.num_images.is_some(), images, diffusion, "1 to 4 pictures can be made at a time.");
        let strength = self.strength.is_none_or(|s| (0.0..=1.0).contains(&s));
        within("strength", self.strength.is_some(), strength, paints_over, "The strength must be between 0 and 1.");
        let blur = fits(self.mask_blur, &Self::MASK_BLUR);
        within("mask_blur", self.mask_blur.is_some(), blur, kind == Inpaint, "The blur must be 0 to 64 pixels.");
        let margins = self.outpaint.is_none_or(Outpaint::is_valid);
        let bounds = "Each side can grow by up to 1024 pixels, and at least one must.";
        within("outpaint", self.outpaint.is_some(), margins, kind == Inpaint, bounds);
        within("quality", true, (1..=100).contains(&self.quality), true, "The quality must be between 1 and 100.");
    }
}
