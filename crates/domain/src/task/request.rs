//! What a client may ask for, and what becomes of it when it is accepted.

use super::{Background, TaskInputs, TaskKind, TaskParameters};
use crate::{BoardId, DiffusionInfo, ErrorCode, FieldError, ModelInfo, Problem, StyleInfo, Validator, limits};
use serde::{Deserialize, Serialize};

/// A request for one task.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PredictRequest {
    pub task: TaskKind,
    /// The task's default model unless named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    pub inputs: TaskInputs,
    #[serde(default)]
    pub parameters: TaskParameters,
    /// Who is told when the task has ended: an https address that takes a POST.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub webhook: Option<String>,
    /// The board that the results go to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub board: Option<BoardId>,
    /// Whether the result of an equal request may be the answer: of the same model version, from pictures of the same
    /// bytes, with the same parameters and seed. `false` does the work anew, and for nobody else.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub cache: bool,
}

fn yes() -> bool {
    true
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives references")]
fn is_yes(value: &bool) -> bool {
    *value
}

impl PredictRequest {
    /// Everything that can be checked without looking at the picture or the model.
    ///
    /// # Errors
    /// `validation_failed`, naming the fields.
    pub fn validate(&self) -> Result<(), Problem> {
        let (kind, inputs, p) = (self.task, &self.inputs, &self.parameters);
        let mut v = Validator::new();
        inputs.check(kind, &mut v);
        let marked = inputs.mask.is_some() || p.outpaint.is_some() || !kind.takes_mask();
        v.check(marked, "inputs.mask", "required", "Please mark what is to be painted anew.");
        let backed = inputs.background.is_some() == (p.background == Some(Background::Image));
        let message = "A picture for the background and `background: \"image\"` go together.";
        v.check(backed, "inputs.background", "required", message);
        p.check(kind, &mut v);
        v.finish()
    }

    /// Fills in what the request leaves to the model, and checks the rest against it. `input` is the size of the
    /// picture, `seed` is used where none is given.
    ///
    /// # Errors
    /// `validation_failed`, `image_too_large`.
    pub fn complete(&mut self, model: &ModelInfo, input: Option<(u32, u32)>, seed: u32) -> Result<(), Problem> {
        if !model.tasks.contains(&self.task) {
            let message = format!("The model {} is not made for {}.", model.name, self.task.as_str());
            return Err(one_field("model", "not_applicable", message));
        }
        if let Some(size) = input {
            let mut v = Validator::new();
            self.inputs.check_within(size, &mut v);
            v.finish()?;
        }
        let (width, height) = input.unwrap_or_default();
        let p = &mut self.parameters;
        match (self.task, &model.diffusion) {
            (TaskKind::TextToImage | TaskKind::ImageToImage | TaskKind::Inpaint, Some(diffusion)) => {
                self.complete_diffusion(diffusion, input, seed)
            }
            (TaskKind::TextToImage | TaskKind::ImageToImage | TaskKind::Inpaint, None) => self.complete_repainting(),
            (TaskKind::Upscale, _) => {
                p.scale = Some(p.scale());
                self.validate_output_size(width, height)
            }
            (TaskKind::StyleTransfer, _) => {
                p.strength.get_or_insert(1.0);
                self.complete_style(&model.styles)
            }
            (TaskKind::RemoveBackground, _) => {
                p.background.get_or_insert_default();
                p.refine_edges.get_or_insert(true);
                Ok(())
            }
            (TaskKind::Segment, _) => {
                p.refine_edges.get_or_insert(true);
                p.output.get_or_insert_default();
                Ok(())
            }
        }
    }

    fn complete_style(&mut self, styles: &[StyleInfo]) -> Result<(), Problem> {
        let Some(first) = styles.first() else { return Ok(()) };
        let style = self.inputs.style.get_or_insert_with(|| first.name.clone());
        if styles.iter().any(|known| known.name == *style) {
            return Ok(());
        }
        let known: Vec<&str> = styles.iter().map(|style| style.name.as_str()).collect();
        let message = format!("This model has no style {style:?}. It has {}.", known.join(", "));
        Err(one_field("inputs.style", "unknown", message))
    }

    /// For models that paint what might have been there, without a prompt.
    fn complete_repainting(&mut self) -> Result<(), Problem> {
        let p = &mut self.parameters;
        p.mask_blur.get_or_insert(TaskParameters::SOFTNESS);
        if p.outpaint.is_none() {
            return Ok(());
        }
        let message = "This model paints within the picture only. Choose another one to paint beyond it.";
        Err(one_field("parameters.outpaint", "not_applicable", message.into()))
    }

    fn complete_diffusion(
        &mut self,
        model: &DiffusionInfo,
        input: Option<(u32, u32)>,
        seed: u32,
    ) -> Result<(), Problem> {
        let p = &mut self.parameters;
        let input = input.map(|input| p.outpaint.unwrap_or_default().extend(input));
        // A margin around a thread of a picture is a picture that nobody can hold.
        if input.is_some_and(|(width, height)| u64::from(width) * u64::from(height) > limits::MAX_OUTPUT_PIXELS) {
            let most = limits::MAX_OUTPUT_PIXELS / 1_000_000;
            let message = format!("With these margins the picture has more than {most} megapixels. Make it smaller.");
            return Err(one_field("parameters.outpaint", "image_too_large", message));
        }
        let (width, height) = input.map_or((model.width, model.height), |input| model.fit(input));
        let (width, height) = (*p.width.get_or_insert(width), *p.height.get_or_insert(height));
        p.steps.get_or_insert(model.steps);
        p.guidance_scale.get_or_insert(model.guidance_scale);
        p.seed.get_or_insert(seed);
        let scheduler = p.scheduler.get_or_insert_with(|| model.scheduler.clone());
        let known = model.runs_with(scheduler);
        let message = format!("This model does not run with {scheduler}. It does with {}.", model.samplers.join(", "));
        p.num_images.get_or_insert(1);
        match self.task {
            TaskKind::ImageToImage => {
                p.strength.get_or_insert(TaskParameters::STRENGTH);
            }
            TaskKind::Inpaint => {
                p.strength.get_or_insert(TaskParameters::INPAINT_STRENGTH);
                p.mask_blur.get_or_insert(TaskParameters::SOFTNESS);
            }
            _ => {}
        }
        self.inputs.prompt.get_or_insert_default();
        let mut v = Validator::new();
        v.check(known, "parameters.scheduler", "unknown", message);
        v.finish()?;
        model.check_size((width, height))
    }

    /// How much work a completed request is, in pixels: of the result, times the steps that are taken for each.
    #[must_use]
    pub fn work_pixels(&self, input: Option<(u32, u32)>) -> u64 {
        let area = |(width, height): (u32, u32)| u64::from(width) * u64::from(height);
        let p = &self.parameters;
        if !self.task.is_diffusion() {
            let scale = if self.task == TaskKind::Upscale { p.scale() } else { 1 };
            return (area(input.unwrap_or_default()) * u64::from(scale).pow(2)).max(1);
        }
        let Some(width) = p.width else { return area(input.unwrap_or_default()).max(1) };
        let steps = f64::from(p.steps.unwrap_or(1)) * f64::from(p.strength.unwrap_or(1.0));
        let size = (width, p.height.unwrap_or_default());
        area(size) * u64::from(p.num_images()) * (steps.ceil() as u64).max(1)
    }

    /// Checks that the result of upscaling a `width` × `height` input stays within [`limits::MAX_OUTPUT_PIXELS`].
    ///
    /// # Errors
    /// `image_too_large` with the sizes spelled out.
    pub fn validate_output_size(&self, width: u32, height: u32) -> Result<(), Problem> {
        if self.task != TaskKind::Upscale {
            return Ok(());
        }
        let scale = u64::from(self.parameters.scale());
        let (w, h) = (u64::from(width) * scale, u64::from(height) * scale);
        if w * h <= limits::MAX_OUTPUT_PIXELS {
            return Ok(());
        }
        let message = format!(
            "At ×{scale} this {width} × {height} picture would become {w} × {h}, which is {:.0} megapixels; at most {} are \
             possible. Choose a smaller scale or a smaller picture.",
            (w * h) as f64 / 1e6,
            limits::MAX_OUTPUT_PIXELS / 1_000_000,
        );
        let errors = vec![FieldError::new("parameters.scale", "image_too_large", message.clone())];
        Err(Problem { errors, ..Problem::new(ErrorCode::ImageTooLarge, message) })
    }
}

fn one_field(field: &str, code: &str, message: String) -> Problem {
    Problem::validation(vec![FieldError::new(field, code, message)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ImageId;

    fn request(json: &str) -> PredictRequest {
        serde_json::from_str(json).expect("valid JSON")
    }

    #[test]
    fn defaults_fill_in() {
        let r = request(r#"{"task":"upscale","inputs":{"image":"01936b2e-0000-7000-8000-000000000000"}}"#);
        assert_eq!(r.parameters, TaskParameters::default());
        assert!(r.validate().is_ok());
    }

    #[test]
    fn every_bad_field_is_named() {
        let r = request(r#"{"task":"upscale","inputs":{},"parameters":{"scale":3,"quality":0}}"#);
        let fields: Vec<_> = r.validate().expect_err("invalid").errors.into_iter().map(|e| e.field).collect();
        assert_eq!(fields, ["inputs.image", "parameters.scale", "parameters.quality"]);
    }

    #[test]
    fn output_size_is_bounded() {
        let r = request(r#"{"task":"upscale","inputs":{},"parameters":{"scale":4}}"#);
        assert!(r.validate_output_size(2000, 2000).is_ok());
        let problem = r.validate_output_size(2001, 2000).expect_err("64.03 MP");
        assert_eq!(problem.code, ErrorCode::ImageTooLarge);
        assert_eq!(problem.status, 422);
    }

    #[test]
    fn unknown_fields_are_refused() {
        let json = r#"{"task":"upscale","inputs":{},"parameters":{"sacle":2}}"#;
        assert!(serde_json::from_str::<PredictRequest>(json).is_err());
    }

    fn painter() -> ModelInfo {
        serde_json::from_str(
            r#"{"name":"p","tasks":["text-to-image","image-to-image"],"title":"","description":"","licence":"","default_version":"1",
                "versions":[],"diffusion":{"width":512,"height":512,"size_step":64,"steps":20,"guidance_scale":4.0,
                "scheduler":"EulerDiscrete"}}"#,
        )
        .expect("valid JSON")
    }

    #[test]
    fn what_is_left_out_comes_from_the_model() {
        let mut r = request(r#"{"task":"text-to-image","inputs":{"prompt":"a boat"},"parameters":{"steps":8}}"#);
        r.validate().expect("valid");
        r.complete(&painter(), None, 7).expect("complete");
        let p = &r.parameters;
        assert_eq!((p.width, p.height, p.steps, p.seed), (Some(512), Some(512), Some(8), Some(7)));
        assert_eq!((p.guidance_scale, p.scheduler.as_deref()), (Some(4.0), Some("EulerDiscrete")));
        assert_eq!(p.strength, None);
        assert_eq!(r.work_pixels(None), 512 * 512 * 8);
    }

    #[test]
    fn painting_over_keeps_the_shape_of_the_picture() {
        let id = ImageId::generate();
        let mut r = request(&format!(r#"{{"task":"image-to-image","inputs":{{"image":"{id}"}}}}"#));
        r.complete(&painter(), Some((4000, 3000)), 7).expect("complete");
        assert_eq!((r.parameters.width, r.parameters.height), (Some(704), Some(512)));
        assert_eq!(r.work_pixels(None), 704 * 512 * 15, "three quarters of the steps");
        r.parameters.width = Some(500);
        let problem = r.complete(&painter(), Some((4000, 3000)), 7).expect_err("no multiple of 64");
        assert_eq!(problem.errors[0].field, "parameters.width");
        (r.parameters.width, r.parameters.height) = (Some(2048), Some(2048));
        assert!(r.complete(&painter(), None, 7).is_err());
    }

    #[test]
    fn margins_cannot_make_a_picture_that_nobody_can_hold() {
        let id = ImageId::generate();
        let json =
            format!(r#"{{"task":"inpaint","inputs":{{"image":"{id}"}},"parameters":{{"outpaint":{{"top":1024}}}}}}"#);
        let mut inpainter = painter();
        inpainter.tasks.push(TaskKind::Inpaint);
        assert!(request(&json).complete(&inpainter, Some((4000, 3000)), 7).is_ok());
        let problem = request(&json).complete(&inpainter, Some((40_000_000, 1)), 7).expect_err("41 gigapixels");
        assert_eq!(problem.errors[0].field, "parameters.outpaint");
    }

    #[test]
    fn what_has_no_meaning_is_refused() {
        let r = request(r#"{"task":"text-to-image","inputs":{"prompt":""},"parameters":{"scale":2,"strength":0.5}}"#);
        let fields: Vec<_> = r.validate().expect_err("invalid").errors.into_iter().map(|e| e.field).collect();
        assert_eq!(fields, ["parameters.scale", "parameters.strength"]);
        let r = request(r#"{"task":"inpaint","inputs":{}}"#);
        let fields: Vec<_> = r.validate().expect_err("invalid").errors.into_iter().map(|e| e.field).collect();
        assert_eq!(fields, ["inputs.image", "inputs.mask"]);
    }
}
