//! What can be known about a model from outside.

use crate::{FieldError, Problem, TaskKind, TaskParameters, Validator, limits};
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
        (self.nearest_side(w * scale), self.nearest_side(h * scale))
    }

    /// The least and the most that a side may be, both multiples of [`Self::size_step`].
    #[must_use]
    pub fn sides(&self) -> (u32, u32) {
        let (step, sides) = (self.size_step.max(1), TaskParameters::SIDES);
        (sides.start().div_ceil(step) * step, (sides.end() / step).max(1) * step)
    }

    /// The side that comes nearest to a length.
    #[must_use]
    pub fn nearest_side(&self, length: f64) -> u32 {
        let (step, (least, most)) = (f64::from(self.size_step.max(1)), self.sides());
        // A length that is no number becomes the least.
        ((length / step).round() * step).max(f64::from(least)).min(f64::from(most)) as u32
    }

    /// Whether it can paint a picture of this size.
    ///
    /// # Errors
    /// `validation_failed`, naming the sides.
    pub fn check_size(&self, (width, height): (u32, u32)) -> Result<(), Problem> {
        let (mut v, step) = (Validator::new(), self.size_step.max(1));
        for (side, field) in [(width, "parameters.width"), (height, "parameters.height")] {
            v.check(TaskParameters::SIDES.contains(&side), field, "out_of_range", TaskParameters::SIDES_MESSAGE);
            let message = format!("With this model it must be a multiple of {step}.");
            v.check(side.is_multiple_of(step), field, "out_of_range", message);
        }
        v.finish()?;
        if u64::from(width) * u64::from(height) > limits::MAX_PAINTED_PIXELS {
            let most = limits::MAX_PAINTED_PIXELS as f64 / 1e6;
            let message = format!(
                "{width} × {height} is {:.1} megapixels; at most {most:.1} can be painted. Paint smaller, then upscale.",
                f64::from(width) * f64::from(height) / 1e6
            );
            return Err(Problem::validation(vec![FieldError::new("parameters.width", "image_too_large", message)]));
        }
        Ok(())
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

#[cfg(test)]
mod tests {
    use super::*;

    fn model(size_step: u32) -> DiffusionInfo {
        DiffusionInfo {
            width: 512,
            height: 512,
            size_step,
            steps: 20,
            guidance_scale: 4.0,
            scheduler: "EulerDiscreteScheduler".into(),
            samplers: Vec::new(),
            schedulers: Vec::new(),
        }
    }

    #[test]
    fn sides_are_multiples_within_bounds() {
        assert_eq!((model(64).sides(), model(48).sides()), ((64, 2048), (96, 2016)));
        let nearest: Vec<_> = [0.0, 500.0, 543.0, 1e9, f64::NAN].map(|length| model(64).nearest_side(length)).into();
        assert_eq!(nearest, [64, 512, 512, 2048, 64]);
    }

    #[test]
    fn every_size_that_fits_a_ratio_can_be_painted() {
        for step in [8, 32, 48, 64] {
            for ratio in [(1, 1), (3, 2), (2, 3), (16, 9), (9, 16), (1, 100)] {
                let size = model(step).fit(ratio);
                assert!(model(step).check_size(size).is_ok(), "{step}: {size:?}");
            }
        }
    }

    #[test]
    fn sizes_that_cannot_be_painted_are_refused_by_side() {
        let fields = |size| -> Vec<String> {
            let problem = model(64).check_size(size).err();
            problem.map(|p| p.errors.into_iter().map(|e| e.field).collect()).unwrap_or_default()
        };
        assert!(fields((512, 768)).is_empty());
        assert_eq!(fields((500, 768)), ["parameters.width"]);
        assert_eq!(fields((4096, 32)), ["parameters.width", "parameters.height", "parameters.height"]);
        assert_eq!(fields((2048, 2048)), ["parameters.width"]);
    }
}
