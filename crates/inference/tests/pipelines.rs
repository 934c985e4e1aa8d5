//! Pipelines in the model repository: folders as they are, one load for all, and making way for one another.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

mod common;

use common::{ModelSpec, engine, engine_with, scene, try_upscale};
use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};
use studio_domain::{ErrorCode, ModelState, TaskKind};
use studio_inference::{
    DevicePreference, Engine, EngineConfig, InferenceError, PaintJob, PaintOver, Prompt, RunControl, SeededPrompt,
    UpscaleJob,
};

const PAINT: TaskKind = TaskKind::TextToImage;

/// A pipeline of random weights, some 100 kB, that paints 64 × 64 pixels.
fn tiny() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden/tiny-sd")
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn size_of(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).unwrap().flatten();
    entries.map(|e| if e.path().is_dir() { size_of(&e.path()) } else { e.metadata().unwrap().len() }).sum()
}

fn prompt(words: &str, seed: u64) -> SeededPrompt {
    SeededPrompt { prompt: Prompt { prompt: words.into(), negative: None }, seed }
}

fn job(seed: u64) -> PaintJob {
    PaintJob {
        prompts: vec![prompt("a boat", seed)],
        images: 1,
        width: 64,
        height: 64,
        steps: 2,
        guidance_scale: 4.0,
        guidance_rescale: 0.0,
        scheduler: None,
        eta: 0.0,
        over: None,
        split_guidance: false,
    }
}

fn paint(engine: &Engine, model: &str, job: &PaintJob) -> Result<Vec<u8>, InferenceError> {
    let (pictures, report) = engine.paint((model, "1"), job, &RunControl::default(), None)?;
    assert_eq!(report.device, "cpu");
    Ok(pictures.into_iter().flatten().flatten().flat_map(image::RgbImage::into_raw).collect())
}

fn state(engine: &Engine, model: &str) -> ModelState {
    engine.models().iter().find(|found| found.name == model).expect("the model").versions[0].state
}

#[test]
fn a_folder_as_diffusers_lays_it_out_is_a_model() {
    let models = tempfile::tempdir().unwrap();
    copy(&tiny(), &models.path().join("tiny"));
    let engine = engine(vec![models.path().to_owned()]);
    let found = engine.resolve(PAINT, None, None).unwrap();
    assert_eq!((found.name.as_str(), found.version.as_str()), ("tiny", "1"));
    assert_eq!(engine.resolve(TaskKind::Inpaint, Some("tiny"), None).unwrap(), found);
    assert_eq!(engine.resolve(TaskKind::Upscale, None, None).unwrap_err().code(), ErrorCode::NotFound);
    let info = &engine.models()[0];
    assert_eq!(info.default_for, [TaskKind::TextToImage, TaskKind::ImageToImage, TaskKind::Inpaint]);
    let diffusion = info.diffusion.as_ref().expect("how it paints");
    assert_eq!((diffusion.width, diffusion.height), (64, 64));
    assert!(diffusion.scheduler.ends_with("Scheduler"), "{}", diffusion.scheduler);

    assert_eq!(state(&engine, "tiny"), ModelState::Available);
    let first = paint(&engine, "tiny", &job(1)).unwrap();
    assert_eq!(state(&engine, "tiny"), ModelState::Loaded);
    assert_eq!(first.len(), 64 * 64 * 3);
    assert_eq!(first, paint(&engine, "tiny", &job(1)).unwrap(), "the same seed, the same picture");
    assert_ne!(first, paint(&engine, "tiny", &job(2)).unwrap());
    let two = paint(&engine, "tiny", &PaintJob { images: 2, ..job(1) }).unwrap();
    assert_eq!(two.len(), 2 * first.len());

    // What is not to be painted over stays as it is, to the bit.
    let picture = scene(64, 64);
    let mask = image::GrayImage::from_fn(64, 64, |x, _| image::Luma([if x < 32 { 255 } else { 0 }]));
    let over = PaintOver {
        picture: picture.clone().into(),
        strength: 1.0,
        mask: Some(mask.into()),
        mask_blur: 0,
        margins: Default::default(),
    };
    let painted = paint(&engine, "tiny", &PaintJob { over: Some(over), ..job(1) }).unwrap();
    let differs = |from: u32, to: u32| {
        let differs = |x: u32, y: u32| {
            let at = (y as usize * 64 + x as usize) * 3;
            painted[at..at + 3] != picture.get_pixel(x, y).0
        };
        (from..to).any(|x| (0..64).any(|y| differs(x, y)))
    };
    assert!(differs(0, 32) && !differs(32, 64));
}

