//! `studio upscale`: enlarges without a server.

use super::{
    pictures::{Output, read},
    say, show,
};
use clap::Args;
use std::{path::PathBuf, time::Instant};
use studio::config::{DataConfig, ModelConfig};
use studio_domain::TaskKind;
use studio_imaging::Channels;
use studio_inference::{Engine, RunControl, UpscaleJob};

#[derive(Args)]
pub struct Upscale {
    #[command(flatten)]
    data: DataConfig,
    #[command(flatten)]
    engine: ModelConfig,
    #[command(flatten)]
    output: Output,
    /// JPEG, PNG or WebP picture.
    picture: PathBuf,
    /// One of the model's factors.
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u32).range(1..=16))]
    scale: u32,
    /// The first model for the task when not given.
    #[arg(long)]
    model: Option<String>,
}

/// Blocks until the picture is written.
///
/// # Errors
/// When the picture or the model cannot be used, or the file cannot be written.
pub fn run(options: Upscale) -> anyhow::Result<()> {
    options.output.format()?;
    let picture = read(&options.picture)?;
    let engine = Engine::start(options.engine.engine(&options.data))?;
    let model = engine.resolve(TaskKind::Upscale, options.model.as_deref(), None)?;
    let (width, height) = (picture.pixels.width() * options.scale, picture.pixels.height() * options.scale);
    say(&format!("{width} × {height} pixels, {}@{} on {}", model.name, model.version, engine.device()));
    let begin = Instant::now();
    let mut writer = options.output.create((width, height), Channels::of(&picture.pixels), picture.icc_profile)?;
    let job = UpscaleJob { model: model.name, version: model.version, scale: options.scale, picture: picture.pixels };
    engine.upscale(&job, &RunControl::new(show), &mut writer)?;
    options.output.finish(writer)?;
    say(&format!("{} in {:.1} s", options.output.output.display(), begin.elapsed().as_secs_f64()));
    Ok(())
}
