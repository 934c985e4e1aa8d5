//! Signing up and in, and what belongs to whom.

use super::{TestApp, pictures};
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn tokens_rotate_and_a_stolen_one_ends_the_family() {
    let app = TestApp::with_workers(0).await;
    let user = app.register("ada@example.org").await;
    let me = user.json("/v1/me").await;
    assert_eq!((me["email"].as_str(), me["guest"].as_bool()), (Some("ada@example.org"), Some(false)));
    let refresh = |token: String| {
        let request = app.client.post(app.url("/v1/auth/refresh"));
        async move { request.json(&json!({ "refresh_token": token })).send().await.expect("send") }
    };
    let first = user.tokens.refresh_token.clone();
    let second: Value = refresh(first).await.json().await.expect("tokens");
    let second = second["refresh_token"].as_str().expect("token").to_owned();
    let third: Value = refresh(second.clone()).await.json().await.expect("tokens");
    let third = third["refresh_token"].as_str().expect("token").to_owned();
    let out = app.client.post(app.url("/v1/auth/logout")).json(&json!({"refresh_token": third})).send().await;
    assert_eq!(out.expect("send").status(), 204);
    assert_eq!(refresh(third).await.status(), 401);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn credentials_are_checked() {
    let app = TestApp::with_workers(0).await;
    app.register("ada@example.org").await;
    let post = |path: &str, email: &str, password: &str| {
        let request = app.client.post(app.url(path)).json(&json!({"email": email, "password": password}));
        async move {
            let answer = request.send().await.expect("send");
            (answer.status().as_u16(), answer.json::<Value>().await.expect("JSON"))
        }
    };
    let (status, tokens) = post("/v1/auth/login", "ADA@example.org", "correct horse battery").await;
    assert_eq!((status, tokens["expires_in"].as_u64()), (200, Some(900)));
    for (email, password) in [("ada@example.org", "wrong horse battery"), ("eve@example.org", "correct horse battery")]
    {
        let (status, problem) = post("/v1/auth/login", email, password).await;
        assert_eq!((status, problem["code"].as_str()), (401, Some("invalid_credentials")));
    }
    let (status, problem) = post("/v1/auth/register", "Ada@Example.org", "another long password").await;
    assert_eq!((status, problem["code"].as_str()), (409, Some("conflict")));
    let (status, problem) = post("/v1/auth/register", "nobody", "short").await;
    assert_eq!(status, 422);
    let fields: Vec<_> = problem["errors"].as_array().expect("errors").iter().map(|e| e["field"].clone()).collect();
    assert_eq!(fields, ["email", "password"]);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_credentials_there_is_nothing() {
    let app = TestApp::with_workers(0).await;
    for path in ["/v1/me", "/v1/tasks", "/v1/images", "/v1/events"] {
        let answer = app.client.get(app.url(path)).send().await.expect("send");
        assert_eq!(answer.status(), 401, "{path}");
        assert_eq!(answer.headers()["www-authenticate"], "Bearer");
        assert_eq!(answer.json::<Value>().await.expect("problem")["code"], "unauthenticated");
    }
    let forged = app.client.get(app.url("/v1/me")).bearer_auth("eyJhbGciOiJub25lIn0.e30.").send().await.expect("send");
    assert_eq!(forged.status(), 401);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_someone_elses_does_not_exist() {
    let app = TestApp::start().await;
    let ada = app.register("ada@example.org").await;
    let answer =
        ada.upscale(pictures::png(32, 32), "image/png", 2).header("prefer", "wait=30").send().await.expect("send");
    let task: Value = answer.json().await.expect("task");
    let (task_id, image_id) = (task["task_id"].as_str().expect("id"), task["images"][0]["id"].as_str().expect("id"));
    let other = TestApp::register(&app, "eve@example.org").await;
    for path in [
        format!("/v1/tasks/{task_id}"),
        format!("/v1/images/{image_id}"),
        format!("/v1/images/{image_id}/file"),
        format!("/v1/images/{image_id}/file?variant=thumbnail"),
    ] {
        assert_eq!(ada.get(&path).send().await.expect("send").status(), 200, "{path}");
        assert_eq!(other.get(&path).send().await.expect("send").status(), 404, "{path}");
    }
    let feedback = json!({"image_id": image_id, "rating": "like"});
    assert_eq!(other.post("/v1/feedback").json(&feedback).send().await.expect("send").status(), 404);
    let reuse = json!({"task": "upscale", "inputs": {"image": image_id}});
    assert_eq!(other.post("/v1/predict").json(&reuse).send().await.expect("send").status(), 404);
    assert_eq!(other.delete(&format!("/v1/images/{image_id}")).send().await.expect("send").status(), 404);
    assert_eq!(other.post(&format!("/v1/tasks/{task_id}/cancel")).send().await.expect("send").status(), 404);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn other_sites_cannot_act_for_a_session() {
    let app = TestApp::with_workers(0).await;
    let body = json!({"email": "ada@example.org", "password": "correct horse battery"});
    let request = app.client.post(app.url("/v1/auth/register")).json(&body);
    let answer = request.header("sec-fetch-site", "cross-site").header("origin", "https://evil.example").send().await;
    let answer = answer.expect("send");
    assert_eq!(answer.status(), 403);
    assert_eq!(answer.json::<Value>().await.expect("problem")["code"], "forbidden");
    app.stop().await;
}