/// 16-bit floats in and out, and the UNet's weights in a file beside it.
#[test]
fn half_precision_and_weights_in_other_files_are_understood() {
    let models = tempfile::tempdir().unwrap();
    let half = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/models/half");
    copy(&tiny(), &models.path().join("single"));
    copy(&half, &models.path().join("half"));
    let engine = engine(vec![models.path().to_owned()]);
    assert_eq!(engine.model("half").unwrap().tasks, [PAINT], "it has no encoder");
    let job = PaintJob { scheduler: Some("Euler".into()), guidance_scale: 1.0, ..job(3) };
    let (single, half) = (paint(&engine, "single", &job).unwrap(), paint(&engine, "half", &job).unwrap());
    let apart = single.iter().zip(&half).map(|(a, b)| f64::from(a.abs_diff(*b))).sum::<f64>() / single.len() as f64;
    assert!(apart > 0.0 && apart < 4.0, "{apart:.2} of 255 apart");
}

/// On a CPU the weights of 8 bits go first; without them, or when they come and go, the others serve.
#[test]
fn the_precision_follows_the_device() {
    let models = tempfile::tempdir().unwrap();
    copy(&tiny(), &models.path().join("tiny"));
    let unet = models.path().join("tiny/unet");
    fs::write(unet.join("model_quantized.onnx"), b"no network").unwrap();
    let engine = engine(vec![models.path().to_owned()]);
    let error = paint(&engine, "tiny", &job(1)).unwrap_err();
    assert_eq!(error.code(), ErrorCode::ModelUnavailable, "what should be taken was not: {error}");
    fs::rename(unet.join("model.onnx"), unet.join("model_quantized.onnx")).unwrap();
    let fresh = common::engine(vec![models.path().to_owned()]);
    paint(&fresh, "tiny", &job(1)).unwrap();
    fs::rename(unet.join("model_quantized.onnx"), unet.join("model_fp16.onnx")).unwrap();
    let fresh = common::engine(vec![models.path().to_owned()]);
    paint(&fresh, "tiny", &job(1)).unwrap();
}

#[test]
fn the_safety_checker_of_a_pipeline_withholds_pictures() {
    let models = tempfile::tempdir().unwrap();
    copy(&tiny(), &models.path().join("tiny"));
    let checker = models.path().join("tiny/safety_checker");
    fs::create_dir_all(&checker).unwrap();
    let pictures = |file: &str, safety_checker: bool| {
        let network = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/models").join(file);
        fs::copy(network, checker.join("model.onnx")).unwrap();
        let config =
            EngineConfig { device: DevicePreference::Cpu, ..EngineConfig::new(vec![models.path().to_owned()]) };
        let engine = engine_with(EngineConfig { safety_checker, ..config });
        let job = PaintJob { images: 2, ..job(1) };
        engine.paint(("tiny", "1"), &job, &RunControl::default(), None).map(|(pictures, _)| pictures[0].clone())
    };
    assert!(pictures("safety_strict.onnx", true).unwrap().iter().all(Option::is_none));
    assert!(pictures("safety_strict.onnx", false).unwrap().iter().all(Option::is_some));
    assert!(pictures("safety_lenient.onnx", true).unwrap().iter().all(Option::is_some));
    let error = pictures("negative.onnx", true).unwrap_err();
    assert!(error.to_string().contains("has_nsfw_concepts"), "{error}");
}

