//! Prompts in pieces of the encoder's length.

use crate::tokenizer::{ClipTokenizer, Token};
use crate::weights::{Part, parse};
use std::ops::Range;

/// How many tokens a chunk may be cut short so that it ends with a comma.
const COMMA_REACH: usize = 20;

/// What the text encoder reads at once.
#[derive(Debug, Clone, PartialEq)]
pub struct Chunk {
    /// Begin, the prompt's tokens, end, padding: as many as the encoder has places.
    pub ids: Vec<i64>,
    /// One for each id, 0 to [`crate::MAX_WEIGHT`]; begin, end and padding have 1.
    pub weights: Vec<f32>,
    /// One for each token of the prompt, that is, for `ids[1..]`: the bytes of the prompt it came from.
    pub ranges: Vec<Range<usize>>,
}

/// The prompt as diffusers reads it: no syntax, weights of 1, one chunk; what does not fit is left out.
#[must_use]
pub fn chunk_plain(tokenizer: &ClipTokenizer, prompt: &str) -> Chunk {
    let mut tokens = tokenizer.encode(prompt);
    tokens.truncate(tokenizer.limit());
    let tokens: Vec<_> = tokens.into_iter().map(|token| Weighted { token, weight: 1.0 }).collect();
    chunk(tokenizer, tokens)
}

/// The prompt as the web UI reads it: weights in brackets, and as many chunks as it takes, at least one.
///
/// `BREAK` ends a chunk, even one without tokens. A full chunk ends with its last comma, if fewer than 20 tokens come
/// after it; these go to the next chunk.
#[must_use]
pub fn chunk_weighted(tokenizer: &ClipTokenizer, prompt: &str) -> Vec<Chunk> {
    let mut chunker = Chunker { tokenizer, chunks: Vec::new(), open: Vec::new(), comma: None };
    for part in parse(prompt) {
        match part {
            Part::Break(_) => chunker.finish(),
            Part::Text(fragment) => {
                for token in tokenizer.encode(&fragment.text) {
                    let token = Token { id: token.id, range: fragment.source(token.range) };
                    chunker.push(Weighted { token, weight: fragment.weight });
                }
            }
        }
    }
    if !chunker.open.is_empty() || chunker.chunks.is_empty() {
        chunker.finish();
    }
    chunker.chunks
}

/// Adds empty chunks to the shorter of two prompts: the encoder's answers to both must be equally long.
pub fn pad_to_same(tokenizer: &ClipTokenizer, positive: &mut Vec<Chunk>, negative: &mut Vec<Chunk>) {
    let length = positive.len().max(negative.len());
    for chunks in [positive, negative] {
        chunks.resize_with(length, || chunk(tokenizer, Vec::new()));
    }
}

/// How many tokens a prompt takes up, as counters show it: chunks before the last one count in full. The prompt has
/// room for `chunks.len() * tokenizer.limit()` before it needs one chunk more.
#[must_use]
pub fn token_count(tokenizer: &ClipTokenizer, chunks: &[Chunk]) -> usize {
    chunks.split_last().map_or(0, |(last, full)| full.len() * tokenizer.limit() + last.ranges.len())
}

struct Weighted {
    token: Token,
    weight: f32,
}

struct Chunker<'a> {
    tokenizer: &'a ClipTokenizer,
    chunks: Vec<Chunk>,
    /// The tokens of the chunk being filled.
    open: Vec<Weighted>,
    /// Where its last comma is.
    comma: Option<usize>,
}

impl Chunker<'_> {
    fn push(&mut self, token: Weighted) {
        let full = self.open.len() == self.tokenizer.limit();
        if Some(token.token.id) == self.tokenizer.comma() {
            self.comma = Some(self.open.len());
        } else if full && let Some(comma) = self.comma.filter(|comma| self.open.len() - comma <= COMMA_REACH) {
            let moved = self.open.split_off(comma + 1);
            self.finish();
            self.open = moved;
        }
        if self.open.len() == self.tokenizer.limit() {
            self.finish();
        }
        self.open.push(token);
    }

    fn finish(&mut self) {
        self.chunks.push(chunk(self.tokenizer, std::mem::take(&mut self.open)));
        self.comma = None;
    }
}

/// A chunk of at most `limit()` tokens.
fn chunk(tokenizer: &ClipTokenizer, tokens: Vec<Weighted>) -> Chunk {
    let ids = tokenizer.frame(tokens.iter().map(|weighted| weighted.token.id));
    let mut weights = vec![1.0; ids.len()];
    for (place, weighted) in weights[1..].iter_mut().zip(&tokens) {
        *place = weighted.weight;
    }
    Chunk { ids, weights, ranges: tokens.into_iter().map(|weighted| weighted.token.range).collect() }
}
