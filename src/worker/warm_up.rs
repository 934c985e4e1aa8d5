//! Loads models before anybody waits for them, and runs each once: the first run of a network is the slow one, on a GPU
//! by minutes.

use super::EngineHandle;
use image::{DynamicImage, GrayImage, Luma, RgbImage};
use std::time::Instant;
use studio_domain::TaskKind;
use studio_imaging::{ImageError, RowSink};
use studio_inference::{
    Backdrop, Click, CutoutJob, InferenceError, InpaintJob, PaintJob, RunControl, RunReport, SeededPrompt, SegmentJob,
    SegmentOutput, StyleJob, UpscaleJob,
};

/// Side of the picture that is worked on, in pixels.
const SIDE: u32 = 64;

/// Warms up the default model of each task. What fails is logged, and fails again for whoever asks for it. Blocks.
pub fn warm_up(engine: &EngineHandle, tasks: &[TaskKind]) {
    for task in tasks {
        let started = Instant::now();
        match run_once(engine, *task) {
            Ok(report) => {
                let seconds = started.elapsed().as_secs_f64();
                tracing::info!(task = task.as_str(), model = report.model, seconds, "warmed up");
            }
            Err(error) => tracing::warn!(task = task.as_str(), %error, "a model could not be warmed up"),
        }
    }
}

fn run_once(engine: &EngineHandle, task: TaskKind) -> Result<RunReport, InferenceError> {
    let found = studio_inference::Engine::resolve(engine, task, None, None)?;
    let (model, version) = (found.name, found.version);
    let control = RunControl::default();
    let picture = DynamicImage::from(RgbImage::from_fn(SIDE, SIDE, |x, y| image::Rgb([x as u8 * 3, y as u8 * 3, 90])));
    match task {
        TaskKind::TextToImage | TaskKind::ImageToImage | TaskKind::Inpaint => {
            let Some(diffusion) = engine.model(&model)?.diffusion else {
                let mask = GrayImage::from_fn(SIDE, SIDE, |x, _| Luma([if x < SIDE / 4 { 255 } else { 0 }])).into();
                return engine
                    .inpaint(&InpaintJob { model, version, picture, mask, feather: 0 }, &control)
                    .map(|(_, r)| r);
            };
            let job = PaintJob {
                prompts: vec![SeededPrompt::default()],
                images: 1,
                width: diffusion.width,
                height: diffusion.height,
                steps: 1,
                guidance_scale: diffusion.guidance_scale,
                guidance_rescale: 0.0,
                scheduler: None,
                eta: 0.0,
                over: None,
                split_guidance: false,
            };
            engine.paint((&model, &version), &job, &control, None).map(|(_, report)| report)
        }
        TaskKind::Upscale => {
            let scale = engine.model(&model)?.scales.first().copied().unwrap_or(2);
            engine.upscale(&UpscaleJob { model, version, scale, picture }, &control, &mut Nowhere)
        }
        TaskKind::StyleTransfer => {
            let job = StyleJob { model, version, style: None, strength: 1.0, picture };
            engine.stylize(&job, &control).map(|(_, report)| report)
        }
        TaskKind::RemoveBackground => {
            let backdrop = Backdrop::Transparent;
            let job = CutoutJob { model, version, refine_edges: true, backdrop, picture };
            engine.remove_background(&job, &control).map(|(_, report)| report)
        }
        TaskKind::Segment => {
            let middle = SIDE as f32 / 2.0;
            let job = SegmentJob {
                model,
                version,
                picture,
                sha256: None,
                clicks: vec![Click { x: middle, y: middle, positive: true }],
                area: None,
                refine_edges: true,
                output: SegmentOutput::Mask,
            };
            engine.segment(&job, &control).map(|(_, report)| report)
        }
    }
}

/// Nobody wants to see it.
struct Nowhere;

impl RowSink for Nowhere {
    fn write_rows(&mut self, _: &[u8]) -> Result<(), ImageError> {
        Ok(())
    }
}
