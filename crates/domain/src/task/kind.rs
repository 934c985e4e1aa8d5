//! The kinds of work there are.

use serde::{Deserialize, Serialize};

/// What a task does, in Hugging Face's task names where they exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum TaskKind {
    TextToImage,
    ImageToImage,
    Inpaint,
    Upscale,
    StyleTransfer,
    RemoveBackground,
    /// A thing that was clicked on becomes a mask or a layer.
    Segment,
}

impl TaskKind {
    pub const ALL: [Self; 7] = [
        Self::TextToImage,
        Self::ImageToImage,
        Self::Inpaint,
        Self::Upscale,
        Self::StyleTransfer,
        Self::RemoveBackground,
        Self::Segment,
    ];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::TextToImage => "text-to-image",
            Self::ImageToImage => "image-to-image",
            Self::Inpaint => "inpaint",
            Self::Upscale => "upscale",
            Self::StyleTransfer => "style-transfer",
            Self::RemoveBackground => "remove-background",
            Self::Segment => "segment",
        }
    }

    /// The inverse of [`Self::as_str`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    /// Whether it paints from a prompt, step by step.
    #[must_use]
    pub fn is_diffusion(self) -> bool {
        matches!(self, Self::TextToImage | Self::ImageToImage | Self::Inpaint)
    }

    /// Whether some of the picture may be marked to be painted anew, or beyond it.
    #[must_use]
    pub fn takes_mask(self) -> bool {
        self == Self::Inpaint
    }

    #[must_use]
    pub fn takes_image(self) -> bool {
        self != Self::TextToImage
    }
}
