//! What a model reads in a prompt.

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromptInfo {
    pub tokens: u32,
    /// How many the text encoder reads at once; what is beyond is read in further parts.
    pub limit: u32,
    /// Words that the model was never told, where it knows a small vocabulary only; each once, as written.
    pub unknown: Vec<String>,
}
