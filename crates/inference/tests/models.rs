//! The model repository: what is on disk, what is broken, and how it recovers.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

mod common;

use common::{ModelSpec, engine, ort_library, scene, starter, try_upscale};
use sha2::{Digest, Sha256};
use std::{fs, path::Path};
use studio_domain::{ErrorCode, ModelState, TaskKind};
use studio_inference::{DevicePreference, Engine, EngineConfig, InferenceError, UpscaleJob};

const UPSCALE: TaskKind = TaskKind::Upscale;

fn run(engine: &Engine, model: &str, version: &str) -> Result<(), InferenceError> {
    let picture = scene(8, 8).into();
    let job = UpscaleJob { model: model.into(), version: version.into(), scale: 2, picture };
    try_upscale(engine, &job).map(|_| ())
}

fn state(engine: &Engine, version: &str) -> (ModelState, String) {
    let models = engine.models();
    let version = models[0].versions.iter().find(|v| v.version == version).expect("the version");
    (version.state, version.message.clone().unwrap_or_default())
}

/// Different in content, the same in length.
fn damage(path: &Path) -> Vec<u8> {
    let good = fs::read(path).unwrap();
    let mut bad = good.clone();
    *bad.last_mut().unwrap() ^= 1;
    fs::write(path, bad).unwrap();
    good
}

#[test]
fn the_starter_model_is_there() {
    let engine = starter();
    assert_eq!(engine.device(), "cpu");
    let models = engine.models();
    let starter = models.iter().find(|model| model.name == "starter-upscaler").expect("the starter model");
    assert_eq!((starter.tasks.as_slice(), starter.scales.as_slice()), (&[UPSCALE][..], &[2, 4][..]));
    assert_eq!(engine.resolve(UPSCALE, None, None).unwrap().name, "starter-upscaler");
}

#[test]
fn nothing_is_loaded_before_it_is_needed() {
    let models = tempfile::tempdir().unwrap();
    ModelSpec::default().install(models.path());
    let engine = engine(vec![models.path().to_owned()]);
    assert_eq!(state(&engine, "1").0, ModelState::Available);
    run(&engine, "test", "1").unwrap();
    assert_eq!(state(&engine, "1").0, ModelState::Loaded);
    assert_eq!(engine.models()[0].versions[0].device.as_deref(), Some("cpu"));
}

#[test]
fn models_come_without_a_restart_and_the_highest_version_serves() {
    let models = tempfile::tempdir().unwrap();
    let engine = engine(vec![models.path().join("not there"), models.path().to_owned()]);
    assert!(engine.models().is_empty());
    assert_eq!(engine.resolve(UPSCALE, None, None).unwrap_err().code(), ErrorCode::NotFound);
    for version in ["2", "10", "9"] {
        ModelSpec { version, ..ModelSpec::default() }.install(models.path());
    }
    assert_eq!(engine.resolve(UPSCALE, None, None).unwrap().version, "10");
    assert_eq!(engine.models()[0].default_version, "10");
    assert_eq!(engine.resolve(UPSCALE, Some("test"), Some("9")).unwrap().version, "9");
}

#[test]
fn what_does_not_exist_is_not_found() {
    let engine = starter();
    for (model, version) in [("nothing", None), ("../models", None), ("starter-upscaler", Some("99"))] {
        let error = engine.resolve(UPSCALE, Some(model), version).unwrap_err();
        assert_eq!(error.code(), ErrorCode::NotFound, "{model} {version:?}");
        assert_eq!(run(&engine, model, version.unwrap_or("1")).unwrap_err().code(), ErrorCode::NotFound);
    }
    let job = UpscaleJob { scale: 3, ..common::job(&engine, 2, scene(4, 4)) };
    let error = try_upscale(&engine, &job).unwrap_err();
    assert_eq!(error.code(), ErrorCode::ValidationFailed);
    assert!(error.to_string().contains("2 or 4"), "{error}");
}

#[test]
fn a_broken_version_leaves_the_last_good_one_and_recovers() {
    let models = tempfile::tempdir().unwrap();
    ModelSpec::default().install(models.path());
    let file = ModelSpec { version: "2", ..ModelSpec::default() }.install(models.path());
    let engine = engine(vec![models.path().to_owned()]);
    assert_eq!(engine.resolve(UPSCALE, None, None).unwrap().version, "2");

    // Damaged: found out before anyone waits for it.
    let good = damage(&file);
    assert_eq!(engine.resolve(UPSCALE, None, None).unwrap().version, "1");
    for error in [engine.resolve(UPSCALE, None, Some("2")).unwrap_err(), run(&engine, "test", "2").unwrap_err()] {
        assert_eq!(error.code(), ErrorCode::ModelUnavailable);
        let text = error.to_string();
        assert!(text.contains("test") && text.contains("model.onnx") && text.contains("checksum"), "{text}");
    }
    let (broken, message) = state(&engine, "2");
    assert_eq!(broken, ModelState::Failed);
    assert!(message.contains("damaged"), "{message}");
    assert_eq!(engine.models()[0].default_version, "1");

    // Cut short, then gone.
    fs::write(&file, &good[..10]).unwrap();
    assert!(run(&engine, "test", "2").unwrap_err().to_string().contains("10 bytes"));
    fs::remove_file(&file).unwrap();
    assert!(run(&engine, "test", "2").unwrap_err().to_string().contains("missing"));
    run(&engine, "test", "1").unwrap();

    // Back again: no restart.
    fs::write(&file, good).unwrap();
    run(&engine, "test", "2").unwrap();
    assert_eq!(engine.resolve(UPSCALE, None, None).unwrap().version, "2");

    // What is in memory does not need its file.
    fs::remove_file(&file).unwrap();
    run(&engine, "test", "2").unwrap();
}

