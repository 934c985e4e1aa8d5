//! What may be the name of a model or of a file in its folder. Names come from people, manifests and the web, and end in
//! paths, so whoever reads and whoever writes them must agree.

use std::path::{Component, Path};

/// Names of models and versions: what is safe as the name of a folder, in a URL and on a command line.
#[must_use]
pub fn is_name(text: &str) -> bool {
    let tail = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-');
    text.len() <= 64 && text.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric) && text.bytes().all(tail)
}

/// Whether `path` is relative, stays in the folder it is relative to, and looks the same on every system.
#[must_use]
pub fn is_inside(path: &str) -> bool {
    let mut parts = Path::new(path).components().peekable();
    path.len() <= 512
        && parts.peek().is_some()
        && parts.all(|part| matches!(part, Component::Normal(_)))
        && !path.contains(|c: char| matches!(c, '\\' | ':') || c.is_control())
        // `Path` overlooks a dot or nothing between slashes; two spellings of one file must not pass as two files.
        && path.split('/').all(|part| !part.is_empty() && part != ".")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cannot_leave_their_folder() {
        for good in ["starter-upscaler", "1", "2.0.1", "a_b"] {
            assert!(is_name(good), "{good}");
        }
        for bad in ["", "..", ".partial", "a/b", "a\\b", "a b", "ä", "-x", "a@1", &"x".repeat(65)] {
            assert!(!is_name(bad), "{bad}");
        }
    }

    #[test]
    fn paths_stay_inside() {
        for good in ["x2.onnx", "unet/model.onnx", "a/b/c.bin", "with space.txt"] {
            assert!(is_inside(good), "{good}");
        }
        for bad in ["", "/etc/passwd", "../x", "a/../b", "./a", "a/./b", "a//b", "a/", "a\\b", "C:x", "a\nb", "a\0"] {
            assert!(!is_inside(bad), "{bad:?}");
        }
    }
}
