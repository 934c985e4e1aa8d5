//! Units of work: what a client may ask for, and what it is told about the progress.

use crate::{ErrorCode, FieldError, ImageId, MediaType, Problem, TaskId, Validator, limits};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

/// What a task does, in Hugging Face's task names where they exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TaskKind {
    Upscale,
}

impl TaskKind {
    pub const ALL: [Self; 1] = [Self::Upscale];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Upscale => "upscale",
        }
    }

    /// The inverse of [`Self::as_str`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// `queued → running → succeeded | failed | canceled`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskState {
    Queued,
    Running,
    Succeeded,
    Failed,
    Canceled,
}

impl TaskState {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Succeeded => "succeeded",
            Self::Failed => "failed",
            Self::Canceled => "canceled",
        }
    }

    /// Whether the task has ended for good.
    #[must_use]
    pub fn is_terminal(self) -> bool {
        matches!(self, Self::Succeeded | Self::Failed | Self::Canceled)
    }
}

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

/// What a task works on. Over HTTP `image` may also be `"@part"` or a `data:` URL; the door turns those into ids.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaskInputs {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<ImageId>,
}

/// How a task is done. Absent fields take their defaults.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TaskParameters {
    /// Upscale factor: 2 or 4.
    pub scale: u32,
    pub output_format: OutputFormat,
    /// JPEG quality, 1 to 100. Ignored for PNG; WebP is written lossless.
    pub quality: u8,
}

impl Default for TaskParameters {
    fn default() -> Self {
        Self { scale: 2, output_format: OutputFormat::Png, quality: 90 }
    }
}

impl TaskParameters {
    pub const SCALES: [u32; 2] = [2, 4];
}

/// A validated-by-[`Self::validate`] request for one task.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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
}

impl PredictRequest {
    /// Everything that can be checked without looking at the picture.
    ///
    /// # Errors
    /// `validation_failed`, naming the fields.
    pub fn validate(&self) -> Result<(), Problem> {
        let mut v = Validator::new();
        v.check(self.inputs.image.is_some(), "inputs.image", "required", "Please choose a picture first.");
        v.check(
            TaskParameters::SCALES.contains(&self.parameters.scale),
            "parameters.scale",
            "out_of_range",
            "The scale must be 2 or 4.",
        );
        v.check(
            (1..=100).contains(&self.parameters.quality),
            "parameters.quality",
            "out_of_range",
            "The quality must be between 1 and 100.",
        );
        v.finish()
    }

    /// Checks that the result of a `width` × `height` input stays within [`limits::MAX_OUTPUT_PIXELS`].
    ///
    /// # Errors
    /// `image_too_large` with the sizes spelled out.
    pub fn validate_output_size(&self, width: u32, height: u32) -> Result<(), Problem> {
        let scale = u64::from(self.parameters.scale);
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

/// The 202 answer to `POST /v1/predict`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TaskAccepted {
    pub task_id: TaskId,
    pub state: TaskState,
    pub status_url: String,
    pub cancel_url: String,
    pub events_url: String,
    pub queue_position: Option<u32>,
    pub estimated_seconds: Option<f64>,
}

impl TaskAccepted {
    #[must_use]
    pub fn of(task: &Task) -> Self {
        let id = task.task_id;
        Self {
            task_id: id,
            state: task.state,
            status_url: format!("/v1/tasks/{id}"),
            cancel_url: format!("/v1/tasks/{id}/cancel"),
            events_url: "/v1/events".into(),
            queue_position: task.queue_position,
            estimated_seconds: task.eta_seconds,
        }
    }
}

/// `GET /v1/tasks/{id}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Task {
    pub task_id: TaskId,
    pub task: TaskKind,
    pub state: TaskState,
    /// 0 to 1.
    pub progress: f32,
    pub step: Option<u32>,
    pub steps: Option<u32>,
    /// 1 is next. Only while queued.
    pub queue_position: Option<u32>,
    /// Seconds of work left once started; waiting behind others is added while queued.
    pub eta_seconds: Option<f64>,
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339::option")]
    pub started_at: Option<OffsetDateTime>,
    #[serde(with = "time::serde::rfc3339::option")]
    pub finished_at: Option<OffsetDateTime>,
    pub model: TaskModel,
    pub parameters: TaskParameters,
    pub inputs: TaskInputs,
    pub cached: bool,
    pub cancel_requested: bool,
    pub timings_ms: Option<TaskTimings>,
    pub images: Vec<TaskImage>,
    pub error: Option<Problem>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TaskModel {
    pub name: String,
    pub version: String,
    /// `cpu`, `cuda` or `tensorrt`, once it ran.
    pub device: Option<String>,
}

/// Milliseconds spent in each stage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TaskTimings {
    pub queue: f64,
    pub load: f64,
    pub preprocess: f64,
    pub inference: f64,
    pub postprocess: f64,
    pub total: f64,
}

/// A result of a task.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TaskImage {
    pub id: ImageId,
    pub url: String,
    pub thumbnail_url: String,
    pub width: u32,
    pub height: u32,
    pub media_type: MediaType,
    pub bytes: u64,
    pub sha256: String,
}

/// `GET /v1/tasks?…`
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaskListQuery {
    #[serde(default)]
    pub limit: Option<u32>,
    #[serde(default)]
    pub cursor: Option<String>,
    #[serde(default)]
    pub state: Option<TaskState>,
    #[serde(default)]
    pub task: Option<TaskKind>,
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