#[test]
fn a_manifest_that_is_wrong_is_explained() {
    let models = tempfile::tempdir().unwrap();
    let file = ModelSpec::default().install(models.path());
    let manifest = file.with_file_name("model.toml");
    let good = fs::read_to_string(&manifest).unwrap();
    let engine = engine(vec![models.path().to_owned()]);
    fs::write(&manifest, good.replace("scale = 2", "scale = \"two\"")).unwrap();
    assert!(engine.models().is_empty());
    let error = engine.resolve(UPSCALE, Some("test"), None).unwrap_err();
    assert_eq!(error.code(), ErrorCode::ModelUnavailable);
    assert!(error.to_string().contains("model.toml"), "{error}");
    fs::write(&manifest, good).unwrap();
    run(&engine, "test", "1").unwrap();
}

#[test]
fn files_that_are_no_upscalers_are_refused_and_kill_nothing() {
    let models = tempfile::tempdir().unwrap();
    for (name, file, channels) in
        [("two", "two_inputs.onnx", "rgb"), ("text", "README.md", "rgb"), ("same-size", "identity.onnx", "rgb")]
    {
        ModelSpec { name, file, channels, ..ModelSpec::default() }.install(models.path());
    }
    let engine = engine(vec![models.path().to_owned()]);
    for (name, code, words) in [
        ("two", ErrorCode::ModelUnavailable, "2 inputs"),
        ("text", ErrorCode::ModelUnavailable, "ONNX Runtime refuses"),
        ("same-size", ErrorCode::InferenceFailed, "[1, 3, 16, 16]"),
    ] {
        let error = run(&engine, name, "1").unwrap_err();
        assert_eq!(error.code(), code, "{name}");
        assert!(error.to_string().contains(words), "{error}");
    }
    // The starter takes three channels.
    let folder = models.path().join("starter-upscaler/1");
    fs::create_dir_all(&folder).unwrap();
    for file in ["model.toml", "x2.onnx", "x4.onnx"] {
        fs::copy(common::starter_models().join("starter-upscaler/1").join(file), folder.join(file)).unwrap();
    }
    let manifest = fs::read_to_string(folder.join("model.toml")).unwrap();
    fs::write(folder.join("model.toml"), manifest.replace("channels = \"rgb\"", "channels = \"y\"")).unwrap();
    let error = run(&engine, "starter-upscaler", "1").unwrap_err();
    assert!(error.to_string().contains("takes 3 channels"), "{error}");
}

#[test]
fn a_file_for_this_device_goes_before_the_one_for_all() {
    let models = tempfile::tempdir().unwrap();
    let network = ModelSpec::default().install(models.path());
    let manifest = network.with_file_name("model.toml");
    // What is for other devices is not even tried.
    let good = fs::read(&network).unwrap();
    fs::write(network.with_file_name("int8.onnx"), &good).unwrap();
    fs::write(&network, "no network").unwrap();
    let hash = |bytes: &[u8]| hex::encode(Sha256::digest(bytes));
    let text = fs::read_to_string(&manifest).unwrap();
    let text = text.replace(&hash(&good), &hash(b"no network"));
    let text = text.replace(&format!("size = {}", good.len()), "size = 10");
    let more = format!("size = {}\nsha256 = \"{}\"\ninstead_of = \"model.onnx\"", good.len(), hash(&good));
    fs::write(&manifest, format!("{text}[[files]]\npath = \"int8.onnx\"\n{more}\ndevice = \"cpu\"\n")).unwrap();
    let engine = engine(vec![models.path().to_owned()]);
    assert_eq!(state(&engine, "1"), (ModelState::Available, String::new()));
    run(&engine, "test", "1").unwrap();
    assert_eq!(state(&engine, "1").0, ModelState::Loaded);
}

#[test]
fn a_device_that_is_not_there_is_an_error_by_name_and_a_note_otherwise() {
    let config = |device| EngineConfig {
        ort_library: Some(ort_library()),
        threads: 1,
        device,
        ..EngineConfig::new(vec![common::starter_models()])
    };
    let engine = Engine::start(config(DevicePreference::Auto)).unwrap();
    if engine.device() == "cpu" {
        assert_eq!(engine.provider_notes().len(), 2, "{:?}", engine.provider_notes());
        let error = Engine::start(config(DevicePreference::Cuda)).err().expect("no CUDA");
        assert!(error.to_string().contains("cuda"), "{error}");
    }
    // One process, one library.
    let other = EngineConfig { ort_library: Some("libother.so".into()), ..config(DevicePreference::Cpu) };
    assert!(matches!(Engine::start(other), Err(InferenceError::RuntimeUnusable { .. })));
}
