//! The manifest as it is written: what a family needs and what it does not have is checked here.

use super::{
    DiffusionDefaults, Family, InputFormat, Manifest, ModelFile, Network, SuperResolution, is_inside, is_sha256,
};
use serde::Deserialize;
use studio_domain::TaskKind;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawManifest {
    /// The names of the two folders it lies in.
    name: String,
    version: String,
    task: TaskKind,
    family: FamilyName,
    title: String,
    description: String,
    licence: String,
    #[expect(dead_code, reason = "belongs to the format; nothing shows it yet")]
    author: String,
    memory_mb: Option<u32>,
    input: Option<InputFormat>,
    defaults: Option<DiffusionDefaults>,
    files: Vec<RawFile>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum FamilyName {
    SuperResolution,
    Diffusers,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    path: String,
    size: u64,
    sha256: String,
    scale: Option<u32>,
    memory_mb: Option<u32>,
    receptive_field: Option<u32>,
}

type Checked<T> = Result<T, String>;

fn check(ok: bool, what: &str) -> Checked<()> {
    if ok { Ok(()) } else { Err(what.to_owned()) }
}

fn needed<T>(value: Option<T>, what: &str) -> Checked<T> {
    value.ok_or_else(|| format!("`{what}` is missing"))
}

impl RawManifest {
    pub fn into_manifest(self, name: &str, version: &str) -> Checked<Manifest> {
        check(self.name == name, "`name` differs from the name of its folder")?;
        check(self.version == version, "`version` differs from the name of its folder")?;
        check(!self.files.is_empty(), "it names no files")?;
        for (i, file) in self.files.iter().enumerate() {
            let one = |ok: bool, what: &str| check(ok, &format!("{what} of file {}", i + 1));
            one(is_inside(&file.path), "the `path`, which must be relative and stay in the folder,")?;
            one(file.size > 0, "the `size`")?;
            one(is_sha256(&file.sha256), "the `sha256`, which must be 64 lower-case hex digits,")?;
        }
        let family = match self.family {
            FamilyName::SuperResolution => Family::SuperResolution(self.super_resolution()?),
            FamilyName::Diffusers => Family::Diffusers(self.diffusers()?),
        };
        let files = self.files.into_iter().map(|f| ModelFile { path: f.path, size: f.size, sha256: f.sha256 });
        Ok(Manifest {
            tasks: vec![self.task],
            title: self.title,
            description: self.description,
            licence: self.licence,
            files: files.collect(),
            family,
            working_memory_mb: self.memory_mb.unwrap_or_default(),
        })
    }

    fn super_resolution(&self) -> Checked<SuperResolution> {
        check(self.task == TaskKind::Upscale, "the `task`, which must be upscale for this family")?;
        check(self.defaults.is_none(), "`defaults`, which this family does not have")?;
        let mut networks: Vec<Network> = Vec::new();
        for (i, file) in self.files.iter().enumerate() {
            let place = |what: &str| format!("{what} of file {}", i + 1);
            let one = |ok: bool, what: &str| check(ok, &place(what));
            let network = Network {
                file: i,
                scale: needed(file.scale, &place("scale"))?,
                memory_mb: needed(file.memory_mb, &place("memory_mb"))?,
                receptive_field: needed(file.receptive_field, &place("receptive_field"))?,
            };
            one((2..=8).contains(&network.scale), "the `scale`, which must be 2 to 8,")?;
            one(networks.iter().all(|other| other.scale != network.scale), "the `scale`, which is there twice,")?;
            one(network.memory_mb > 0, "the `memory_mb`")?;
            one(network.receptive_field <= 256, "the `receptive_field`, which may be at most 256,")?;
            networks.push(network);
        }
        Ok(SuperResolution { input: needed(self.input, "input")?, networks })
    }

    fn diffusers(&self) -> Checked<DiffusionDefaults> {
        let tasks = [TaskKind::TextToImage, TaskKind::ImageToImage, TaskKind::Inpaint];
        check(tasks.contains(&self.task), "the `task`, which must be text-to-image, image-to-image or inpaint")?;
        check(self.input.is_none(), "`input`, which this family does not have")?;
        let defaults = self.defaults.unwrap_or_default();
        check((1..=150).contains(&defaults.steps), "the `steps`, which must be 1 to 150")?;
        check((0.0..=30.0).contains(&defaults.guidance_scale), "the `guidance_scale`, which must be 0 to 30")?;
        Ok(defaults)
    }
}
