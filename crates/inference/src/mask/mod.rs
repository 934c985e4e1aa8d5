//! From a network's small mask to a cut-out of full size: edges that follow the picture, colours without the old
//! background, and what is put behind.
//!
//! All that needs neighbours is worked out on a copy of at most [`WORKING_SIDE`] pixels to a side, which bounds memory
//! and time; the picture of full size passes row by row.

mod backdrop;
mod compose;
mod foreground;
mod guided;
mod matte;

pub use self::backdrop::{Backdrop, Colour, ParseColourError};
pub(crate) use self::{
    compose::{cut_out, grey},
    matte::Matte,
};

/// Longest side of the copy, in pixels.
pub(crate) const WORKING_SIDE: usize = 1024;
