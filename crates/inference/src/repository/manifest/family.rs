//! The kinds of networks, and what a manifest says of each.

use crate::{
    lama::LamaSection,
    matting::MattingSection,
    segment::{Form, SegmentSection},
    style::StyleSection,
};
use serde::Deserialize;

#[derive(Clone, Debug)]
pub(crate) enum Family {
    /// Batches of planes in, larger planes out.
    SuperResolution(SuperResolution),
    /// A folder as diffusers and Optimum lay it out: Stable Diffusion and its relatives.
    Diffusers(DiffusionDefaults),
    /// A picture in, the same picture in another style out.
    StyleTransfer(StyleTransfer),
    /// A picture in, the mask of its subject out.
    Matting(MattingSection),
    /// A picture and clicks in, the mask of a thing out.
    Segment(Segment),
    /// A picture and a mask in, the picture without what is masked out.
    Lama(LamaSection),
}

#[derive(Clone, Debug)]
pub(crate) struct StyleTransfer {
    pub section: StyleSection,
    pub styles: Vec<Style>,
}

#[derive(Clone, Debug)]
pub(crate) struct Style {
    /// Index into the manifest's files.
    pub file: usize,
    /// What requests call it.
    pub name: String,
    pub title: String,
}

#[derive(Clone, Debug)]
pub(crate) struct Segment {
    pub section: SegmentSection,
    pub form: Form,
    /// Indices into the manifest's files; the same for networks that are not cut in two.
    pub encoder: usize,
    pub decoder: usize,
}

#[derive(Clone, Debug)]
pub(crate) struct SuperResolution {
    pub input: InputFormat,
    /// One for each scale.
    pub networks: Vec<Network>,
}

#[derive(Clone, Debug)]
pub(crate) struct Network {
    /// Index into the manifest's files.
    pub file: usize,
    pub scale: u32,
    /// Working memory for a tile of 256 × 256, in MB.
    pub memory_mb: u32,
    /// How far the network looks: input pixels to each side on which one output pixel depends.
    pub receptive_field: u32,
}

/// What the network takes, and gives.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct InputFormat {
    pub range: Range,
    pub channels: InputChannels,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub(crate) enum Range {
    #[serde(rename = "0-1")]
    Unit,
    #[serde(rename = "0-255")]
    Byte,
}

impl Range {
    /// The value of full white.
    pub fn white(self) -> f32 {
        match self {
            Self::Unit => 1.0,
            Self::Byte => 255.0,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum InputChannels {
    Rgb,
    /// Luma alone; the colour differences are enlarged without a network.
    Y,
}

impl InputChannels {
    pub fn count(self) -> usize {
        match self {
            Self::Rgb => 3,
            Self::Y => 1,
        }
    }
}

/// What a request that does not say gets.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct DiffusionDefaults {
    pub steps: u32,
    pub guidance_scale: f32,
    /// The model knows the words of its tokenizer and no others, so that people can be told.
    pub closed_vocabulary: bool,
}

impl Default for DiffusionDefaults {
    /// Those of diffusers' StableDiffusionPipeline, with fewer steps: newer schedulers need no more.
    fn default() -> Self {
        Self { steps: 20, guidance_scale: 7.5, closed_vocabulary: false }
    }
}
