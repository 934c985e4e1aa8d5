//! `model.toml`: what a folder of the model repository says about itself.

mod family;
mod files;
mod raw;

pub(crate) use family::{
    DiffusionDefaults, Family, InputChannels, InputFormat, Network, Range, Segment, Style, StyleTransfer,
    SuperResolution,
};

use crate::{diffusion::PipelineFolder, runtime::Device};
use raw::RawManifest;
use serde::Deserialize;
use std::path::Path;
use studio_domain::TaskKind;

pub(crate) const FILE_NAME: &str = "model.toml";

/// A pipeline in diffusers' layout needs no manifest.
pub(crate) const PIPELINE_INDEX: &str = "model_index.json";

#[derive(Clone, Debug)]
pub(crate) struct Manifest {
    /// The first is the one it is best at.
    pub tasks: Vec<TaskKind>,
    pub title: String,
    pub description: String,
    /// An SPDX expression, or words.
    pub licence: String,
    /// Those that the family speaks of first; behind them those that some devices use instead.
    pub files: Vec<ModelFile>,
    /// The kind of network, which decides how it is run.
    pub family: Family,
    /// Memory that it takes beyond its files while it runs, in MB.
    pub working_memory_mb: u32,
}

/// A file of the model's folder, and how to know it.
#[derive(Clone, Debug)]
pub(crate) struct ModelFile {
    /// Relative to the manifest.
    pub path: String,
    /// Bytes.
    pub size: u64,
    /// Lower-case hex.
    pub sha256: String,
    /// What is used instead of it: on which devices, and its place among the files.
    pub instead: Vec<(DeviceClass, usize)>,
}

/// Devices, as far as files differ by them: processors like weights of 8 bits, GPUs like half precision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum DeviceClass {
    Cpu,
    Gpu,
}

impl From<Device> for DeviceClass {
    fn from(device: Device) -> Self {
        match device {
            Device::Cpu => Self::Cpu,
            Device::Cuda | Device::TensorRt => Self::Gpu,
        }
    }
}

impl Manifest {
    /// One of the files that the family speaks of, as it is best run on the device.
    pub fn file(&self, index: usize, device: Device) -> Option<&ModelFile> {
        let file = self.files.get(index)?;
        let class = DeviceClass::from(device);
        let better = file.instead.iter().find(|(on, _)| *on == class).and_then(|(_, index)| self.files.get(*index));
        better.or(Some(file))
    }

    /// Reads what lies in `folder`: its manifest, or the index of a pipeline.
    ///
    /// # Errors
    /// What is wrong with it, in one sentence.
    pub fn read(folder: &Path, name: &str, version: &str) -> Result<Self, String> {
        let path = folder.join(FILE_NAME);
        let mut manifest = if path.is_file() {
            let text = std::fs::read_to_string(&path).map_err(|e| format!("its {FILE_NAME} cannot be read ({e})."))?;
            Self::parse(&text, name, version)?
        } else {
            Self::of_a_pipeline(name)
        };
        if let Family::Diffusers(_) = manifest.family {
            let pipeline = PipelineFolder::read(folder)?;
            pipeline.scheduler()?;
            manifest.tasks = pipeline.tasks();
        }
        Ok(manifest)
    }

    /// Reads a manifest that lies in `<name>/<version>/`.
    ///
    /// # Errors
    /// What is wrong with it, in one sentence.
    pub fn parse(text: &str, name: &str, version: &str) -> Result<Self, String> {
        let manifest: RawManifest = toml::from_str(text).map_err(|e| {
            let line = e.span().map_or(0, |span| text[..span.start].lines().count().max(1));
            format!("its {FILE_NAME} is not valid in line {line}: {}.", e.message())
        })?;
        manifest.into_manifest(name, version).map_err(|what| format!("its {FILE_NAME} is not valid: {what}."))
    }

