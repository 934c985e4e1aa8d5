//! OpenAI's images interface. The clients themselves are tried in tests/clients; here is what they do not show.

use super::{TestApp, app::User, pictures};
use base64::{Engine, engine::general_purpose::STANDARD};
use image::{DynamicImage, ImageFormat, Rgba, RgbaImage};
use reqwest::{RequestBuilder, multipart};
use serde_json::{Value, json};

async fn ok(request: RequestBuilder) -> Value {
    let answer = request.send().await.expect("send");
    let status = answer.status();
    let body: Value = answer.json().await.expect("JSON");
    assert_eq!(status, 200, "{body}");
    body
}

fn pixels(entry: &Value) -> DynamicImage {
    let bytes = STANDARD.decode(entry["b64_json"].as_str().expect("base64")).expect("base64");
    image::load_from_memory(&bytes).expect("a picture")
}

fn paint(user: &User<'_>, more: Value) -> RequestBuilder {
    let mut body = json!({"model": "tiny-sd", "prompt": "a boat", "steps": 2, "response_format": "b64_json"});
    body.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
    user.post("/v1/images/generations").json(&body)
}

#[tokio::test(flavor = "multi_thread")]
async fn paints_as_many_as_are_asked_for_and_says_how_to_repeat_it() {
    let app = TestApp::start().await;
    let user = app.register("ada@example.org").await;
    let answer = ok(paint(&user, json!({"n": 5, "seed": 7, "size": "64x64"}))).await;
    let data = answer["data"].as_array().expect("data");
    assert_eq!((data.len(), answer["task_ids"].as_array().expect("ids").len()), (5, 2));
    assert_eq!((&answer["size"], &answer["output_format"]), (&json!("64x64"), &json!("png")));
    // The fifth is from the second task, and still the fifth seed's.
    let fifth = ok(paint(&user, json!({"seed": 11, "size": "64x64"}))).await;
    assert_eq!(pixels(&fifth["data"][0]).to_rgb8(), pixels(&data[4]).to_rgb8());
    assert_eq!(user.json("/v1/images").await["data"].as_array().expect("data").len(), 6);

    // A size that this model cannot paint becomes one that it can, of the same shape.
    let wide = ok(paint(&user, json!({"size": "1792x1024", "output_format": "jpeg"}))).await;
    let wide = pixels(&wide["data"][0]);
    assert!(wide.width() > wide.height() && wide.width() < 200, "{} x {}", wide.width(), wide.height());
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_opens_one_picture_for_whoever_has_it() {
    let app = TestApp::start().await;
    let user = app.register("ada@example.org").await;
    let answer = ok(paint(&user, json!({"response_format": "url"}))).await;
    let url = answer["data"][0]["url"].as_str().expect("an address");
    let open = async |url: &str| app.client.get(url).send().await.expect("send").status().as_u16();
    assert_eq!(open(url).await, 200);
    assert_eq!(open(url.split('?').next().expect("a path")).await, 401);
    let (start, expires) = url.split_once("expires=").expect("a time");
    let (expires, signature) = expires.split_once('&').expect("a signature");
    let later = expires.parse::<i64>().expect("seconds") + 1;
    assert_eq!(open(&format!("{start}expires={later}&{signature}")).await, 403, "a longer life");
    assert_eq!(open(&url.replace("signature=", "signature=A")).await, 403);
    let other = ok(paint(&user, json!({}))).await;
    assert_eq!(other["data"][0]["url"], Value::Null);
    let images = user.json("/v1/images?limit=1").await;
    let id = images["data"][0]["id"].as_str().expect("id");
    assert_eq!(
        open(&format!("{}?expires={expires}&{signature}", app.url(&format!("/v1/images/{id}/file")))).await,
        403
    );
    app.stop().await;
}

fn png(picture: &RgbaImage) -> multipart::Part {
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Png).expect("a picture");
    multipart::Part::bytes(bytes.into_inner()).file_name("picture.png").mime_str("image/png").expect("a type")
}

