//! Bad input: the right status, a message that names what is wrong, and nothing stored.

use super::{TestApp, app::User, pictures};
use reqwest::RequestBuilder;
use serde_json::{Value, json};

/// Sends, and checks the shape that every refusal has.
async fn refused(request: RequestBuilder, status: u16, code: &str) -> Value {
    let answer = request.send().await.expect("send");
    let request_id = answer.headers()["x-request-id"].to_str().expect("ascii").to_owned();
    assert_eq!(answer.status(), status, "{code}");
    assert_eq!(answer.headers()["content-type"], "application/problem+json");
    let problem: Value = answer.json().await.expect("problem");
    assert_eq!(problem["code"], code);
    assert_eq!(problem["status"], status);
    assert_eq!(problem["request_id"], request_id);
    assert!(problem["detail"].as_str().is_some_and(|d| d.len() > 10), "{problem}");
    problem
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_in_place_of_objects() {
    let app = TestApp::with_workers(0).await;
    let user = app.register("ada@example.org").await;
    let image = user.upload(pictures::png(8, 8)).await.json::<Value>().await.expect("image");
    let patch = app.client.patch(app.url(image["url"].as_str().expect("url").trim_end_matches("/file")));
    let patch = patch.bearer_auth(&user.tokens.access_token).json(&json!([true, "title"]));
    refused(patch, 422, "validation_failed").await;
    let predict = json!({"task": "upscale", "inputs": {"image": image["id"]}, "parameters": []});
    let problem = refused(user.post("/v1/predict").json(&predict), 422, "validation_failed").await;
    assert_eq!(problem["errors"][0]["field"], "parameters");
    app.stop().await;
}

async fn nothing_is_stored(user: &User<'_>) {
    assert_eq!(user.json("/v1/images").await["data"], json!([]));
    assert_eq!(user.json("/v1/tasks").await["data"], json!([]));
    assert_eq!(user.app.stored_files(), Vec::<std::path::PathBuf>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn files_that_are_no_pictures() {
    let app = TestApp::start().await;
    let user = app.register("ada@example.org").await;
    let good = pictures::png(64, 64);
    let truncated = good[..good.len() / 2].to_vec();
    let mut corrupt = good.clone();
    let middle = corrupt.len() / 2;
    corrupt[middle] ^= 0xff;
    let huge = pictures::png_header(60_000, 60_000);
    for (file, media_type, status, code) in [
        (Vec::new(), "image/png", 422, "invalid_image"),
        (b"hello, world".to_vec(), "image/png", 415, "unsupported_media_type"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(), "image/svg+xml", 415, "unsupported_media_type"),
        (good.clone(), "image/jpeg", 415, "unsupported_media_type"),
        (good, "text/plain", 415, "unsupported_media_type"),
        (truncated, "image/png", 422, "invalid_image"),
        (corrupt, "image/png", 422, "invalid_image"),
        (huge, "image/png", 422, "image_too_large"),
    ] {
        refused(user.upscale(file, media_type, 2), status, code).await;
    }
    nothing_is_stored(&user).await;
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn files_that_are_too_large() {
    let app = TestApp::start().await;
    let user = app.register("ada@example.org").await;
    let mut bytes = pictures::png(8, 8);
    bytes.resize(10_000_001, 0);
    refused(user.upscale(bytes.clone(), "image/png", 2), 413, "upload_too_large").await;
    refused(user.post("/v1/images").header("content-type", "image/png").body(bytes), 413, "upload_too_large").await;
    nothing_is_stored(&user).await;
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn results_that_would_be_too_large() {
    let app = TestApp::start().await;
    let user = app.register("ada@example.org").await;
    let problem = refused(user.upscale(pictures::jpeg(2100, 2000), "image/jpeg", 4), 422, "image_too_large").await;
    assert_eq!(problem["errors"][0]["field"], "parameters.scale");
    nothing_is_stored(&user).await;
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_that_make_no_sense() {
    let app = TestApp::start().await;
    let user = app.register("ada@example.org").await;
    let nobody = "01936b2e-0000-7000-8000-000000000000";
    let predict = |body: Value| user.post("/v1/predict").json(&body);
    for (body, status, code, field) in [
        (json!({"task": "levitate", "inputs": {"image": nobody}}), 422, "validation_failed", "task"),
        (json!({"task": "upscale", "inputs": {}}), 422, "validation_failed", "inputs.image"),
        (json!({"task": "upscale", "inputs": {"image": "@photo"}}), 422, "validation_failed", "inputs.image"),
        (
            json!({"task": "upscale", "inputs": {"image": nobody}, "parameters": {"scale": 3}}),
            422,
            "validation_failed",
            "parameters.scale",
        ),
        (
            json!({"task": "upscale", "inputs": {"image": nobody}, "parameters": {"scale": "two"}}),
            422,
            "validation_failed",
            "parameters.scale",
        ),
        (
            json!({"task": "upscale", "inputs": {"image": nobody}, "parameters": {"quality": 101}}),
            422,
            "validation_failed",
            "parameters.quality",
        ),
        (json!({"task": "upscale", "inputs": {"image": nobody}, "model": "none"}), 404, "not_found", ""),
        (json!({"task": "upscale", "inputs": {"image": nobody}, "version": "99"}), 404, "not_found", ""),
        (json!({"task": "upscale", "inputs": {"image": nobody}}), 404, "not_found", ""),
    ] {
        let problem = refused(predict(body), status, code).await;
        if !field.is_empty() {
            assert_eq!(problem["errors"][0]["field"], field);
        }
    }
    let post = |body: &'static str, kind: &str| user.post("/v1/predict").header("content-type", kind).body(body);
    refused(post("{", "application/json"), 400, "invalid_request").await;
    refused(post("hello", "text/plain"), 415, "unsupported_media_type").await;
    refused(user.get("/v1/tasks/not-an-id"), 404, "not_found").await;
    refused(user.get(&format!("/v1/tasks/{nobody}")), 404, "not_found").await;
    refused(user.get(&format!("/v1/images/{nobody}/file")), 404, "not_found").await;
    refused(user.get("/v1/nothing"), 404, "not_found").await;
    refused(user.delete("/v1/predict"), 405, "method_not_allowed").await;
    nothing_is_stored(&user).await;
    app.stop().await;
}
