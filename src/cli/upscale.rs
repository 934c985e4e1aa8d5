//! `studio upscale`: enlarges without a server.

use super::{
    pictures::{OnPicture, Started},
    say, show,
};
use clap::Args;
use std::time::Instant;
use studio_domain::TaskKind;
use studio_imaging::Channels;
use studio_inference::{RunControl, UpscaleJob};

#[derive(Args)]
pub struct Upscale {
    #[command(flatten)]
    on: OnPicture,
    /// One of the model's factors.
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u32).range(1..=16))]
    scale: u32,
}

/// Blocks until the picture is written.
///
/// # Errors
/// When the picture or the model cannot be used, or the file cannot be written.
pub fn run(options: Upscale) -> anyhow::Result<()> {
    let Started { engine, model, picture } = options.on.start(TaskKind::Upscale)?;
    let (width, height) = (picture.pixels.width() * options.scale, picture.pixels.height() * options.scale);
    say(&format!("{width} × {height} pixels, {}@{} on {}", model.name, model.version, engine.device()));
    let begin = Instant::now();
    let mut writer = options.on.output.create((width, height), Channels::of(&picture.pixels), picture.icc_profile)?;
    let job = UpscaleJob { model: model.name, version: model.version, scale: options.scale, picture: picture.pixels };
    engine.upscale(&job, &RunControl::new(show), &mut writer)?;
    options.on.output.finish(writer)?;
    say(&format!("{} in {:.1} s", options.on.output.output.display(), begin.elapsed().as_secs_f64()));
    Ok(())
}
