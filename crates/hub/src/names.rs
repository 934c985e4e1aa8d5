//! Names of models and versions, and paths of their files: what may become part of a path on disk.

use crate::HubError;
use std::{
    fmt,
    path::{Component, Path},
    str::FromStr,
};

/// What is safe as the name of a folder, in a URL and on a command line.
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

/// `NAME`, or `NAME@VERSION`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    pub name: String,
    pub version: Option<String>,
}

impl FromStr for Reference {
    type Err = HubError;

    fn from_str(text: &str) -> Result<Self, HubError> {
        let (name, version) = match text.split_once('@') {
            Some((name, version)) => (name, Some(version)),
            None => (text, None),
        };
        if !is_name(name) || !version.is_none_or(is_name) {
            return Err(HubError::Refused(format!(
                "{text:?} is no model. Models are written NAME or NAME@VERSION, in letters, digits, dots, dashes and \
                 underscores."
            )));
        }
        Ok(Self { name: name.to_owned(), version: version.map(str::to_owned) })
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.version {
            Some(version) => write!(f, "{}@{version}", self.name),
            None => f.write_str(&self.name),
        }
    }
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

    #[test]
    fn references_are_read() {
        let read = |text: &str| text.parse::<Reference>().map(|r| (r.name, r.version)).ok();
        assert_eq!(read("lama"), Some(("lama".into(), None)));
        assert_eq!(read("lama@2025jan"), Some(("lama".into(), Some("2025jan".into()))));
        for bad in ["", "@1", "lama@", "lama@1@2", "../x", "a/b@1"] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}
