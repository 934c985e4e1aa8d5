//! `studio inpaint`: replaces a part of a picture by what might have been there, without a server and without a prompt.

use super::{
    pictures::{Output, read},
    say_what_ran, show,
};
use anyhow::ensure;
use clap::Args;
use std::path::PathBuf;
use studio::config::{DataConfig, ModelConfig};
use studio_domain::TaskKind;
use studio_inference::{Engine, InpaintJob, RunControl};

#[derive(Args)]
pub struct Inpaint {
    #[command(flatten)]
    data: DataConfig,
    #[command(flatten)]
    engine: ModelConfig,
    #[command(flatten)]
    output: Output,
    /// JPEG, PNG or WebP picture.
    picture: PathBuf,
    /// What is to go: where this picture is bright.
    #[arg(long)]
    mask: PathBuf,
    /// The first model for the task when not given.
    #[arg(long)]
    model: Option<String>,
    /// Pixels inside the mask over which what is painted fades into what stays, 0 to 64.
    #[arg(long, default_value_t = 4)]
    feather: u32,
}

/// Blocks until the picture is written.
///
/// # Errors
/// When a picture or the model cannot be used, or the file cannot be written.
pub fn run(options: Inpaint) -> anyhow::Result<()> {
    options.output.format()?;
    let picture = read(&options.picture)?;
    let mask = read(&options.mask)?;
    let engine = Engine::start(options.engine.engine(&options.data))?;
    let model = engine.resolve(TaskKind::Inpaint, options.model.as_deref(), None)?;
    ensure!(
        engine.inpaints_without_prompt(&model.name, &model.version)?,
        "the model {} paints from a prompt: use `studio generate` with --image and --mask",
        model.name
    );
    let job = InpaintJob {
        model: model.name,
        version: model.version,
        picture: picture.pixels,
        mask: mask.pixels,
        feather: options.feather,
    };
    let (repainted, report) = engine.inpaint(&job, &RunControl::new(show))?;
    options.output.write(repainted, picture.icc_profile)?;
    say_what_ran(&options.output.output, &report);
    Ok(())
}
