//! An engine on the CPU, models made for the test, and pictures.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, reason = "helpers of tests; each binary uses a part")]

use image::{DynamicImage, RgbImage};
use sha2::{Digest, Sha256};
use std::{
    fs,
    path::{Path, PathBuf},
};
use studio_domain::TaskKind;
use studio_imaging::{ImageError, RowSink};
use studio_inference::{DevicePreference, Engine, EngineConfig, InferenceError, RunControl, RunReport, UpscaleJob};

pub fn ort_library() -> PathBuf {
    std::env::var_os("ORT_DYLIB_PATH")
        .expect("ORT_DYLIB_PATH must name ONNX Runtime's library; `make test` sees to that")
        .into()
}

/// The models that ship with the product.
pub fn starter_models() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models")
}

pub fn engine(model_dirs: Vec<PathBuf>) -> Engine {
    let device = DevicePreference::Cpu;
    engine_with(EngineConfig { threads: 2, device, ..EngineConfig::new(model_dirs) })
}

pub fn engine_with(config: EngineConfig) -> Engine {
    Engine::start(EngineConfig { ort_library: Some(ort_library()), ..config }).expect("an engine")
}

/// An engine on the starter models.
pub fn starter() -> Engine {
    engine(vec![starter_models()])
}

pub fn job(engine: &Engine, scale: u32, picture: impl Into<DynamicImage>) -> UpscaleJob {
    let model = engine.resolve(TaskKind::Upscale, None, None).expect("a model");
    UpscaleJob { model: model.name, version: model.version, scale, picture: picture.into() }
}

/// Collects the rows.
#[derive(Default)]
pub struct Collected(pub Vec<u8>);

impl RowSink for Collected {
    fn write_rows(&mut self, rows: &[u8]) -> Result<(), ImageError> {
        self.0.extend_from_slice(rows);
        Ok(())
    }
}

pub fn try_upscale(engine: &Engine, job: &UpscaleJob) -> Result<(Vec<u8>, RunReport), InferenceError> {
    let mut rows = Collected::default();
    let report = engine.upscale(job, &RunControl::default(), &mut rows)?;
    let pixels = job.picture.width() as usize * job.picture.height() as usize * (job.scale * job.scale) as usize;
    assert_eq!(rows.0.len(), pixels * if job.picture.color().has_alpha() { 4 } else { 3 });
    Ok((rows.0, report))
}

pub fn upscale(engine: &Engine, scale: u32, picture: impl Into<DynamicImage>) -> Vec<u8> {
    try_upscale(engine, &job(engine, scale, picture)).expect("enlarged").0
}

/// Edges, waves of all frequencies and flat parts, different in every channel.
pub fn scene(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let (u, v) = (x as f32 / 40.0, y as f32 / 40.0);
        let wave = ((u * u + v * v) * 3.0).sin() * 90.0 + 128.0;
        let disc = if (u - 4.0).hypot(v - 3.0) < 2.5 { 220.0 } else { 30.0 };
        image::Rgb([wave as u8, disc as u8, (((x / 9) ^ (y / 7)) * 37) as u8])
    })
}

pub fn worst(a: &[u8], b: &[u8]) -> u8 {
    assert_eq!(a.len(), b.len());
    a.iter().zip(b).map(|(a, b)| a.abs_diff(*b)).max().unwrap_or(0)
}

/// A model folder with one ×2 file from `tests/data`.
pub struct ModelSpec<'a> {
    pub name: &'a str,
    pub version: &'a str,
    pub file: &'a str,
    pub range: &'a str,
    pub channels: &'a str,
    pub receptive_field: u32,
}

impl Default for ModelSpec<'_> {
    fn default() -> Self {
        Self { name: "test", version: "1", file: "nearest_x2.onnx", range: "0-1", channels: "rgb", receptive_field: 1 }
    }
}

impl ModelSpec<'_> {
    /// Installs it under `models`, and says where its file is.
    pub fn install(&self, models: &Path) -> PathBuf {
        let Self { name, version, file, range, channels, receptive_field } = self;
        let bytes = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(file)).expect("a network");
        let folder = models.join(name).join(version);
        fs::create_dir_all(&folder).unwrap();
        let manifest = format!(
            "name = \"{name}\"\nversion = \"{version}\"\ntask = \"upscale\"\nfamily = \"super-resolution\"\n\
             title = \"Test\"\ndescription = \"\"\nlicence = \"MIT\"\nauthor = \"\"\n\
             [input]\nrange = \"{range}\"\nchannels = \"{channels}\"\n\
             [[files]]\npath = \"model.onnx\"\nscale = 2\nsize = {}\nsha256 = \"{}\"\nmemory_mb = 10\n\
             receptive_field = {receptive_field}\n",
            bytes.len(),
            hex::encode(Sha256::digest(&bytes)),
        );
        fs::write(folder.join("model.toml"), manifest).unwrap();
        fs::write(folder.join("model.onnx"), bytes).unwrap();
        folder.join("model.onnx")
    }
}
