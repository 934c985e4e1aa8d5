//! Whole pipelines, held to recordings of diffusers: `e2e/index.json` of a golden folder, the repository's own or
//! `$STUDIO_GOLDEN_DIR`. Every case that is found there is played, from what its index says alone.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

mod common;

use npyz::npz::NpzArchive;
use serde::Deserialize;
use serde_json::Value;
use std::{
    collections::VecDeque,
    fs::File,
    io::BufReader,
    path::{Path, PathBuf},
};
use studio_inference::{
    CancelToken, DiffusionPipeline, DiffusionRequest, Engine, InferenceError, NoiseSource, Prompt, PromptSyntax,
    RunControl, SeededNoise, Start,
};

/// One level of 255.
const TOLERANCE: f32 = 1.0 / 255.0;

#[derive(Deserialize)]
struct Case {
    name: String,
    model: String,
    pipeline: String,
    scheduler: String,
    scheduler_config: serde_json::Map<String, Value>,
    args: Args,
    timesteps: Vec<f32>,
}

/// An argument that is not known here fails the test rather than being left out.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Args {
    prompt: OneOrMany,
    negative_prompt: Option<OneOrMany>,
    num_inference_steps: usize,
    guidance_scale: f32,
    #[serde(default)]
    guidance_rescale: f32,
    #[serde(default)]
    eta: f64,
    height: Option<usize>,
    width: Option<usize>,
    num_images_per_prompt: Option<usize>,
    strength: Option<f64>,
}

#[derive(Clone, Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl OneOrMany {
    fn get(&self, index: usize) -> String {
        match self {
            Self::One(text) => text.clone(),
            Self::Many(texts) => texts[index].clone(),
        }
    }

    fn count(&self) -> usize {
        match self {
            Self::One(_) => 1,
            Self::Many(texts) => texts.len(),
        }
    }
}

struct Recording(NpzArchive<BufReader<File>>);

impl Recording {
    fn floats(&mut self, name: &str) -> Option<Vec<f32>> {
        Some(self.0.by_name(name).expect("an archive")?.into_vec().expect("32-bit floats"))
    }
}

/// Plays the recorded draws back, and insists on their number and sizes.
struct Draws(VecDeque<Vec<f32>>);

impl NoiseSource for Draws {
    fn fill(&mut self, values: &mut [f32]) {
        let draw = self.0.pop_front().expect("diffusers drew no more");
        assert_eq!(values.len(), draw.len(), "diffusers drew another number of values");
        values.copy_from_slice(&draw);
    }

    fn fill_shared(&mut self, values: &mut [f32]) {
        self.fill(values);
    }
}

fn golden() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden");
    std::env::var_os("STUDIO_GOLDEN_DIR").map_or(own, PathBuf::from)
}

#[test]
fn pipelines_paint_what_diffusers_paints() {
    let golden = golden();
    let index = std::fs::read_to_string(golden.join("e2e/index.json")).expect("an index");
    // Python may have written what is no JSON.
    let cases: Vec<Case> = serde_json::from_str(&studio_schedulers::standard_json(&index)).expect("a valid index");
    assert!(!cases.is_empty());
    let engine = common::engine(Vec::new());
    let mut failures = Vec::new();
    for case in &cases {
        for split_guidance in [false, true] {
            let worst = play(&engine, &golden, case, split_guidance);
            println!("{} ({}, {}): {:.6}", case.name, case.pipeline, case.scheduler, worst);
            if worst.is_nan() || worst > TOLERANCE {
                failures.push(format!("{}: {worst}", case.name));
            }
        }
    }
    assert!(failures.is_empty(), "{failures:#?}");
}

