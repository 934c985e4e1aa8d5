//! What user interfaces wrote into a picture's file about how it was made. No pixel is decoded.

use crate::{ImageError, container, jpeg::StrictJpegDecoder};
use image::{ImageDecoder, codecs::webp::WebPDecoder};
use std::io::Cursor;
use studio_domain::MediaType;

/// Larger texts are not read, in bytes.
const MAX_TEXT: usize = 1 << 20;

/// The texts, by the keywords they are known by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EmbeddedTexts {
    /// A1111's, and ours.
    pub parameters: Option<String>,
    pub invokeai_metadata: Option<String>,
    /// ComfyUI's graph; its keyword is `prompt`.
    pub comfyui_graph: Option<String>,
}

/// Reads text chunks of a PNG; of others, and of PNGs without, the comment in their EXIF.
///
/// # Errors
/// [`ImageError::Empty`], [`ImageError::Unsupported`], [`ImageError::Corrupt`].
pub fn embedded_texts(bytes: &[u8]) -> Result<EmbeddedTexts, ImageError> {
    if bytes.is_empty() {
        return Err(ImageError::Empty);
    }
    let (mut texts, exif) = match container::sniff(bytes).ok_or(ImageError::Unsupported)? {
        MediaType::Png => of_png(bytes)?,
        MediaType::Jpeg => {
            let mut decoder = StrictJpegDecoder::new(bytes).map_err(ImageError::from_decoder)?;
            (EmbeddedTexts::default(), decoder.exif_metadata().map_err(ImageError::from_decoder)?)
        }
        MediaType::Webp => {
            let mut decoder = WebPDecoder::new(Cursor::new(bytes)).map_err(ImageError::from_decoder)?;
            (EmbeddedTexts::default(), decoder.exif_metadata().map_err(ImageError::from_decoder)?)
        }
    };
    if texts.parameters.is_none() {
        texts.parameters = exif.and_then(|exif| user_comment(&exif));
    }
    Ok(texts)
}

fn of_png(bytes: &[u8]) -> Result<(EmbeddedTexts, Option<Vec<u8>>), ImageError> {
    let broken = |error: png::DecodingError| ImageError::Corrupt(error.to_string());
    let limits = png::Limits { bytes: 16 << 20 };
    let mut decoder = png::Decoder::new_with_limits(Cursor::new(bytes), limits);
    decoder.set_ignore_iccp_chunk(true);
    let reader = decoder.read_info().map_err(broken)?;
    let info = reader.info();
    let mut texts = EmbeddedTexts::default();
    let mut keep = |keyword: &str, text: Option<String>| {
        let place = match keyword {
            "parameters" => &mut texts.parameters,
            "invokeai_metadata" => &mut texts.invokeai_metadata,
            "prompt" => &mut texts.comfyui_graph,
            _ => return,
        };
        *place = place.take().or(text).filter(|text| text.len() <= MAX_TEXT);
    };
    for chunk in &info.uncompressed_latin1_text {
        // Latin-1 by the standard, but A1111's library writes UTF-8 there when it must: both read alike until here.
        keep(&chunk.keyword, Some(chunk.text.clone()));
    }
    for chunk in &info.compressed_latin1_text {
        let mut chunk = chunk.clone();
        let text = chunk.decompress_text_with_limit(MAX_TEXT).and_then(|()| chunk.get_text());
        keep(&chunk.keyword, text.ok());
    }
    for chunk in &info.utf8_text {
        let mut chunk = chunk.clone();
        let text = chunk.decompress_text_with_limit(MAX_TEXT).and_then(|()| chunk.get_text());
        keep(&chunk.keyword, text.ok());
    }
    Ok((texts, info.exif_metadata.as_deref().map(<[u8]>::to_vec)))
}

/// `UserComment` (Exif 2.32 §4.6.5, tag 0x9286) of a TIFF block in either byte order.
fn user_comment(exif: &[u8]) -> Option<String> {
    // In JPEG, the block has a name before it.
    let block = exif.strip_prefix(b"Exif\0\0").unwrap_or(exif);
    let big = match block.get(..4)? {
        b"MM\0\x2A" => true,
        b"II\x2A\0" => false,
        _ => return None,
    };
    let tiff = Tiff { block, big };
    let (_, sub_ifd) = tiff.entry(tiff.u32(4)?, 0x8769)?;
    let (count, offset) = tiff.entry(sub_ifd, 0x9286)?;
    let (start, length) = (usize::try_from(offset).ok()?, usize::try_from(count).ok()?);
    let comment = block.get(start..start.checked_add(length)?).filter(|comment| comment.len() <= MAX_TEXT)?;
    let text = match comment.split_at_checked(8)? {
        (b"UNICODE\0", text) => utf16(text, big),
        (_, text) => String::from_utf8_lossy(text).into_owned(),
    };
    Some(text.trim_matches(['\0', ' ']).to_owned()).filter(|text| !text.is_empty())
}

/// The standard says: in the byte order of the block. A1111's library writes big-endian in any, so where most of the
/// text has its zeros tells more.
fn utf16(bytes: &[u8], big: bool) -> String {
    let pairs = bytes.as_chunks::<2>().0;
    let zeros = |index: usize| pairs.iter().filter(|pair| pair[index] == 0).count();
    let big = match zeros(0).cmp(&zeros(1)) {
        std::cmp::Ordering::Greater => true,
        std::cmp::Ordering::Less => false,
        std::cmp::Ordering::Equal => big,
    };
    let units = pairs.iter().map(|pair| if big { u16::from_be_bytes(*pair) } else { u16::from_le_bytes(*pair) });
    char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

struct Tiff<'a> {
    block: &'a [u8],
    big: bool,
}

impl Tiff<'_> {
    fn u16(&self, at: u32) -> Option<u16> {
        let at = usize::try_from(at).ok()?;
        let bytes: [u8; 2] = self.block.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if self.big { u16::from_be_bytes(bytes) } else { u16::from_le_bytes(bytes) })
    }

    fn u32(&self, at: u32) -> Option<u32> {
        let at = usize::try_from(at).ok()?;
        let bytes: [u8; 4] = self.block.get(at..at.checked_add(4)?)?.try_into().ok()?;
        Some(if self.big { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) })
    }

    /// Count and value of an entry of the directory at `ifd`.
    fn entry(&self, ifd: u32, tag: u16) -> Option<(u32, u32)> {
        for index in 0..u32::from(self.u16(ifd)?) {
            let at = ifd.checked_add(2)?.checked_add(index * 12)?;
            if self.u16(at)? == tag {
                return Some((self.u32(at.checked_add(4)?)?, self.u32(at.checked_add(8)?)?));
            }
        }
        None
    }
}
