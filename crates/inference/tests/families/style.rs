//! Style transfer.

use crate::{
    common::{scene, worst},
    installed::{Installed, install},
};
use image::{DynamicImage, ImageBuffer, Luma, Rgba, RgbaImage};
use std::{
    sync::{Arc, Mutex},
    thread,
    time::{Duration, Instant},
};
use studio_domain::{ErrorCode, TaskKind};
use studio_inference::{CancelToken, InferenceError, RunControl, StyleJob};

const ANY_SIZE: &str = "[style]\ninput = { range = \"0-1\" }\noutput_range = \"0-1\"";

fn negative() -> Installed {
    install("style-transfer", "style-transfer", ANY_SIZE, &[("negative.onnx", "style = \"negative\"")])
}

fn job(picture: impl Into<DynamicImage>, strength: f32) -> StyleJob {
    StyleJob { model: "test".into(), version: "1".into(), style: None, strength, picture: picture.into() }
}

fn stylize(installed: &Installed, job: &StyleJob) -> Result<DynamicImage, InferenceError> {
    installed.engine.stylize(job, &RunControl::default()).map(|(picture, _)| picture)
}

/// The picture with every colour `v` as `255 - v` by `strength`.
fn expected(picture: &DynamicImage, strength: f32) -> Vec<u8> {
    let mix = |v: &u8| (f32::from(*v) + (255.0 - 2.0 * f32::from(*v)) * strength).round() as u8;
    picture.to_rgb8().as_raw().iter().map(mix).collect()
}

#[test]
fn strength_leads_from_the_picture_to_the_style() {
    let installed = negative();
    let picture: DynamicImage = scene(150, 110).into();
    for strength in [0.0, 0.25, 0.5, 1.0] {
        let styled = stylize(&installed, &job(picture.clone(), strength)).unwrap();
        assert_eq!((styled.width(), styled.height()), (150, 110));
        assert!(worst(styled.as_bytes(), &expected(&picture, strength)) <= 1, "{strength}");
    }
    for strength in [-0.1, 1.1, f32::NAN] {
        let error = stylize(&installed, &job(picture.clone(), strength)).unwrap_err();
        assert_eq!(error.code(), ErrorCode::ValidationFailed);
    }
}

/// Styled small, the result is as sharp as the picture: a negative of everything, fine detail included.
#[test]
fn detail_comes_back_where_the_network_sees_a_small_copy() {
    let section = ANY_SIZE.to_owned() + "\nlongest = 128";
    let installed = install("style-transfer", "style-transfer", &section, &[("negative.onnx", "style = \"n\"")]);
    let picture = image::RgbImage::from_fn(512, 384, |x, y| {
        let slow = 60.0 + 100.0 * (x as f32 / 512.0);
        let stripes = if (x / 3 + y / 3) % 2 == 0 { 12.0 } else { -12.0 };
        let edge = if y > 190 { 70.0 } else { 0.0 };
        image::Rgb([(slow + stripes + edge) as u8; 3])
    });
    let picture = DynamicImage::from(picture);
    let styled = stylize(&installed, &job(picture.clone(), 1.0)).unwrap();
    let wanted = expected(&picture, 1.0);
    let error = |bytes: &[u8]| {
        bytes.iter().zip(&wanted).map(|(a, b)| f64::from(a.abs_diff(*b))).sum::<f64>() / wanted.len() as f64
    };
    let plain = DynamicImage::from(image::imageops::resize(
        &image::imageops::resize(&picture.to_rgb8(), 128, 96, image::imageops::FilterType::Triangle),
        512,
        384,
        image::imageops::FilterType::Triangle,
    ));
    let (found, without) = (error(styled.as_bytes()), error(&expected(&plain, 1.0)));
    assert!(found < 4.0 && without > 10.0, "{found} instead of {without}");
}

#[test]
fn every_size_and_kind_of_picture_works() {
    let installed = negative();
    for (width, height) in [(1, 1), (3, 200), (65, 64), (257, 31)] {
        let picture: DynamicImage = scene(width, height).into();
        let styled = stylize(&installed, &job(picture.clone(), 1.0)).unwrap();
        assert!(worst(styled.as_bytes(), &expected(&picture, 1.0)) <= 1, "{width} × {height}");
    }
    let none = stylize(&installed, &job(DynamicImage::new_rgb8(0, 3), 1.0)).unwrap_err();
    assert_eq!(none.code(), ErrorCode::ValidationFailed);
    let deep: DynamicImage = ImageBuffer::from_pixel(20, 10, Luma([0x4000_u16])).into();
    assert_eq!(stylize(&installed, &job(deep, 1.0)).unwrap().to_rgb8().get_pixel(5, 5).0, [191; 3]);
}