#[test]
fn every_step_gives_a_preview_of_all_pictures() {
    let models = tempfile::tempdir().unwrap();
    copy(&tiny(), &models.path().join("tiny"));
    let engine = engine(vec![models.path().to_owned()]);
    let mut previews = Vec::new();
    let job = PaintJob { steps: 4, images: 3, scheduler: Some("Euler".into()), ..job(1) };
    let keep = &mut |_, preview| previews.push(preview);
    engine.paint(("tiny", "1"), &job, &RunControl::default(), Some(keep)).unwrap();
    assert_eq!(previews.len(), 4);
    let side = previews[0].width() / 2;
    assert!(side < 64 && previews.iter().all(|preview| preview.dimensions() == (2 * side, 2 * side)));
    let picture = |preview: &image::RgbImage, x: u32, y: u32| {
        image::imageops::crop_imm(preview, x * side, y * side, side, side).to_image().into_raw()
    };
    assert_ne!(picture(&previews[3], 0, 0), picture(&previews[3], 1, 0));
    assert_ne!(picture(&previews[0], 0, 0), picture(&previews[3], 0, 0));
}

/// One of them is of two chunks, which must not change what the network sees of the others.
#[test]
fn prompts_painted_together_give_what_they_give_alone() {
    let models = tempfile::tempdir().unwrap();
    copy(&tiny(), &models.path().join("tiny"));
    let engine = engine(vec![models.path().to_owned()]);
    let prompts = vec![prompt("a boat", 1), prompt(&"a lake, ".repeat(40), 2), prompt("a blue house", 3)];
    let mut previews = [0; 3];
    let keep = &mut |index: usize, _| previews[index] += 1;
    let job = PaintJob { prompts, images: 2, scheduler: Some("Euler".into()), ..job(1) };
    let (together, _) = engine.paint(("tiny", "1"), &job, &RunControl::default(), Some(keep)).unwrap();
    assert_eq!(previews, [2, 2, 2], "one for each step of each prompt");
    for (prompt, together) in job.prompts.iter().zip(&together) {
        let job = PaintJob { prompts: vec![prompt.clone()], ..job.clone() };
        let (alone, _) = engine.paint(("tiny", "1"), &job, &RunControl::default(), None).unwrap();
        assert_eq!((alone.len(), alone[0].len(), together.len()), (1, 2, 2));
        for (alone, together) in alone[0].iter().flatten().zip(together.iter().flatten()) {
            let differs = alone.as_raw().iter().zip(together.as_raw()).map(|(a, b)| a.abs_diff(*b)).max();
            assert!(differs <= Some(1), "{:.10}: by {differs:?}", prompt.prompt.prompt);
        }
    }
}

#[test]
fn prompts_are_counted_and_unknown_words_found() {
    let models = tempfile::tempdir().unwrap();
    copy(&tiny(), &models.path().join("open"));
    let engine = engine(vec![models.path().to_owned()]);
    let read = |prompt: &str| engine.inspect_prompt(("open", "1"), prompt).unwrap();
    assert_eq!((read("").tokens, read("").limit), (0, 75));
    let long = read(&"boat, ".repeat(100));
    assert!(long.tokens >= 200 && long.unknown.is_empty(), "{long:?}");
    let error = engine.inspect_prompt(("nothing", "1"), "a").unwrap_err();
    assert_eq!(error.code(), ErrorCode::NotFound);

    let starter = common::starter();
    let read = |prompt: &str| starter.inspect_prompt(("starter-scenes", "1"), prompt).unwrap();
    assert!(read("a red boat on the sea at sunset, two trees").unknown.is_empty());
    assert!(read("해질녘 바다에 있는 빨간 배들과 나무들이").unknown.is_empty());
    assert_eq!(read("바다에 있는 냉장고를, 마을에").unknown, ["냉장고를"]);
    assert_eq!(read("a cyberpunk boat, (cyberpunk:1.2) with a xylophone").unknown, ["cyberpunk", "xylophone"]);
}

