//! Separating a thing that was clicked on.

use crate::{
    common::scene,
    installed::{Installed, install},
};
use image::{DynamicImage, Rgb, RgbImage, Rgba, RgbaImage};
use studio_domain::ErrorCode;
use studio_inference::{CancelToken, Click, InferenceError, RunControl, SegmentJob, SegmentOutput, Segmented};

fn sam() -> Installed {
    let section = "[segment]\nsize = 64\ninput = { range = \"0-255\" }";
    let files = [("sam_encoder.onnx", "part = \"encoder\""), ("sam_decoder.onnx", "part = \"decoder\"")];
    install("segment", "segment-anything", section, &files)
}

fn efficient() -> Installed {
    let section = "[segment]\ninput = { range = \"0-1\" }";
    install("segment", "efficient-sam", section, &[("efficient_sam.onnx", "")])
}

fn separate() -> Installed {
    let section = "[segment]\ninput = { range = \"0-1\" }";
    let files = [("separate_encoder.onnx", "part = \"encoder\""), ("separate_decoder.onnx", "part = \"decoder\"")];
    install("segment", "starter-separate", section, &files)
}

fn click(x: f32, y: f32) -> Click {
    Click { x, y, positive: true }
}

fn not(x: f32, y: f32) -> Click {
    Click { x, y, positive: false }
}

fn job(picture: impl Into<DynamicImage>, clicks: &[Click]) -> SegmentJob {
    SegmentJob {
        model: "test".into(),
        version: "1".into(),
        picture: picture.into(),
        sha256: None,
        clicks: clicks.to_vec(),
        area: None,
        refine_edges: false,
        output: SegmentOutput::Mask,
    }
}

fn segment(installed: &Installed, job: &SegmentJob) -> Result<Segmented, InferenceError> {
    installed.engine.segment(job, &RunControl::default()).map(|(segmented, _)| segmented)
}

/// Whether the mask covers a pixel.
fn covers(segmented: &Segmented, x: u32, y: u32) -> bool {
    segmented.picture.to_luma8().get_pixel(x, y).0[0] >= 128
}

#[test]
fn the_mask_is_where_the_click_was() {
    let installed = sam();
    // The network sees 64 × 48, a fifth of the picture; with one click its third disc is the best: 16 pixels there.
    let found = segment(&installed, &job(scene(320, 240), &[click(200.0, 100.0)])).unwrap();
    assert_eq!((found.picture.width(), found.picture.height(), found.score), (320, 240, Some(0.9)));
    for (x, y, inside) in [(200, 100, true), (275, 100, true), (285, 100, false), (200, 25, true), (200, 15, false)] {
        assert_eq!(covers(&found, x, y), inside, "{x} {y}");
    }
    // Two clicks are not ambiguous: the first mask, 8 pixels around both.
    let found = segment(&installed, &job(scene(320, 240), &[click(100.0, 100.0), click(250.0, 100.0)])).unwrap();
    for (x, inside) in [(100, true), (135, true), (145, false), (205, false), (215, true), (250, true)] {
        assert_eq!(covers(&found, x, 100), inside, "{x}");
    }
    // A negative click takes away.
    let found = segment(&installed, &job(scene(320, 240), &[click(100.0, 100.0), not(130.0, 100.0)])).unwrap();
    assert!(covers(&found, 80, 100) && !covers(&found, 120, 100));
    // A box alone.
    let boxed = SegmentJob { area: Some([40.0, 60.0, 200.0, 180.0]), ..job(scene(320, 240), &[]) };
    let found = segment(&installed, &boxed).unwrap();
    for (x, y, inside) in [(45, 65, true), (190, 170, true), (30, 100, false), (210, 100, false), (100, 190, false)] {
        assert_eq!(covers(&found, x, y), inside, "{x} {y}");
    }
}

