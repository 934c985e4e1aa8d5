//! `studio generate`: paints without a server.

use super::{say, show};
use anyhow::{Context, ensure};
use clap::Args;
use image::{DynamicImage, ImageReader};
use std::{
    path::{Path, PathBuf},
    time::Instant,
};
use studio::config::{DataConfig, ModelConfig};
use studio_inference::{Engine, Margins, PaintJob, PaintOver, Prompt, RunControl, SeededPrompt};

#[derive(Args)]
pub struct Generate {
    #[command(flatten)]
    data: DataConfig,
    #[command(flatten)]
    engine: ModelConfig,
    /// Folder of the pipeline, laid out as diffusers and Optimum do.
    #[arg(long)]
    model: PathBuf,
    /// What to paint. `(word:1.2)` weighs a word more, `[word]` less.
    #[arg(long)]
    prompt: String,
    /// What not to paint.
    #[arg(long)]
    negative_prompt: Option<String>,
    /// File to write; more pictures than one get `-2`, `-3` … before the extension.
    #[arg(long, short)]
    output: PathBuf,
    /// Pixels. Unset: what the model was trained on, or the size of --image.
    #[arg(long)]
    width: Option<u32>,
    #[arg(long)]
    height: Option<u32>,
    #[arg(long, default_value_t = 20)]
    steps: u32,
    #[arg(long, default_value_t = 7.5)]
    guidance_scale: f32,
    #[arg(long, default_value_t = 0.0)]
    guidance_rescale: f32,
    /// "Euler a", "DPM++ 2M Karras", "UniPC" …, or a scheduler's name in diffusers. Unset: the model's own.
    #[arg(long)]
    sampler: Option<String>,
    /// DDIM: how much noise to put back at every step, 0 to 1.
    #[arg(long, default_value_t = 0.0)]
    eta: f64,
    /// The first picture's; each further one has the next. Unset: a random one, which is printed.
    #[arg(long)]
    seed: Option<u64>,
    /// How many pictures.
    #[arg(long, default_value_t = 1)]
    images: u32,
    /// Picture to paint over.
    #[arg(long)]
    image: Option<PathBuf>,
    /// How much of --image is painted anew, 0 to 1.
    #[arg(long, default_value_t = 0.75)]
    strength: f64,
    /// Where --image is painted anew: where this picture is bright.
    #[arg(long, requires = "image")]
    mask: Option<PathBuf>,
    /// Pixels over which what is painted fades into what stays.
    #[arg(long, default_value_t = 4)]
    mask_blur: u32,
    /// Run the two halves of guidance one after the other, which needs less memory.
    #[arg(long)]
    split_guidance: bool,
}

/// Blocks until the pictures are written.
///
/// # Errors
/// When the model, a picture or the request cannot be used, or a file cannot be written.
pub fn run(options: Generate) -> anyhow::Result<()> {
    ensure!(options.images > 0, "--images must be at least 1");
    let engine = Engine::start(options.engine.engine(&options.data))?;
    say(&format!("Loading {} on {}", options.model.display(), engine.device()));
    let pipeline = engine.open_pipeline(&options.model)?;
    let picture = options.image.as_deref().map(open).transpose()?;
    let native = picture.as_ref().map_or(pipeline.native_size(), |p| {
        let step = pipeline.size_step();
        let next_smaller = |side: u32| (side as usize / step).max(1) * step;
        (next_smaller(p.width()), next_smaller(p.height()))
    });
    let mask = options.mask.as_deref().map(open).transpose()?;
    let prompt = Prompt { prompt: options.prompt, negative: options.negative_prompt };
    let seed = options.seed.unwrap_or_else(|| u64::from(rand::random::<u32>()));
    let job = PaintJob {
        prompts: vec![SeededPrompt { prompt, seed }],
        images: options.images,
        width: options.width.unwrap_or(native.0 as u32),
        height: options.height.unwrap_or(native.1 as u32),
        steps: options.steps,
        guidance_scale: options.guidance_scale,
        guidance_rescale: options.guidance_rescale,
        scheduler: options.sampler,
        eta: options.eta,
        over: picture.map(|picture| PaintOver {
            picture,
            strength: options.strength,
            mask,
            mask_blur: options.mask_blur,
            margins: Margins::default(),
        }),
        split_guidance: options.split_guidance,
    };
    let begin = Instant::now();
    let painted = pipeline.paint(&job, &RunControl::new(show), None)?;
    for (index, picture) in painted.pictures.iter().flatten().enumerate() {
        let Some(picture) = picture else {
            say("The model's safety checker withholds a picture (--safety-checker false shows it)");
            continue;
        };
        let path = numbered(&options.output, index);
        picture.save(&path).with_context(|| format!("cannot write {}", path.display()))?;
        say(&format!("{} (seed {})", path.display(), seed.wrapping_add(index as u64)));
    }
    say(&format!("{:.1} s", begin.elapsed().as_secs_f64()));
    Ok(())
}

fn open(path: &Path) -> anyhow::Result<DynamicImage> {
    let read = || anyhow::Ok(ImageReader::open(path)?.with_guessed_format()?.decode()?);
    read().with_context(|| format!("cannot read {}", path.display()))
}

fn numbered(path: &Path, index: usize) -> PathBuf {
    if index == 0 {
        return path.to_owned();
    }
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let name = match path.extension() {
        Some(extension) => format!("{stem}-{}.{}", index + 1, extension.to_string_lossy()),
        None => format!("{stem}-{}", index + 1),
    };
    path.with_file_name(name)
}
