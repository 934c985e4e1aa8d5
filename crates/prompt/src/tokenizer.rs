//! CLIP's tokenizer: the same ids as `CLIPTokenizer` of transformers 5.

use crate::added::{AddedTokens, Piece};
use crate::bpe::Bpe;
use crate::error::{Reason, TokenizerError};
use crate::files::{self, CONFIG, Config, NamedTokens, SPECIAL, TokenizerFiles};
use crate::normalize::{NormalChar, normalize};
use crate::special::{Roles, SpecialIds};
use crate::split::words;
use crate::vocabulary::Vocabulary;
use std::fmt;
use std::ops::Range;

/// The places of CLIP's text encoder, for files that do not say.
const LIMIT: usize = 77;

/// Files without a limit of their own have an enormous number there; so anything larger than this counts as unset.
const LARGEST_LIMIT: f64 = 4096.0;

/// Turns text into the ids of a CLIP text encoder.
pub struct ClipTokenizer {
    bpe: Bpe,
    added: AddedTokens,
    special: SpecialIds,
    comma: Option<u32>,
    limit: usize,
}

/// One token of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    pub id: u32,
    /// The bytes of the text it stands for, always whole characters. Tokens that share a character share its bytes.
    pub range: Range<usize>,
}

impl fmt::Debug for ClipTokenizer {
    /// Without the tables: they fill a book.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { special, limit, .. } = self;
        formatter.debug_struct("ClipTokenizer").field("special", special).field("limit", limit).finish_non_exhaustive()
    }
}

impl ClipTokenizer {
    /// Reads the files of a diffusers `tokenizer/` folder.
    pub fn from_files(files: &TokenizerFiles<'_>) -> Result<Self, TokenizerError> {
        let vocabulary = Vocabulary::read(files)?;
        let config: Config = files::optional(CONFIG, files.config)?;
        let named: NamedTokens = files::optional(CONFIG, files.config)?;
        let map: NamedTokens = files::optional(SPECIAL, files.special_tokens_map)?;
        let limit = limit(config.model_max_length)?;

        let named = if config.added_tokens_decoder.is_some() { named.or(map) } else { map.or(named) };
        let mut roles = Roles::new(&vocabulary, config.added_tokens_decoder);
        let special = roles.ids(named)?;
        let added = AddedTokens::new(CONFIG, &roles.into_added())?;
        let comma = vocabulary.comma();
        Ok(Self { bpe: vocabulary.into_bpe(special.unknown), added, special, comma, limit })
    }

    /// The tokens of a text, however many, without begin and end.
    #[must_use]
    pub fn encode(&self, text: &str) -> Vec<Token> {
        let mut tokens = Vec::new();
        for piece in self.added.split_raw(text) {
            let range = match piece {
                Piece::Token(id, range) => {
                    tokens.push(Token { id, range });
                    continue;
                }
                Piece::Rest(range) => range,
            };
            let chars = normalize(text, range);
            for piece in self.added.split_normal(&chars) {
                match piece {
                    Piece::Token(id, range) => tokens.push(Token { id, range: source(&chars[range]) }),
                    Piece::Rest(range) => self.encode_words(&chars[range], &mut tokens),
                }
            }
        }
        tokens
    }

    /// How many tokens a text has, without begin and end.
    #[must_use]
    pub fn count(&self, text: &str) -> usize {
        self.encode(text).len()
    }

    /// The ids diffusers gives to the encoder: begin, the text's tokens as far as there is room, end, padding;
    /// `max_length()` in all.
    #[must_use]
    pub fn encode_padded(&self, text: &str) -> Vec<i64> {
        let tokens = self.encode(text);
        self.frame(tokens.iter().take(self.limit()).map(|token| token.id))
    }

    /// How many tokens of a text fit between begin and end: 75 for every model so far.
    #[must_use]
    pub fn limit(&self) -> usize {
        self.limit - 2
    }

    /// How many places the encoder has: 77 for every model so far.
    #[must_use]
    pub fn max_length(&self) -> usize {
        self.limit
    }

    #[must_use]
    pub fn special(&self) -> SpecialIds {
        self.special
    }

    /// The token of a comma that stands alone, where long prompts are best cut.
    pub(crate) fn comma(&self) -> Option<u32> {
        self.comma
    }

    /// Puts at most `limit()` tokens between begin and end, and fills up with padding.
    pub(crate) fn frame(&self, tokens: impl Iterator<Item = u32>) -> Vec<i64> {
        let SpecialIds { begin, end, pad, .. } = self.special;
        let framed = std::iter::once(begin).chain(tokens).chain([end]);
        framed.chain(std::iter::repeat(pad)).take(self.limit).map(i64::from).collect()
    }

    fn encode_words(&self, chars: &[NormalChar], tokens: &mut Vec<Token>) {
        let (mut bytes, mut owners) = (Vec::new(), Vec::new());
        for word in words(chars) {
            let word = &chars[word];
            bytes.clear();
            owners.clear();
            for (at, normal) in word.iter().enumerate() {
                bytes.extend_from_slice(normal.value.encode_utf8(&mut [0; 4]).as_bytes());
                owners.resize(bytes.len(), at);
            }
            self.bpe.encode(&bytes, |id, range| {
                let chars = &word[owners[range.start]..=owners[range.end - 1]];
                tokens.push(Token { id, range: source(chars) });
            });
        }
    }
}

/// The bytes of the text that some characters came from.
fn source(chars: &[NormalChar]) -> Range<usize> {
    match (chars.first(), chars.last()) {
        (Some(first), Some(last)) => first.start..last.end,
        _ => 0..0,
    }
}

fn limit(found: Option<f64>) -> Result<usize, TokenizerError> {
    match found {
        None => Ok(LIMIT),
        Some(found) if found < 3.0 => Err(TokenizerError::new(CONFIG, Reason::LimitTooSmall { found })),
        Some(found) if found > LARGEST_LIMIT => Ok(LIMIT),
        Some(found) => Ok(found as usize),
    }
}
