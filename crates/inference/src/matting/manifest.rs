//! The `[matting]` section of a manifest.

use crate::pixels::PixelFormat;
use serde::Deserialize;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MattingSection {
    pub input: PixelFormat,
    /// Pixels to a side; see `fit`.
    pub size: usize,
    #[serde(default)]
    pub fit: Fit,
    /// Sides that the network is given are multiples of this, unless they are fixed.
    #[serde(default = "multiple")]
    pub multiple: usize,
    /// The output that holds the mask; the first when not given.
    #[serde(default)]
    pub output: Option<String>,
    /// The plane of the output that is the subject.
    #[serde(default)]
    pub channel: usize,
    #[serde(default)]
    pub activation: Activation,
}

/// How the picture is brought to the size of the network.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Fit {
    /// A square of `size`, proportions or not.
    #[default]
    Stretch,
    /// Within a square of `size`, at its top left; the rest is zeros.
    Letterbox,
    /// The longer side becomes `size`.
    Longest,
    /// The shorter side becomes `size`; the longer one at most four times that.
    Shortest,
}

/// What is done with the network's numbers to make them a share.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Activation {
    /// Nothing: they are.
    #[default]
    None,
    /// They are logits.
    Sigmoid,
    /// They are logits of each plane against the others.
    Softmax,
    /// The smallest becomes 0, the largest 1, as U²-Net's authors do.
    MinMax,
}

fn multiple() -> usize {
    32
}

impl MattingSection {
    /// # Errors
    /// What cannot be, to be said of the manifest.
    pub fn validate(&self) -> Result<(), String> {
        self.input.validate()?;
        if !(32..=2048).contains(&self.size) {
            return Err("`size` of its matting, which must be 32 to 2048,".into());
        }
        if !(1..=64).contains(&self.multiple) {
            return Err("`multiple` of its matting, which must be 1 to 64,".into());
        }
        Ok(())
    }
}
