//! Pieces of work that are done by the studio's own code and by what others use, in processes of their own: lines of
//! JSON go in and come out.

use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, path::PathBuf};

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Work {
    /// A batch of pictures from a pipeline in diffusers' layout.
    Paint { folder: PathBuf, width: u32, height: u32, steps: u32, guidance_scale: f32, prompts: Vec<String> },
    /// What happens to a picture around a network: decoded, shrunk to a square, normalised; written as PNG to `output`.
    Pixels { picture: PathBuf, side: u32, output: PathBuf },
}

/// Seconds of each stage; and the most memory the process ever held, in megabytes.
#[derive(Debug, Serialize, Deserialize)]
pub struct Done {
    pub peak_mb: f64,
    #[serde(flatten)]
    pub seconds: BTreeMap<String, f64>,
}

impl Done {
    pub fn total(&self) -> f64 {
        self.seconds.values().sum()
    }
}
