//! Settings under names, over HTTP.

use super::{TestApp, app::User};
use serde_json::{Value, json};

async fn patch(user: &User<'_>, path: &str, body: Value) -> (u16, Value) {
    let request = user.app.client.patch(user.app.url(path)).bearer_auth(&user.tokens.access_token);
    let answer = request.json(&body).send().await.expect("send");
    (answer.status().as_u16(), answer.json().await.unwrap_or_default())
}

#[tokio::test(flavor = "multi_thread")]
async fn presets_are_kept_renamed_and_deleted() {
    let app = TestApp::with_workers(0).await;
    let ada = app.register("ada@example.org").await;
    let wide = json!({"name": "wide", "task": "text-to-image", "inputs": {"prompt": "a boat"},
        "parameters": {"width": 768, "height": 512, "steps": 8}});
    let answer = ada.post("/v1/presets").json(&wide).send().await.expect("send");
    assert_eq!(answer.status(), 201);
    let kept: Value = answer.json().await.expect("preset");
    assert_eq!((&kept["inputs"], &kept["parameters"]["steps"]), (&wide["inputs"], &json!(8)));
    assert_eq!(ada.json("/v1/presets").await["data"], json!([kept]));

    let path = format!("/v1/presets/{}", kept["id"].as_str().expect("id"));
    let (status, renamed) = patch(&ada, &path, json!({"name": "very wide"})).await;
    assert_eq!(
        (status, renamed["name"].as_str(), &renamed["parameters"]),
        (200, Some("very wide"), &kept["parameters"])
    );
    let (status, problem) = patch(&ada, &path, json!({"parameters": {"scale": 2}})).await;
    assert_eq!((status, problem["errors"][0]["field"].as_str()), (422, Some("parameters.scale")));
    let (status, problem) = patch(&ada, &path, json!({"task": "upscale"})).await;
    assert_eq!((status, problem["code"].as_str()), (422, Some("validation_failed")), "{problem}");

    let eve = app.register("eve@example.org").await;
    assert_eq!(patch(&eve, &path, json!({"name": "mine"})).await.0, 404);
    assert_eq!(eve.delete(&path).send().await.expect("send").status(), 404);
    assert_eq!(ada.delete(&path).send().await.expect("send").status(), 204);
    assert_eq!(ada.json("/v1/presets").await["data"], json!([]));
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_only_looks_keeps_nothing() {
    let app = TestApp::with_workers(0).await;
    let ada = app.register("ada@example.org").await;
    let key = ada.post("/v1/api-keys").json(&json!({"name": "looks", "scopes": ["tasks:read"]}));
    let key: Value = key.send().await.expect("send").json().await.expect("key");
    let secret = key["secret"].as_str().expect("secret");
    let list = app.client.get(app.url("/v1/presets")).bearer_auth(secret).send().await.expect("send");
    assert_eq!(list.status(), 200);
    let preset = json!({"name": "x", "task": "upscale"});
    let create = app.client.post(app.url("/v1/presets")).bearer_auth(secret).json(&preset).send().await.expect("send");
    assert_eq!(create.status(), 403);
    app.stop().await;
}
