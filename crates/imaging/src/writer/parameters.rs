//! How a picture was made, embedded the way AUTOMATIC1111's web UI does it, so that its "PNG Info" and the many tools
//! that followed it can read it back.

use png::{Encoder, EncodingError};
use std::io::Write;

const KEYWORD: &str = "parameters";

/// A text chunk: `tEXt` for Latin-1, `iTXt` (UTF-8) for the rest of the world.
pub(super) fn add_to_png<W: Write>(encoder: &mut Encoder<'_, W>, text: String) -> Result<(), EncodingError> {
    // NUL ends a field in both.
    let text = text.replace('\0', "");
    if text.chars().all(|c| u32::from(c) <= 0xFF) {
        encoder.add_text_chunk(KEYWORD.into(), text)
    } else {
        encoder.add_itxt_chunk(KEYWORD.into(), text)
    }
}

/// An EXIF block (big-endian TIFF) with nothing but the `UserComment` (Exif 2.32 §4.6.5, tag 0x9286) in its Exif IFD.
pub(super) fn exif(text: &str) -> Vec<u8> {
    // The character code "UNICODE" means UTF-16 in the byte order of the block.
    let mut comment = b"UNICODE\0".to_vec();
    comment.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
    let length = u32::try_from(comment.len()).unwrap_or(u32::MAX);

    const HEADER: u32 = 8;
    // An IFD with one entry: the count, the entry, and the offset of the next IFD, which is none.
    const IFD: u32 = 2 + 12 + 4;
    let ifd = |tag: u16, kind: u16, count: u32, value: u32| {
        let mut bytes = 1_u16.to_be_bytes().to_vec();
        bytes.extend(tag.to_be_bytes());
        bytes.extend(kind.to_be_bytes());
        bytes.extend(count.to_be_bytes());
        bytes.extend(value.to_be_bytes());
        bytes.extend([0; 4]);
        bytes
    };
    const EXIF_IFD_POINTER: u16 = 0x8769;
    const USER_COMMENT: u16 = 0x9286;
    const LONG: u16 = 4;
    const UNDEFINED: u16 = 7;

    let mut block = b"MM\0\x2A".to_vec();
    block.extend(HEADER.to_be_bytes());
    block.extend(ifd(EXIF_IFD_POINTER, LONG, 1, HEADER + IFD));
    block.extend(ifd(USER_COMMENT, UNDEFINED, length, HEADER + 2 * IFD));
    block.extend(comment);
    block
}
