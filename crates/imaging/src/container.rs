//! The outside of a picture file: which format it is, and whether it is all there.
//!
//! Decoders are forgiving: several hand back a half-grey picture for a file that was cut short. Here a file counts as
//! complete only when its container is closed: `IEND` for PNG, `EOI` for JPEG, the RIFF length for WebP. What follows
//! the end is ignored, and never stored.

use crate::ImageError;
use studio_domain::MediaType;

const PNG_SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// The format by its first bytes; `None` for anything that is not accepted.
#[must_use]
pub fn sniff(bytes: &[u8]) -> Option<MediaType> {
    if bytes.starts_with(PNG_SIGNATURE) {
        Some(MediaType::Png)
    } else if bytes.starts_with(&[0xFF, 0xD8, 0xFF]) {
        Some(MediaType::Jpeg)
    } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        Some(MediaType::Webp)
    } else {
        None
    }
}

/// # Errors
/// [`ImageError::Corrupt`] for a file that ends before its picture does.
pub(crate) fn check_complete(bytes: &[u8], media_type: MediaType) -> Result<(), ImageError> {
    let complete = match media_type {
        MediaType::Png => png_ends(bytes),
        MediaType::Jpeg => jpeg_ends(bytes),
        MediaType::Webp => webp_ends(bytes),
    };
    if complete.is_some() { Ok(()) } else { Err(ImageError::Corrupt("the end is missing".into())) }
}

fn take<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..at.checked_add(N)?)?.try_into().ok()
}

/// Walks the chunks (length, type, data, CRC) to `IEND`.
fn png_ends(bytes: &[u8]) -> Option<()> {
    let mut at = PNG_SIGNATURE.len();
    loop {
        let length = usize::try_from(u32::from_be_bytes(take(bytes, at)?)).ok()?;
        let kind: [u8; 4] = take(bytes, at + 4)?;
        at = at.checked_add(12)?.checked_add(length)?;
        if at > bytes.len() {
            return None;
        }
        if &kind == b"IEND" {
            return Some(());
        }
    }
}

/// Walks the markers to `EOI` (ITU-T T.81 §B.1.1). An EXIF thumbnail is a JPEG too, with an `EOI` of its own, so a
/// search for the two bytes would not do.
fn jpeg_ends(bytes: &[u8]) -> Option<()> {
    let mut at = 2;
    loop {
        // Between segments and inside entropy-coded data alike: on to the next marker. 0xFF00 is a data byte, 0xFFFF
        // a fill byte, and restart markers are part of the data.
        let marker = loop {
            at += bytes.get(at..)?.iter().position(|&b| b == 0xFF)? + 1;
            match *bytes.get(at)? {
                0x00 | 0x01 | 0xD0..=0xD7 => at += 1,
                0xFF => {}
                marker => break marker,
            }
        };
        at += 1;
        if marker == 0xD9 {
            return Some(());
        }
        // The length counts its own two bytes.
        let length = usize::from(u16::from_be_bytes(take(bytes, at)?));
        at += length.max(2);
    }
}

/// The RIFF length counts everything after itself.
fn webp_ends(bytes: &[u8]) -> Option<()> {
    let length = usize::try_from(u32::from_le_bytes(take(bytes, 4)?)).ok()?;
    (length.checked_add(8)? <= bytes.len()).then_some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_formats_by_their_first_bytes() {
        assert_eq!(sniff(b"\x89PNG\r\n\x1a\nrest"), Some(MediaType::Png));
        assert_eq!(sniff(&[0xFF, 0xD8, 0xFF, 0xE0]), Some(MediaType::Jpeg));
        assert_eq!(sniff(b"RIFF\0\0\0\0WEBPVP8 "), Some(MediaType::Webp));
        for other in [&b"GIF89a"[..], b"RIFF\0\0\0\0WAVE", b"RIFF", b"%PDF-1.7", b"\x89PNG", b"\xFF\xD8", b""] {
            assert_eq!(sniff(other), None, "{other:?}");
        }
    }

    #[test]
    fn a_thumbnail_does_not_end_a_jpeg() {
        let thumbnail_in_app1 = [0xFF, 0xD8, 0xFF, 0xE1, 0, 6, 0xFF, 0xD8, 0xFF, 0xD9];
        assert!(jpeg_ends(&thumbnail_in_app1).is_none());
        let mut whole = thumbnail_in_app1.to_vec();
        whole.extend([0xFF, 0xDA, 0, 2, 1, 0xFF, 0x00, 0xFF, 0xD3, 2, 0xFF, 0xFF, 0xD9]);
        assert!(jpeg_ends(&whole).is_some());
    }
}
