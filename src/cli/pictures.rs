//! Tasks on pictures in files: what they have in common.

use anyhow::Context;
use clap::Args;
use image::DynamicImage;
use std::{
    fs,
    path::{Path, PathBuf},
};
use studio::config::{DataConfig, ModelConfig};
use studio_domain::{OutputFormat, TaskKind};
use studio_imaging::{Channels, ImageWriter, OutputSpec, Picture, RowSink, decode};
use studio_inference::{Engine, ResolvedModel};

/// A picture, what is to be done with it, and where the result goes.
#[derive(Args)]
pub struct OnPicture {
    #[command(flatten)]
    data: DataConfig,
    #[command(flatten)]
    engine: ModelConfig,
    #[command(flatten)]
    pub output: Output,
    /// JPEG, PNG or WebP picture.
    picture: PathBuf,
    /// The first model for the task when not given.
    #[arg(long)]
    model: Option<String>,
}

/// Everything that a run needs.
pub struct Started {
    pub engine: Engine,
    pub model: ResolvedModel,
    pub picture: Picture,
}

impl OnPicture {
    /// # Errors
    /// When the picture or the model cannot be used.
    pub fn start(&self, task: TaskKind) -> anyhow::Result<Started> {
        // Before anything takes time.
        self.output.format()?;
        let picture = read(&self.picture)?;
        let engine = Engine::start(self.engine.engine(&self.data))?;
        let model = engine.resolve(task, self.model.as_deref(), None)?;
        Ok(Started { engine, model, picture })
    }
}

/// Where a result goes.
#[derive(Args)]
pub struct Output {
    /// File to write; its extension says in which format.
    #[arg(long, short)]
    pub output: PathBuf,
    /// JPEG quality, 1 to 100.
    #[arg(long, default_value_t = 90, value_parser = clap::value_parser!(u8).range(1..=100))]
    pub quality: u8,
}

impl Output {
    /// # Errors
    /// When the extension is not one of a known format.
    pub fn format(&self) -> anyhow::Result<OutputFormat> {
        let extension = self.output.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        let format = if extension == "jpg" { Some(OutputFormat::Jpeg) } else { OutputFormat::parse(&extension) };
        format.context("the output's extension must be png, jpg, jpeg or webp")
    }

    /// # Errors
    /// When the file cannot be written.
    pub fn create(
        &self,
        (width, height): (u32, u32),
        channels: Channels,
        icc_profile: Option<Vec<u8>>,
    ) -> anyhow::Result<ImageWriter> {
        let (format, quality) = (self.format()?, self.quality);
        let spec = OutputSpec { format, quality, width, height, channels, icc_profile, parameters: None };
        ImageWriter::create(&self.output, spec).with_context(|| self.failed())
    }

    /// Writes a picture of 8 bits to a sample. Grey becomes RGB.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn write(&self, picture: DynamicImage, icc_profile: Option<Vec<u8>>) -> anyhow::Result<()> {
        let channels = Channels::of(&picture);
        let mut writer = self.create((picture.width(), picture.height()), channels, icc_profile)?;
        let rows = match channels {
            Channels::Rgb => picture.into_rgb8().into_raw(),
            Channels::Rgba => picture.into_rgba8().into_raw(),
        };
        writer.write_rows(&rows).with_context(|| self.failed())?;
        self.finish(writer)
    }

    /// # Errors
    /// When the file cannot be written.
    pub fn finish(&self, writer: ImageWriter) -> anyhow::Result<()> {
        writer.finish().map(drop).with_context(|| self.failed())
    }

    fn failed(&self) -> String {
        format!("cannot write {}", self.output.display())
    }
}

/// # Errors
/// When there is no such picture.
pub fn read(path: &Path) -> anyhow::Result<Picture> {
    let failed = || format!("cannot read {}", path.display());
    decode(&fs::read(path).with_context(failed)?).with_context(failed)
}
