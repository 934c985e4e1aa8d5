//! Restyling, cutting out, separating and repainting, with networks so small that what they make can be told beforehand.

use super::{TestApp, app::User, pictures};
use base64::{Engine, engine::general_purpose::STANDARD};
use image::{DynamicImage, Rgba};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::{fs, path::Path};
use studio_domain::{Task, TaskState};

/// Name, task, family, section, and each file with what its entry says.
type Family = (&'static str, &'static str, &'static str, &'static str, &'static [(&'static str, &'static str)]);

const FAMILIES: [Family; 4] = [
    (
        "negative",
        "style-transfer",
        "style-transfer",
        "[style]\ninput = { range = \"0-1\" }\noutput_range = \"0-1\"",
        &[("negative.onnx", "style = \"negative\"\ntitle = \"Negative\"")],
    ),
    (
        "bright",
        "remove-background",
        "matting",
        "[matting]\nsize = 64\nactivation = \"min-max\"\ninput = { range = \"0-1\" }",
        &[("bright_64.onnx", "")],
    ),
    (
        "near",
        "segment",
        "segment-anything",
        "[segment]\nsize = 64\ninput = { range = \"0-255\" }",
        &[("sam_encoder.onnx", "part = \"encoder\""), ("sam_decoder.onnx", "part = \"decoder\"")],
    ),
    (
        "mean",
        "inpaint",
        "lama",
        "[lama]\ninput = { range = \"0-1\" }\noutput_range = \"0-1\"",
        &[("mean_fill.onnx", "")],
    ),
];

/// Installs the networks as models.
pub fn install(models: &Path) {
    let networks = Path::new(env!("CARGO_MANIFEST_DIR")).join("crates/inference/tests/models");
    for (name, task, family, section, files) in FAMILIES {
        let folder = models.join(name).join("1");
        fs::create_dir_all(&folder).expect("a folder");
        let mut manifest = format!(
            "name = \"{name}\"\nversion = \"1\"\ntask = \"{task}\"\nfamily = \"{family}\"\ntitle = \"{name}\"\n\
             description = \"\"\nlicence = \"MIT\"\nauthor = \"\"\nmemory_mb = 10\n{section}\n"
        );
        for (file, more) in files {
            let bytes = fs::read(networks.join(file)).expect("a network");
            fs::write(folder.join(file), &bytes).expect("written");
            let (size, hash) = (bytes.len(), hex::encode(Sha256::digest(&bytes)));
            manifest += &format!("[[files]]\npath = \"{file}\"\nsize = {size}\nsha256 = \"{hash}\"\n{more}\n");
        }
        fs::write(folder.join("model.toml"), manifest).expect("written");
    }
}

fn data_url(picture: &DynamicImage) -> String {
    let mut png = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut png, image::ImageFormat::Png).expect("a picture");
    format!("data:image/png;base64,{}", STANDARD.encode(png.get_ref()))
}

