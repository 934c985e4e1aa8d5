//! Reads the vocabulary and the merges, and reduces them to what encoding needs.

use crate::bpe::{Bpe, Merge};
use crate::error::{Reason, TokenizerError, shown};
use crate::files::{self, MERGES, MergeJson, NumberedToken, TOKENIZER, TokenizerFiles, TokenizerJson, VOCAB};
use std::collections::HashMap;

/// What ends the last token of a word.
const END_OF_WORD: &str = "</w>";

/// Everything a folder says about tokens, whichever files it says it in.
pub(crate) struct Vocabulary {
    /// The file that names the tokens.
    pub file: &'static str,
    pub ids: HashMap<String, u32>,
    pub merges: HashMap<(u32, u32), Merge>,
    /// From `tokenizer.json` alone.
    pub added: Vec<NumberedToken>,
}

impl Vocabulary {
    pub fn read(files: &TokenizerFiles<'_>) -> Result<Self, TokenizerError> {
        if files.tokenizer.is_some() && (files.vocab.is_none() || files.merges.is_none()) {
            return Self::from_tokenizer_json(files);
        }
        let ids = files::json(VOCAB, files.vocab)?;
        let text = str::from_utf8(files::required(MERGES, files.merges)?)
            .map_err(|_| TokenizerError::new(MERGES, Reason::NotText))?;
        let lines = text.lines().enumerate();
        let pairs = lines
            .filter(|(_, line)| !line.starts_with("#version") && !line.trim().is_empty())
            .map(|(at, line)| (at + 1, line.split_once(' ')));
        let merges = merges(&ids, MERGES, pairs)?;
        Ok(Self { file: VOCAB, ids, merges, added: Vec::new() })
    }

    fn from_tokenizer_json(files: &TokenizerFiles<'_>) -> Result<Self, TokenizerError> {
        let TokenizerJson { model, added_tokens } = files::json(TOKENIZER, files.tokenizer)?;
        let kind = model.kind.as_deref().unwrap_or("BPE");
        if kind != "BPE" || model.end_of_word_suffix.as_deref() != Some(END_OF_WORD) {
            let found = if kind == "BPE" { "different BPE".to_owned() } else { shown(kind) };
            return Err(TokenizerError::new(TOKENIZER, Reason::WrongKind { found }));
        }
        let pairs = model.merges.iter().enumerate().map(|(at, merge)| (at + 1, merge.parts()));
        let merges = merges(&model.vocab, TOKENIZER, pairs)?;
        Ok(Self { file: TOKENIZER, ids: model.vocab, merges, added: added_tokens })
    }

    /// The tables that encoding works with; `unknown` stands for the bytes that have no token.
    pub fn into_bpe(self, unknown: u32) -> Bpe {
        let id = |token: &str| self.ids.get(token).copied().unwrap_or(unknown);
        let (mut inner, mut last) = ([unknown; 256], [unknown; 256]);
        for (byte, letter) in alphabet().into_iter().enumerate() {
            inner[byte] = id(letter.encode_utf8(&mut [0; 4]));
            last[byte] = id(&format!("{letter}{END_OF_WORD}"));
        }
        Bpe { inner, last, merges: self.merges }
    }

    /// The token that a comma standing alone becomes.
    pub fn comma(&self) -> Option<u32> {
        self.ids.get(&format!(",{END_OF_WORD}")).copied()
    }
}

impl MergeJson {
    fn parts(&self) -> Option<(&str, &str)> {
        match self {
            Self::Text(text) => text.split_once(' '),
            Self::Pair(left, right) => Some((left, right)),
        }
    }
}

/// Looks up merges, each with the number of its line for people.
fn merges<'a>(
    ids: &HashMap<String, u32>,
    file: &'static str,
    pairs: impl Iterator<Item = (usize, Option<(&'a str, &'a str)>)>,
) -> Result<HashMap<(u32, u32), Merge>, TokenizerError> {
    let mut merges = HashMap::with_capacity(ids.len());
    for (rank, (line, pair)) in (0..).zip(pairs) {
        let pair = pair.filter(|(left, right)| !left.is_empty() && !right.is_empty() && !right.contains(' '));
        let (left, right) = pair.ok_or_else(|| TokenizerError::new(file, Reason::BadMerge { line }))?;
        let id = |token: &str| {
            let unknown = || TokenizerError::new(file, Reason::UnknownToken { line, token: shown(token) });
            ids.get(token).copied().ok_or_else(unknown)
        };
        let merge = Merge { rank, token: id(&format!("{left}{right}"))? };
        merges.insert((id(left)?, id(right)?), merge);
    }
    Ok(merges)
}

/// The character that stands for each byte in the files: the byte's own in Latin-1 where that can be seen, and the
/// next one from U+0100 on where it cannot.
fn alphabet() -> [char; 256] {
    let mut substitutes = '\u{100}'..;
    std::array::from_fn(|byte| {
        let own = byte as u8;
        let visible = matches!(own, b'!'..=b'~' | 0xa1..=0xac | 0xae..=0xff);
        if visible { char::from(own) } else { substitutes.next().unwrap_or(char::REPLACEMENT_CHARACTER) }
    })
}
