//! Keys for programs: made, used, narrowed, revoked.

use super::{TestApp, app::User, pictures};
use reqwest::RequestBuilder;
use serde_json::{Value, json};

async fn made(user: &User<'_>, request: Value) -> Value {
    let answer = user.post("/v1/api-keys").json(&request).send().await.expect("send");
    assert_eq!(answer.status(), 201);
    assert_eq!(answer.headers()["cache-control"], "no-store");
    answer.json().await.expect("key")
}

async fn answer(request: RequestBuilder) -> (u16, Value) {
    let answer = request.send().await.expect("send");
    let status = answer.status().as_u16();
    (status, answer.json().await.unwrap_or_default())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_works_until_it_is_deleted() {
    let app = TestApp::with_workers(0).await;
    let ada = app.register("Ada@example.org").await;
    let key = made(&ada, json!({"name": "nightly"})).await;
    let (secret, prefix) = (key["secret"].as_str().expect("secret"), key["prefix"].as_str().expect("prefix"));
    assert!(secret.starts_with(&format!("{prefix}.")) && prefix.starts_with("cas_"), "{prefix}");
    assert_eq!(key["scopes"], json!(["tasks:write", "images:write", "feedback:write"]));

    let with = |path: &str, token: &str| app.client.get(app.url(path)).bearer_auth(token);
    assert_eq!(answer(with("/v1/me", secret)).await.1["email"], "Ada@example.org");
    for forged in [format!("{secret}x"), format!("{prefix}."), prefix.into(), "cas_0000000000000000.x".into()] {
        let (status, problem) = answer(with("/v1/me", &forged)).await;
        assert_eq!((status, problem["code"].as_str()), (401, Some("unauthenticated")), "{forged}");
    }
    // The list knows everything but the secret.
    let list = ada.json("/v1/api-keys").await;
    assert_eq!(list["data"].as_array().expect("data").len(), 1);
    assert!(list["data"][0]["last_used_at"].is_string());
    assert!(list["data"][0].get("secret").is_none());
    assert!(!list.to_string().contains(secret.split_once('.').expect("dot").1));

    let path = format!("/v1/api-keys/{}", key["id"].as_str().expect("id"));
    let eve = app.register("eve@example.org").await;
    assert_eq!(eve.delete(&path).send().await.expect("send").status(), 404);
    assert_eq!(ada.delete(&path).send().await.expect("send").status(), 204);
    assert_eq!(answer(with("/v1/me", secret)).await.0, 401);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn clients_that_know_only_passwords_send_the_key_as_one() {
    let app = TestApp::with_workers(0).await;
    let ada = app.register("ada@example.org").await;
    app.register("eve@example.org").await;
    let key = made(&ada, json!({"name": "old client"})).await;
    let secret = key["secret"].as_str().expect("secret");
    let with = |email: &str, password: &str| app.client.get(app.url("/v1/me")).basic_auth(email, Some(password));
    assert_eq!(answer(with("ADA@example.org", secret)).await.0, 200);
    for (email, password) in [("eve@example.org", secret), ("ada@example.org", "correct horse battery"), ("", secret)] {
        assert_eq!(answer(with(email, password)).await.0, 401, "{email}");
    }
    let broken = app.client.get(app.url("/v1/me")).header("authorization", "Basic %%%");
    assert_eq!(answer(broken).await.0, 401);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_does_what_its_scopes_say_and_never_changes_the_account() {
    let app = TestApp::start().await;
    let ada = app.register("ada@example.org").await;
    let user = |key: Value| {
        let mut tokens = ada.tokens.clone();
        tokens.access_token = key["secret"].as_str().expect("secret").to_owned();
        User { app: &app, tokens }
    };
    let writer = user(made(&ada, json!({"name": "asks", "scopes": ["tasks:write"]})).await);
    let reader = user(made(&ada, json!({"name": "looks", "scopes": ["images:read", "account:read"]})).await);

    let upscale = writer.upscale(pictures::png(32, 32), "image/png", 2).header("prefer", "wait=30");
    let (status, task) = answer(upscale).await;
    assert_eq!(status, 200, "a task with its picture, and its end: {task}");
    let task_path = format!("/v1/tasks/{}", task["task_id"].as_str().expect("id"));
    let file = task["images"][0]["url"].as_str().expect("url").to_owned();
    let image = task["images"][0]["id"].as_str().expect("id").to_owned();

    let refused = |request: RequestBuilder, scope: &'static str| async move {
        let (status, problem) = answer(request).await;
        assert_eq!((status, problem["code"].as_str()), (403, Some("forbidden")));
        assert!(problem["detail"].as_str().is_some_and(|d| d.contains(scope)), "{problem}");
    };
    refused(writer.get(&file), "images:read").await;
    refused(writer.get("/v1/images"), "images:read").await;
    refused(writer.delete(&format!("/v1/images/{image}")), "images:write").await;
    refused(writer.post("/v1/feedback").json(&json!({"image_id": image, "rating": "like"})), "feedback:write").await;
    refused(writer.post("/v1/images/archive").json(&json!({"image_ids": [image]})), "images:read").await;
    refused(writer.get("/v1/api-keys"), "account:read").await;
    refused(writer.get("/v1/webhooks/secret"), "account:read").await;
    refused(reader.get(&task_path), "tasks:read").await;
    refused(reader.get("/v1/events").header("accept", "text/event-stream"), "tasks:read").await;
    refused(reader.upscale(pictures::png(32, 32), "image/png", 2), "tasks:write").await;
    refused(reader.get("/sdapi/v1/options"), "tasks:read").await;
    assert_eq!(reader.get(&file).send().await.expect("send").status(), 200);
    assert_eq!(reader.json("/v1/api-keys").await["data"].as_array().expect("data").len(), 2);
    let another = reader.post("/v1/api-keys").json(&json!({"name": "more"}));
    refused(another, "cannot change the account").await;
    refused(reader.post("/v1/webhooks/secret"), "cannot change the account").await;
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_read_files_is_refused_before_they_are_made() {
    let app = TestApp::with_workers(0).await;
    let ada = app.register("ada@example.org").await;
    let key = made(&ada, json!({"name": "asks", "scopes": ["tasks:write"]})).await;
    let secret = key["secret"].as_str().expect("secret");
    let words = json!({"prompt": "a boat"});
    for path in ["/v1/images/generations", "/sdapi/v1/txt2img", "/sdapi/v1/img2img", "/sdapi/v1/extra-single-image"] {
        let (status, problem) = answer(app.client.post(app.url(path)).bearer_auth(secret).json(&words)).await;
        assert_eq!(status, 403, "{path}: {problem}");
        assert!(problem.to_string().contains("images:read"), "{path}: {problem}");
    }
    let at = app.client.get(app.url("/api/remove?url=https://example.org/a.png")).bearer_auth(secret);
    assert_eq!(answer(at).await.0, 403);
    assert_eq!(ada.json("/v1/tasks").await["data"], json!([]));
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_only_asks_leaves_no_picture_behind_when_it_is_refused() {
    let app = TestApp::with_workers(0).await;
    let ada = app.register("ada@example.org").await;
    let key = made(&ada, json!({"name": "asks", "scopes": ["tasks:write"], "hourly_quota": 1})).await;
    let with_key = |request: RequestBuilder| request.bearer_auth(key["secret"].as_str().expect("secret"));
    let request = json!({"requests": vec![json!({"task": "upscale", "inputs": {"image": "@photo"}}); 2]});
    let part = reqwest::multipart::Part::bytes(pictures::png(32, 32)).mime_str("image/png").expect("type");
    let form = reqwest::multipart::Form::new().text("request", request.to_string()).part("photo", part);
    let (status, problem) = answer(with_key(app.client.post(app.url("/v1/predict")).multipart(form))).await;
    assert_eq!((status, problem["code"].as_str()), (429, Some("rate_limited")), "{problem}");
    assert_eq!(ada.json("/v1/images").await["data"], json!([]));
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_end_by_time_and_belong_to_accounts() {
    let app = TestApp::with_workers(0).await;
    let ada = app.register("ada@example.org").await;
    let key = made(&ada, json!({"name": "short", "expires_in_days": 1})).await;
    assert!(key["expires_at"].is_string());
    let me = || app.client.get(app.url("/v1/me")).bearer_auth(key["secret"].as_str().expect("secret"));
    assert_eq!(answer(me()).await.0, 200);
    app.execute("update api_keys set expires_at = now() - interval '1 second'").await;
    assert_eq!(answer(me()).await.0, 401);

    let (status, problem) = answer(ada.post("/v1/api-keys").json(&json!({"name": "", "scopes": ["all"]}))).await;
    assert_eq!((status, problem["errors"][0]["field"].as_str()), (422, Some("scopes[0]")));
    let past = json!({"name": "x", "expires_at": "2020-01-01T00:00:00Z", "hourly_quota": 0});
    let (status, problem) = answer(ada.post("/v1/api-keys").json(&past)).await;
    assert_eq!((status, problem["errors"].as_array().map(Vec::len)), (422, Some(2)));

    let guest = app.guest().await;
    let create = guest.post(app.url("/v1/api-keys")).json(&json!({"name": "x"}));
    let (status, problem) = answer(create).await;
    assert_eq!((status, problem["code"].as_str()), (403, Some("forbidden")));
    assert!(problem["detail"].as_str().is_some_and(|d| d.contains("Sign up")), "{problem}");
    app.stop().await;
}
