//! Why a tokenizer's files cannot be used, in words for the person who put them there.

/// A file of a `tokenizer/` folder is missing, damaged or of another kind of model.
#[derive(Debug, thiserror::Error)]
#[error("{file} {reason}")]
pub struct TokenizerError {
    /// The file's name within the folder.
    pub file: &'static str,
    pub reason: Reason,
}

/// What is wrong with the file; `Display` goes on after the file's name.
#[derive(Debug, thiserror::Error)]
pub enum Reason {
    #[error("is missing. Please add it, or export the model again.")]
    Missing,
    #[error("is larger than the {} MiB that are accepted.", crate::MAX_FILE_BYTES >> 20)]
    TooLarge,
    #[error("is not UTF-8 text.")]
    NotText,
    #[error("is damaged or cut short ({0}).")]
    Json(#[source] serde_json::Error),
    #[error("has something other than two tokens on line {line}.")]
    BadMerge { line: usize },
    #[error("merges to \"{token}\" on line {line}, which the vocabulary does not have.")]
    UnknownToken { line: usize, token: String },
    #[error("lacks the {role} token \"{token}\".")]
    MissingSpecial { role: &'static str, token: String },
    #[error("is for a {found} tokenizer; only CLIP's byte-level BPE can be read.")]
    WrongKind { found: String },
    #[error("sets model_max_length to {found}; a prompt needs at least 3 places.")]
    LimitTooSmall { found: f64 },
    #[error("adds {found} tokens; at most {limit} are accepted.")]
    TooManyAdded { found: usize, limit: usize },
}

impl TokenizerError {
    pub(crate) fn new(file: &'static str, reason: Reason) -> Self {
        Self { file, reason }
    }
}

/// A token short enough to be shown: what a hostile file holds may be megabytes long.
pub(crate) fn shown(token: &str) -> String {
    const LONGEST: usize = 40;
    match token.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &token[..end]),
        None => token.to_owned(),
    }
}
