//! What comes out of the pipeline, on the real model and on networks whose result can be told exactly.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

mod common;

use common::{ModelSpec, engine, job, scene, starter, try_upscale, upscale, worst};
use image::{DynamicImage, ImageBuffer, Luma, LumaA, Rgb, RgbImage, Rgba, RgbaImage, imageops};
use std::sync::{Arc, Mutex};
use studio_domain::OutputFormat;
use studio_imaging::{Channels, ImageWriter, OutputSpec, decode};
use studio_inference::{Engine, RunControl};

/// Tiles leave no trace: whatever the size of picture and tile, the result is that of the whole.
#[test]
fn tiles_give_what_the_whole_gives() {
    let engine = starter();
    let (tiled, whole) = (engine.clone().with_tile(128), engine.with_tile(100_000));
    for (width, height) in [(700, 530), (1, 1), (3, 2), (17, 300), (129, 129), (128, 128), (300, 1), (257, 64)] {
        let picture = scene(width, height);
        let difference = worst(&upscale(&tiled, 2, picture.clone()), &upscale(&whole, 2, picture));
        assert!(difference <= 1, "{width} × {height}: {difference}");
    }
    let picture = scene(200, 150);
    assert!(worst(&upscale(&tiled, 4, picture.clone()), &upscale(&whole, 4, picture)) <= 1);
}

/// The same for a network whose last pixel counts as much as its first, and what happens when it sees too little.
#[test]
fn the_receptive_field_is_kept_clear_of_borders() {
    let picture = scene(300, 200);
    let mean = |receptive_field| {
        let (models, engine) = one(&ModelSpec { file: "mean_x2.onnx", receptive_field, ..ModelSpec::default() });
        let difference = worst(
            &upscale(&engine.clone().with_tile(64), 2, picture.clone()),
            &upscale(&engine.with_tile(100_000), 2, picture.clone()),
        );
        drop(models);
        difference
    };
    assert_eq!(mean(12), 0);
    assert!(mean(2) > 20, "the test would not notice");
}

/// With the wrong range, order of channels or layout this would not look like its own small version.
#[test]
fn the_result_is_the_picture_enlarged() {
    let engine = starter();
    for scale in [2, 4] {
        let original = imageops::blur(&scene(240, 160), 3.0);
        let small = imageops::resize(&original, 240 / scale, 160 / scale, imageops::FilterType::CatmullRom);
        let result = upscale(&engine, scale, small);
        let error: f64 = result.iter().zip(original.as_raw()).map(|(a, b)| f64::from(a.abs_diff(*b)).powi(2)).sum();
        let psnr = 10.0 * (255.0_f64.powi(2) * result.len() as f64 / error).log10();
        assert!(psnr > 30.0, "×{scale}: {psnr:.1} dB");
    }
}

#[test]
fn every_kind_of_pixels_is_taken() {
    let engine = starter();
    let grey = ImageBuffer::from_fn(40, 30, |x, y| Luma([(x * 6 + y) as u8]));
    let as_rgb = RgbImage::from_fn(40, 30, |x, y| Rgb([grey.get_pixel(x, y).0[0]; 3]));
    let expected = upscale(&engine, 2, as_rgb.clone());
    assert_eq!(upscale(&engine, 2, grey.clone()), expected, "grey");
    let wide = ImageBuffer::from_fn(40, 30, |x, y| Luma([u16::from(grey.get_pixel(x, y).0[0]) * 257]));
    assert_eq!(upscale(&engine, 2, wide), expected, "16 bits");
    let wide = ImageBuffer::from_fn(40, 30, |x, y| Rgb(as_rgb.get_pixel(x, y).0.map(|v| u16::from(v) * 257)));
    assert_eq!(upscale(&engine, 2, wide), expected, "16 bits of colour");
    let with_alpha = ImageBuffer::from_fn(40, 30, |x, y| LumaA([grey.get_pixel(x, y).0[0], 255]));
    let result = upscale(&engine, 2, with_alpha);
    let (pixels, _) = result.as_chunks::<4>();
    assert!(pixels.iter().all(|p| p[3] == 255));
    assert_eq!(pixels.iter().flat_map(|p| [p[0], p[1], p[2]]).collect::<Vec<_>>(), expected, "grey with alpha");
}

/// A red disc, and black behind what is transparent: the network must not draw that black into the edge.
#[test]
fn transparent_edges_get_no_halo() {
    let disc = RgbaImage::from_fn(64, 64, |x, y| {
        let distance = (x as f32 - 31.5).hypot(y as f32 - 31.5);
        let alpha = ((24.0 - distance).clamp(0.0, 1.0) * 255.0) as u8;
        if alpha == 0 { Rgba([0; 4]) } else { Rgba([230, 20, 10, alpha]) }
    });
    let result = upscale(&starter(), 2, disc);
    let (pixels, _) = result.as_chunks::<4>();
    let visible: Vec<_> = pixels.iter().filter(|p| p[3] > 0).collect();
    assert!(visible.len() > 7000 && visible.len() < 7800, "{}", visible.len());
    assert!(visible.iter().all(|p| worst(&p[..3], &[230, 20, 10]) <= 6));
    assert_eq!(pixels[0][3], 0);
    assert_eq!(pixels[64 * 128 + 64][3], 255);
}

