//! `studio remove-background`: cuts the subject of a picture out without a server.

use super::{
    pictures::{Output, read},
    say, say_what_ran, show,
};
use clap::Args;
use std::path::PathBuf;
use studio::config::{DataConfig, ModelConfig};
use studio_domain::TaskKind;
use studio_inference::{Backdrop, Colour, CutoutJob, Engine, RunControl};

/// Below this nothing was found, as a share of the picture.
const NOTHING: f32 = 0.001;

#[derive(Args)]
pub struct RemoveBackground {
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
    options.output.format()?;
    let picture = read(&options.picture)?;
    let backdrop = match options.behind {
        Behind { colour: Some(colour), .. } => Backdrop::Colour(colour),
        Behind { blur: Some(share), .. } => Backdrop::Blur(share),
        Behind { behind: Some(path), .. } => Backdrop::Picture(read(&path)?.pixels),
        Behind { .. } => Backdrop::Transparent,
    };
    let engine = Engine::start(options.engine.engine(&options.data))?;
    let model = engine.resolve(TaskKind::RemoveBackground, options.model.as_deref(), None)?;
    let job = CutoutJob {
        model: model.name,
        version: model.version,
        refine_edges: !options.rough_edges,
        backdrop,
        picture: picture.pixels,
    };
    let (cutout, report) = engine.remove_background(&job, &RunControl::new(show))?;
    options.output.write(cutout.picture, picture.icc_profile)?;
    if cutout.coverage < NOTHING {
        say("The model found nothing that stands out.");
    }
    say_what_ran(&options.output.output, &report);
    Ok(())
}
