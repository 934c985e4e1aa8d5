//! Units of work: what a client may ask for, and what it is told about the progress.

mod inputs;
mod kind;
mod parameters;
mod pool;
mod preset;
mod request;

pub use inputs::{Point, TaskInputs};
pub use kind::TaskKind;
pub use parameters::{Background, Outpaint, OutputFormat, SegmentOutput, TaskParameters};
pub use pool::Pool;
pub use preset::{NewPreset, Preset, PresetPatch};
pub use request::PredictRequest;

use crate::{ImageId, MediaType, Problem, TaskId};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

/// `queued → running → succeeded | failed | canceled`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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

/// The 202 answer to `POST /v1/predict`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Task {
    pub task_id: TaskId,
    pub task: TaskKind,
    pub state: TaskState,
    /// 0 to 1.
    pub progress: f32,
    pub step: Option<u32>,
    pub steps: Option<u32>,
    /// Among what the workers take up that serve its pool; 1 is next. Only while queued.
    pub queue_position: Option<u32>,
    /// Seconds of work left once started; waiting behind others is added while queued. Not there while no worker is that
    /// could do it.
    pub eta_seconds: Option<f64>,
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339::option")]
    pub started_at: Option<OffsetDateTime>,
    #[serde(with = "time::serde::rfc3339::option")]
    pub finished_at: Option<OffsetDateTime>,
    pub model: TaskModel,
    /// The first picture's, where chance has a part in it.
    pub seed: Option<u32>,
    pub parameters: TaskParameters,
    pub inputs: TaskInputs,
    /// In events of tasks that paint: what it looks like so far, as a `data:` URL.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preview: Option<String>,
    /// Whether the result of an equal task was the answer.
    pub cached: bool,
    pub cancel_requested: bool,
    pub timings_ms: Option<TaskTimings>,
    pub images: Vec<TaskImage>,
    pub error: Option<Problem>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TaskModel {
    pub name: String,
    pub version: String,
    /// `cpu`, `cuda` or `tensorrt`, once it ran.
    pub device: Option<String>,
}

/// Milliseconds spent in each stage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct TaskListQuery {
    #[serde(default)]
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 100))]
    pub limit: Option<u32>,
    #[serde(default)]
    pub cursor: Option<String>,
    #[serde(default)]
    pub state: Option<TaskState>,
    #[serde(default)]
    pub task: Option<TaskKind>,
}
