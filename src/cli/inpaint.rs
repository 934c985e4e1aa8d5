//! `studio inpaint`: replaces a part of a picture by what might have been there, without a server and without a prompt.

use super::{
    pictures::{OnPicture, Started, read},
    say_what_ran, show,
};
use anyhow::ensure;
use clap::Args;
use std::path::PathBuf;
use studio_domain::TaskKind;
use studio_inference::{InpaintJob, RunControl};

#[derive(Args)]
pub struct Inpaint {
    #[command(flatten)]
    on: OnPicture,
    /// What is to go: where this picture is bright.
    #[arg(long)]
    mask: PathBuf,
    /// Pixels inside the mask over which what is painted fades into what stays, 0 to 64.
    #[arg(long, default_value_t = 4)]
    feather: u32,
}

/// Blocks until the picture is written.
///
/// # Errors
/// When a picture or the model cannot be used, or the file cannot be written.
pub fn run(options: Inpaint) -> anyhow::Result<()> {
    let mask = read(&options.mask)?;
    let Started { engine, model, picture } = options.on.start(TaskKind::Inpaint)?;
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
    options.on.output.write(repainted, picture.icc_profile)?;
    say_what_ran(&options.on.output.output, &report);
    Ok(())
}
