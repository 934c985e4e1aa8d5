//! `studio upscale`: enlarges without a server.

use super::{say, show};
use anyhow::Context;
use clap::Args;
use std::{path::PathBuf, time::Instant};
use studio::config::{DataConfig, ModelConfig};
use studio_domain::{OutputFormat, TaskKind};
use studio_imaging::{Channels, ImageWriter, OutputSpec, decode};
use studio_inference::{Engine, RunControl, UpscaleJob};

#[derive(Args)]
pub struct Upscale {
    #[command(flatten)]
    data: DataConfig,
    #[command(flatten)]
    engine: ModelConfig,
    /// JPEG, PNG or WebP picture.
    picture: PathBuf,
    /// File to write; its extension says in which format.
    #[arg(long, short)]
    output: PathBuf,
    /// One of the model's factors.
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u32).range(1..=16))]
    scale: u32,
    /// The first model for the task when not given.
    #[arg(long)]
    model: Option<String>,
    /// JPEG quality, 1 to 100.
    #[arg(long, default_value_t = 90, value_parser = clap::value_parser!(u8).range(1..=100))]
    quality: u8,
}

/// Blocks until the picture is written.
///
/// # Errors
/// When the picture or the model cannot be used, or the file cannot be written.
pub fn run(options: Upscale) -> anyhow::Result<()> {
    let extension = options.output.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    let format = if extension == "jpg" { Some(OutputFormat::Jpeg) } else { OutputFormat::parse(&extension) };
    let format = format.context("the output's extension must be png, jpg, jpeg or webp")?;
    let bytes =
        std::fs::read(&options.picture).with_context(|| format!("cannot read {}", options.picture.display()))?;
    let picture = decode(&bytes).with_context(|| format!("cannot read {}", options.picture.display()))?;
    let engine = Engine::start(options.engine.engine(&options.data))?;
    let model = engine.resolve(TaskKind::Upscale, options.model.as_deref(), None)?;
    let (width, height) = (picture.pixels.width() * options.scale, picture.pixels.height() * options.scale);
    say(&format!("{width} × {height} pixels, {}@{} on {}", model.name, model.version, engine.device()));
    let begin = Instant::now();
    let spec = OutputSpec {
        format,
        quality: options.quality,
        width,
        height,
        channels: Channels::of(&picture.pixels),
        icc_profile: picture.icc_profile,
        parameters: None,
    };
    let mut writer = ImageWriter::create(&options.output, spec)
        .with_context(|| format!("cannot write {}", options.output.display()))?;
    let job = UpscaleJob { model: model.name, version: model.version, scale: options.scale, picture: picture.pixels };
    engine.upscale(&job, &RunControl::new(show), &mut writer)?;
    writer.finish().with_context(|| format!("cannot write {}", options.output.display()))?;
    say(&format!("{} in {:.1} s", options.output.display(), begin.elapsed().as_secs_f64()));
    Ok(())
}
