//! Painting from a prompt, with a small pipeline of random weights: what it paints is noise, but always the same.

use super::{TestApp, pictures};
use serde_json::{Value, json};
use studio_domain::{Task, TaskState};

const MODEL: &str = "tiny-sd";

fn request(parameters: Value) -> Value {
    json!({"task": "text-to-image", "model": MODEL, "inputs": {"prompt": "a (red:1.2) boat"}, "parameters": parameters})
}

#[tokio::test(flavor = "multi_thread")]
async fn paints_what_is_posted_and_says_how_to_paint_it_again() {
    let app = TestApp::start().await;
    let user = app.register("ada@example.org").await;
    let body = request(json!({"steps": 2, "num_images": 2, "scheduler": "Euler a"}));
    let answer = user.post("/v1/predict").header("prefer", "wait=30").json(&body).send().await.expect("send");
    assert_eq!(answer.status(), 200);
    let task: Task = answer.json().await.expect("task");
    assert_eq!((task.state, task.images.len()), (TaskState::Succeeded, 2));
    let seed = task.seed.expect("a seed");
    let p = &task.parameters;
    assert_eq!((p.width, p.height, p.seed, p.num_images), (Some(64), Some(64), Some(seed), Some(2)));
    assert_eq!((p.guidance_scale, p.scheduler.as_deref()), (Some(7.5), Some("Euler a")));

    let first = user.get(&task.images[0].url).send().await.expect("send").bytes().await.expect("bytes");
    let picture = image::load_from_memory(&first).expect("a picture");
    assert_eq!((picture.width(), picture.height()), (64, 64));
    let text = String::from_utf8_lossy(&first);
    let said = format!(
        "a (red:1.2) boat\nSteps: 2, Sampler: Euler a, CFG scale: 7.5, Seed: {seed}, Size: 64x64, Model: {MODEL}"
    );
    assert!(text.contains(&said), "the parameters are not in the file");
    assert_ne!(task.images[0].sha256, task.images[1].sha256);

    // The same again; and the second picture is the first of the next seed.
    let parameters = serde_json::to_value(&task.parameters).expect("JSON");
    for (change, same_as) in [(json!({}), 0), (json!({"seed": seed.wrapping_add(1), "num_images": 1}), 1)] {
        let mut body = request(parameters.clone());
        let fields = body["parameters"].as_object_mut().expect("an object");
        fields.extend(change.as_object().expect("an object").clone());
        let answer = user.post("/v1/predict").header("prefer", "wait=30").json(&body).send().await.expect("send");
        let again: Task = answer.json().await.expect("task");
        let pixels = async |url: &str| {
            let bytes = user.get(url).send().await.expect("send").bytes().await.expect("bytes");
            image::load_from_memory(&bytes).expect("a picture").into_rgb8()
        };
        assert_eq!(pixels(&again.images[0].url).await, pixels(&task.images[same_as].url).await);
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn paints_over_a_picture_and_leaves_what_is_not_masked() {
    use base64::{Engine, engine::general_purpose::STANDARD};
    let app = TestApp::start().await;
    let user = app.register("ada@example.org").await;
    let mask = image::GrayImage::from_fn(64, 64, |x, _| image::Luma([if x < 32 { 255 } else { 0 }]));
    let mut png = std::io::Cursor::new(Vec::new());
    mask.write_to(&mut png, image::ImageFormat::Png).expect("a mask");
    let url = |bytes: &[u8]| format!("data:image/png;base64,{}", STANDARD.encode(bytes));
    let body = json!({
        "task": "inpaint", "model": MODEL,
        "inputs": {"prompt": "a lake", "image": url(&pictures::png(64, 64)), "mask": url(png.get_ref())},
        "parameters": {"steps": 2, "mask_blur": 0}
    });
    let answer = user.post("/v1/predict").header("prefer", "wait=30").json(&body).send().await.expect("send");
    assert_eq!(answer.status(), 200);
    let task: Task = answer.json().await.expect("task");
    let bytes = user.get(&task.images[0].url).send().await.expect("send").bytes().await.expect("bytes");
    let painted = image::load_from_memory(&bytes).expect("a picture").into_rgb8();
    let original = pictures::picture(64, 64);
    let differs = |x: u32| (0..64).any(|y| painted.get_pixel(x, y) != original.get_pixel(x, y));
    assert!((0..32).any(differs) && !(32..64).any(differs));

    // The mask is no picture of the gallery, but can be asked for.
    let kinds = async |query: &str| {
        let page = user.json(&format!("/v1/images{query}")).await;
        page["data"].as_array().expect("images").iter().map(|i| i["kind"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(kinds("").await, ["generated", "original"]);
    assert_eq!(kinds("?kind=mask").await, ["mask"]);

    // Beyond the picture: larger by what was asked for.
    let body = json!({
        "task": "inpaint", "model": MODEL,
        "inputs": {"prompt": "a lake", "image": task.inputs.image},
        "parameters": {"steps": 1, "outpaint": {"right": 32}, "width": 96, "height": 64}
    });
    let answer = user.post("/v1/predict").header("prefer", "wait=30").json(&body).send().await.expect("send");
    assert_eq!(answer.status(), 200, "{}", answer.text().await.unwrap_or_default());
    let task: Task = answer.json().await.expect("task");
    assert_eq!((task.images[0].width, task.images[0].height), (96, 64));
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_painted_is_refused_by_field() {
    let app = TestApp::with_workers(0).await;
    let user = app.register("ada@example.org").await;
    let cases = [
        (json!({"steps": 0}), "parameters.steps"),
        (json!({"width": 100}), "parameters.width"),
        (json!({"scheduler": "Magic"}), "parameters.scheduler"),
        (json!({"scale": 2}), "parameters.scale"),
        (json!({"guidance_scale": 31}), "parameters.guidance_scale"),
        (json!({"num_images": 5}), "parameters.num_images"),
        (json!({"width": 2048, "height": 2048}), "parameters.width"),
    ];
    for (parameters, field) in cases {
        let answer = user.post("/v1/predict").json(&request(parameters)).send().await.expect("send");
        assert_eq!(answer.status(), 422, "{field}");
        let problem: Value = answer.json().await.expect("problem");
        assert_eq!(problem["errors"][0]["field"], field);
    }
    let long = json!({"task": "text-to-image", "model": MODEL, "inputs": {"prompt": "x".repeat(10_001)}});
    let answer = user.post("/v1/predict").json(&long).send().await.expect("send");
    let problem: Value = answer.json().await.expect("problem");
    assert_eq!(problem["errors"][0]["field"], "inputs.prompt");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn odd_prompts_are_painted_or_refused() {
    let app = TestApp::start().await;
    let user = app.register("ada@example.org").await;
    let odd = [
        (String::new(), 200),
        ("바다 위의 빨간 배 🚤".into(), 200),
        ("word ".repeat(2000), 200),
        ("((((".into(), 200),
        ("\u{7}".into(), 200),
        ("no \u{0}".into(), 422),
    ];
    for (prompt, status) in odd {
        let body =
            json!({"task": "text-to-image", "model": MODEL, "inputs": {"prompt": prompt}, "parameters": {"steps": 1}});
        let answer = user.post("/v1/predict").header("prefer", "wait=60").json(&body).send().await.expect("send");
        let shown: String = prompt.chars().take(8).collect();
        assert_eq!(answer.status(), status, "{shown:?}: {}", answer.text().await.unwrap_or_default());
    }
    app.stop().await;
}
