//! Tokens that are found in the text itself, such as `<|endoftext|>`, before it is split into words.

use crate::error::{Reason, TokenizerError};
use crate::files::AddedToken;
use crate::normalize::{NormalChar, normalize};
use std::ops::Range;

/// Textual inversions add a few tokens each.
const MOST: usize = 4096;

#[derive(Default)]
pub(crate) struct AddedTokens {
    /// Looked for in what was typed.
    raw: Vec<(String, u32)>,
    /// Looked for in the normalised text.
    normal: Vec<(Vec<char>, u32)>,
}

/// A part of a text, as a range of its bytes or characters.
pub(crate) enum Piece {
    Token(u32, Range<usize>),
    Rest(Range<usize>),
}

impl AddedTokens {
    /// Of tokens with the same text the last one counts.
    pub fn new(file: &'static str, tokens: &[(AddedToken, u32)]) -> Result<Self, TokenizerError> {
        if tokens.len() > MOST {
            let reason = Reason::TooManyAdded { found: tokens.len(), limit: MOST };
            return Err(TokenizerError::new(file, reason));
        }
        let mut added = Self::default();
        for (at, (token, id)) in tokens.iter().enumerate() {
            let content = &token.content;
            let overruled = tokens[at + 1..].iter().any(|(later, _)| later.content == *content);
            if overruled || content.is_empty() {
                continue;
            }
            if token.normalized {
                let chars = normalize(content, 0..content.len());
                added.normal.push((chars.iter().map(|normal| normal.value).collect(), *id));
            } else {
                added.raw.push((content.clone(), *id));
            }
        }
        Ok(added)
    }

    /// Splits what was typed.
    pub fn split_raw(&self, text: &str) -> Vec<Piece> {
        let find = |at: usize| {
            let rest = text.get(at..)?;
            longest(self.raw.iter().filter(|(token, _)| rest.starts_with(token)).map(|(token, id)| (token.len(), *id)))
        };
        split(text.len(), find)
    }

    /// Splits normalised text.
    pub fn split_normal(&self, chars: &[NormalChar]) -> Vec<Piece> {
        let find = |at: usize| {
            let rest = &chars[at..];
            longest(self.normal.iter().filter(|(token, _)| begins(rest, token)).map(|(token, id)| (token.len(), *id)))
        };
        split(chars.len(), find)
    }
}

fn begins(chars: &[NormalChar], token: &[char]) -> bool {
    chars.len() >= token.len() && token.iter().zip(chars).all(|(wanted, normal)| normal.value == *wanted)
}

fn longest(found: impl Iterator<Item = (usize, u32)>) -> Option<(usize, u32)> {
    found.max_by_key(|(length, _)| *length)
}

/// Cuts `0..end` at what `find` finds from the left: the length of a token at this place, and its id.
fn split(end: usize, find: impl Fn(usize) -> Option<(usize, u32)>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let (mut rest, mut at) = (0, 0);
    while at < end {
        let Some((length, id)) = find(at) else {
            at += 1;
            continue;
        };
        if rest < at {
            pieces.push(Piece::Rest(rest..at));
        }
        pieces.push(Piece::Token(id, at..at + length));
        at += length;
        rest = at;
    }
    if rest < end {
        pieces.push(Piece::Rest(rest..end));
    }
    pieces
}