fn one(spec: &ModelSpec<'_>) -> (tempfile::TempDir, Engine) {
    let models = tempfile::tempdir().unwrap();
    spec.install(models.path());
    let engine = engine(vec![models.path().to_owned()]).with_tile(24);
    (models, engine)
}

#[test]
fn a_network_that_repeats_pixels_repeats_pixels() {
    let picture = scene(90, 70);
    let expected = imageops::resize(&picture, 180, 140, imageops::FilterType::Nearest).into_raw();
    for range in ["0-1", "0-255"] {
        let (_models, engine) = one(&ModelSpec { range, ..ModelSpec::default() });
        assert_eq!(upscale(&engine, 2, picture.clone()), expected, "{range}");
    }
}

#[test]
fn values_beyond_white_are_white() {
    let picture = RgbImage::from_fn(30, 30, |x, y| Rgb([(x * 8) as u8, (y * 8) as u8, 3]));
    let bright = RgbImage::from_fn(60, 60, |x, y| Rgb(picture.get_pixel(x / 2, y / 2).0.map(|v| v.saturating_mul(4))));
    let (_models, engine) = one(&ModelSpec { file: "bright_x2.onnx", ..ModelSpec::default() });
    assert_eq!(upscale(&engine, 2, picture), bright.into_raw());
}

#[test]
fn a_network_for_luma_leaves_the_colours_to_interpolation() {
    for range in ["0-1", "0-255"] {
        let (_models, engine) = one(&ModelSpec { channels: "y", range, ..ModelSpec::default() });
        let grey = DynamicImage::from(scene(90, 70)).to_luma8();
        let expected = imageops::resize(&grey, 180, 140, imageops::FilterType::Nearest);
        let result = upscale(&engine, 2, grey);
        assert!(worst(&result, &DynamicImage::from(expected).to_rgb8()) <= 1, "{range}");
        // Flat colours stay what they are.
        let flat = RgbImage::from_pixel(90, 70, Rgb([200, 40, 90]));
        let result = upscale(&engine, 2, flat);
        assert!(result.as_chunks::<3>().0.iter().all(|p| worst(p, &[200, 40, 90]) <= 2), "{range}");
    }
}

/// Alpha and colour differences are enlarged band by band; the bands must not show.
#[test]
fn interpolated_channels_have_no_seams() {
    let (_models, engine) = one(&ModelSpec { channels: "y", ..ModelSpec::default() });
    let (small, large) = (engine.clone(), engine.with_tile(100_000));
    let picture = RgbaImage::from_fn(61, 230, |x, y| Rgba([(x * 4) as u8, (y ^ x) as u8, 90, (y * 7 + x) as u8 | 1]));
    assert!(worst(&upscale(&small, 2, picture.clone()), &upscale(&large, 2, picture)) <= 1);
}

#[test]
fn a_picture_without_pixels_is_refused() {
    let engine = starter();
    let error = try_upscale(&engine, &job(&engine, 2, RgbImage::new(0, 5))).unwrap_err();
    assert_eq!(error.code(), studio_domain::ErrorCode::InferenceFailed);
}

#[test]
fn progress_counts_tiles_to_the_end() {
    let engine = starter().with_tile(80);
    let job = job(&engine, 2, scene(200, 100));
    let seen = Arc::new(Mutex::new(Vec::new()));
    let control = RunControl::new({
        let seen = seen.clone();
        move |progress| seen.lock().unwrap().push((progress.step, progress.steps))
    });
    let report = engine.upscale(&job, &control, &mut common::Collected::default()).unwrap();
    let seen = seen.lock().unwrap();
    let steps = seen[0].1;
    assert!(steps > 4);
    assert_eq!(*seen, (0..=steps).map(|step| (step, steps)).collect::<Vec<_>>());
    assert_eq!((report.device.as_str(), report.model.as_str()), ("cpu", "starter-upscaler"));
    assert!(report.inference > report.postprocess, "{report:?}");
}

#[test]
fn rows_stream_into_a_file() {
    let engine = starter().with_tile(80);
    let folder = tempfile::tempdir().unwrap();
    let job = job(&engine, 2, scene(150, 170));
    let path = folder.path().join("result.png");
    let spec = OutputSpec {
        format: OutputFormat::Png,
        quality: 90,
        width: 300,
        height: 340,
        channels: Channels::of(&job.picture),
        icc_profile: None,
        parameters: None,
    };
    let mut writer = ImageWriter::create(&path, spec).unwrap();
    engine.upscale(&job, &RunControl::default(), &mut writer).unwrap();
    writer.finish().unwrap();
    let written = decode(&std::fs::read(&path).unwrap()).unwrap().pixels;
    assert_eq!(written.as_bytes(), try_upscale(&engine, &job).unwrap().0);
}
