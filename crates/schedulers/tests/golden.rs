//! Replays trajectories recorded from diffusers: same model outputs and random draws in, same latents out.
//!
//! Reads `$STUDIO_GOLDEN_DIR`, or else `tests/golden` of the repository: every folder in it whose `index.json` has
//! `cases`, and every `timesteps.json`. A case that cannot be replayed is a failure.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

use serde::Deserialize;
use std::{
    env, fs,
    path::{Path, PathBuf},
};
use studio_schedulers::{PlanOptions, Run, Scheduler, SchedulerConfig, standard_json};

/// The largest absolute error of any number.
const TOLERANCE: f32 = 1e-4;

#[derive(Deserialize)]
struct Index {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    scheduler: String,
    config: SchedulerConfig,
    steps: usize,
    #[serde(default)]
    options: Options,
    strength: Option<f64>,
    timesteps_full: Option<Vec<f32>>,
    timesteps: Vec<f32>,
    sigmas: Option<Vec<f32>>,
    init_noise_sigma: Option<f32>,
    input_scale: Option<Vec<f32>>,
    #[serde(default)]
    arrays: Vec<Array>,
    file: Option<PathBuf>,
}

/// What was passed to `set_timesteps` and `step` beside the number of steps.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Options {
    eta: f64,
    mu: Option<f64>,
    sigmas: Option<Vec<f64>>,
    original_inference_steps: Option<usize>,
}

#[derive(Deserialize)]
struct Array {
    name: String,
    shape: Vec<usize>,
    offset: usize,
}

impl Case {
    fn describe(&self) -> String {
        let file = self.file.as_ref().map_or_else(String::new, |file| format!(" ({})", file.display()));
        format!("{} {} in {} steps{file}", self.scheduler, self.name, self.steps)
    }

    fn plan(&self, batch: usize, strength: Option<f64>) -> Result<Run, String> {
        let config = SchedulerConfig { class_name: Some(self.scheduler.clone()), ..self.config.clone() };
        let options = PlanOptions {
            batch,
            strength,
            eta: self.options.eta,
            original_inference_steps: self.options.original_inference_steps,
            mu: self.options.mu,
            sigmas: self.options.sigmas.clone(),
        };
        Scheduler::new(&config)
            .and_then(|scheduler| scheduler.plan(self.steps, &options))
            .map_err(|error| format!("{}: {error}", self.describe()))
    }

    fn array(&self, name: &str) -> Option<&Array> {
        self.arrays.iter().find(|array| array.name == name)
    }
}

fn golden_dir() -> PathBuf {
    env::var_os("STUDIO_GOLDEN_DIR")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden"), PathBuf::from)
}

/// The folder itself and those in it.
fn folders(root: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(root).unwrap_or_else(|error| panic!("{}: {error}", root.display()));
    let mut folders: Vec<_> = entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect();
    folders.push(root.to_owned());
    folders.sort();
    folders
}

/// The cases of a file; `None` if there is no such file, or it is another kind of index.
fn cases(path: &Path) -> Option<Vec<Case>> {
    let text = fs::read_to_string(path).ok()?;
    let value: serde_json::Value = serde_json::from_str(&standard_json(&text)).unwrap();
    value.get("cases")?;
    let index: Index = serde_path_to_error::deserialize(value).unwrap_or_else(|error| panic!("{path:?}: {error}"));
    Some(index.cases)
}

fn floats(bytes: &[u8]) -> Vec<f32> {
    bytes.chunks_exact(4).map(|bytes| f32::from_le_bytes(bytes.try_into().unwrap())).collect()
}

/// The numbers of a `.npy` file of single precision in the folder of the case, or above it; `None` if there is no such
/// file of that many.
fn npy(case: &Case, root: &Path, name: &str, count: usize) -> Option<Vec<f32>> {
    const HEADER: usize = 128;
    let folder = case.file.as_ref().and_then(|file| file.parent()).unwrap_or(Path::new(""));
    let bytes = fs::read(root.join(folder).join(name)).or_else(|_| fs::read(root.join(name))).ok()?;
    let numbers = bytes.get(HEADER..).filter(|numbers| numbers.len() == 4 * count)?;
    Some(floats(numbers))
}

/// The largest error, or what differs beyond it: NaN and lengths too.
fn compare(what: &str, actual: &[f32], expected: &[f32]) -> Result<f32, String> {
    if actual.len() != expected.len() {
        return Err(format!("{what}: {} values instead of {}", actual.len(), expected.len()));
    }
    let mut worst = 0.0_f32;
    for (i, (actual, expected)) in actual.iter().zip(expected).enumerate() {
        let error = (actual - expected).abs();
        if error.is_nan() || error > TOLERANCE {
            return Err(format!("{what}[{i}]: {actual} instead of {expected}"));
        }
        worst = worst.max(error);
    }
    Ok(worst)
}