    /// What can be said of a pipeline that came without a manifest.
    fn of_a_pipeline(name: &str) -> Self {
        Self {
            tasks: Vec::new(),
            title: name.to_owned(),
            description: "A pipeline in the layout of diffusers, without a manifest.".into(),
            licence: "unknown".into(),
            files: Vec::new(),
            family: Family::Diffusers(DiffusionDefaults::default()),
            working_memory_mb: 0,
        }
    }
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
        let Family::SuperResolution(family) = manifest.family else { panic!("{:?}", manifest.family) };
        assert_eq!((family.input.range, family.input.channels), (Range::Unit, InputChannels::Rgb));
        assert_eq!((family.networks[0].scale, family.networks[0].receptive_field), (2, 12));
        assert_eq!(manifest.tasks, [TaskKind::Upscale]);
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
        assert!(refuse("super-resolution", "diffusers").contains("`task`"));
        assert!(refuse("[input]", "[defaults]\nsteps = 4\n[input]").contains("`defaults`"));
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
    fn devices_may_have_files_of_their_own() {
        let alternative = |more: &str| {
            let sha256 = "1".repeat(64);
            format!("{GOOD}[[files]]\npath = \"x2-int8.onnx\"\nsize = 4\nsha256 = \"{sha256}\"\n{more}\n")
        };
        let read = |more: &str| Manifest::parse(&alternative(more), "starter", "1");
        let manifest = read("instead_of = \"x2.onnx\"\ndevice = \"cpu\"").expect("valid");
        let path = |device| manifest.file(0, device).map(|file| file.path.as_str());
        assert_eq!((path(Device::Cpu), path(Device::Cuda)), (Some("x2-int8.onnx"), Some("x2.onnx")));
        assert_eq!(manifest.files.len(), 2, "both have to be whole");
        for (more, what) in [
            ("instead_of = \"x4.onnx\"\ndevice = \"cpu\"", "`instead_of`"),
            ("instead_of = \"x2-int8.onnx\"\ndevice = \"cpu\"", "`instead_of`"),
            ("instead_of = \"x2.onnx\"", "`device`"),
            ("instead_of = \"x2.onnx\"\ndevice = \"abacus\"", "abacus"),
        ] {
            let reason = read(more).expect_err(more);
            assert!(reason.contains(what), "{reason}");
        }
    }

    /// A manifest of another family: what makes it that, and its files.
    fn other(task: &str, family: &str, section: &str, files: &[&str]) -> Result<Manifest, String> {
        let (head, _) = GOOD.split_once("[input]").expect("a head");
        let head = head.replace("\"upscale\"", &format!("\"{task}\"")).replace("super-resolution", family);
        let file = |(i, more): (usize, &&str)| {
            let sha256 = "0".repeat(64);
            format!("[[files]]\npath = \"{i}.onnx\"\nsize = 10\nsha256 = \"{sha256}\"\n{more}\n")
        };
        let files: String = files.iter().enumerate().map(file).collect();
        Manifest::parse(&format!("{head}{section}\n{files}"), "starter", "1")
    }

    const STYLE: &str = "[style]\ninput = { range = \"0-1\" }\noutput_range = \"0-1\"";
    const MATTING: &str = "[matting]\ninput = { range = \"0-1\" }\nsize = 320";
    const SEGMENT: &str = "[segment]\ninput = { range = \"0-255\" }";
    const LAMA: &str = "[lama]\ninput = { range = \"0-1\", order = \"bgr\" }\noutput_range = \"0-255\"";

    #[test]
    fn every_family_has_its_section_and_its_files() {
        let style = other("style-transfer", "style-transfer", STYLE, &["style = \"ink\"\ntitle = \"Ink\""]);
        let Family::StyleTransfer(family) = style.expect("valid").family else { panic!("no style") };
        assert_eq!((family.styles[0].name.as_str(), family.styles[0].title.as_str()), ("ink", "Ink"));
        let matting = other("remove-background", "matting", MATTING, &[""]).expect("valid");
        assert!(matches!(matting.family, Family::Matting(section) if section.size == 320));
        for family in ["segment-anything", "starter-separate"] {
            let parts = ["part = \"decoder\"", "part = \"encoder\""];
            let Family::Segment(family) = other("segment", family, SEGMENT, &parts).expect("valid").family else {
                panic!("no segment")
            };
            assert_eq!((family.encoder, family.decoder), (1, 0));
        }
        assert!(other("segment", "efficient-sam", SEGMENT, &[""]).is_ok());
        assert_eq!(other("inpaint", "lama", LAMA, &[""]).expect("valid").tasks, [TaskKind::Inpaint]);
    }

