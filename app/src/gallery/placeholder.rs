//! What a picture shows before it is there: its blurhash, as a tiny bitmap in the style sheet's language.
//!
//! Made by the same code on the server, so the first paint has it without a script.

use base64::{Engine, prelude::BASE64_STANDARD};

/// Enough for the at most 4 × 4 components of a blurhash; the browser smooths the rest.
const SIDE: usize = 6;
const HEADER: usize = 54;
/// Rows of a 24-bit bitmap end on a multiple of four bytes.
const ROW: usize = (SIDE * 3).next_multiple_of(4);

/// A `background-image` value; `None` for a hash that is none.
pub fn placeholder(blurhash: &str) -> Option<String> {
    let pixels = blurhash::decode(blurhash, SIDE as u32, SIDE as u32, 1.0).ok()?;
    Some(format!("url(data:image/bmp;base64,{})", BASE64_STANDARD.encode(bitmap(&pixels))))
}

/// RGBA as an uncompressed 24-bit BMP: no encoder needed.
fn bitmap(rgba: &[u8]) -> Vec<u8> {
    let length = (HEADER + ROW * SIDE) as u32;
    let mut bmp = Vec::with_capacity(length as usize);
    bmp.extend_from_slice(b"BM");
    for word in [length, 0, HEADER as u32, 40, SIDE as u32, SIDE as u32] {
        bmp.extend_from_slice(&word.to_le_bytes());
    }
    bmp.extend_from_slice(&[1, 0, 24, 0]);
    bmp.resize(HEADER, 0);
    // From the bottom up, blue first.
    for row in rgba.chunks_exact(SIDE * 4).rev() {
        for pixel in row.chunks_exact(4) {
            bmp.extend_from_slice(&[pixel[2], pixel[1], pixel[0]]);
        }
        bmp.resize(bmp.len() + ROW - SIDE * 3, 0);
    }
    bmp
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blurhash_becomes_a_bitmap() {
        let value = placeholder("LEHV6nWB2yk8pyo0adR*.7kCMdnj").expect("the specification's example");
        assert!(value.starts_with("url(data:image/bmp;base64,Qk"));
        assert_eq!(placeholder("nonsense!"), None);
        assert_eq!(placeholder(""), None);
    }

    #[test]
    fn rows_are_bottom_up_and_padded() {
        let mut rgba = vec![0; SIDE * SIDE * 4];
        rgba[..4].copy_from_slice(&[1, 2, 3, 255]);
        let bmp = bitmap(&rgba);
        assert_eq!(bmp.len(), HEADER + ROW * SIDE);
        assert_eq!(bmp[HEADER + ROW * (SIDE - 1)..][..3], [3, 2, 1]);
    }
}
