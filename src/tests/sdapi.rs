//! A1111's interface. A client made for it is tried in tests/clients; here is what it does not show.

use super::{TestApp, app::User, pictures};
use base64::{Engine, engine::general_purpose::STANDARD};
use image::{DynamicImage, GrayImage, ImageFormat, Luma, RgbImage};
use serde_json::{Value, json};
use std::time::Duration;

async fn post(user: &User<'_>, path: &str, body: Value) -> (u16, Value) {
    let answer = user.post(&format!("/sdapi/v1/{path}")).json(&body).send().await.expect("send");
    let status = answer.status().as_u16();
    (status, answer.json().await.expect("JSON"))
}

async fn ok(user: &User<'_>, path: &str, body: Value) -> Value {
    let (status, answer) = post(user, path, body).await;
    assert_eq!(status, 200, "{answer}");
    answer
}

/// A request of the small model for the tests, with `more` in it.
fn asked(more: Value) -> Value {
    let mut body = json!({
        "prompt": "a boat", "steps": 2, "width": 64, "height": 64, "sampler_name": "Euler a",
        "override_settings": {"sd_model_checkpoint": "tiny-sd"}
    });
    body.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
    body
}

fn png(picture: impl Into<DynamicImage>) -> String {
    let mut png = std::io::Cursor::new(Vec::new());
    picture.into().write_to(&mut png, ImageFormat::Png).expect("a picture");
    STANDARD.encode(png.get_ref())
}

fn picture(base64: &Value) -> RgbImage {
    let bytes = STANDARD.decode(base64.as_str().expect("base64")).expect("base64");
    image::load_from_memory(&bytes).expect("a picture").to_rgb8()
}

fn info(answer: &Value) -> Value {
    serde_json::from_str(answer["info"].as_str().expect("a string")).expect("JSON in it")
}

