//! What a pipeline would read in a prompt, without loading it.

use super::text::tokenizer;
use crate::{Engine, InferenceError, engine::not_made_for, repository::Family};
use std::{
    ops::Range,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};
use studio_domain::{PromptInfo, TaskKind};
use studio_prompt::{Chunk, ClipTokenizer, chunk_weighted};

/// The tokenizer that was asked last: people write one prompt at a time.
#[derive(Default)]
pub(crate) struct LastTokenizer(Mutex<Option<(PathBuf, Arc<ClipTokenizer>)>>);

impl LastTokenizer {
    fn get(&self, folder: &Path) -> Result<Arc<ClipTokenizer>, String> {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((known, tokenizer)) = &*last
            && known == folder
        {
            return Ok(tokenizer.clone());
        }
        let read = Arc::new(tokenizer(&folder.join("tokenizer"))?);
        *last = Some((folder.to_owned(), read.clone()));
        Ok(read)
    }
}

impl Engine {
    /// Counts the tokens of a prompt for a model that paints, and finds the words it does not know. Reads a file at
    /// first. Blocks.
    ///
    /// # Errors
    /// [`InferenceError::NotFound`], [`InferenceError::ModelUnavailable`].
    pub fn inspect_prompt(&self, name: (&str, &str), prompt: &str) -> Result<PromptInfo, InferenceError> {
        let (_, repository, _) = self.parts();
        let manifest = repository.manifest(name)?;
        let Family::Diffusers(defaults) = &manifest.family else {
            return Err(not_made_for(name.0, TaskKind::TextToImage));
        };
        let tokenizer = self.last_tokenizer().get(&repository.folder(name)?).map_err(|reason| {
            let (model, version) = (name.0.to_owned(), name.1.to_owned());
            InferenceError::ModelUnavailable { model, version, reason }
        })?;
        let chunks = chunk_weighted(&tokenizer, prompt);
        let tokens: usize = chunks.iter().map(|chunk| chunk.ranges.len()).sum();
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let unknown = if defaults.closed_vocabulary { unknown(prompt, &chunks) } else { Vec::new() };
        Ok(PromptInfo { tokens: count(tokens), limit: count(tokenizer.limit()), unknown })
    }
}

/// What Korean puts at the end of a word, as the tokenizers of our own models know it: `training/scenes/captions.py`.
const PARTICLES: [&str; 11] = ["으로", "에", "의", "이", "가", "을", "를", "과", "와", "로", "들"];

/// A word the tokenizer was made for is one token, perhaps with particles; one that it has to spell is not known.
fn unknown(prompt: &str, chunks: &[Chunk]) -> Vec<String> {
    let written = |range: &Range<usize>| prompt.get(range.clone()).unwrap_or_default();
    // Where each word is, and how many tokens it takes. Punctuation is none.
    let mut words: Vec<(Range<usize>, usize)> = Vec::new();
    let tokens = chunks.iter().flat_map(|chunk| &chunk.ranges);
    // A part of a letter, as of a foreign one, is no text by itself.
    for range in tokens.filter(|range| written(range).is_empty() || written(range).contains(char::is_alphanumeric)) {
        match words.last_mut() {
            // Of a letter that several tokens spell, each has the whole range.
            Some((word, tokens)) if (word.start..=word.end).contains(&range.start) => {
                word.end = word.end.max(range.end);
                *tokens += usize::from(!PARTICLES.contains(&written(range)));
            }
            _ => words.push((range.clone(), 1)),
        }
    }
    let mut unknown: Vec<String> = Vec::new();
    for (range, tokens) in words {
        let word = written(&range);
        let is_new = !unknown.iter().any(|known| known == word);
        if tokens > 1 && is_new && word.chars().any(char::is_alphabetic) {
            unknown.push(word.to_owned());
        }
    }
    unknown
}