    #[test]
    fn what_another_family_lacks_is_named() {
        let refused = |task: &str, family: &str, section: &str, files: &[&str], what: &str| {
            let reason = other(task, family, section, files).expect_err(what);
            assert!(reason.contains(what), "{reason}");
        };
        refused("upscale", "matting", MATTING, &[""], "remove-background");
        refused("remove-background", "matting", LAMA, &[""], "`lama`, which this family does not have");
        refused("remove-background", "matting", "", &[""], "`matting` is missing");
        refused("remove-background", "matting", MATTING, &["", ""], "of which there must be one");
        refused("remove-background", "matting", &MATTING.replace("320", "9"), &[""], "`size`");
        refused("remove-background", "matting", &format!("{MATTING}\nfit = \"tight\""), &[""], "tight");
        refused("style-transfer", "style-transfer", STYLE, &[""], "style of file 1");
        refused("style-transfer", "style-transfer", STYLE, &["style = \"a b\""], "`style`");
        refused("style-transfer", "style-transfer", STYLE, &["style = \"a\"", "style = \"a\""], "twice");
        refused("segment", "segment-anything", SEGMENT, &["part = \"encoder\""], "`part`");
        refused("segment", "starter-separate", SEGMENT, &["part = \"encoder\"", "part = \"encoder\""], "`part`");
        let zero = LAMA.replace("order = \"bgr\"", "std = [1.0, 0.0, 1.0]");
        refused("inpaint", "lama", &zero, &[""], "`std`");
    }

    /// What the catalogue says of its models becomes their manifests: the engine must understand all of it.
    #[test]
    fn every_model_of_the_catalogue_would_be_understood() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../hub/catalogue.toml");
        let catalogue: toml::Table = toml::from_str(&std::fs::read_to_string(path).expect("a file")).expect("TOML");
        let models = catalogue["models"].as_array().expect("models");
        assert!(models.len() > 10);
        for model in models {
            let field = |name: &str| (name.to_owned(), model[name].clone());
            let names = ["name", "version", "task", "family", "title", "description", "author", "licence"];
            let mut manifest: toml::Table = names.into_iter().map(field).collect();
            let more = |value: &toml::Value| {
                let table = value.get("manifest").and_then(toml::Value::as_table);
                table.cloned().unwrap_or_default()
            };
            manifest.extend(more(model));
            let files = model["files"].as_array().expect("files").iter().map(|file| {
                let field = |name: &str| (name.to_owned(), file[name].clone());
                let fields = ["path", "size", "sha256"].into_iter().map(field);
                toml::Value::Table(fields.chain(more(file)).collect())
            });
            manifest.insert("files".into(), toml::Value::Array(files.collect()));
            let text = |name: &str| manifest[name].as_str().expect("a text").to_owned();
            let (name, version) = (text("name"), text("version"));
            if let Err(reason) = Manifest::parse(&manifest.to_string(), &name, &version) {
                panic!("{name}@{version}: {reason}");
            }
        }
    }

    #[test]
    fn the_examples_of_the_documentation_are_good() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/MANIFEST.md");
        let text = std::fs::read_to_string(path).expect("the documentation");
        let examples: Vec<&str> = text.split("```toml\n").skip(1).filter_map(|part| part.split("```").next()).collect();
        assert!(examples.len() > 4);
        for example in examples {
            let table: toml::Table = toml::from_str(example).expect("TOML");
            let (name, version) = (table["name"].as_str(), table["version"].as_str());
            let read = Manifest::parse(example, name.expect("a name"), version.expect("a version"));
            assert!(read.is_ok(), "{name:?}: {read:?}");
        }
    }
}
