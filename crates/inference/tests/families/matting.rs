//! Removing the background.

use crate::{
    common::scene,
    installed::{Installed, install},
};
use image::{DynamicImage, GrayImage, ImageBuffer, Luma, Rgb, RgbImage, Rgba, RgbaImage};
use studio_domain::ErrorCode;
use studio_inference::{Backdrop, Colour, Cutout, CutoutJob, InferenceError, RunControl};

/// As for U²-Net: what is brighter than the mean is above 0.
const FIXED: &str = "[matting]\nsize = 64\nactivation = \"min-max\"\n\
                     input = { range = \"0-1\", mean = [0.5, 0.5, 0.5], std = [0.5, 0.5, 0.5] }";
/// As for PP-HumanSeg, of any size.
const PAIR: &str = "[matting]\nsize = 128\nfit = \"longest\"\nactivation = \"softmax\"\nchannel = 1\n\
                    input = { range = \"0-1\", mean = [0.5, 0.5, 0.5], std = [0.5, 0.5, 0.5] }";

fn fixed() -> Installed {
    install("remove-background", "matting", FIXED, &[("bright_64.onnx", "")])
}

fn pair() -> Installed {
    install("remove-background", "matting", PAIR, &[("pair.onnx", "")])
}

fn job(picture: impl Into<DynamicImage>) -> CutoutJob {
    CutoutJob {
        model: "test".into(),
        version: "1".into(),
        refine_edges: true,
        backdrop: Backdrop::Transparent,
        picture: picture.into(),
    }
}

fn cut(installed: &Installed, job: &CutoutJob) -> Result<Cutout, InferenceError> {
    installed.engine.remove_background(job, &RunControl::default()).map(|(cutout, _)| cutout)
}

fn in_disc(x: u32, y: u32, side: u32) -> bool {
    (f64::from(x) - f64::from(side) * 0.47).hypot(f64::from(y) - f64::from(side) * 0.55) < f64::from(side) * 0.31
}

/// A light disc before a dark ground, both with texture.
fn disc(side: u32) -> RgbImage {
    RgbImage::from_fn(side, side, |x, y| {
        let texture = ((x * 7 + y * 13) % 17) as u8;
        Rgb(if in_disc(x, y, side) { [250 - texture, 200 - texture, 170] } else { [20 + texture, 60, 90 - texture] })
    })
}

/// Agreement of an alpha channel with the disc.
fn overlap(alpha: impl Fn(u32, u32) -> u8, side: u32) -> f64 {
    let (mut both, mut either) = (0.0, 0.0);
    for (x, y) in (0..side).flat_map(|y| (0..side).map(move |x| (x, y))) {
        let (found, truth) = (alpha(x, y) >= 128, in_disc(x, y, side));
        both += f64::from(u8::from(found && truth));
        either += f64::from(u8::from(found || truth));
    }
    both / either
}

#[test]
fn edges_are_those_of_the_large_picture() {
    for (installed, rough, fine) in [(fixed(), 0.985, 0.997), (pair(), 0.99, 0.996)] {
        let picture = disc(640);
        let with = |refine_edges| {
            let cutout = cut(&installed, &CutoutJob { refine_edges, ..job(picture.clone()) }).unwrap();
            let rgba = cutout.picture.to_rgba8();
            (overlap(|x, y| rgba.get_pixel(x, y).0[3], 640), rgba, cutout.coverage)
        };
        let ((plain, _, _), (refined, rgba, coverage)) = (with(false), with(true));
        assert!(plain < rough && refined > fine, "{plain} → {refined}");
        assert!((coverage - 0.302).abs() < 0.01, "{coverage}");
        // What is sure is exact, and keeps its colour.
        let centre = (300, 352);
        assert_eq!(rgba.get_pixel(centre.0, centre.1).0[..3], picture.get_pixel(centre.0, centre.1).0);
        assert_eq!((rgba.get_pixel(300, 352).0[3], rgba.get_pixel(20, 20).0[3]), (255, 0));
    }
}

/// A soft edge between orange and green: the cut-out carries none of the green along.
#[test]
fn the_old_background_leaves_no_fringe() {
    let (front, behind) = ([250.0, 190.0, 120.0_f32], [20.0, 90.0, 10.0]);
    let alpha = |x: u32| ((x as f32 - 90.0) / 20.0).clamp(0.0, 1.0);
    let picture = RgbImage::from_fn(200, 120, |x, _| {
        Rgb([0, 1, 2].map(|c| (front[c] * alpha(x) + behind[c] * (1.0 - alpha(x))).round() as u8))
    });
    let cutout = cut(&pair(), &job(picture.clone())).unwrap().picture.to_rgba8();
    let tint = |pixel: &[u8]| (0..3).map(|c| (f32::from(pixel[c]) - front[c]).abs()).sum::<f32>();
    let edge: Vec<_> = cutout.enumerate_pixels().filter(|(_, _, p)| (40..216).contains(&p.0[3])).collect();
    assert!(edge.len() > 400, "no soft edge: {}", edge.len());
    let before: f32 = edge.iter().map(|(x, y, _)| tint(&picture.get_pixel(*x, *y).0)).sum();
    let after: f32 = edge.iter().map(|(_, _, pixel)| tint(&pixel.0)).sum();
    assert!(after < before / 2.5, "{before} → {after}");
    // Nor is it to be found where nothing is seen.
    let left = |p: &Rgba<u8>| p.0[3] == 0 && tint(&p.0) > 60.0 && p.0[..3] != [0; 3];
    let hidden = cutout.enumerate_pixels().filter(|(x, _, p)| *x < 60 && left(p)).count();
    assert_eq!(hidden, 0);
}