fn check_schedule(case: &Case, run: &Run) -> Result<f32, String> {
    let mut worst = compare("timesteps", run.timesteps(), &case.timesteps)?;
    if let Some(sigmas) = &case.sigmas {
        worst = worst.max(compare("sigmas", run.sigmas().ok_or("no sigmas")?, sigmas)?);
    }
    if let Some(sigma) = case.init_noise_sigma {
        worst = worst.max(compare("init_noise_sigma", &[run.init_noise_sigma()], &[sigma])?);
    }
    Ok(worst)
}

/// The factor between latents and the model's input, as the recording measured it.
fn measured_scale(input: &[f32], latents: &[f32]) -> f32 {
    let dot = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| f64::from(*a) * f64::from(*b)).sum::<f64>();
    (dot(input, latents) / dot(latents, latents)) as f32
}

fn replay(case: &Case, root: &Path) -> Result<f32, String> {
    let path = root.join(case.file.as_ref().ok_or("the case has no file")?);
    let data = fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let shape = &case.array("latents").ok_or("the case has no latents")?.shape;
    let (batch, size) = (shape[1], shape[1..].iter().product::<usize>());
    let slice = |name: &str, i: usize| -> Result<Vec<f32>, String> {
        let array = case.array(name).ok_or(format!("no {name}"))?;
        let start = 4 * (array.offset + i * size);
        let bytes = data.get(start..start + 4 * size).filter(|_| i < array.shape[0]);
        bytes.map(floats).ok_or(format!("{name} has no number {i}"))
    };

    if let Some(full) = &case.timesteps_full {
        compare("timesteps_full", case.plan(batch, None)?.timesteps(), full)?;
    }
    let mut run = case.plan(batch, case.strength)?;
    let mut worst = check_schedule(case, &run)?.max(check_start(&run, case, root, &slice("latents", 0)?)?);

    let mut latents = slice("latents", 0)?;
    let mut draws = 0;
    let mut missing = None;
    for i in 0..case.timesteps.len() {
        let mut input = latents.clone();
        run.scale_model_input(i, &mut input).map_err(|error| error.to_string())?;
        if let Some(scales) = &case.input_scale {
            worst = worst.max(compare("input_scale", &[measured_scale(&input, &latents)], &scales[i..=i])?);
        }
        let mut draw = |out: &mut [f32]| {
            match slice("noise", draws) {
                Ok(noise) => out.copy_from_slice(&noise),
                Err(error) => missing = Some(error),
            }
            draws += 1;
        };
        run.step(i, &slice("model_output", i)?, &mut latents, &mut draw).map_err(|error| error.to_string())?;
        if let Some(error) = missing.take() {
            return Err(error);
        }
        worst = worst.max(compare(&format!("latents after step {i}"), &latents, &slice("latents", i + 1)?)?);
        if case.array("denoised").is_some() {
            let denoised = run.denoised().ok_or("nothing denoised")?;
            worst = worst.max(compare("denoised", denoised, &slice("denoised", i)?)?);
        }
    }
    let drawn = case.array("noise").map_or(0, |array| array.shape[0]);
    if draws == drawn { Ok(worst) } else { Err(format!("{draws} draws of noise instead of {drawn}")) }
}

/// The first latents, where the noise (and the picture, for image-to-image) they were made of was recorded.
fn check_start(run: &Run, case: &Case, root: &Path, first: &[f32]) -> Result<f32, String> {
    let Some(noise) = npy(case, root, "initial_latents.npy", first.len()) else { return Ok(0.0) };
    let mut latents = noise.clone();
    if case.strength.is_some() {
        let Some(picture) = npy(case, root, "image_latents.npy", first.len()) else { return Ok(0.0) };
        run.add_noise(0, &picture, &noise, &mut latents).map_err(|error| error.to_string())?;
    } else {
        latents.iter_mut().for_each(|latent| *latent *= run.init_noise_sigma());
    }
    compare("first latents", &latents, first)
}

fn report(what: &str, results: Vec<(String, Result<f32, String>)>) {
    let worst = results.iter().filter_map(|(_, result)| result.as_ref().ok()).copied().fold(0.0, f32::max);
    eprintln!("{what}: {} cases, largest error {worst:e}", results.len());
    let failures: Vec<_> =
        results.iter().filter_map(|(name, result)| Some(format!("{name}: {}", result.as_ref().err()?))).collect();
    assert!(failures.is_empty(), "{} of {} failed:\n{}", failures.len(), results.len(), failures.join("\n"));
    assert!(!results.is_empty(), "no {what} found in {}", golden_dir().display());
}

#[test]
fn trajectories() {
    let root = golden_dir();
    let cases = folders(&root).into_iter().filter_map(|folder| cases(&folder.join("index.json"))).flatten();
    report("trajectories", cases.map(|case| (case.describe(), replay(&case, &root))).collect());
}

#[test]
fn timestep_tables() {
    let root = golden_dir();
    let cases = folders(&root).into_iter().filter_map(|folder| cases(&folder.join("timesteps.json"))).flatten();
    let check = |case: &Case| check_schedule(case, &case.plan(1, None)?);
    report("tables of timesteps", cases.map(|case| (case.describe(), check(&case))).collect());
}