/// Runs a task to its end; the result's pixels.
async fn run(user: &User<'_>, task: &str, model: &str, inputs: Value, parameters: Value) -> (Task, DynamicImage) {
    let body = json!({"task": task, "model": model, "inputs": inputs, "parameters": parameters});
    let answer = user.post("/v1/predict").header("prefer", "wait=30").json(&body).send().await.expect("send");
    assert_eq!(answer.status(), 200, "{}", answer.text().await.unwrap_or_default());
    let task: Task = answer.json().await.expect("task");
    assert_eq!(task.state, TaskState::Succeeded);
    let file = user.get(&task.images[0].url).send().await.expect("send").bytes().await.expect("bytes");
    let picture = image::load_from_memory(&file).expect("a picture");
    (task, picture)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_family_answers_over_the_interface() {
    let app = TestApp::start().await;
    let user = app.register("ada@example.org").await;
    let picture = DynamicImage::from(pictures::picture(96, 64));
    let image = data_url(&picture);

    let (task, styled) = run(&user, "style-transfer", "negative", json!({"image": image}), json!({})).await;
    assert_eq!((task.inputs.style.as_deref(), task.parameters.strength), (Some("negative"), Some(1.0)));
    let (before, after) = (picture.to_rgb8(), styled.to_rgb8());
    let apart = before.iter().zip(after.iter()).map(|(a, b)| u64::from((255 - a).abs_diff(*b))).sum::<u64>();
    assert!(apart < before.len() as u64 * 4, "not the negative");
    let (_, half) = run(&user, "style-transfer", "negative", json!({"image": image}), json!({"strength": 0.0})).await;
    assert_eq!(half.to_rgb8(), before, "no strength, no change");

    let (task, cut) = run(&user, "remove-background", "bright", json!({"image": image}), json!({})).await;
    assert!(cut.color().has_alpha() && cut.to_rgba8().pixels().any(|Rgba([.., alpha])| *alpha < 128));
    assert_eq!(task.parameters.refine_edges, Some(true));
    let on_red = json!({"background": "#ff0000"});
    let (_, on_red) = run(&user, "remove-background", "bright", json!({"image": image}), on_red).await;
    assert!(!on_red.color().has_alpha());

    let clicked = json!({"image": image, "points": [{"x": 40, "y": 30}]});
    let (task, mask) = run(&user, "segment", "near", clicked.clone(), json!({})).await;
    let mask = mask.to_luma8();
    assert!(mask.get_pixel(40, 30).0[0] > 128 && mask.get_pixel(95, 63).0[0] < 128);
    assert_eq!(task.inputs.points[0].label, 1);
    let (_, layer) = run(&user, "segment", "near", clicked, json!({"output": "cutout"})).await;
    assert!(layer.color().has_alpha());

    let marked = image::GrayImage::from_fn(96, 64, |x, _| image::Luma([if x < 20 { 255 } else { 0 }]));
    let inputs = json!({"image": image, "mask": data_url(&marked.into())});
    let (_, repainted) = run(&user, "inpaint", "mean", inputs, json!({"mask_blur": 0})).await;
    let repainted = repainted.to_rgb8();
    let differs = |x: u32| (0..64).any(|y| repainted.get_pixel(x, y) != before.get_pixel(x, y));
    assert!((0..20).any(differs) && !(20..96).any(differs));
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_makes_no_sense_is_refused_by_field() {
    let app = TestApp::with_workers(0).await;
    let user = app.register("ada@example.org").await;
    let image = data_url(&pictures::picture(40, 30).into());
    let point = |x: f32| json!([{"x": x, "y": 3}]);
    let cases = [
        ("style-transfer", "negative", json!({"image": image, "style": "magic"}), json!({}), "inputs.style"),
        ("style-transfer", "negative", json!({"image": image}), json!({"scale": 2}), "parameters.scale"),
        ("remove-background", "bright", json!({"image": image}), json!({"background": "image"}), "inputs.background"),
        ("segment", "near", json!({"image": image}), json!({}), "inputs.points"),
        ("segment", "near", json!({"image": image, "points": point(41.0)}), json!({}), "inputs.points"),
        ("segment", "near", json!({"image": image, "box": [9, 9, 3, 12]}), json!({}), "inputs.box"),
        ("inpaint", "mean", json!({"image": image}), json!({"outpaint": {"left": 8}}), "parameters.outpaint"),
        ("upscale", "starter-upscaler", json!({"image": image, "prompt": "a"}), json!({}), "inputs.prompt"),
    ];
    for (task, model, inputs, parameters, field) in cases {
        let body = json!({"task": task, "model": model, "inputs": inputs, "parameters": parameters});
        let answer = user.post("/v1/predict").json(&body).send().await.expect("send");
        assert_eq!(answer.status(), 422, "{field}");
        let problem: Value = answer.json().await.expect("problem");
        assert_eq!(problem["errors"][0]["field"], field, "{problem}");
    }
    assert_eq!(user.json("/v1/images").await["data"], json!([]), "nothing is stored of what is refused");
    app.stop().await;
}