#[test]
fn a_pipeline_that_lacks_something_says_what_and_recovers() {
    let models = tempfile::tempdir().unwrap();
    let folder = models.path().join("tiny");
    copy(&tiny(), &folder);
    let engine = engine(vec![models.path().to_owned()]);
    let network = folder.join("unet/model.onnx");
    let good = fs::read(&network).unwrap();
    fs::write(&network, &good[..1000]).unwrap();
    let error = paint(&engine, "tiny", &job(1)).unwrap_err();
    assert_eq!(error.code(), ErrorCode::ModelUnavailable);
    assert!(error.to_string().contains("unet"), "{error}");
    fs::rename(folder.join("unet/config.json"), folder.join("unet/config.old")).unwrap();
    let error = paint(&engine, "tiny", &job(1)).unwrap_err();
    assert!(error.to_string().contains("unet/config.json"), "{error}");
    fs::rename(folder.join("unet/config.old"), folder.join("unet/config.json")).unwrap();
    fs::write(&network, good).unwrap();
    // What failed is tried again after a while.
    let deadline = Instant::now() + Duration::from_secs(20);
    while paint(&engine, "tiny", &job(1)).is_err() {
        assert!(Instant::now() < deadline, "it stays broken");
        std::thread::sleep(Duration::from_millis(200));
    }
}

#[test]
fn what_was_used_longest_ago_makes_way() {
    let models = tempfile::tempdir().unwrap();
    for name in ["a", "b", "c"] {
        copy(&tiny(), &models.path().join(name));
    }
    ModelSpec::default().install(models.path());
    let one = size_of(&tiny());
    let config = EngineConfig { device: DevicePreference::Cpu, ..EngineConfig::new(vec![models.path().to_owned()]) };
    let engine = engine_with(EngineConfig { model_memory: Some(2 * one + one / 2), ..config.clone() });
    let loaded = |names: &[&str]| {
        for name in ["a", "b", "c"] {
            assert_eq!(state(&engine, name) == ModelState::Loaded, names.contains(&name), "{name} of {names:?}");
        }
    };
    for (model, then) in [("a", &["a"][..]), ("b", &["a", "b"]), ("a", &["a", "b"]), ("c", &["a", "c"])] {
        paint(&engine, model, &job(1)).unwrap();
        loaded(then);
    }
    // Many at once, for more than fits: each waits for its turn, and all are done.
    std::thread::scope(|scope| {
        for model in ["a", "b", "c", "a", "b", "c"] {
            let engine = &engine;
            scope.spawn(move || paint(engine, model, &job(1)).unwrap());
        }
    });

    let small = engine_with(EngineConfig { model_memory: Some(one / 2), ..config });
    let error = paint(&small, "a", &job(1)).unwrap_err();
    assert!(error.to_string().contains("STUDIO_MODEL_MEMORY"), "{error}");
    let upscale = UpscaleJob { model: "test".into(), version: "1".into(), scale: 2, picture: scene(8, 8).into() };
    try_upscale(&small, &upscale).expect("what fits still runs");
}

#[test]
fn the_chosen_model_serves_and_the_choice_can_change() {
    let (starters, pulled) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    copy(&tiny(), &starters.path().join("starter"));
    let engine = engine(vec![starters.path().to_owned(), pulled.path().to_owned()]);
    let serving = || {
        let found = engine.resolve(PAINT, None, None).unwrap();
        format!("{}@{}", found.name, found.version)
    };
    assert_eq!(serving(), "starter@1");
    for version in ["1", "2"] {
        copy(&tiny(), &pulled.path().join("pulled").join(version));
    }
    assert_eq!(serving(), "pulled@2", "what was installed goes before what came along");
    let choose = |choice: &str| fs::write(pulled.path().join("defaults.toml"), choice).unwrap();
    choose("text-to-image = \"pulled@1\"\n");
    assert_eq!(serving(), "pulled@1");
    choose("text-to-image = \"starter@1\" # back\n");
    assert_eq!(serving(), "starter@1");
    choose("text-to-image = \"gone@1\"  # neither name nor version\n");
    assert_eq!(serving(), "pulled@2");
    choose("no table");
    assert_eq!(serving(), "pulled@2");
}
