//! The styles that ship with the product.

use crate::common::{scene, starter};
use image::{DynamicImage, RgbaImage};
use studio_inference::{Engine, RunControl, StyleJob};

const MODEL: &str = "starter-styles";

fn styles(engine: &Engine) -> Vec<String> {
    let models = engine.models();
    let model = models.iter().find(|model| model.name == MODEL).expect("the starter styles");
    model.styles.iter().map(|style| style.name.clone()).collect()
}

fn styled(engine: &Engine, style: &str, picture: &DynamicImage) -> DynamicImage {
    let (model, version) = (MODEL.into(), "1".into());
    let job = StyleJob { model, version, style: Some(style.into()), strength: 1.0, picture: picture.clone() };
    engine.stylize(&job, &RunControl::default()).unwrap_or_else(|error| panic!("{style}: {error}")).0
}

/// Mean difference of the bytes.
fn apart(a: &DynamicImage, b: &DynamicImage) -> f64 {
    let (a, b) = (a.to_rgb8(), b.to_rgb8());
    let sum: u64 = a.as_raw().iter().zip(b.as_raw()).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
    sum as f64 / a.as_raw().len() as f64
}

#[test]
fn every_look_changes_the_picture_and_none_is_like_another() {
    let engine = starter();
    let picture: DynamicImage = scene(200, 150).into();
    let styles = styles(&engine);
    assert!(styles.len() >= 8, "{styles:?}");
    let mut results = vec![("the picture", picture.clone())];
    for style in &styles {
        let result = styled(&engine, style, &picture);
        assert_eq!((result.width(), result.height()), (200, 150), "{style}");
        for (other, before) in &results {
            let apart = apart(before, &result);
            assert!(apart > 5.0, "{style} is {apart} from {other}");
        }
        results.push((style, result));
    }
}

/// Sharp borders that shrinking makes overshoot, flat parts, and transparency.
#[test]
fn every_look_works_on_difficult_pictures() {
    let engine = starter();
    let large = RgbaImage::from_fn(1500, 90, |x, y| {
        let v = if (x / 5 + y / 5) % 2 == 0 && x < 900 { 255 } else { 0 };
        image::Rgba([v, v, v, if x > 1200 { 100 } else { 255 }])
    });
    let pictures = [DynamicImage::from(large), scene(1, 7).into()];
    for style in styles(&engine) {
        for picture in &pictures {
            let result = styled(&engine, &style, picture);
            assert_eq!((result.width(), result.height()), (picture.width(), picture.height()), "{style}");
            let alphas = |p: &DynamicImage| p.to_rgba8().pixels().map(|pixel| pixel.0[3]).collect::<Vec<_>>();
            assert_eq!(alphas(&result), alphas(picture), "{style}");
        }
    }
}