fn form(user: &User<'_>, path: &str, form: multipart::Form) -> RequestBuilder {
    let form = form.text("model", "tiny-sd").text("steps", "2").text("response_format", "b64_json");
    user.post(path).multipart(form)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_transparent_is_painted_anew_and_the_rest_stays() {
    let app = TestApp::start().await;
    let user = app.register("ada@example.org").await;
    let original = pictures::picture(64, 64);
    let opaque = DynamicImage::from(original.clone()).to_rgba8();
    let holed = RgbaImage::from_fn(64, 64, |x, y| {
        let [r, g, b, _] = opaque.get_pixel(x, y).0;
        Rgba([r, g, b, if x < 24 { 0 } else { 255 }])
    });
    let left_alone = |painted: &DynamicImage| {
        let painted = painted.to_rgb8();
        let differs = |x: u32| (0..64).any(|y| painted.get_pixel(x, y) != original.get_pixel(x, y));
        // A mask's edge is softened by a few pixels.
        (0..16).any(differs) && !(32..64).any(differs)
    };
    let edits = "/v1/images/edits";
    let with_mask =
        multipart::Form::new().text("prompt", "a lake").part("image", png(&opaque)).part("mask", png(&holed));
    let answer = ok(form(&user, edits, with_mask)).await;
    assert!(left_alone(&pixels(&answer["data"][0])), "by a mask");
    let by_itself = multipart::Form::new().text("prompt", "a lake").part("image[]", png(&holed));
    let answer = ok(form(&user, edits, by_itself)).await;
    assert!(left_alone(&pixels(&answer["data"][0])), "by its own transparency");
    let whole = multipart::Form::new().text("prompt", "a lake").part("image", png(&opaque));
    let answer = ok(form(&user, edits, whole)).await;
    assert!(!left_alone(&pixels(&answer["data"][0])), "as a whole");
    let answer = ok(form(&user, "/v1/images/variations", multipart::Form::new().part("image", png(&opaque)))).await;
    assert_eq!(answer["data"].as_array().expect("data").len(), 1);

    let id = user.json("/v1/images?kind=original&limit=1").await["data"][0]["id"].clone();
    let json = json!({"model": "tiny-sd", "prompt": "a lake", "steps": 2, "images": [{"file_id": id}]});
    ok(user.post(edits).json(&json)).await;
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn errors_have_the_shape_their_clients_read() {
    let app = TestApp::with_workers(0).await;
    let user = app.register("ada@example.org").await;
    let small = || png(&RgbaImage::from_pixel(8, 8, Rgba([9, 9, 9, 255])));
    let edits = |form: multipart::Form| user.post("/v1/images/edits").multipart(form);
    let asked = || multipart::Form::new().text("prompt", "a lake");
    let cases = [
        (paint(&user, json!({"model": "nonsense"})), 404, "model", "model_not_found"),
        (paint(&user, json!({"model": "starter-upscaler"})), 404, "model", "model_not_found"),
        (paint(&user, json!({"size": "big"})), 400, "size", "validation_failed"),
        (paint(&user, json!({"n": 11})), 400, "n", "validation_failed"),
        (paint(&user, json!({"n": "many"})), 400, "n", "validation_failed"),
        (paint(&user, json!({"prompt": ""})), 400, "prompt", "validation_failed"),
        (paint(&user, json!({"steps": 1000})), 400, "steps", "validation_failed"),
        (paint(&user, json!({"stream": true})), 400, "stream", "validation_failed"),
        (paint(&user, json!({"background": "transparent"})), 400, "background", "validation_failed"),
        (edits(asked()), 400, "image", "validation_failed"),
        (edits(asked().part("image", small()).part("image", small())), 400, "image", "validation_failed"),
        (edits(asked().part("image", small()).part("mask", small())), 400, "mask", "validation_failed"),
        (edits(asked().part("image", multipart::Part::bytes(b"x".to_vec()))), 400, "", "unsupported_media_type"),
        (user.get("/v1/images/variations"), 405, "", "method_not_allowed"),
        (app.client.post(app.url("/v1/images/generations")).json(&json!({})), 401, "", "invalid_api_key"),
        (app.client.post(app.url("/v1/images/edits")).bearer_auth("sk-wrong"), 401, "", "invalid_api_key"),
    ];
    for (request, status, field, code) in cases {
        let answer = request.send().await.expect("send");
        let got = answer.status();
        assert_eq!(answer.headers()["x-should-retry"], "false");
        let body: Value = answer.json().await.expect("JSON");
        assert_eq!((got.as_u16(), body["error"]["code"].as_str()), (status, Some(code)), "{body}");
        assert_eq!(body["error"]["param"].as_str().unwrap_or_default(), field, "{body}");
        assert!(body["error"]["message"].as_str().is_some_and(|m| m.len() > 5) && body["error"]["type"].is_string());
    }
    assert_eq!(user.json("/v1/images").await["data"], json!([]), "nothing is stored of what is refused");
    let models = user.json("/v1/models").await;
    assert_eq!((&models["object"], &models["data"][0]["object"]), (&json!("list"), &json!("model")));
    assert_eq!(models["data"][0]["id"], models["data"][0]["name"]);
    app.stop().await;
}
