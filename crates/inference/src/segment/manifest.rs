//! The `[segment]` section of a manifest.

use crate::pixels::PixelFormat;
use serde::Deserialize;

/// How the networks are put together, which is the manifest's `family`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// As Segment Anything's own export makes them: an encoder that takes a picture as planes or as rows of pixels, and
    /// a decoder with `image_embeddings`, `point_coords`, `point_labels`, `mask_input`, `has_mask_input` and
    /// `orig_im_size`, which gives `masks` and `iou_predictions`. SAM, MobileSAM and others.
    SegmentAnything,
    /// One network with `batched_images`, `batched_point_coords` and `batched_point_labels`, which gives `output_masks`
    /// and `iou_predictions` (Xiong et al.: EfficientSAM, 2023). Nothing of it can be kept between clicks.
    EfficientSam,
    /// An encoder from `image` to `embedding`; a decoder from `embedding` and `prompt`, three planes of the same size
    /// (see [`super::Prompts::maps`]), to `logits` and, for several masks, `scores`.
    StarterSeparate,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SegmentSection {
    pub input: PixelFormat,
    /// Longest side that the encoder is given, in pixels, unless it fixes that itself.
    #[serde(default = "size")]
    pub size: usize,
}

/// Segment Anything's.
fn size() -> usize {
    1024
}

impl SegmentSection {
    /// # Errors
    /// What cannot be, to be said of the manifest.
    pub fn validate(&self) -> Result<(), String> {
        self.input.validate()?;
        if !(64..=2048).contains(&self.size) {
            return Err("`size` of its segment, which must be 64 to 2048,".into());
        }
        Ok(())
    }
}
