//! Style transfer by a feed-forward network: one network for each style, one run for each picture.
//!
//! Johnson, Alahi, Fei-Fei: Perceptual Losses for Real-Time Style Transfer and Super-Resolution, 2016; Ulyanov et al.:
//! Instance Normalization, 2016. Such a network normalises over the whole picture, so it cannot work in tiles: a
//! picture larger than `longest` is styled small. What shrinking took away is then put back as far as the style allows:
//! in each window the style's colours are fitted as a function of the original's brightness, and the fine detail of the
//! original passes through that function. So edges are as sharp as in the original, a negative has negative detail, and
//! where the style made one flat colour of a varied part it stays flat. Memory is that of the copy and of the result.

mod detail;
mod job;
mod manifest;
mod run;

pub use self::job::StyleJob;
pub(crate) use self::manifest::StyleSection;

use self::run::{check, run};