#[test]
fn backdrops_go_behind() {
    let installed = fixed();
    let picture = disc(256);
    let with = |backdrop| cut(&installed, &CutoutJob { backdrop, ..job(picture.clone()) }).unwrap().picture;
    let (corner, centre) = ((5, 5), (120, 140));
    let sure = picture.get_pixel(centre.0, centre.1).0;

    let coloured = with(Backdrop::Colour("#ff8800".parse::<Colour>().unwrap()));
    assert!(!coloured.color().has_alpha());
    let coloured = coloured.to_rgb8();
    assert_eq!(coloured.get_pixel(corner.0, corner.1).0, [255, 136, 0]);
    assert_eq!(coloured.get_pixel(centre.0, centre.1).0, sure);

    // The light disc does not bleed into the blurred ground, not even right beside it.
    let blurred = with(Backdrop::Blur(0.05)).to_rgb8();
    let beside = blurred.get_pixel(120, 140 - 86).0;
    assert!(beside[0] < 60, "{beside:?}");
    let spread = |picture: &RgbImage| {
        let values: Vec<u8> = (0..40).map(|x| picture.get_pixel(x, 10).0[0]).collect();
        values.iter().max().unwrap() - values.iter().min().unwrap()
    };
    assert!(spread(&picture) > 10 && spread(&blurred) <= 2, "{}", spread(&blurred));
    assert_eq!(blurred.get_pixel(centre.0, centre.1).0, sure);

    // Covers: the left and right quarters of a picture twice as wide are cut off.
    let wide = RgbImage::from_fn(512, 256, |x, _| Rgb([0, if (128..384).contains(&x) { 200 } else { 0 }, 0]));
    let covered = with(Backdrop::Picture(wide.into())).to_rgb8();
    for corner in [(0, 0), (255, 0), (0, 255), (255, 255)] {
        assert_eq!(covered.get_pixel(corner.0, corner.1).0, [0, 200, 0]);
    }
    assert_eq!(covered.get_pixel(centre.0, centre.1).0, sure);

    for bad in [Backdrop::Blur(0.5), Backdrop::Blur(f32::NAN), Backdrop::Picture(DynamicImage::new_rgb8(0, 0))] {
        let error = cut(&installed, &CutoutJob { backdrop: bad, ..job(picture.clone()) }).unwrap_err();
        assert_eq!(error.code(), ErrorCode::ValidationFailed);
    }
}

#[test]
fn what_is_transparent_stays_so() {
    let half = RgbaImage::from_fn(128, 128, |x, y| {
        let pixel = disc(128).get_pixel(x, y).0;
        Rgba([pixel[0], pixel[1], pixel[2], if x < 64 { 0 } else { 255 }])
    });
    let cutout = cut(&fixed(), &job(half)).unwrap().picture.to_rgba8();
    assert!(cutout.enumerate_pixels().all(|(x, _, p)| x >= 64 || p.0[3] == 0));
    assert_eq!(cutout.get_pixel(80, 70).0[3], 255);
}

#[test]
fn every_size_and_kind_of_picture_works() {
    let (fixed, pair) = (fixed(), pair());
    for (width, height) in [(1, 1), (2, 300), (333, 5), (64, 64), (1500, 1100)] {
        for installed in [&fixed, &pair] {
            let picture = cut(installed, &job(scene(width, height))).unwrap().picture;
            assert_eq!((picture.width(), picture.height()), (width, height));
        }
    }
    let deep: DynamicImage =
        ImageBuffer::from_fn(64, 64, |x, _| Luma([if x < 32 { 0x1000_u16 } else { 0xf000 }])).into();
    let cutout = cut(&fixed, &job(deep)).unwrap().picture.to_rgba8();
    assert_eq!((cutout.get_pixel(5, 5).0[3], cutout.get_pixel(60, 5).0), (0, [239, 239, 239, 255]));
    let none = cut(&fixed, &job(DynamicImage::new_rgb8(0, 0))).unwrap_err();
    assert_eq!(none.code(), ErrorCode::ValidationFailed);
    // Nothing there, and nothing but it.
    let blank = |value| DynamicImage::from(GrayImage::from_pixel(90, 70, Luma([value])));
    assert!(cut(&pair, &job(blank(0))).unwrap().coverage < 0.01);
    assert!(cut(&pair, &job(blank(255))).unwrap().coverage > 0.99);
    // Min-max of a flat mask says nothing.
    assert!(cut(&fixed, &job(blank(255))).unwrap().coverage < 0.01);
}

#[test]
fn the_wrong_network_is_refused_in_words() {
    let section = PAIR.replace("channel = 1", "channel = 2");
    let beyond = install("remove-background", "matting", &section, &[("pair.onnx", "")]);
    let error = cut(&beyond, &job(scene(30, 30))).unwrap_err();
    assert!(matches!(error, InferenceError::Failed(_)) && error.to_string().contains("2 planes"), "{error}");
    for (file, section, words) in [
        ("mean_fill.onnx", PAIR.to_owned(), "2 inputs"),
        ("sam_encoder.onnx", PAIR.to_owned(), "3 dimensions instead of four"),
        ("pair.onnx", PAIR.replace("channel = 1", "channel = 1\noutput = \"mask\""), "no output mask"),
        ("takes_text.onnx", PAIR.to_owned(), "no floats"),
    ] {
        let installed = install("remove-background", "matting", &section, &[(file, "")]);
        let error = cut(&installed, &job(scene(30, 30))).unwrap_err();
        assert_eq!(error.code(), ErrorCode::ModelUnavailable, "{file}: {error}");
        assert!(error.to_string().contains(words) && error.to_string().contains(file), "{error}");
    }
}
