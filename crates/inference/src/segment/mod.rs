//! Separating a thing from a picture: clicks or a box say which one, the result is its mask or its cut-out.
//!
//! The networks come in two halves (Kirillov et al.: Segment Anything, 2023): an encoder that looks at the picture, which
//! takes long, and a decoder that is told the clicks, which is quick. What the encoder made is kept for a while, so that
//! the second click on a picture only costs the decoder. Three forms are known; see [`Form`]. Networks see the picture at
//! a bounded size; the mask is laid onto the full one by [`crate::mask`].

mod cache;
mod choose;
mod decode;
mod efficient;
mod encode;
mod job;
mod manifest;
mod points;
mod prompt;
mod sam;
mod starter;

pub(crate) use self::{
    cache::Encodings,
    manifest::{Form, SegmentSection},
};
pub use self::{
    job::{SegmentJob, SegmentOutput, Segmented},
    prompt::Click,
};

use self::{
    cache::{Encoding, Key},
    decode::{Found, check_decoder, decode},
    efficient::find,
    encode::{check_encoder, encode},
    prompt::Prompts,
};
