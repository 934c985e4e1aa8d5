//! The `[style]` section of a manifest.

use crate::{pixels::PixelFormat, repository::Range};
use serde::Deserialize;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StyleSection {
    pub input: PixelFormat,
    /// The numbers of black and white in what the network gives, in the input's order of channels.
    pub output_range: Range,
    /// Longest side that the network is given, in pixels, where it takes any size. Its memory grows with the square.
    #[serde(default = "longest")]
    pub longest: usize,
    /// Sides that the network is given are multiples of this, where it takes any size.
    #[serde(default = "multiple")]
    pub multiple: usize,
}

fn longest() -> usize {
    1024
}

fn multiple() -> usize {
    4
}

impl StyleSection {
    /// # Errors
    /// What cannot be, to be said of the manifest.
    pub fn validate(&self) -> Result<(), String> {
        self.input.validate()?;
        if !(64..=2048).contains(&self.longest) {
            return Err("`longest` of its style, which must be 64 to 2048,".into());
        }
        if !(1..=64).contains(&self.multiple) {
            return Err("`multiple` of its style, which must be 1 to 64,".into());
        }
        Ok(())
    }
}
