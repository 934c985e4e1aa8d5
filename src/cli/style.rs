//! `studio style`: gives a picture another style without a server.

use super::{
    pictures::{OnPicture, Started},
    say_what_ran, show,
};
use clap::Args;
use studio_domain::TaskKind;
use studio_inference::{RunControl, StyleJob};

#[derive(Args)]
pub struct Style {
    #[command(flatten)]
    on: OnPicture,
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
    let Started { engine, model, picture } = options.on.start(TaskKind::StyleTransfer)?;
    let job = StyleJob {
        model: model.name,
        version: model.version,
        style: options.style,
        strength: options.strength,
        picture: picture.pixels,
    };
    let (styled, report) = engine.stylize(&job, &RunControl::new(show))?;
    options.on.output.write(styled, picture.icc_profile)?;
    say_what_ran(&options.on.output.output, &report);
    Ok(())
}
