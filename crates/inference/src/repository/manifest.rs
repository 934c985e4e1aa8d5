//! `model.toml`: what a folder of the model repository says about itself.

use serde::Deserialize;
use std::path::{Component, Path};
use studio_domain::TaskKind;

pub(crate) const FILE_NAME: &str = "model.toml";

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Manifest {
    /// The names of the two folders it lies in.
    pub name: String,
    pub version: String,
    pub task: TaskKind,
    #[expect(dead_code, reason = "an unknown family is refused by being no variant")]
    family: Family,
    pub title: String,
    pub description: String,
    /// An SPDX expression, or words.
    pub licence: String,
    #[expect(dead_code, reason = "belongs to the format; nothing shows it yet")]
    author: String,
    pub input: InputFormat,
    pub files: Vec<ModelFile>,
}

/// The kind of network, which decides how it is run.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Family {
    /// Batches of planes in, larger planes out.
    SuperResolution,
}

/// What the network takes, and gives.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct InputFormat {
    pub range: Range,
    pub channels: InputChannels,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub(crate) enum Range {
    #[serde(rename = "0-1")]
    Unit,
    #[serde(rename = "0-255")]
    Byte,
}

impl Range {
    /// The value of full white.
    pub fn white(self) -> f32 {
        match self {
            Self::Unit => 1.0,
            Self::Byte => 255.0,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum InputChannels {
    Rgb,
    /// Luma alone; the colour differences are enlarged without a network.
    Y,
}

impl InputChannels {
    pub fn count(self) -> usize {
        match self {
            Self::Rgb => 3,
            Self::Y => 1,
        }
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ModelFile {
    /// Relative to the manifest.
    pub path: String,
    pub scale: u32,
    /// Bytes.
    pub size: u64,
    /// Lower-case hex.
    pub sha256: String,
    /// Working memory for a tile of 256 × 256, in MB.
    pub memory_mb: u32,
    /// How far the network looks: input pixels to each side on which one output pixel depends.
    pub receptive_field: u32,
}

impl Manifest {
    /// Reads a manifest that lies in `<name>/<version>/`.
    ///
    /// # Errors
    /// What is wrong with it, in one sentence.
    pub fn parse(text: &str, name: &str, version: &str) -> Result<Self, String> {
        let manifest: Self = toml::from_str(text).map_err(|e| {
            let line = e.span().map_or(0, |span| text[..span.start].lines().count().max(1));
            format!("its {FILE_NAME} is not valid in line {line}: {}.", e.message())
        })?;
        manifest.validate(name, version).map_err(|what| format!("its {FILE_NAME} is not valid: {what}."))?;
        Ok(manifest)
    }

    fn validate(&self, name: &str, version: &str) -> Result<(), String> {
        let check = |ok: bool, what: &str| if ok { Ok(()) } else { Err(what.to_owned()) };
        check(self.name == name, "`name` differs from the name of its folder")?;
        check(self.version == version, "`version` differs from the name of its folder")?;
        check(!self.files.is_empty(), "it names no files")?;
        for (i, file) in self.files.iter().enumerate() {
            let one = |ok: bool, what: &str| check(ok, &format!("{} of file {}", what, i + 1));
            one(is_inside(&file.path), "the `path`, which must be relative and stay in the folder,")?;
            one((2..=8).contains(&file.scale), "the `scale`, which must be 2 to 8,")?;
            one(self.files[..i].iter().all(|other| other.scale != file.scale), "the `scale`, which is there twice,")?;
            one(file.size > 0, "the `size`")?;
            one(is_sha256(&file.sha256), "the `sha256`, which must be 64 lower-case hex digits,")?;
            one(file.memory_mb > 0, "the `memory_mb`")?;
            one(file.receptive_field <= 256, "the `receptive_field`, which may be at most 256,")?;
        }
        Ok(())
    }
}

/// Names of models and versions: what is safe as the name of a folder, in a URL and on a command line.
pub(crate) fn is_name(text: &str) -> bool {
    let tail = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-');
    text.len() <= 64 && text.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric) && text.bytes().all(tail)
}

fn is_inside(path: &str) -> bool {
    let mut parts = Path::new(path).components().peekable();
    parts.peek().is_some() && parts.all(|part| matches!(part, Component::Normal(_))) && !path.contains(['\\', '\0'])
}

fn is_sha256(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"
        name = "starter"
        version = "1"
        task = "upscale"
        family = "super-resolution"
        title = "Starter"
        description = "Enlarges."
        licence = "MIT"
        author = "Someone"
        [input]
        range = "0-1"
        channels = "rgb"
        [[files]]
        path = "x2.onnx"
        scale = 2
        size = 10
        sha256 = "0000000000000000000000000000000000000000000000000000000000000000"
        memory_mb = 40
        receptive_field = 12
    "#;

    #[test]
    fn a_good_manifest_is_read() {
        let manifest = Manifest::parse(GOOD, "starter", "1").expect("valid");
        assert_eq!((manifest.input.range, manifest.input.channels), (Range::Unit, InputChannels::Rgb));
        assert_eq!(manifest.files[0].receptive_field, 12);
    }

    #[test]
    fn what_is_wrong_is_named() {
        let refuse = |from: &str, to: &str| Manifest::parse(&GOOD.replace(from, to), "starter", "1").expect_err(to);
        assert!(refuse("[input]", "colour = 1\n[input]").contains("line 10"));
        assert!(refuse("name = \"starter\"", "name = \"other\"").contains("`name`"));
        assert!(refuse("version = \"1\"", "version = \"2\"").contains("`version`"));
        assert!(refuse("upscale", "sing").contains("line 4"));
        assert!(refuse("super-resolution", "magic").contains("magic"));
        assert!(refuse("0-1", "0-2").contains("0-2"));
        for path in ["../x2.onnx", "/etc/passwd", "a/../b", "", "a\\\\b"] {
            assert!(refuse("x2.onnx", path).contains("`path`"), "{path}");
        }
        assert!(refuse("scale = 2", "scale = 1").contains("`scale`"));
        assert!(refuse("size = 10", "size = 0").contains("`size`"));
        assert!(refuse("000\"", "00Z\"").contains("`sha256`"));
        assert!(refuse("receptive_field = 12", "receptive_field = 999").contains("`receptive_field`"));
        let (head, files) = GOOD.split_once("[[files]]").expect("files");
        assert!(Manifest::parse(head, "starter", "1").is_err());
        let twice = format!("{GOOD}[[files]]{files}");
        assert!(Manifest::parse(&twice, "starter", "1").expect_err("twice").contains("twice"));
    }

    #[test]
    fn names_cannot_leave_their_folder() {
        for good in ["starter-upscaler", "1", "2.0.1", "a_b"] {
            assert!(is_name(good), "{good}");
        }
        for bad in ["", "..", ".hidden", "a/b", "a\\b", "a b", "ä", "-x", &"x".repeat(65)] {
            assert!(!is_name(bad), "{bad}");
        }
    }
}
