//! How large the network sees the picture.

use super::{MattingSection, manifest::Fit};
use crate::pixels::{Frame, Sides, fit_within};

/// Divides what `shortest` makes of very long pictures.
const LONGEST_TO_SHORTEST: usize = 4;

/// What the network itself fixes wins over the manifest.
pub(super) fn frame((width, height): (usize, usize), sides: Sides, section: &MattingSection) -> Frame {
    let size = section.size;
    let square = (sides.width.unwrap_or(size), sides.height.unwrap_or(size));
    let scale = match section.fit {
        Fit::Letterbox => return Frame { given: square, seen: fit_within((width, height), square, true) },
        Fit::Stretch => return Frame::whole(square),
        Fit::Longest => size as f64 / width.max(height) as f64,
        Fit::Shortest => {
            let longest = (size * LONGEST_TO_SHORTEST) as f64 / width.max(height) as f64;
            longest.min(size as f64 / width.min(height) as f64)
        }
    };
    let multiple = section.multiple;
    let side = |length: usize| ((length as f64 * scale / multiple as f64).round() as usize * multiple).max(multiple);
    Frame::whole((sides.width.unwrap_or_else(|| side(width)), sides.height.unwrap_or_else(|| side(height))))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FREE: Sides = Sides { width: None, height: None };

    fn framed(fit: &str, size: (usize, usize), sides: Sides) -> Frame {
        let text = format!("input = {{ range = \"0-1\" }}\nsize = 512\nfit = \"{fit}\"");
        frame(size, sides, &toml::from_str(&text).expect("a section"))
    }

    #[test]
    fn each_family_gets_its_size() {
        let all = |w, h| Frame::whole((w, h));
        assert_eq!(framed("stretch", (4000, 1000), FREE), all(512, 512));
        assert_eq!(framed("longest", (4000, 1000), FREE), all(512, 128));
        assert_eq!(framed("shortest", (1500, 1000), FREE), all(768, 512));
        // A long picture is bounded, and no side becomes zero.
        assert_eq!(framed("shortest", (40_000, 100), FREE), all(2048, 32));
        assert_eq!(framed("letterbox", (4000, 1000), FREE), Frame { given: (512, 512), seen: (512, 128) });
        let fixed = Sides { width: Some(192), height: Some(320) };
        for fit in ["stretch", "longest", "shortest"] {
            assert_eq!(framed(fit, (4000, 1000), fixed), all(192, 320));
        }
        assert_eq!(framed("letterbox", (4000, 1000), fixed).seen, (192, 48));
    }
}
