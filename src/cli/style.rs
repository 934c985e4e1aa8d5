//! `studio style`: gives a picture another style without a server.

use super::{
    pictures::{Output, read},
    say_what_ran, show,
};
use clap::Args;
use std::path::PathBuf;
use studio::config::{DataConfig, ModelConfig};
use studio_domain::TaskKind;
use studio_inference::{Engine, RunControl, StyleJob};

#[derive(Args)]
pub struct Style {
    #[command(flatten)]
    data: DataConfig,
    #[command(flatten)]
    engine: ModelConfig,
    #[command(flatten)]
    output: Output,
    /// JPEG, PNG or WebP picture.
    picture: PathBuf,
    /// The first model for the task when not given.
    #[arg(long)]
    model: Option<String>,
    /// One of the model's styles; its first when not given.
    #[arg(long)]
    style: Option<String>,
    /// From the picture, 0, to the style, 1.
    #[arg(long, default_value_t = 1.0)]
    strength: f32,
}

/// Blocks until the picture is written.
///
/// # Errors
/// When the picture or the model cannot be used, or the file cannot be written.
pub fn run(options: Style) -> anyhow::Result<()> {
    options.output.format()?;
    let picture = read(&options.picture)?;
    let engine = Engine::start(options.engine.engine(&options.data))?;
    let model = engine.resolve(TaskKind::StyleTransfer, options.model.as_deref(), None)?;
    let job = StyleJob {
        model: model.name,
        version: model.version,
        style: options.style,
        strength: options.strength,
        picture: picture.pixels,
    };
    let (styled, report) = engine.stylize(&job, &RunControl::new(show))?;
    options.output.write(styled, picture.icc_profile)?;
    say_what_ran(&options.output.output, &report);
    Ok(())
}
