//! Prompts as text encoders read them: CLIP tokens, weights in brackets, chunks of the encoder's length.
//!
//! Bytes in, numbers out: nothing here reads a file or the clock, so that the page counts tokens in the browser with
//! the very code that feeds the model.
//!
//! A prompt takes one of two ways to the encoder. [`chunk_plain`] does what diffusers does: no syntax, one chunk, the
//! rest cut off. [`chunk_weighted`] does what the AUTOMATIC1111 web UI does: [`parse`] reads the brackets, a long
//! prompt becomes several chunks, and [`apply_weights`] scales what the encoder made of each.

mod added;
mod bpe;
mod brackets;
mod chunks;
mod emphasis;
mod error;
mod files;
mod normalize;
mod nudge;
mod spans;
mod special;
mod split;
mod tokenizer;
mod vocabulary;
mod weights;

pub use chunks::{Chunk, chunk_plain, chunk_weighted, pad_to_same, token_count};
pub use emphasis::{ShapeMismatch, apply_weights};
pub use error::{Reason, TokenizerError};
pub use files::{MAX_FILE_BYTES, TokenizerFiles};
pub use nudge::{Edit, nudge};
pub use spans::{Span, SpanKind, spans};
pub use special::SpecialIds;
pub use tokenizer::{ClipTokenizer, Token};
pub use weights::{Fragment, MAX_WEIGHT, Part, parse};
