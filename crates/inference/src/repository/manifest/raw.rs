//! The manifest as it is written: what a family needs and what it does not have is checked here.

use super::{DeviceClass, DiffusionDefaults, Family, InputFormat, Manifest, ModelFile, files, is_sha256};
use crate::{
    lama::LamaSection,
    matting::MattingSection,
    segment::{Form, SegmentSection},
    style::StyleSection,
};
use serde::Deserialize;
use std::mem;
use studio_domain::{TaskKind, names::is_inside};

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
    style: Option<StyleSection>,
    matting: Option<MattingSection>,
    segment: Option<SegmentSection>,
    lama: Option<LamaSection>,
    pub(super) files: Vec<RawFile>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum FamilyName {
    SuperResolution,
    Diffusers,
    StyleTransfer,
    Matting,
    SegmentAnything,
    EfficientSam,
    StarterSeparate,
    Lama,
}

impl FamilyName {
    fn tasks(self) -> &'static [TaskKind] {
        match self {
            Self::SuperResolution => &[TaskKind::Upscale],
            Self::Diffusers => &[TaskKind::TextToImage, TaskKind::ImageToImage, TaskKind::Inpaint],
            Self::StyleTransfer => &[TaskKind::StyleTransfer],
            Self::Matting => &[TaskKind::RemoveBackground],
            Self::SegmentAnything | Self::EfficientSam | Self::StarterSeparate => &[TaskKind::Segment],
            Self::Lama => &[TaskKind::Inpaint],
        }
    }

    /// The section of the manifest that is its own.
    fn section(self) -> &'static str {
        match self {
            Self::SuperResolution => "input",
            Self::Diffusers => "defaults",
            Self::StyleTransfer => "style",
            Self::Matting => "matting",
            Self::SegmentAnything | Self::EfficientSam | Self::StarterSeparate => "segment",
            Self::Lama => "lama",
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawFile {
    path: String,
    size: u64,
    sha256: String,
    pub scale: Option<u32>,
    pub memory_mb: Option<u32>,
    pub receptive_field: Option<u32>,
    /// A name, for one of several styles.
    pub style: Option<String>,
    /// The style's, for people.
    pub title: Option<String>,
    /// For a network that is cut in two.
    pub part: Option<Part>,
    /// The path of the file that this one replaces on a `device`.
    instead_of: Option<String>,
    device: Option<DeviceClass>,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Part {
    Encoder,
    Decoder,
}

pub(super) type Checked<T> = Result<T, String>;

pub(super) fn check(ok: bool, what: &str) -> Checked<()> {
    if ok { Ok(()) } else { Err(what.to_owned()) }
}

pub(super) fn needed<T>(value: Option<T>, what: &str) -> Checked<T> {
    value.ok_or_else(|| format!("`{what}` is missing"))
}

impl RawManifest {
    pub fn into_manifest(mut self, name: &str, version: &str) -> Checked<Manifest> {
        check(self.name == name, "`name` differs from the name of its folder")?;
        check(self.version == version, "`version` differs from the name of its folder")?;
        check(!self.files.is_empty(), "it names no files")?;
        for (i, file) in self.files.iter().enumerate() {
            let one = |ok: bool, what: &str| check(ok, &format!("{what} of file {}", i + 1));
            one(is_inside(&file.path), "the `path`, which must be relative and stay in the folder,")?;
            one(self.files[..i].iter().all(|other| other.path != file.path), "the `path`, which is there twice,")?;
            one(file.size > 0, "the `size`")?;
            one(is_sha256(&file.sha256), "the `sha256`, which must be 64 lower-case hex digits,")?;
        }
        let alternatives = self.take_alternatives();
        let tasks = self.family.tasks();
        let named: Vec<&str> = tasks.iter().map(|task| task.as_str()).collect();
        let message = format!("the `task`, which must be {} for this family", named.join(" or "));
        check(tasks.contains(&self.task), &message)?;
        self.check_sections()?;
        let family = match self.family {
            FamilyName::SuperResolution => {
                Family::SuperResolution(files::super_resolution(needed(self.input, "input")?, &self.files)?)
            }
            FamilyName::Diffusers => Family::Diffusers(self.diffusers()?),
            FamilyName::StyleTransfer => {
                let section = needed(self.style, "style")?;
                section.validate()?;
                Family::StyleTransfer(files::style_transfer(section, &self.files)?)
            }
            FamilyName::Matting => {
                let section = needed(self.matting, "matting")?;
                section.validate()?;
                files::only(&self.files)?;
                Family::Matting(section)
            }
            FamilyName::SegmentAnything | FamilyName::EfficientSam | FamilyName::StarterSeparate => {
                let section = needed(self.segment, "segment")?;
                section.validate()?;
                let form = match self.family {
                    FamilyName::EfficientSam => Form::EfficientSam,
                    FamilyName::StarterSeparate => Form::StarterSeparate,
                    _ => Form::SegmentAnything,
                };
                Family::Segment(files::segment(section, form, &self.files)?)
            }
            FamilyName::Lama => {
                let section = needed(self.lama, "lama")?;
                section.validate()?;
                files::only(&self.files)?;
                Family::Lama(section)
            }
        };
        let files = with_alternatives(self.files, alternatives)?;
        Ok(Manifest {
            tasks: vec![self.task],
            title: self.title,
            description: self.description,
            licence: self.licence,
            files,
            family,
            working_memory_mb: self.memory_mb.unwrap_or_default(),
        })
    }

    /// The families know only the files that every device can use.
    fn take_alternatives(&mut self) -> Vec<RawFile> {
        let (alternatives, files) = mem::take(&mut self.files).into_iter().partition(|file| file.instead_of.is_some());
        self.files = files;
        alternatives
    }

    /// A section of another family is a mistake.
    fn check_sections(&self) -> Checked<()> {
        let given = [
            ("input", self.input.is_some()),
            ("defaults", self.defaults.is_some()),
            ("style", self.style.is_some()),
            ("matting", self.matting.is_some()),
            ("segment", self.segment.is_some()),
            ("lama", self.lama.is_some()),
        ];
        let foreign = given.iter().find(|(name, given)| *given && *name != self.family.section());
        foreign.map_or(Ok(()), |(name, _)| Err(format!("`{name}`, which this family does not have")))
    }

    fn diffusers(&self) -> Checked<DiffusionDefaults> {
        let defaults = self.defaults.unwrap_or_default();
        check((1..=150).contains(&defaults.steps), "the `steps`, which must be 1 to 150")?;
        check((0.0..=30.0).contains(&defaults.guidance_scale), "the `guidance_scale`, which must be 0 to 30")?;
        Ok(defaults)
    }
}

fn with_alternatives(files: Vec<RawFile>, alternatives: Vec<RawFile>) -> Checked<Vec<ModelFile>> {
    let plain = |f: RawFile| ModelFile { path: f.path, size: f.size, sha256: f.sha256, instead: Vec::new() };
    let mut files: Vec<ModelFile> = files.into_iter().map(plain).collect();
    let shared = files.len();
    for mut file in alternatives {
        let instead_of = file.instead_of.take().unwrap_or_default();
        let device = needed(file.device, &format!("device` of `{}", file.path))?;
        let index = files.len();
        let replaced = files[..shared].iter_mut().find(|other| other.path == instead_of);
        let replaced = replaced.ok_or_else(|| format!("the `instead_of` of {}, which is no file of it", file.path))?;
        replaced.instead.push((device, index));
        files.push(plain(file));
    }
    Ok(files)
}
