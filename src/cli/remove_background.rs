//! `studio remove-background`: cuts the subject of a picture out without a server.

use super::{
    pictures::{OnPicture, Started, read},
    say, say_what_ran, show,
};
use clap::Args;
use std::path::PathBuf;
use studio_domain::TaskKind;
use studio_inference::{Backdrop, Colour, CutoutJob, RunControl};

/// Below this nothing was found, as a share of the picture.
const NOTHING: f32 = 0.001;

#[derive(Args)]
pub struct RemoveBackground {
    #[command(flatten)]
    on: OnPicture,
    #[command(flatten)]
    behind: Behind,
    /// Take the model's edges as they are.
    #[arg(long)]
    rough_edges: bool,
}

/// What is put behind; nothing unless one of these is given.
#[derive(Args)]
#[group(multiple = false)]
struct Behind {
    /// A colour, as #rrggbb.
    #[arg(long)]
    colour: Option<Colour>,
    /// The old background, blurred over this share of the longer side, 0 to 0.2.
    #[arg(long)]
    blur: Option<f32>,
    /// Another picture, which is made to cover.
    #[arg(long)]
    behind: Option<PathBuf>,
}

/// Blocks until the picture is written.
///
/// # Errors
/// When a picture or the model cannot be used, or the file cannot be written.
pub fn run(options: RemoveBackground) -> anyhow::Result<()> {
    let backdrop = match options.behind {
        Behind { colour: Some(colour), .. } => Backdrop::Colour(colour),
        Behind { blur: Some(share), .. } => Backdrop::Blur(share),
        Behind { behind: Some(path), .. } => Backdrop::Picture(read(&path)?.pixels),
        Behind { .. } => Backdrop::Transparent,
    };
    let Started { engine, model, picture } = options.on.start(TaskKind::RemoveBackground)?;
    let job = CutoutJob {
        model: model.name,
        version: model.version,
        refine_edges: !options.rough_edges,
        backdrop,
        picture: picture.pixels,
    };
    let (cutout, report) = engine.remove_background(&job, &RunControl::new(show))?;
    options.on.output.write(cutout.picture, picture.icc_profile)?;
    if cutout.coverage < NOTHING {
        say("The model found nothing that stands out.");
    }
    say_what_ran(&options.on.output.output, &report);
    Ok(())
}