#[tokio::test(flavor = "multi_thread")]
async fn every_picture_has_its_seed_and_says_how_it_was_made() {
    let app = TestApp::start().await;
    let user = app.register("ada@example.org").await;
    let answer = ok(&user, "txt2img", asked(json!({"batch_size": 5, "n_iter": 2, "seed": 70}))).await;
    let info = info(&answer);
    let seeds: Vec<u32> = serde_json::from_value(info["all_seeds"].clone()).expect("seeds");
    assert_eq!(seeds, (70..80).collect::<Vec<_>>());
    let images = answer["images"].as_array().expect("images");
    assert_eq!((images.len(), info["infotexts"].as_array().expect("texts").len()), (10, 10));
    let text = info["infotexts"][7].as_str().expect("text");
    assert!(
        text.starts_with("a boat\nSteps: 2, Sampler: Euler a, ") && text.contains("Seed: 77, Size: 64x64"),
        "{text}"
    );
    assert_eq!((&info["sampler_name"], &info["sd_model_name"]), (&json!("Euler a"), &json!("tiny-sd")));
    assert_eq!(answer["parameters"]["steps"], 2);

    let read = ok(&user, "png-info", json!({"image": images[7]})).await;
    assert_eq!(read["info"], text);
    assert_eq!((&read["parameters"]["Prompt"], &read["parameters"]["Size-1"]), (&json!("a boat"), &json!("64")));
    let one = ok(&user, "txt2img", asked(json!({"seed": seeds[7], "send_images": false}))).await;
    assert_eq!(one["images"], json!([]));
    let newest = user.json("/v1/images?limit=1").await;
    let file = user.get(newest["data"][0]["url"].as_str().expect("url")).send().await.expect("send");
    let again = image::load_from_memory(&file.bytes().await.expect("bytes")).expect("a picture").to_rgb8();
    assert_eq!(again, picture(&images[7]));
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_masked_is_painted_anew_in_each_way_of_filling() {
    let app = TestApp::start().await;
    let user = app.register("ada@example.org").await;
    let original = pictures::picture(64, 64);
    let mask = GrayImage::from_fn(64, 64, |x, _| Luma([if x < 24 { 255 } else { 0 }]));
    let inverse = GrayImage::from_fn(64, 64, |x, _| Luma([if x < 24 { 0 } else { 255 }]));
    let init = || format!("data:image/png;base64,{}", png(original.clone()));
    let mut seen = Vec::new();
    for (fill, mask, invert) in [(0, &mask, 0), (1, &mask, 0), (2, &mask, 0), (1, &inverse, 1)] {
        let more = json!({
            "init_images": [init()], "mask": png(mask.clone()), "mask_blur": 0, "inpainting_fill": fill, "seed": 5,
            "inpainting_mask_invert": invert, "denoising_strength": 0.6, "include_init_images": fill == 2
        });
        let answer = ok(&user, "img2img", asked(more)).await;
        let painted = picture(&answer["images"][0]);
        let differs = |x: u32| (0..64).any(|y| painted.get_pixel(x, y) != original.get_pixel(x, y));
        assert!((0..24).any(differs) && !(32..64).any(differs), "fill {fill}");
        assert_eq!(answer["parameters"]["mask"].is_null(), fill != 2);
        seen.push(painted);
    }
    assert_eq!(seen[1], seen[3], "a mask and its inverse, inverted");
    assert!(seen[0] != seen[1] && seen[1] != seen[2], "filling makes a difference");

    // A picture of another shape: to the size that was asked for, in every way.
    for mode in 0..=3 {
        let more =
            json!({"init_images": [png(pictures::picture(96, 40))], "resize_mode": mode, "denoising_strength": 0.5});
        let answer = ok(&user, "img2img", asked(more)).await;
        assert_eq!(picture(&answer["images"][0]).dimensions(), (64, 64), "mode {mode}");
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn enlarges_by_factor_or_to_a_size() {
    let app = TestApp::start().await;
    let user = app.register("ada@example.org").await;
    let image = png(pictures::picture(40, 30));
    for (more, size) in [
        (json!({"upscaling_resize": 2}), (80, 60)),
        (json!({"upscaling_resize": 2.5}), (100, 75)),
        (json!({"resize_mode": 1, "upscaling_resize_w": 96, "upscaling_resize_h": 96}), (96, 96)),
        (
            json!({"resize_mode": 1, "upscaling_resize_w": 96, "upscaling_resize_h": 96, "upscaling_crop": false}),
            (128, 96),
        ),
        (json!({"upscaler_1": "None"}), (40, 30)),
    ] {
        let mut body = json!({"image": image, "upscaler_1": "R-ESRGAN 4x+"});
        body.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        let answer = ok(&user, "extra-single-image", body).await;
        assert_eq!(picture(&answer["image"]).dimensions(), size, "{more}");
    }
    let list =
        json!({"imageList": [{"data": image, "name": "a"}, {"data": image, "name": "b"}], "upscaler_1": "Lanczos"});
    assert_eq!(ok(&user, "extra-batch-images", list).await["images"].as_array().expect("images").len(), 2);
    let (status, problem) =
        post(&user, "extra-single-image", json!({"image": image, "upscaler_1": "Lanczos", "upscaling_resize": 5}))
            .await;
    assert_eq!((status, &problem["errors"][0]["field"]), (422, &json!("upscaling_resize")));
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn progress_is_the_callers_own_and_so_is_interrupting() {
    let app = TestApp::start().await;
    let (ada, eve) = (app.register("ada@example.org").await, app.register("eve@example.org").await);
    let long = asked(json!({"steps": 150, "n_iter": 4}));
    let painting = async { post(&ada, "txt2img", long).await };
    let watching = async {
        let mut previews = 0;
        let mut steps = 0;
        while previews == 0 || steps < 5 {
            let progress = ada.json("/sdapi/v1/progress").await;
            previews += usize::from(progress["current_image"].is_string());
            steps = steps.max(progress["state"]["sampling_step"].as_u64().expect("a step"));
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let skipped = ada.json("/sdapi/v1/progress?skip_current_image=true").await;
        assert_eq!(skipped["current_image"], Value::Null);
        assert!(skipped["state"]["job_count"].as_u64().is_some_and(|jobs| jobs > 0));
        let foreign = eve.json("/sdapi/v1/progress").await;
        assert_eq!((&foreign["progress"], &foreign["state"]["job_count"]), (&json!(0.0), &json!(0)));
        // Eve's interrupt is no business of Ada's work.
        ok(&eve, "interrupt", json!({})).await;
        assert!(ada.json("/sdapi/v1/progress").await["state"]["job_count"] != 0);
        ok(&ada, "skip", json!({})).await;
        ok(&ada, "interrupt", json!({})).await;
    };
    let ((status, answer), ()) = tokio::join!(painting, watching);
    assert_eq!(status, 200, "{answer}");
    assert!(answer["images"].as_array().expect("images").len() < 4);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_chosen_model_is_the_callers_choice() {
    let app = TestApp::start().await;
    let (ada, eve) = (app.register("ada@example.org").await, app.register("eve@example.org").await);
    let usual = eve.json("/sdapi/v1/options").await["sd_model_checkpoint"].clone();
    let mut options = ada.json("/sdapi/v1/options").await;
    options["sd_model_checkpoint"] = json!("tiny-sd [0123456789]");
    ok(&ada, "options", options).await;
    assert_eq!(ada.json("/sdapi/v1/options").await["sd_model_checkpoint"], "tiny-sd");
    assert_eq!(eve.json("/sdapi/v1/options").await["sd_model_checkpoint"], usual);
    let painted = ok(&ada, "txt2img", json!({"prompt": "a boat", "steps": "2", "width": 64.0, "height": null})).await;
    assert_eq!(info(&painted)["sd_model_name"], "tiny-sd");
    assert_eq!(post(&ada, "options", json!({"sd_model_checkpoint": "nonsense"})).await.0, 422);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_done_is_refused_by_field() {
    let app = TestApp::with_workers(0).await;
    let user = app.register("ada@example.org").await;
    let image = png(pictures::picture(8, 8));
    for (path, more, status, field) in [
        ("txt2img", json!({"enable_hr": true}), 422, "enable_hr"),
        ("txt2img", json!({"tiling": true}), 422, "tiling"),
        ("txt2img", json!({"script_name": "X/Y/Z plot"}), 422, "script_name"),
        ("txt2img", json!({"alwayson_scripts": {"ControlNet": {"args": []}}}), 422, "script_name"),
        ("txt2img", json!({"subseed_strength": 0.5}), 422, "subseed_strength"),
        ("txt2img", json!({"sampler_name": "Magic"}), 404, ""),
        ("txt2img", json!({"override_settings": {"sd_model_checkpoint": "nonsense"}}), 404, ""),
        ("txt2img", json!({"width": 99999}), 422, "width"),
        ("txt2img", json!({"steps": 151}), 422, "parameters.steps"),
        ("txt2img", json!({"steps": "many"}), 422, "steps"),
        ("txt2img", json!({"seed": 4_294_967_296_i64}), 422, "seed"),
        ("txt2img", json!({"n_iter": 5, "batch_size": 4}), 422, "n_iter"),
        ("img2img", json!({}), 422, "init_images"),
        ("img2img", json!({"init_images": [image, image]}), 422, "init_images"),
        ("img2img", json!({"init_images": ["https://example.org/cat.png"]}), 422, "init_images"),
        ("img2img", json!({"init_images": ["not base64!"]}), 422, "init_images"),
        ("img2img", json!({"init_images": [STANDARD.encode("no picture")]}), 415, ""),
        ("img2img", json!({"init_images": [image], "resize_mode": 9}), 422, "resize_mode"),
        ("img2img", json!({"init_images": [image], "mask": STANDARD.encode("no picture")}), 415, ""),
        ("png-info", json!({"image": ""}), 422, ""),
    ] {
        let (got, problem) = post(&user, path, asked(more.clone())).await;
        assert_eq!(got, status, "{path} {more}: {problem}");
        assert_eq!(problem["errors"][0]["field"].as_str().unwrap_or_default(), field, "{path} {more}");
    }
    assert_eq!(user.json("/v1/images").await["data"], json!([]), "nothing is stored of what is refused");
    let nobody = app.client.post(app.url("/sdapi/v1/txt2img")).json(&asked(json!({}))).send().await.expect("send");
    assert_eq!(nobody.status(), 401);
    assert!(nobody.headers()["www-authenticate"].to_str().is_ok_and(|scheme| scheme.starts_with("Basic ")));
    assert_eq!(user.get("/sdapi/v1/interrogate").send().await.expect("send").status(), 404);
    app.stop().await;
}
