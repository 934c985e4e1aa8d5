//! Tokenizers from folders.

use std::path::{Path, PathBuf};
use studio_prompt::{ClipTokenizer, TokenizerError, TokenizerFiles};

/// The golden data: that of `STUDIO_GOLDEN_DIR`, or the repository's own.
pub fn golden() -> PathBuf {
    let own = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden");
    std::env::var_os("STUDIO_GOLDEN_DIR").map_or_else(own, PathBuf::from)
}

/// The files of a `tokenizer/` folder, to be changed by a test.
#[derive(Clone, Default)]
pub struct Folder {
    pub vocab: Option<Vec<u8>>,
    pub merges: Option<Vec<u8>>,
    pub tokenizer: Option<Vec<u8>>,
    pub config: Option<Vec<u8>>,
    pub special_tokens_map: Option<Vec<u8>>,
}

impl Folder {
    pub fn read(folder: &Path) -> Self {
        let file = |name| std::fs::read(folder.join(name)).ok();
        Self {
            vocab: file("vocab.json"),
            merges: file("merges.txt"),
            tokenizer: file("tokenizer.json"),
            config: file("tokenizer_config.json"),
            special_tokens_map: file("special_tokens_map.json"),
        }
    }

    pub fn tiny() -> Self {
        Self::read(&golden().join("tiny-sd/tokenizer"))
    }

    pub fn load(&self) -> Result<ClipTokenizer, TokenizerError> {
        ClipTokenizer::from_files(&TokenizerFiles {
            vocab: self.vocab.as_deref(),
            merges: self.merges.as_deref(),
            tokenizer: self.tokenizer.as_deref(),
            config: self.config.as_deref(),
            special_tokens_map: self.special_tokens_map.as_deref(),
        })
    }
}