/// The largest difference between our pictures and the recorded ones.
fn play(engine: &Engine, golden: &Path, case: &Case, split_guidance: bool) -> f32 {
    let mut config = case.scheduler_config.clone();
    config.insert("_class_name".into(), case.scheduler.clone().into());
    let pipeline = engine.open_pipeline(&golden.join(&case.model)).expect("a pipeline");
    let pipeline = pipeline.with_scheduler(&Value::from(config).to_string()).expect("a scheduler");
    let file = File::open(golden.join(format!("e2e/{}.npz", case.name))).expect("a recording");
    let mut recording = Recording(NpzArchive::new(BufReader::new(file)).expect("an archive"));
    let draws = (0..).map_while(|index| recording.floats(&format!("draw{index}"))).collect();

    let picture = recording.floats("in_image");
    let mask = recording.floats("in_mask_image");
    let side = picture.as_ref().map(|picture| (picture.len() / 3).isqrt());
    let start = picture.map(|picture| Start { picture, strength: case.args.strength.unwrap_or(0.8), mask });
    let prompts = (0..case.args.prompt.count()).map(|index| Prompt {
        prompt: case.args.prompt.get(index),
        negative: case.args.negative_prompt.as_ref().map(|negative| negative.get(index)),
    });
    let request = DiffusionRequest {
        prompts: prompts.collect(),
        images_per_prompt: case.args.num_images_per_prompt.unwrap_or(1),
        syntax: PromptSyntax::Plain,
        width: case.args.width.or(side).expect("a width"),
        height: case.args.height.or(side).expect("a height"),
        steps: case.args.num_inference_steps,
        guidance_scale: case.args.guidance_scale,
        guidance_rescale: case.args.guidance_rescale,
        scheduler: None,
        eta: case.args.eta,
        start,
        split_guidance,
    };
    let mut draws = Draws(draws);
    let mut steps = 0;
    let output = pipeline
        .generate(&request, &mut draws, &RunControl::default(), &mut |_| steps += 1)
        .unwrap_or_else(|error| panic!("{}: {error}", case.name));
    assert!(draws.0.is_empty(), "{}: diffusers drew {} times more", case.name, draws.0.len());
    assert!(steps <= case.timesteps.len());

    // Recorded as `[batch, height, width, 3]`.
    let expected = recording.floats("image").expect("pictures");
    let area = request.width * request.height;
    assert_eq!(expected.len(), output.pictures.len() * area * 3);
    let ours = output.pictures.iter().flat_map(|picture| {
        (0..area).flat_map(move |pixel| (0..3).map(move |channel| picture[channel * area + pixel]))
    });
    ours.zip(&expected).map(|(a, b)| (a - b).abs()).fold(0.0, |worst, d| if d.is_nan() { d } else { worst.max(d) })
}

fn tiny(engine: &Engine) -> DiffusionPipeline {
    engine.open_pipeline(&golden().join("tiny-sd")).expect("a pipeline")
}

fn request(prompt: &str) -> DiffusionRequest {
    DiffusionRequest {
        prompts: vec![Prompt { prompt: prompt.into(), negative: None }],
        images_per_prompt: 1,
        syntax: PromptSyntax::Weighted,
        width: 64,
        height: 64,
        steps: 4,
        guidance_scale: 7.5,
        guidance_rescale: 0.0,
        scheduler: Some("DPM++ 2M Karras".into()),
        eta: 0.0,
        start: None,
        split_guidance: false,
    }
}

fn paint(pipeline: &DiffusionPipeline, request: &DiffusionRequest, seeds: &[u64]) -> Vec<Vec<f32>> {
    let mut noise = SeededNoise::new(seeds.iter().copied());
    let output = pipeline.generate(request, &mut noise, &RunControl::default(), &mut |_| {});
    output.expect("pictures").pictures
}

#[test]
fn a_seed_makes_the_same_picture_alone_and_in_company() {
    let engine = common::engine(Vec::new());
    let pipeline = tiny(&engine);
    let alone = paint(&pipeline, &request("a red boat"), &[7]);
    assert_eq!(alone, paint(&pipeline, &request("a red boat"), &[7]));
    assert_ne!(alone, paint(&pipeline, &request("a red boat"), &[8]));
    let together = DiffusionRequest { images_per_prompt: 3, ..request("a red boat") };
    let together = paint(&pipeline, &together, &[5, 7, 6]);
    let off = alone[0].iter().zip(&together[1]).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
    assert!(off <= TOLERANCE, "{off}");
}

