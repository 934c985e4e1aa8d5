//! `studio-bench --engine`: does [`Work`] with the studio's own code, in this process. `peer/peer.py` is the same of what
//! others use.

use crate::{
    server,
    work::{Done, Work},
};
use anyhow::{Context, Result};
use std::{
    collections::{BTreeMap, HashMap},
    fs,
    io::{BufRead, Write},
    path::{Path, PathBuf},
    time::Instant,
};
use studio_domain::OutputFormat;
use studio_imaging::{Channels, ImageWriter, OutputSpec, RowSink, decode};
use studio_inference::{
    DevicePreference, DiffusionPipeline, Engine, EngineConfig, PaintJob, Prompt, RunControl, SeededPrompt, bench,
};

/// Answers the lines of standard input until it ends.
///
/// # Errors
/// When work cannot be done.
pub fn serve() -> Result<()> {
    let threads = std::env::var("STUDIO_THREADS")?.parse()?;
    let config = EngineConfig::new(Vec::new());
    let engine = Engine::start(EngineConfig { threads, device: DevicePreference::Cpu, ..config })?;
    let mut pipelines = HashMap::new();
    let mut out = std::io::stdout();
    for line in std::io::stdin().lock().lines() {
        let seconds = match serde_json::from_str(&line?)? {
            Work::Paint { folder, width, height, steps, guidance_scale, prompts } => {
                let pipeline = pipeline(&engine, &mut pipelines, folder)?;
                paint(pipeline, (width, height), steps, guidance_scale, prompts)?
            }
            Work::Pixels { picture, side, output } => pixels(&picture, side, &output)?,
        };
        let done = Done { peak_mb: server::memory_mb("self", "VmHWM:")?, seconds };
        writeln!(out, "{}", serde_json::to_string(&done)?)?;
        out.flush()?;
    }
    Ok(())
}

fn pipeline<'a>(
    engine: &Engine,
    loaded: &'a mut HashMap<PathBuf, DiffusionPipeline>,
    folder: PathBuf,
) -> Result<&'a DiffusionPipeline> {
    if !loaded.contains_key(&folder) {
        let pipeline = engine.open_pipeline(&folder)?;
        loaded.insert(folder.clone(), pipeline);
    }
    loaded.get(&folder).context("it was just loaded")
}

fn paint(
    pipeline: &DiffusionPipeline,
    (width, height): (u32, u32),
    steps: u32,
    guidance_scale: f32,
    prompts: Vec<String>,
) -> Result<BTreeMap<String, f64>> {
    let seeded = |(seed, prompt)| SeededPrompt { prompt: Prompt { prompt, negative: None }, seed };
    let job = PaintJob {
        prompts: (0..).zip(prompts).map(seeded).collect(),
        images: 1,
        width,
        height,
        steps,
        guidance_scale,
        guidance_rescale: 0.0,
        scheduler: None,
        eta: 0.0,
        over: None,
        split_guidance: false,
    };
    let begin = Instant::now();
    pipeline.paint(&job, &RunControl::default(), None)?;
    Ok(BTreeMap::from([("paint".into(), begin.elapsed().as_secs_f64())]))
}

fn pixels(picture: &Path, side: u32, output: &Path) -> Result<BTreeMap<String, f64>> {
    let mut seconds = BTreeMap::new();
    let mut begin = Instant::now();
    let mut stage = |name: &str| {
        seconds.insert(name.to_owned(), begin.elapsed().as_secs_f64());
        begin = Instant::now();
    };
    let picture = decode(&fs::read(picture)?)?.pixels;
    stage("decode");
    let small = bench::shrink(&picture, side as usize);
    stage("resize");
    std::hint::black_box(bench::normalise(&small));
    stage("normalise");
    let pixels = picture.to_rgb8();
    let spec = OutputSpec {
        format: OutputFormat::Png,
        quality: 90,
        width: pixels.width(),
        height: pixels.height(),
        channels: Channels::Rgb,
        icc_profile: None,
        parameters: None,
    };
    let mut writer = ImageWriter::create(output, spec)?;
    writer.write_rows(pixels.as_raw())?;
    writer.finish()?;
    stage("encode");
    Ok(seconds)
}