#[test]
fn transparency_stays_and_what_it_hides_does_not_show() {
    let installed = negative();
    let hidden = |colour: [u8; 3]| {
        RgbaImage::from_fn(80, 80, |x, y| match (x as i32 - 40).pow(2) + (y as i32 - 40).pow(2) {
            0..400 => Rgba([200, 90, 30, 255]),
            400..625 => Rgba([200, 90, 30, 128]),
            _ => Rgba([colour[0], colour[1], colour[2], 0]),
        })
    };
    let styled = stylize(&installed, &job(hidden([0, 255, 0]), 1.0)).unwrap().to_rgba8();
    for (from, to) in hidden([0, 255, 0]).pixels().zip(styled.pixels()) {
        assert_eq!(from.0[3], to.0[3]);
        if from.0[3] > 0 {
            assert!(worst(&to.0[..3], &[55, 165, 225]) <= 1, "{to:?}");
        }
    }
}

#[test]
fn networks_of_one_size_see_the_whole_picture() {
    let section = "[style]\ninput = { range = \"0-255\" }\noutput_range = \"0-255\"";
    let installed = install("style-transfer", "style-transfer", section, &[("negative_64.onnx", "style = \"n\"")]);
    for (width, height) in [(64, 64), (32, 64), (64, 7)] {
        let picture: DynamicImage = scene(width, height).into();
        let styled = stylize(&installed, &job(picture.clone(), 1.0)).unwrap();
        assert!(worst(styled.as_bytes(), &expected(&picture, 1.0)) <= 1, "{width} × {height}");
    }
    assert_eq!(stylize(&installed, &job(scene(300, 90), 1.0)).unwrap().width(), 300);
}

#[test]
fn a_model_may_hold_several_styles() {
    let files = [
        ("negative.onnx", "style = \"negative\"\ntitle = \"Negative\""),
        ("not_a_number.onnx", "style = \"broken\""),
        ("half_size.onnx", "style = \"half\""),
    ];
    let installed = install("style-transfer", "style-transfer", ANY_SIZE, &files);
    let models = installed.engine.models();
    let styles: Vec<_> = models[0].styles.iter().map(|style| (style.name.as_str(), style.title.as_str())).collect();
    assert_eq!(styles, [("negative", "Negative"), ("broken", "broken"), ("half", "half")]);
    let resolved = installed.engine.resolve(TaskKind::StyleTransfer, None, None).unwrap();
    assert_eq!(resolved.name, "test");
    let with = |style: &str| StyleJob { style: Some(style.into()), ..job(scene(40, 40), 1.0) };
    stylize(&installed, &with("negative")).unwrap();
    for (style, code, words) in [
        ("broken", ErrorCode::InferenceFailed, "not numbers"),
        ("half", ErrorCode::InferenceFailed, "32 × 32 pixels instead of 3 of 64 × 64"),
        ("other", ErrorCode::NotFound, "negative, broken, half"),
    ] {
        let error = stylize(&installed, &with(style)).unwrap_err();
        assert_eq!(error.code(), code, "{error}");
        assert!(error.to_string().contains(words), "{error}");
    }
    let other = StyleJob { version: "2".into(), ..job(scene(4, 4), 1.0) };
    assert_eq!(stylize(&installed, &other).unwrap_err().code(), ErrorCode::NotFound);
}

#[test]
fn progress_is_told_and_a_run_can_be_stopped() {
    let installed = negative();
    let steps = Arc::new(Mutex::new(Vec::new()));
    let told = steps.clone();
    let control = RunControl::new(move |progress| told.lock().unwrap().push((progress.step, progress.steps)));
    installed.engine.stylize(&job(scene(64, 64), 1.0), &control).unwrap();
    assert_eq!(*steps.lock().unwrap(), [(0, 3), (1, 3), (2, 3), (3, 3)]);

    let slow = install("style-transfer", "style-transfer", ANY_SIZE, &[("slow.onnx", "style = \"slow\"")]);
    stylize(&slow, &job(scene(8, 8), 1.0)).unwrap();
    let cancel = CancelToken::new();
    let control = RunControl::default().with_cancel(cancel.clone());
    let started = Instant::now();
    thread::scope(|scope| {
        let run = scope.spawn(|| slow.engine.stylize(&job(scene(900, 900), 1.0), &control));
        thread::sleep(Duration::from_millis(400));
        cancel.cancel();
        assert_eq!(run.join().unwrap().unwrap_err().code(), ErrorCode::Canceled);
    });
    let control = RunControl::default().with_deadline(Instant::now() + Duration::from_millis(400));
    let error = slow.engine.stylize(&job(scene(900, 900), 1.0), &control).unwrap_err();
    assert_eq!(error.code(), ErrorCode::DeadlineExceeded);
    assert!(started.elapsed() < Duration::from_secs(20), "{:?}", started.elapsed());
}
