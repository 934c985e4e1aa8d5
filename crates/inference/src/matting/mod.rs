//! Removing the background: a network gives one mask for the whole picture; the rest is [`crate::mask`].
//!
//! Made for U²-Net (Qin et al. 2020), IS-Net (Qin et al. 2022), MODNet (Ke et al. 2020), PP-HumanSeg (Chu et al. 2021),
//! BiRefNet (Zheng et al. 2024) and others of their form: a picture in, one plane out that says how much of each pixel
//! belongs to the subject. The network sees at most a few megapixels; memory is that of its run and of the result.

mod job;
mod manifest;
mod run;
mod size;

pub use self::job::{Cutout, CutoutJob};
pub(crate) use self::manifest::MattingSection;

use self::run::{check, run};
