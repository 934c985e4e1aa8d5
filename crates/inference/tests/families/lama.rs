//! Repainting without a prompt.

use crate::{
    common::{scene, worst},
    installed::{Installed, install},
};
use image::{DynamicImage, GrayImage, Luma, Rgb, RgbImage, Rgba, RgbaImage};
use std::sync::{Arc, Mutex};
use studio_domain::{ErrorCode, TaskKind};
use studio_inference::{InferenceError, InpaintJob, RunControl};

const SECTION: &str = "[lama]\ninput = { range = \"0-1\" }\noutput_range = \"0-255\"\nsize = 64";

fn fixed() -> Installed {
    install("inpaint", "lama", SECTION, &[("mean_fill_64.onnx", "")])
}

fn free() -> Installed {
    install("inpaint", "lama", SECTION, &[("mean_fill.onnx", "")])
}

fn job(picture: impl Into<DynamicImage>, mask: GrayImage) -> InpaintJob {
    InpaintJob { model: "test".into(), version: "1".into(), picture: picture.into(), mask: mask.into(), feather: 0 }
}

fn inpaint(installed: &Installed, job: &InpaintJob) -> Result<DynamicImage, InferenceError> {
    installed.engine.inpaint(job, &RunControl::default()).map(|(picture, _)| picture)
}

fn mask(width: u32, height: u32, holes: &[[u32; 4]]) -> GrayImage {
    GrayImage::from_fn(width, height, |x, y| {
        let masked = holes.iter().any(|h| (h[0]..h[2]).contains(&x) && (h[1]..h[3]).contains(&y));
        Luma([if masked { 255 } else { 0 }])
    })
}

/// Left half blue, right half orange, with a black spot in each.
fn spotted() -> (RgbImage, [[u32; 4]; 2]) {
    let spots = [[50, 60, 70, 75], [400, 200, 420, 212]];
    let holes = mask(500, 300, &spots);
    let picture = RgbImage::from_fn(500, 300, |x, y| {
        Rgb(match (holes.get_pixel(x, y).0[0] > 0, x < 250) {
            (true, _) => [0, 0, 0],
            (false, true) => [30, 80, 200],
            (false, false) => [240, 150, 20],
        })
    });
    (picture, spots)
}

#[test]
fn spots_take_the_colours_around_them_and_nothing_else_changes() {
    let (picture, spots) = spotted();
    let holes = mask(500, 300, &spots);
    for installed in [fixed(), free()] {
        for feather in [0, 4] {
            let job = InpaintJob { feather, ..job(picture.clone(), holes.clone()) };
            let steps = Arc::new(Mutex::new(Vec::new()));
            let told = steps.clone();
            let control = RunControl::new(move |progress| told.lock().unwrap().push((progress.step, progress.steps)));
            let (repainted, report) = installed.engine.inpaint(&job, &control).unwrap();
            // A window for each, so that each takes the colour of its own surroundings.
            assert_eq!(*steps.lock().unwrap(), [(0, 2), (1, 2), (2, 2)]);
            assert_eq!(report.model, "test");
            let repainted = repainted.to_rgb8();
            for (x, y, pixel) in repainted.enumerate_pixels() {
                if holes.get_pixel(x, y).0[0] == 0 {
                    assert_eq!(pixel, picture.get_pixel(x, y), "{x} {y}");
                }
            }
            assert!(worst(&repainted.get_pixel(60, 67).0, &[30, 80, 200]) <= 1, "{:?}", repainted.get_pixel(60, 67));
            assert!(worst(&repainted.get_pixel(410, 206).0, &[240, 150, 20]) <= 1);
            // The border fades from the old into the new.
            let border = repainted.get_pixel(50, 67).0[2];
            assert!(if feather == 0 { border >= 199 } else { border < 100 }, "{feather}: {border}");
        }
    }
}

#[test]
fn every_size_and_kind_of_picture_works() {
    let (fixed, free) = (fixed(), free());
    for (width, height) in [(1_u32, 1_u32), (2, 90), (333, 5), (64, 64), (700, 500)] {
        let hole = [0, 0, width.div_ceil(2), height.div_ceil(2)];
        for installed in [&fixed, &free] {
            let repainted = inpaint(installed, &job(scene(width, height), mask(width, height, &[hole]))).unwrap();
            assert_eq!((repainted.width(), repainted.height()), (width, height));
        }
    }
    // Nothing masked, nothing changed; everything masked, something is painted.
    let picture: DynamicImage = scene(50, 40).into();
    let same = inpaint(&fixed, &job(picture.clone(), GrayImage::new(50, 40))).unwrap();
    assert_eq!(same.as_bytes(), picture.as_bytes());
    inpaint(&fixed, &job(picture.clone(), GrayImage::from_pixel(50, 40, Luma([255])))).unwrap();
    let none = inpaint(&fixed, &job(DynamicImage::new_rgb8(0, 0), GrayImage::new(1, 1))).unwrap_err();
    assert_eq!(none.code(), ErrorCode::ValidationFailed);
    // A mask of another size is stretched.
    let stretched = inpaint(&fixed, &job(picture.clone(), mask(25, 20, &[[0, 0, 13, 20]]))).unwrap().to_rgb8();
    assert!(stretched.get_pixel(49, 3) == picture.to_rgb8().get_pixel(49, 3));
    assert!(stretched.get_pixel(3, 3) != picture.to_rgb8().get_pixel(3, 3));
}

#[test]
fn transparency_stays() {
    let picture = RgbaImage::from_fn(60, 60, |x, _| Rgba([200, 100, 50, if x < 20 { 0 } else { 128 }]));
    let repainted = inpaint(&fixed(), &job(picture.clone(), mask(60, 60, &[[10, 10, 40, 40]]))).unwrap().to_rgba8();
    for (before, after) in picture.pixels().zip(repainted.pixels()) {
        assert_eq!(before.0[3], after.0[3]);
        assert!(before.0[3] == 0 || worst(&before.0[..3], &after.0[..3]) <= 1, "{after:?}");
    }
}

#[test]
fn the_engine_knows_who_needs_a_prompt() {
    let installed = fixed();
    assert_eq!(installed.engine.resolve(TaskKind::Inpaint, None, None).unwrap().name, "test");
    assert!(installed.engine.inpaints_without_prompt("test", "1").unwrap());
    assert_eq!(installed.engine.inpaints_without_prompt("other", "1").unwrap_err().code(), ErrorCode::NotFound);
    let hole = mask(9, 9, &[[1, 1, 2, 2]]);
    let too_soft = InpaintJob { feather: 65, ..job(scene(9, 9), hole.clone()) };
    assert_eq!(inpaint(&installed, &too_soft).unwrap_err().code(), ErrorCode::ValidationFailed);
    for (file, words) in [
        ("negative.onnx", "no input mask"),
        ("bright_64.onnx", "no input image"),
        ("separate_decoder.onnx", "no input"),
    ] {
        let wrong = install("inpaint", "lama", SECTION, &[(file, "")]);
        let error = inpaint(&wrong, &job(scene(9, 9), hole.clone())).unwrap_err();
        assert_eq!(error.code(), ErrorCode::ModelUnavailable, "{error}");
        assert!(error.to_string().contains(words), "{error}");
    }
}