/// Encoders that take a square of normalised planes get the picture at its top left.
#[test]
fn encoders_of_one_size_work_too() {
    let section = "[segment]\ninput = { range = \"0-255\", mean = [123.675, 116.28, 103.53], \
                   std = [58.395, 57.12, 57.375] }";
    let files = [("sam_encoder_64.onnx", "part = \"encoder\""), ("sam_decoder.onnx", "part = \"decoder\"")];
    let installed = install("segment", "segment-anything", section, &files);
    let found = segment(&installed, &job(scene(240, 320), &[click(100.0, 200.0)])).unwrap();
    for (x, y, inside) in [(100, 200, true), (175, 200, true), (185, 200, false), (100, 125, true), (100, 115, false)] {
        assert_eq!(covers(&found, x, y), inside, "{x} {y}");
    }
}

#[test]
fn a_second_click_does_not_encode_again() {
    let installed = sam();
    let (first, second) = (scene(100, 80), scene(80, 100));
    let was_encoded = |job: &SegmentJob| {
        let (segmented, report) = installed.engine.segment(job, &RunControl::default()).unwrap();
        assert_eq!(report.preprocess.is_zero(), segmented.was_encoded);
        segmented.was_encoded
    };
    assert!(!was_encoded(&job(first.clone(), &[click(5.0, 5.0)])));
    assert!(was_encoded(&job(first.clone(), &[click(50.0, 50.0)])));
    assert!(!was_encoded(&job(second, &[click(5.0, 5.0)])));
    assert!(was_encoded(&job(first.clone(), &[click(5.0, 5.0)])));
    // The same pixels of another file are another picture to those who hash files.
    let known = |byte| SegmentJob { sha256: Some([byte; 32]), ..job(first.clone(), &[click(5.0, 5.0)]) };
    assert!(!was_encoded(&known(1)));
    assert!(was_encoded(&known(1)));
    // The encoder is not even needed any more.
    std::fs::remove_file(installed.folder.path().join("models/test/1/sam_encoder.onnx")).unwrap();
    assert!(was_encoded(&known(1)));
}

#[test]
fn a_network_in_one_piece_works_too() {
    let installed = efficient();
    // It sees every picture as 64 × 64: a circle there is an ellipse here. The best of its discs has a radius of 24.
    let found = segment(&installed, &job(scene(256, 128), &[click(128.0, 64.0)])).unwrap();
    for (x, y, inside) in [(218, 64, true), (230, 64, false), (128, 108, true), (128, 115, false)] {
        assert_eq!(covers(&found, x, y), inside, "{x} {y}");
    }
    // A negative click speaks against the masks that cover it: the next best has a radius of 16.
    let found = segment(&installed, &job(scene(256, 128), &[click(128.0, 64.0), not(210.0, 64.0)])).unwrap();
    assert!(covers(&found, 185, 64) && !covers(&found, 200, 64));
    assert_eq!(found.score, Some(0.6));
    let error = segment(&installed, &job(scene(256, 128), &[click(1.0, 1.0); 7])).unwrap_err();
    assert!(matches!(&error, InferenceError::Unsuitable(why) if why.contains("at most 6")), "{error}");
}

/// A red and a blue disc on a light ground.
fn discs(side: u32) -> RgbImage {
    RgbImage::from_fn(side, side * 3 / 4, |x, y| {
        let (u, v) = (f64::from(x) / f64::from(side), f64::from(y) / f64::from(side));
        let disc = |cu: f64, cv: f64| (u - cu).hypot(v - cv) < 0.19;
        Rgb(if disc(0.3, 0.35) {
            [220, 40, 40]
        } else if disc(0.7, 0.4) {
            [40, 60, 220]
        } else {
            [230, 230, 200]
        })
    })
}