#[test]
fn weights_and_long_prompts_change_the_picture() {
    let engine = common::engine(Vec::new());
    let pipeline = tiny(&engine);
    let plain = paint(&pipeline, &request("a red boat"), &[1]);
    assert_ne!(plain, paint(&pipeline, &request("a (red:1.8) boat"), &[1]));
    let long = format!("{}, a red boat", "water ".repeat(100));
    let longer = format!("{long}, at night");
    assert_ne!(paint(&pipeline, &request(&long), &[1]), paint(&pipeline, &request(&longer), &[1]));
}

#[test]
fn what_cannot_be_painted_is_refused_in_words() {
    let engine = common::engine(Vec::new());
    let pipeline = tiny(&engine);
    let start = |picture: Vec<f32>, strength| Some(Start { picture, strength, mask: None });
    let refused = [
        (DiffusionRequest { width: 72, ..request("") }, "multiples of 16"),
        (DiffusionRequest { height: 0, ..request("") }, "multiples of 16"),
        (DiffusionRequest { steps: 0, ..request("") }, "step"),
        (DiffusionRequest { steps: 100_000, ..request("") }, "steps"),
        (DiffusionRequest { prompts: Vec::new(), ..request("") }, "nothing"),
        (DiffusionRequest { guidance_scale: f32::NAN, ..request("") }, "guidance"),
        (DiffusionRequest { scheduler: Some("Magic".into()), ..request("") }, "Magic"),
        (DiffusionRequest { start: start(vec![0.0; 5], 0.5), ..request("") }, "size"),
        (DiffusionRequest { start: start(vec![0.0; 3 * 64 * 64], 2.0), ..request("") }, "strength"),
    ];
    for (request, word) in refused {
        let error = pipeline
            .generate(&request, &mut SeededNoise::new([1]), &RunControl::default(), &mut |_| {})
            .expect_err("refused");
        assert!(matches!(error, InferenceError::Unsuitable(_)), "{error:?}");
        assert!(error.to_string().contains(word), "{error} does not say {word}");
    }
}

#[test]
fn a_run_stops_within_a_step() {
    let engine = common::engine(Vec::new());
    let pipeline = tiny(&engine);
    let cancel = CancelToken::new();
    let control = RunControl::default().with_cancel(cancel.clone());
    let mut steps = 0;
    let request = DiffusionRequest { steps: 50, ..request("a boat") };
    let stopped = pipeline.generate(&request, &mut SeededNoise::new([1]), &control, &mut |_| {
        steps += 1;
        cancel.cancel();
    });
    assert!(matches!(stopped, Err(InferenceError::Canceled)));
    assert_eq!(steps, 1);
}

#[test]
fn a_broken_folder_is_named() {
    let engine = common::engine(Vec::new());
    let cases: [(&str, &[u8], &str); 6] = [
        ("model_index.json", b"{", "model_index.json"),
        ("unet/config.json", b"{\"in_channels\": 7}", "channels"),
        ("vae_decoder/config.json", b"{\"scaling_factor\": 0}", "scaling factor"),
        ("scheduler/scheduler_config.json", b"[]", "scheduler"),
        ("tokenizer/vocab.json", b"{\"a\": \"b\"}", "vocab.json"),
        ("unet/model.onnx", b"no network", "unet"),
    ];
    for (file, content, word) in cases {
        let folder = tempfile::tempdir().expect("a folder");
        copy(&golden().join("tiny-sd"), folder.path());
        std::fs::write(folder.path().join(file), content).expect("written");
        let error = engine.open_pipeline(folder.path()).err().expect("refused");
        assert!(matches!(error, InferenceError::ModelUnavailable { .. }), "{error:?}");
        assert!(error.to_string().to_lowercase().contains(word), "{error} does not name {word}");
    }
    assert!(engine.open_pipeline(Path::new("/nowhere")).is_err());
}

fn copy(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            std::fs::create_dir_all(&target).expect("a folder");
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("copied");
        }
    }
}
