//! What the API says of itself, its versions, and scripts of other sites.

use super::{TestApp, app::FRIEND, pictures};
use serde_json::Value;
use std::collections::BTreeSet;

#[tokio::test(flavor = "multi_thread")]
async fn the_document_and_its_page_are_served_without_anything_from_elsewhere() {
    let app = TestApp::with_workers(0).await;
    let answer = app.client.get(app.url("/openapi.json")).send().await.expect("send");
    assert_eq!(
        (answer.status().as_u16(), &answer.headers()["content-type"]),
        (200, &"application/json".parse().expect("v"))
    );
    let document: Value = answer.json().await.expect("JSON");
    assert!(document["openapi"].as_str().is_some_and(|version| version.starts_with("3.1")));
    for path in ["/v1/predict", "/v1/tasks/{id}", "/v1/api-keys", "/v1/me", "/v2/predict", "/status/{id}", "/health"] {
        assert!(document["paths"].get(path).is_some(), "{path}");
    }
    assert!(document["paths"]["/v1/predict"]["post"]["responses"]["429"].is_object());
    let codes = document["components"]["schemas"]["ErrorCode"]["enum"].as_array().expect("codes");
    assert!(codes.contains(&"rate_limited".into()));

    let page = app.client.get(app.url("/docs")).send().await.expect("send");
    assert_eq!((page.status().as_u16(), page.url().path()), (200, "/docs/"));
    let policy = page.headers()["content-security-policy"].to_str().expect("ascii").to_owned();
    assert!(policy.contains("default-src 'none'") && policy.contains("script-src 'self';"), "{policy}");
    let page = page.text().await.expect("page");
    assert!(!page.contains("http://") && !page.contains("https://"), "{page}");
    let files: BTreeSet<&str> =
        page.split('"').filter(|text| text.ends_with(".js") || text.ends_with(".css")).collect();
    assert!(files.len() >= 4, "{files:?}");
    for file in files {
        let answer = app.client.get(app.url(&format!("/docs/{file}"))).send().await.expect("send");
        assert_eq!(answer.status(), 200, "{file}");
        if file.contains("initializer") {
            assert!(answer.text().await.expect("script").contains("/openapi.json"));
        }
    }
    assert_eq!(app.client.get(app.url("/docs/nothing.js")).send().await.expect("send").status(), 404);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn version_two_waits_and_the_newest_is_the_first() {
    let app = TestApp::start().await;
    let ada = app.register("ada@example.org").await;
    let predict = |version: &str| {
        let request = r#"{"task": "upscale", "inputs": {"image": "@photo"}}"#;
        let photo = reqwest::multipart::Part::bytes(pictures::png(16, 16));
        let form = reqwest::multipart::Form::new().text("request", request).part("photo", photo);
        ada.post(&format!("/{version}/predict")).multipart(form)
    };
    let waited = predict("v2").send().await.expect("send");
    assert_eq!((waited.status().as_u16(), waited.headers().contains_key("ratelimit")), (200, true));
    let task: Value = waited.json().await.expect("task");
    assert_eq!(task["state"], "succeeded");
    assert_eq!(predict("v2").header("prefer", "respond-async").send().await.expect("send").status(), 202);
    assert_eq!(predict("latest").send().await.expect("send").status(), 202);
    let id = task["task_id"].as_str().expect("id");
    for version in ["v1", "v2", "latest"] {
        assert_eq!(ada.json(&format!("/{version}/tasks/{id}")).await["task_id"], id);
        let nothing = ada.get(&format!("/{version}/nothing")).send().await.expect("send");
        assert_eq!(
            (nothing.status().as_u16(), &nothing.headers()["content-type"]),
            (404, &"application/problem+json".parse().expect("v"))
        );
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_goes_away_says_so() {
    let app = TestApp::with_workers(0).await;
    let ada = app.register("ada@example.org").await;
    let task = ada.upscale(pictures::png(16, 16), "image/png", 2).send().await.expect("send");
    let task: Value = task.json().await.expect("task");
    let id = task["task_id"].as_str().expect("id");
    let old = ada.get(&format!("/status/{id}")).send().await.expect("send");
    assert_eq!((old.status().as_u16(), &old.headers()["deprecation"]), (200, &"@1795219200".parse().expect("v")));
    assert_eq!(old.headers()["sunset"], "Mon, 22 Nov 2027 00:00:00 GMT");
    let links: Vec<_> = old.headers().get_all("link").iter().map(|link| link.to_str().expect("ascii")).collect();
    assert!(links.contains(&format!("</v1/tasks/{id}>; rel=\"successor-version\"").as_str()), "{links:?}");
    let new = ada.get(&format!("/v1/tasks/{id}")).send().await.expect("send");
    assert!(!new.headers().contains_key("deprecation"));
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn scripts_of_named_sites_may_use_tokens_but_no_sessions() {
    let app = TestApp::with_workers(0).await;
    let preflight = |origin: &'static str| {
        let request = app.client.request(reqwest::Method::OPTIONS, app.url("/v1/predict")).header("origin", origin);
        request
            .header("access-control-request-method", "POST")
            .header("access-control-request-headers", "authorization,content-type,idempotency-key")
            .send()
    };
    let answer = preflight(FRIEND).await.expect("send");
    let header = |name: &str| answer.headers().get(name).map(|value| value.to_str().expect("ascii"));
    assert_eq!((answer.status().as_u16(), header("access-control-allow-origin")), (200, Some(FRIEND)));
    assert!(header("access-control-allow-headers").is_some_and(|names| names.contains("authorization")));
    assert_eq!(header("access-control-allow-credentials"), None);
    let stranger = preflight("https://stranger.example").await.expect("send");
    assert!(stranger.headers().get("access-control-allow-origin").is_none());

    let body = serde_json::json!({"email": "ada@example.org", "password": "correct horse battery"});
    let register = |origin: &'static str| {
        let request = app.client.post(app.url("/v1/auth/register")).json(&body).header("origin", origin);
        request.header("sec-fetch-site", "cross-site").send()
    };
    assert_eq!(register("https://stranger.example").await.expect("send").status(), 403);
    let answer = register(FRIEND).await.expect("send");
    assert_eq!(answer.status(), 201);
    let exposed = answer.headers()["access-control-expose-headers"].to_str().expect("ascii");
    assert!(exposed.contains("ratelimit") && exposed.contains("retry-after"), "{exposed}");
    app.stop().await;
}
