//! What can be known about a model from outside.

use crate::TaskKind;
use serde::{Deserialize, Serialize};

/// Where a model version stands in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
pub struct ModelInfo {
    pub name: String,
    pub task: TaskKind,
    pub title: String,
    pub description: String,
    pub licence: String,
    /// The version used when a request names none.
    pub default_version: String,
    pub versions: Vec<ModelVersion>,
    /// Upscale factors on offer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scales: Vec<u32>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ModelVersion {
    pub version: String,
    pub state: ModelState,
    /// The device it is loaded on (`cpu`, `cuda`, `tensorrt`), once loaded.
    pub device: Option<String>,
    /// Why it failed, in words a person understands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}
