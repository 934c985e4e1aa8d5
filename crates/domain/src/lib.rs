//! The words of CreativeAI Studio: ids, task kinds, parameters with their bounds, wire types, error codes.
//!
//! The server, the workers and the page in the browser all speak through these types, so a request is validated by
//! the same code on both sides. This crate builds for WASM and does no I/O.

mod account;
mod actor;
mod api_key;
mod board;
mod case;
mod comfyui;
mod error;
mod event;
mod feedback;
mod ids;
mod image;
mod image_list;
mod infotext;
pub mod limits;
mod model;
pub mod names;
mod page;
mod prompt;
mod task;
mod usage;
mod validate;

pub use account::{Credentials, DeleteMe, Me, MePatch, RegisterRequest, SignIn, SignInKind, TokenPair};
pub use actor::{Actor, KeyGrant, Role, Tier};
pub use api_key::{ApiKey, CreatedApiKey, NewApiKey, Scope};
pub use board::{Board, BoardRequest};
pub use case::lowercase;
pub use error::{ErrorCode, FieldError, Problem};
pub use event::{Event, EventData};
pub use feedback::{Feedback, FeedbackReason, FeedbackRequest, Rating};
pub use ids::{ApiKeyId, BoardId, FeedbackId, ImageId, PresetId, TaskId, UserId};
pub use image::{Image, ImageKind, ImageLink, ImagePatch, LinkRequest, MediaType, UploadKind};
pub use image_list::{BoardFilter, ImageListQuery, RatingFilter, TaskKinds};
pub use infotext::{Infotext, InfotextSource};
pub use model::{DiffusionInfo, ModelInfo, ModelState, ModelVersion, StyleInfo};
pub use page::Page;
pub use prompt::PromptInfo;
pub use task::{
    Background, NewPreset, Outpaint, OutputFormat, Point, Pool, PredictRequest, Preset, PresetPatch, SegmentOutput,
    Task, TaskAccepted, TaskImage, TaskInputs, TaskKind, TaskListQuery, TaskModel, TaskParameters, TaskState,
    TaskTimings,
};
pub use usage::{Quota, Storage, Usage};
pub use validate::Validator;
