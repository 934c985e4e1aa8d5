//! Makes an upload safe to keep and to show.

use crate::{ImageError, Thumbnail, container, decode, encode, thumbnail};
use std::thread;
use studio_domain::MediaType;

/// High enough that the second encoding of a photo cannot be seen.
const JPEG_QUALITY: u8 = 95;

/// A picture encoded anew from its pixels.
#[derive(Clone, Debug)]
pub struct Sanitized {
    pub bytes: Vec<u8>,
    /// The format of the upload.
    pub media_type: MediaType,
    /// Pixels, upright.
    pub width: u32,
    pub height: u32,
    pub thumbnail: Thumbnail,
    pub blurhash: String,
}

/// Checks an upload and encodes it anew, upright. EXIF, XMP, comments, text, further frames and trailing bytes are
/// gone; a colour profile that fits stays.
///
/// PNG stays PNG with every pixel, channel and bit as it was (palettes and 1 to 4 bits become 8). JPEG stays JPEG at
/// quality 95, without chroma subsampling. WebP becomes lossless WebP, so that nothing is lost a second time.
///
/// # Errors
/// [`ImageError::Empty`], [`ImageError::Unsupported`], [`ImageError::TypeMismatch`] when the bytes are not of the
/// `declared` type, and those of [`decode`].
pub fn sanitize(bytes: &[u8], declared: Option<MediaType>) -> Result<Sanitized, ImageError> {
    if let (Some(declared), Some(actual)) = (declared, container::sniff(bytes))
        && declared != actual
    {
        return Err(ImageError::TypeMismatch { declared, actual });
    }
    let picture = decode(bytes)?;
    let profile = picture.icc_profile.as_deref();
    // Side by side: someone is waiting.
    let (small, bytes) = thread::scope(|scope| {
        let small = scope.spawn(|| thumbnail::of_picture(&picture.pixels, profile));
        let bytes = encode::encode(&picture.pixels, picture.media_type, JPEG_QUALITY, profile);
        (small.join(), bytes)
    });
    let (thumbnail, blurhash) = small.map_err(|_| ImageError::Encode("the thumbnail failed".into()))??;
    Ok(Sanitized {
        bytes: bytes?,
        media_type: picture.media_type,
        width: picture.pixels.width(),
        height: picture.pixels.height(),
        thumbnail,
        blurhash,
    })
}
