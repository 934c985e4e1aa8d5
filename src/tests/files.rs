//! Fetching files: in other formats, and in parts.

use super::{TestApp, app::User, pictures};
use reqwest::{Response, header};
use serde_json::{Value, json};
use studio_domain::OutputFormat;
use studio_imaging::{decode, embedded_texts};

async fn fetch(user: &User<'_>, path: &str, headers: &[(&str, &str)]) -> Response {
    let request = headers.iter().fold(user.get(path), |request, (name, value)| request.header(*name, *value));
    request.send().await.expect("send")
}

fn text(response: &Response, name: header::HeaderName) -> &str {
    response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_result_can_be_had_in_every_format_with_its_parameters() {
    let app = TestApp::start().await;
    let user = app.register("ada@example.org").await;
    let body = json!({"task": "text-to-image", "model": "tiny-sd", "inputs": {"prompt": "a boat"}, "parameters": {"steps": 1, "seed": 7}});
    let painted = user.post("/v1/predict").header("prefer", "wait=30").json(&body).send().await.expect("send");
    let painted: Value = painted.json().await.expect("task");
    let url = painted["images"][0]["url"].as_str().expect("url").to_owned();
    let mut tags = Vec::new();
    for format in OutputFormat::ALL {
        let address = format!("{url}?format={}&download=1", format.as_str());
        let answer = fetch(&user, &address, &[]).await;
        assert_eq!(answer.status(), 200, "{format:?}");
        assert_eq!(text(&answer, header::CONTENT_TYPE), format.media_type().as_str());
        let name = format!(".{}\"", format.media_type().extension());
        assert!(text(&answer, header::CONTENT_DISPOSITION).ends_with(&name), "{format:?}");
        assert!(text(&answer, header::CACHE_CONTROL).contains("immutable"));
        let (tag, length) = (text(&answer, header::ETAG).to_owned(), text(&answer, header::CONTENT_LENGTH).to_owned());
        let bytes = answer.bytes().await.expect("bytes");
        assert_eq!(bytes.len().to_string(), length);
        assert_eq!(decode(&bytes).expect("a picture").media_type, format.media_type());
        let parameters = embedded_texts(&bytes).expect("texts").parameters.expect("parameters");
        assert!(parameters.starts_with("a boat\n") && parameters.contains("Seed: 7"), "{parameters}");
        assert_eq!(fetch(&user, &address, &[("if-none-match", &tag)]).await.status(), 304);
        tags.push(tag);
    }
    tags.dedup();
    assert_eq!(tags.len(), 3, "each has a tag of its own");

    for (query, code) in [("format=gif", "validation_failed"), ("format=jpeg&variant=thumbnail", "validation_failed")] {
        let refused = fetch(&user, &format!("{url}?{query}"), &[]).await;
        assert_eq!(refused.status(), 422, "{query}");
        assert_eq!(refused.json::<Value>().await.expect("problem")["code"], code);
    }
    let eve = app.register("eve@example.org").await;
    assert_eq!(fetch(&eve, &format!("{url}?format=jpeg"), &[]).await.status(), 404);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_format_cannot_hold_is_refused() {
    let app = TestApp::with_workers(0).await;
    let user = app.register("ada@example.org").await;
    let image: Value = user.upload(pictures::png(17_000, 8)).await.json().await.expect("image");
    let url = image["url"].as_str().expect("url");
    let refused = fetch(&user, &format!("{url}?format=webp"), &[]).await;
    assert_eq!(refused.status(), 422);
    let problem: Value = refused.json().await.expect("problem");
    assert_eq!(problem["code"], "image_too_large");
    assert!(problem["detail"].as_str().expect("detail").contains("17000"), "{problem}");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_comes_in_parts() {
    let app = TestApp::with_workers(0).await;
    let user = app.register("ada@example.org").await;
    let image: Value = user.upload(pictures::png(64, 64)).await.json().await.expect("image");
    let url = image["url"].as_str().expect("url").to_owned();
    let whole = fetch(&user, &url, &[]).await;
    assert_eq!(text(&whole, header::ACCEPT_RANGES), "bytes");
    let tag = text(&whole, header::ETAG).to_owned();
    let whole = whole.bytes().await.expect("bytes");
    let length = whole.len();

    let part = fetch(&user, &url, &[("range", "bytes=10-29"), ("if-range", &tag)]).await;
    assert_eq!(part.status(), 206);
    assert_eq!(text(&part, header::CONTENT_RANGE), format!("bytes 10-29/{length}"));
    assert_eq!((text(&part, header::CONTENT_LENGTH), text(&part, header::ETAG)), ("20", tag.as_str()));
    assert_eq!(part.bytes().await.expect("bytes"), whole.slice(10..30));
    let rest = fetch(&user, &url, &[("range", "bytes=-5")]).await;
    assert_eq!(rest.bytes().await.expect("bytes"), whole.slice(length - 5..));

    let changed = fetch(&user, &url, &[("range", "bytes=10-29"), ("if-range", "\"another\"")]).await;
    assert_eq!((changed.status().as_u16(), changed.bytes().await.expect("bytes")), (200, whole.clone()));
    let behind = fetch(&user, &url, &[("range", &format!("bytes={length}-"))]).await;
    assert_eq!(behind.status(), 416);
    assert_eq!(text(&behind, header::CONTENT_RANGE), format!("bytes */{length}"));
    assert_eq!(behind.json::<Value>().await.expect("problem")["status"], 416);

    // What is made anew each time is given whole.
    let converted = fetch(&user, &format!("{url}?format=jpeg"), &[("range", "bytes=0-9")]).await;
    assert_eq!((converted.status().as_u16(), text(&converted, header::ACCEPT_RANGES)), (200, "none"));
    app.stop().await;
}
