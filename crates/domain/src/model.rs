//! What can be known about a model from outside.

use crate::{TaskKind, TaskParameters};
use serde::{Deserialize, Serialize};

/// Where a model version stands in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ModelState {
    /// On disk, loaded on first use.
    Available,
    Loading,
    Loaded,
    /// Could not be loaded; `ModelVersion::message` says why.
    Failed,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ModelInfo {
    pub name: String,
    /// The first is the one it is best at.
    pub tasks: Vec<TaskKind>,
    /// The tasks that it serves when a request names no model.
    #[serde(default)]
    pub default_for: Vec<TaskKind>,
    pub title: String,
    pub description: String,
    pub licence: String,
    /// The version used when a request names none.
    pub default_version: String,
    pub versions: Vec<ModelVersion>,
    /// Upscale factors on offer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scales: Vec<u32>,
    /// Styles on offer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub styles: Vec<StyleInfo>,
    /// How it paints, where it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub diffusion: Option<DiffusionInfo>,
}

/// One of several styles of a model.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StyleInfo {
    /// What requests call it.
    pub name: String,
    pub title: String,
}

/// Bounds and defaults of a model that paints from a prompt.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DiffusionInfo {
    /// What it was trained on, in pixels.
    pub width: u32,
    pub height: u32,
    /// Width and height must be multiples of this.
    pub size_step: u32,
    pub steps: u32,
    pub guidance_scale: f32,
    /// Its own scheduler, by its name in diffusers.
    pub scheduler: String,
    /// What it can be run with, as user interfaces call them: "Euler a", "DPM++ 2M Karras" …
    #[serde(default)]
    pub samplers: Vec<String>,
    /// What it can be run with, by their names in diffusers.
    #[serde(default)]
    pub schedulers: Vec<String>,
}

impl DiffusionInfo {
    /// Whether it can be run with a sampler or a scheduler of this name.
    #[must_use]
    pub fn runs_with(&self, name: &str) -> bool {
        let name = name.trim();
        self.samplers.iter().any(|known| known.eq_ignore_ascii_case(name))
            || self.schedulers.iter().chain([&self.scheduler]).any(|known| known == name)
    }

    /// The size for painting over a picture: its shape, with between once and one and a half times as many pixels as
    /// the model was trained on. A ratio in small numbers, such as (3, 2), gives a size of that shape.
    #[must_use]
    pub fn fit(&self, (width, height): (u32, u32)) -> (u32, u32) {
        let (w, h) = (f64::from(width.max(1)), f64::from(height.max(1)));
        let native = f64::from(self.width) * f64::from(self.height);
        let scale = ((w * h).clamp(native, 1.5 * native) / (w * h)).sqrt();
        let step = f64::from(self.size_step.max(1));
        let side = |length: f64| {
            let (least, most) = (f64::from(*TaskParameters::SIDES.start()), f64::from(*TaskParameters::SIDES.end()));
            let (least, most) = ((least / step).ceil(), (most / step).floor().max(1.0));
            ((length * scale / step).round().max(least).min(most) * step) as u32
        };
        (side(w), side(h))
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ModelVersion {
    pub version: String,
    pub state: ModelState,
    /// The device it is loaded on (`cpu`, `cuda`, `tensorrt`), once loaded.
    pub device: Option<String>,
    /// Why it failed, in words a person understands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}
