//! The `[lama]` section of a manifest.

use crate::{pixels::PixelFormat, repository::Range};
use serde::Deserialize;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LamaSection {
    pub input: PixelFormat,
    /// The numbers of black and white in what the network gives, in the input's order of channels.
    pub output_range: Range,
    /// Sides of the square that the network is given, in pixels, unless it fixes them itself.
    #[serde(default = "size")]
    pub size: usize,
    /// Sides that the network is given are multiples of this, where it takes any size.
    #[serde(default = "multiple")]
    pub multiple: usize,
}

/// What LaMa was trained on, twice.
fn size() -> usize {
    512
}

fn multiple() -> usize {
    8
}

impl LamaSection {
    /// # Errors
    /// What cannot be, to be said of the manifest.
    pub fn validate(&self) -> Result<(), String> {
        self.input.validate()?;
        if !(64..=2048).contains(&self.size) {
            return Err("`size` of its lama, which must be 64 to 2048,".into());
        }
        if !(1..=64).contains(&self.multiple) {
            return Err("`multiple` of its lama, which must be 1 to 64,".into());
        }
        Ok(())
    }
}
