//! Which tokens have a role, and which are found in the text itself.
//!
//! The rules are those of transformers 5: newer folders describe every token in `added_tokens_decoder`; in older ones
//! `special_tokens_map.json` has the last word. What no file says is as in CLIP.

use crate::error::{Reason, TokenizerError, shown};
use crate::files::{AddedToken, NamedToken, NamedTokens, NumberedToken};
use crate::vocabulary::Vocabulary;
use std::collections::BTreeMap;

const BEGIN: &str = "<|startoftext|>";
const END: &str = "<|endoftext|>";

/// The ids of the tokens that are no part of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SpecialIds {
    pub begin: u32,
    pub end: u32,
    /// Fills what is left behind the end. SD 1.x uses `end` itself, SDXL's second encoder 0.
    pub pad: u32,
    /// Stands for bytes the vocabulary lacks.
    pub unknown: u32,
}

/// Gives tokens their ids, and keeps those that are to be found in the text.
pub(crate) struct Roles<'a> {
    vocabulary: &'a Vocabulary,
    /// What the files describe, whatever its role.
    described: Vec<(AddedToken, u32)>,
    named: Vec<(AddedToken, u32)>,
}

impl<'a> Roles<'a> {
    pub fn new(vocabulary: &'a Vocabulary, decoder: Option<BTreeMap<u32, AddedToken>>) -> Self {
        let from_json = |token: &NumberedToken| (token.id, token.token());
        let described: Vec<_> = match decoder {
            Some(decoder) => decoder.into_iter().collect(),
            None => vocabulary.added.iter().map(from_json).collect(),
        };
        // A token that the vocabulary has keeps its id there.
        let id = |token: &AddedToken, stated| vocabulary.ids.get(&token.content).copied().unwrap_or(stated);
        let described = described.into_iter().map(|(stated, token)| (id(&token, stated), token));
        Self { vocabulary, described: described.map(|(id, token)| (token, id)).collect(), named: Vec::new() }
    }

    pub fn ids(&mut self, named: NamedTokens) -> Result<SpecialIds, TokenizerError> {
        Ok(SpecialIds {
            begin: self.id("begin", named.bos_token, BEGIN)?,
            end: self.id("end", named.eos_token, END)?,
            unknown: self.id("unknown", named.unk_token, END)?,
            pad: self.id("padding", named.pad_token, END)?,
        })
    }

    /// The tokens to be found in a text; of those with the same content the last one counts.
    pub fn into_added(self) -> Vec<(AddedToken, u32)> {
        [self.described, self.named].concat()
    }

    fn id(&mut self, role: &'static str, token: Option<NamedToken>, usual: &str) -> Result<u32, TokenizerError> {
        let token = match token {
            Some(NamedToken::Object(token)) => token,
            Some(NamedToken::Text(content)) => AddedToken { content, normalized: false },
            None => AddedToken { content: usual.to_owned(), normalized: false },
        };
        let known = self.described.iter().find(|(known, _)| known.content == token.content);
        let (token, id) = match known {
            Some((known, id)) => (known.clone(), Some(*id)),
            None => {
                let id = self.vocabulary.ids.get(&token.content).copied();
                (token, id)
            }
        };
        let id = id.ok_or_else(|| {
            let reason = Reason::MissingSpecial { role, token: shown(&token.content) };
            TokenizerError::new(self.vocabulary.file, reason)
        })?;
        self.named.push((token, id));
        Ok(id)
    }
}
