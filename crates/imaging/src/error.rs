//! What can go wrong with a picture, in words for the person who sent it.

use studio_domain::{ErrorCode, MediaType, limits};

/// `Display` is a sentence for people that says what to do; technical causes are in `source()`.
#[derive(Debug, thiserror::Error)]
pub enum ImageError {
    #[error("The file is empty. Please choose a picture.")]
    Empty,
    #[error("This file is not a JPEG, PNG or WebP picture. Please choose one of these.")]
    Unsupported,
    #[error(
        "The file was sent as {}, but it holds {}. Please give it the right name and send it again.",
        declared.as_str(),
        actual.as_str()
    )]
    TypeMismatch { declared: MediaType, actual: MediaType },
    #[error("This picture uses a feature that is not supported ({0}). Please save it as an ordinary PNG or JPEG.")]
    UnsupportedFeature(String),
    #[error(
        "The picture is {width} × {height}, which is {:.0} megapixels; at most {} are accepted. Please send a smaller one.",
        (f64::from(*width) * f64::from(*height) / 1e6).ceil(),
        limits::MAX_INPUT_PIXELS / 1_000_000
    )]
    TooManyPixels { width: u32, height: u32 },
    #[error("The file is damaged or cut short ({0}). Please export the picture again and send that.")]
    Corrupt(String),
    /// The result does not fit the chosen file format.
    #[error(
        "A {} picture may be at most {max} pixels wide and high; this one would be {width} × {height}. Please choose PNG.",
        format.extension().to_uppercase()
    )]
    SideTooLong { format: MediaType, max: u32, width: u32, height: u32 },
    #[error("There was not enough memory for a picture of {width} × {height}.")]
    OutOfMemory { width: u32, height: u32 },
    /// A fault of ours: the picture could not be encoded.
    #[error("The picture could not be encoded ({0}).")]
    Encode(String),
    #[error("The picture could not be written to the disk.")]
    Io(#[source] std::io::Error),
}

impl ImageError {
    /// The code that clients see.
    #[must_use]
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::Empty | Self::Corrupt(_) => ErrorCode::InvalidImage,
            Self::Unsupported | Self::TypeMismatch { .. } | Self::UnsupportedFeature(_) => {
                ErrorCode::UnsupportedMediaType
            }
            Self::TooManyPixels { .. } | Self::SideTooLong { .. } => ErrorCode::ImageTooLarge,
            Self::OutOfMemory { .. } => ErrorCode::OutOfMemory,
            Self::Encode(_) => ErrorCode::Internal,
            Self::Io(_) => ErrorCode::StorageUnavailable,
        }
    }

    /// For errors of a decoder, whose input is always someone's file.
    pub(crate) fn from_decoder(error: image::ImageError) -> Self {
        match error {
            image::ImageError::Unsupported(e) => Self::UnsupportedFeature(e.to_string()),
            other => Self::Corrupt(other.to_string()),
        }
    }

    /// For errors of an encoder, whose output may be a full disk.
    pub(crate) fn from_encoder(error: image::ImageError) -> Self {
        match error {
            image::ImageError::IoError(e) => Self::Io(e),
            other => Self::Encode(other.to_string()),
        }
    }
}
