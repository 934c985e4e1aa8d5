//! Enlarges a picture file: `upscale INPUT OUTPUT.png [SCALE [MODELS]]`, with ONNX Runtime from `ORT_DYLIB_PATH`.
//!
//! Prints what ran, how long each stage took and the highest memory use of the process.
#![allow(clippy::print_stdout, reason = "a program for the command line")]

use std::{env, error::Error, fs, path::Path, time::Instant};
use studio_domain::{OutputFormat, TaskKind};
use studio_imaging::{Channels, ImageWriter, OutputSpec, decode};
use studio_inference::{DevicePreference, Engine, EngineConfig, RunControl, UpscaleJob};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [input, output, rest @ ..] = arguments.as_slice() else {
        return Err("usage: upscale INPUT OUTPUT.png [SCALE [MODELS]]".into());
    };
    let scale = rest.first().map_or(Ok(2), |text| text.parse())?;
    let models = rest.get(1).map_or("models", String::as_str);

    let engine = Engine::start(EngineConfig {
        model_dirs: vec![models.into()],
        ort_library: env::var_os("ORT_DYLIB_PATH").map(Into::into),
        threads: std::thread::available_parallelism()?.get(),
        device: DevicePreference::Auto,
    })?;
    engine.provider_notes().iter().for_each(|note| println!("{note}"));
    let model = engine.resolve(TaskKind::Upscale, None, None)?;

    // Twice: the first run loads the model.
    for _ in 0..2 {
        let started = Instant::now();
        let picture = decode(&fs::read(input)?)?;
        let decoding = started.elapsed();
        let (width, height) = (picture.pixels.width() * scale, picture.pixels.height() * scale);
        let mut writer = ImageWriter::create(
            Path::new(output),
            OutputSpec {
                format: OutputFormat::Png,
                quality: 90,
                width,
                height,
                channels: Channels::of(&picture.pixels),
                icc_profile: picture.icc_profile,
                parameters: None,
            },
        )?;
        let job =
            UpscaleJob { model: model.name.clone(), version: model.version.clone(), scale, picture: picture.pixels };
        let report = engine.upscale(&job, &RunControl::default(), &mut writer)?;
        let image = writer.finish()?;
        println!(
            "{width} × {height}, {} bytes, in {:.1?}; decoding {decoding:.1?}; {report:.1?}",
            image.bytes,
            started.elapsed()
        );
    }
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    status.lines().filter(|line| line.starts_with("VmHWM")).for_each(|line| println!("{line}"));
    Ok(())
}
