//! The files of a diffusers `tokenizer/` folder, as they are written there.

use crate::error::{Reason, TokenizerError};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, HashMap};

/// No file may be larger: 8 MiB. CLIP's own vocabulary is 1 MB, its `tokenizer.json` 2 to 4 MB.
pub const MAX_FILE_BYTES: usize = 8 << 20;

pub(crate) const VOCAB: &str = "vocab.json";
pub(crate) const MERGES: &str = "merges.txt";
pub(crate) const TOKENIZER: &str = "tokenizer.json";
pub(crate) const CONFIG: &str = "tokenizer_config.json";
pub(crate) const SPECIAL: &str = "special_tokens_map.json";

/// What a `tokenizer/` folder holds. `vocab` and `merges` are needed, or else `tokenizer`; they win over it. The rest
/// says which tokens are special and how long a prompt may be, and has CLIP's values where it is missing.
#[derive(Debug, Clone, Copy, Default)]
pub struct TokenizerFiles<'a> {
    /// `vocab.json`
    pub vocab: Option<&'a [u8]>,
    /// `merges.txt`
    pub merges: Option<&'a [u8]>,
    /// `tokenizer.json`
    pub tokenizer: Option<&'a [u8]>,
    /// `tokenizer_config.json`
    pub config: Option<&'a [u8]>,
    /// `special_tokens_map.json`
    pub special_tokens_map: Option<&'a [u8]>,
}

/// The part of `tokenizer_config.json` that decides about ids, besides [`NamedTokens`].
#[derive(Deserialize, Default)]
pub(crate) struct Config {
    pub model_max_length: Option<f64>,
    pub added_tokens_decoder: Option<BTreeMap<u32, AddedToken>>,
}

/// The tokens with a role, in `tokenizer_config.json` and in `special_tokens_map.json`.
#[derive(Deserialize, Default)]
pub(crate) struct NamedTokens {
    pub bos_token: Option<NamedToken>,
    pub eos_token: Option<NamedToken>,
    pub unk_token: Option<NamedToken>,
    pub pad_token: Option<NamedToken>,
}

impl NamedTokens {
    /// What `self` does not name, `other` may.
    pub fn or(self, other: Self) -> Self {
        Self {
            bos_token: self.bos_token.or(other.bos_token),
            eos_token: self.eos_token.or(other.eos_token),
            unk_token: self.unk_token.or(other.unk_token),
            pad_token: self.pad_token.or(other.pad_token),
        }
    }
}

/// Old files have the bare text, newer ones an object.
#[derive(Deserialize, Clone)]
#[serde(untagged)]
pub(crate) enum NamedToken {
    Text(String),
    Object(AddedToken),
}

/// A token that is found in the text itself, before anything is split.
#[derive(Deserialize, Clone)]
pub(crate) struct AddedToken {
    pub content: String,
    /// Whether it is looked for in the normalised text rather than in what was typed.
    #[serde(default)]
    pub normalized: bool,
}

/// The part of `tokenizer.json` that decides about ids.
#[derive(Deserialize)]
pub(crate) struct TokenizerJson {
    pub model: ModelJson,
    #[serde(default)]
    pub added_tokens: Vec<NumberedToken>,
}

#[derive(Deserialize)]
pub(crate) struct NumberedToken {
    pub id: u32,
    pub content: String,
    #[serde(default)]
    pub normalized: bool,
}

impl NumberedToken {
    pub fn token(&self) -> AddedToken {
        AddedToken { content: self.content.clone(), normalized: self.normalized }
    }
}

#[derive(Deserialize)]
pub(crate) struct ModelJson {
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub end_of_word_suffix: Option<String>,
    pub vocab: HashMap<String, u32>,
    pub merges: Vec<MergeJson>,
}

/// Up to 2024 a merge was one text with a space in it.
#[derive(Deserialize)]
#[serde(untagged)]
pub(crate) enum MergeJson {
    Text(String),
    Pair(String, String),
}

/// The bytes of a file that must be there, if they are few enough.
pub(crate) fn required<'a>(file: &'static str, bytes: Option<&'a [u8]>) -> Result<&'a [u8], TokenizerError> {
    let bytes = bytes.ok_or_else(|| TokenizerError::new(file, Reason::Missing))?;
    if bytes.len() > MAX_FILE_BYTES {
        return Err(TokenizerError::new(file, Reason::TooLarge));
    }
    Ok(bytes)
}

pub(crate) fn json<T: DeserializeOwned>(file: &'static str, bytes: Option<&[u8]>) -> Result<T, TokenizerError> {
    serde_json::from_slice(required(file, bytes)?).map_err(|error| TokenizerError::new(file, Reason::Json(error)))
}

/// What a file says, or what holds without it.
pub(crate) fn optional<T: DeserializeOwned + Default>(
    file: &'static str,
    bytes: Option<&[u8]>,
) -> Result<T, TokenizerError> {
    if bytes.is_none() { Ok(T::default()) } else { json(file, bytes) }
}
