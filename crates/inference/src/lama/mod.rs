//! Repainting by LaMa: what is masked is replaced by what might have been there.
//!
//! Suvorov et al.: Resolution-robust Large Mask Inpainting with Fourier Convolutions, 2022. The network sees windows
//! around the masked places, not the picture, so that small places in large pictures are repainted at full resolution;
//! a place larger than half of what the network takes is repainted small and enlarged. Nothing outside the mask is
//! changed by a bit. Memory is that of a window and of the result.

mod blend;
mod job;
mod manifest;
mod run;
mod windows;

pub use self::job::InpaintJob;
pub(crate) use self::manifest::LamaSection;

use self::run::{check, run};