#[test]
fn our_own_form_takes_clicks_as_maps() {
    let installed = separate();
    let picture = discs(640);
    let red = (picture.clone(), [click(0.3 * 640.0, 0.2 * 640.0)]);
    let blue = (picture.clone(), [click(0.7 * 640.0, 0.55 * 640.0)]);
    for ((picture, clicks), channel) in [(red, 0), (blue, 2)] {
        let refined = SegmentJob { refine_edges: true, ..job(picture.clone(), &clicks) };
        let overlap = |job: &SegmentJob| {
            let mask = segment(&installed, job).unwrap().picture.to_luma8();
            let (mut both, mut either) = (0.0, 0.0);
            for (mask, pixel) in mask.pixels().zip(picture.pixels()) {
                let truth = pixel.0[channel] > 200 && pixel.0[1] < 100;
                both += f64::from(u8::from(mask.0[0] >= 128 && truth));
                either += f64::from(u8::from(mask.0[0] >= 128 || truth));
            }
            both / either
        };
        let (rough, fine) = (overlap(&job(picture.clone(), &clicks)), overlap(&refined));
        assert!(rough < 0.95 && fine > 0.99, "{rough} → {fine}");
    }
    // Inside the box, the ground at the left alone.
    let boxed = SegmentJob { area: Some([0.0, 0.0, 320.0, 480.0]), ..job(picture, &[click(20.0, 20.0)]) };
    let found = segment(&installed, &boxed).unwrap();
    assert!(covers(&found, 30, 400) && !covers(&found, 600, 400));
}

#[test]
fn a_cut_out_is_a_layer() {
    let installed = separate();
    let picture = discs(320);
    let clicks = [click(0.3 * 320.0, 0.2 * 320.0)];
    let cutout = SegmentJob { output: SegmentOutput::Cutout, refine_edges: true, ..job(picture.clone(), &clicks) };
    let found = segment(&installed, &cutout).unwrap();
    let rgba = found.picture.as_rgba8().expect("RGBA");
    assert_eq!(rgba.dimensions(), picture.dimensions());
    assert_eq!(rgba.get_pixel(96, 64).0, [220, 40, 40, 255]);
    assert_eq!(rgba.get_pixel(310, 10).0[3], 0);
    assert!((found.coverage - 0.151).abs() < 0.01, "{}", found.coverage);
    // What is transparent is no part of anything.
    let faded = RgbaImage::from_fn(320, 240, |x, y| {
        let [r, g, b] = picture.get_pixel(x, y).0;
        Rgba([r, g, b, if x < 96 { 0 } else { 255 }])
    });
    let mask = segment(&installed, &job(faded, &[click(120.0, 64.0)])).unwrap().picture.to_luma8();
    assert!(mask.enumerate_pixels().all(|(x, _, value)| x >= 96 || value.0[0] == 0));
}

#[test]
fn bad_clicks_and_bad_networks_are_explained() {
    let installed = sam();
    for clicks in [&[][..], &[click(-1.0, 3.0)], &[click(f32::NAN, 3.0)], &[not(3.0, 3.0)]] {
        assert_eq!(segment(&installed, &job(scene(20, 20), clicks)).unwrap_err().code(), ErrorCode::ValidationFailed);
    }
    let none = segment(&installed, &job(DynamicImage::new_rgb8(0, 0), &[click(0.0, 0.0)])).unwrap_err();
    assert_eq!(none.code(), ErrorCode::ValidationFailed);
    let cancel = CancelToken::new();
    cancel.cancel();
    let control = RunControl::default().with_cancel(cancel);
    let error = installed.engine.segment(&job(scene(20, 20), &[click(1.0, 1.0)]), &control).unwrap_err();
    assert_eq!(error.code(), ErrorCode::Canceled);

    let section = "[segment]\nsize = 64\ninput = { range = \"0-255\" }";
    for (family, encoder, decoder, words) in [
        ("segment-anything", "sam_decoder.onnx", "separate_decoder.onnx", "6 inputs instead of one"),
        ("segment-anything", "sam_encoder.onnx", "separate_decoder.onnx", "no input image_embeddings"),
        ("starter-separate", "separate_encoder.onnx", "mean_fill.onnx", "no input embedding"),
        ("starter-separate", "sam_encoder.onnx", "separate_decoder.onnx", "3 dimensions"),
    ] {
        let files = [(encoder, "part = \"encoder\""), (decoder, "part = \"decoder\"")];
        let installed = install("segment", family, section, &files);
        let error = segment(&installed, &job(scene(20, 20), &[click(1.0, 1.0)])).unwrap_err();
        assert_eq!(error.code(), ErrorCode::ModelUnavailable, "{error}");
        assert!(error.to_string().contains(words), "{error}");
    }
}
