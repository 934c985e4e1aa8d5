//! Finding pictures, taking them away together, and reading how one was made.

use super::{TestApp, app::User, pictures};
use reqwest::multipart;
use serde_json::{Value, json};
use std::collections::BTreeSet;

async fn titled(user: &User<'_>, title: &str) -> String {
    let image: Value = user.upload(pictures::png(8, 8)).await.json().await.expect("image");
    let id = image["id"].as_str().expect("id").to_owned();
    let path = user.app.url(&format!("/v1/images/{id}"));
    let patch = user.app.client.patch(path).bearer_auth(&user.tokens.access_token).json(&json!({"title": title}));
    assert_eq!(patch.send().await.expect("send").status(), 200);
    id
}

fn search(words: &str) -> String {
    let words: String = url::form_urlencoded::byte_serialize(words.as_bytes()).collect();
    format!("/v1/images?q={words}")
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_are_found_by_words_of_title_and_prompt() {
    let app = TestApp::start().await;
    let user = app.register("ada@example.org").await;
    let harbour = titled(&user, "Harbour at NIGHT").await;
    titled(&user, "100% _real_").await;
    let body = json!({"task": "text-to-image", "model": "tiny-sd", "inputs": {"prompt": "A Boat in the harbour"}, "parameters": {"steps": 1}});
    let painted = user.post("/v1/predict").header("prefer", "wait=30").json(&body).send().await.expect("send");
    let painted: Value = painted.json().await.expect("task");
    let painted = painted["images"][0]["id"].as_str().expect("id").to_owned();
    let found = async |query: &str| {
        let answer = user.get(&search(query)).send().await.expect("send");
        let page: Value = answer.json().await.expect("page");
        let ids =
            page["data"].as_array().expect("data").iter().map(|image| image["id"].as_str().expect("id").to_owned());
        ids.collect::<Vec<_>>()
    };
    assert_eq!(found("harbour").await, [painted.clone(), harbour.clone()]);
    assert_eq!(found("night harbour").await, [harbour]);
    assert_eq!(found("BOAT").await, [painted]);
    assert_eq!(found("%").await.len(), 1, "no wildcard");
    assert_eq!(found("_").await.len(), 1, "no wildcard");
    assert_eq!(found(" ").await.len(), 3, "nothing to look for");
    assert_eq!(found("submarine").await.len(), 0);
    let long = user.get(&search(&"x".repeat(201))).send().await.expect("send");
    assert_eq!(long.status(), 422);
    app.stop().await;
}

/// Names and contents, as the directory at the end of a ZIP says (APPNOTE.TXT §4.3.12), of files that are not compressed.
fn entries(zip: &[u8]) -> Vec<(String, Vec<u8>)> {
    let number =
        |at: usize, bytes: usize| zip[at..at + bytes].iter().rev().fold(0, |n, byte| n << 8 | usize::from(*byte));
    let starts = zip.windows(4).enumerate().filter(|(_, four)| four == b"PK\x01\x02").map(|(at, _)| at);
    let entry = |at: usize| {
        let (size, name, header) = (number(at + 20, 4), number(at + 28, 2), number(at + 42, 4));
        let start = header + 30 + number(header + 26, 2) + number(header + 28, 2);
        let name = std::str::from_utf8(&zip[at + 46..at + 46 + name]).expect("UTF-8").to_owned();
        (name, zip[start..start + size].to_vec())
    };
    starts.map(entry).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_come_as_one_archive() {
    let app = TestApp::with_workers(0).await;
    let (user, eve) = (app.register("ada@example.org").await, app.register("eve@example.org").await);
    let ids = [titled(&user, "../../etc/passwd: «바다»").await, titled(&user, "b").await, titled(&user, "b").await];
    let ask = |user: &User<'_>, ids: &[String]| user.post("/v1/images/archive").json(&json!({ "image_ids": ids }));
    let answer = ask(&user, &ids).send().await.expect("send");
    assert_eq!(answer.headers()["content-type"], "application/zip");
    let bytes = answer.bytes().await.expect("bytes");
    let entries = entries(&bytes);
    assert!(entries.iter().all(|(_, file)| image::load_from_memory(file).is_ok()), "each is whole");
    let names: BTreeSet<_> = entries.into_iter().map(|(name, _)| name).collect();
    assert_eq!(names.len(), 3, "each has a name of its own");
    assert!(names.iter().any(|name| name.starts_with("etc-passwd-바다-")), "{names:?}");
    assert!(names.iter().all(|name| !name.contains(['/', '\\', ':'])), "{names:?}");

    assert_eq!(ask(&eve, &ids).send().await.expect("send").status(), 404);
    assert_eq!(ask(&user, &[]).send().await.expect("send").status(), 422);
    user.delete(&format!("/v1/images/{}", ids[0])).send().await.expect("send");
    assert_eq!(ask(&user, &ids).send().await.expect("send").status(), 404);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_says_how_it_was_made() {
    let app = TestApp::start().await;
    let user = app.register("ada@example.org").await;
    for format in ["png", "jpeg", "webp"] {
        let body = json!({
            "task": "text-to-image", "model": "tiny-sd", "inputs": {"prompt": "a boat, 바다", "negative_prompt": "blurry"},
            "parameters": {"steps": 2, "seed": 7, "scheduler": "Euler a", "output_format": format}
        });
        let painted = user.post("/v1/predict").header("prefer", "wait=30").json(&body).send().await.expect("send");
        let painted: Value = painted.json().await.expect("task");
        let url = painted["images"][0]["url"].as_str().expect("url");
        let file = user.get(url).send().await.expect("send").bytes().await.expect("bytes").to_vec();
        let form = multipart::Form::new().part("file", multipart::Part::bytes(file).file_name("x"));
        let answer = user.post("/v1/images/parameters").multipart(form).send().await.expect("send");
        let found = &answer.json::<Value>().await.expect("JSON")["found"];
        assert_eq!((&found["source"], &found["model"]), (&json!("studio"), &json!("tiny-sd")), "{format}");
        assert_eq!(found["inputs"], painted["inputs"], "{format}");
        for name in ["steps", "seed", "scheduler", "width", "height", "guidance_scale"] {
            assert_eq!(found["parameters"][name], painted["parameters"][name], "{format}: {name}");
        }
    }
    let silent = user.post("/v1/images/parameters").header("content-type", "image/png").body(pictures::png(8, 8));
    assert_eq!(silent.send().await.expect("send").json::<Value>().await.expect("JSON"), json!({"found": null}));
    let none = user.post("/v1/images/parameters").header("content-type", "image/png").body("no picture");
    assert_eq!(none.send().await.expect("send").status(), 415);
    app.stop().await;
}
