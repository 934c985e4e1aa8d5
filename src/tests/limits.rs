//! Limits as clients meet them.

use super::{TestApp, pictures};
use serde_json::{Value, json};
use studio_services::testing::TestRedis;

#[tokio::test(flavor = "multi_thread")]
async fn what_is_left_is_told_and_then_refused_with_nothing_stored() {
    let app = TestApp::with_workers(0).await;
    let ada = app.register("ada@example.org").await;
    app.execute("update users set hourly_quota = 2").await;
    let upscale = || ada.upscale(pictures::png(32, 32), "image/png", 2);
    let header = |answer: &reqwest::Response, name: &str| answer.headers()[name].to_str().expect("ascii").to_owned();

    let first = upscale().send().await.expect("send");
    assert_eq!((first.status().as_u16(), header(&first, "ratelimit-policy")), (202, r#""user";q=2;w=3600"#.into()));
    assert!(header(&first, "ratelimit").starts_with(r#""user";r=1;t=3"#), "{}", header(&first, "ratelimit"));
    // What is refused costs nothing.
    let refused = ada.upscale(b"no picture".to_vec(), "image/png", 2).send().await.expect("send");
    assert_eq!((refused.status().as_u16(), header(&refused, "ratelimit").contains("r=1;")), (415, true));
    assert_eq!(upscale().send().await.expect("send").status(), 202);

    let files = app.stored_files().len();
    let refused = upscale().send().await.expect("send");
    assert_eq!(refused.status(), 429);
    assert!(header(&refused, "ratelimit").starts_with(r#""user";r=0;t=3"#));
    let wait: u64 = header(&refused, "retry-after").parse().expect("seconds");
    let problem: Value = refused.json().await.expect("problem");
    assert_eq!((problem["code"].as_str(), problem["retry_after"].as_u64()), (Some("rate_limited"), Some(wait)));
    assert!((3500..=3600).contains(&wait), "{wait}");
    assert_eq!(app.stored_files().len(), files, "the picture was not taken in");

    let usage = ada.json("/v1/me/usage").await;
    assert_eq!((usage["requests"]["used"].as_u64(), usage["requests"]["remaining"].as_u64()), (Some(2), Some(0)));
    assert_eq!(usage["tasks"], json!({"upscale": 2}));
    assert_eq!(usage["storage"]["images"], 2);
    // What makes no task goes on in other products' words, too.
    let said = |path: &str, body: Value| ada.post(path).json(&body).send();
    assert_eq!(said("/sdapi/v1/txt2img", json!({"prompt": "a boat"})).await.expect("send").status(), 429);
    for path in ["/sdapi/v1/options", "/sdapi/v1/refresh-checkpoints", "/sdapi/v1/interrupt"] {
        assert_eq!(said(path, json!({})).await.expect("send").status(), 200, "{path}");
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_tells_its_own_limit_too() {
    let app = TestApp::with_workers(0).await;
    let ada = app.register("ada@example.org").await;
    let key = ada.post("/v1/api-keys").json(&json!({"name": "few", "hourly_quota": 1})).send().await.expect("send");
    let key: Value = key.json().await.expect("key");
    let mut user = app.register("bea@example.org").await;
    user.tokens.access_token = key["secret"].as_str().expect("secret").into();
    let answer = user.upscale(pictures::png(32, 32), "image/png", 2).send().await.expect("send");
    assert_eq!(answer.status(), 202);
    assert_eq!(answer.headers()["ratelimit-policy"], r#""user";q=100;w=3600, "key";q=1;w=3600"#);
    let refused = user.upscale(pictures::png(32, 32), "image/png", 2).send().await.expect("send");
    assert_eq!(refused.status(), 429);
    assert_eq!(user.json("/v1/me/usage").await["key"]["remaining"], 0);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_its_redis_it_says_so_and_asks_for_patience() {
    let redis = TestRedis::start().await;
    let app = TestApp::with_redis(&redis).await;
    let ada = app.register("ada@example.org").await;
    let ready = async || {
        let answer = app.client.get(app.url("/health/ready")).send().await.expect("send");
        (answer.status().as_u16(), answer.json::<Value>().await.expect("readiness")["redis"].clone())
    };
    assert_eq!(ready().await, (200, json!("ok")));
    redis.go_away();
    assert_eq!(ready().await, (503, json!("unreachable")));
    let refused = ada.upscale(pictures::png(32, 32), "image/png", 2).send().await.expect("send");
    assert_eq!((refused.status().as_u16(), refused.headers()["retry-after"].to_str().expect("seconds")), (503, "5"));
    assert_eq!(refused.json::<Value>().await.expect("problem")["code"], "database_unavailable");
    redis.come_back().await;
    let answer = ada.upscale(pictures::png(32, 32), "image/png", 2).send().await.expect("send");
    assert_eq!(answer.status(), 202);
    assert_eq!(ready().await, (200, json!("ok")));
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn passwords_cannot_be_guessed_through_either_door() {
    let app = TestApp::with_workers(0).await;
    app.register("ada@example.org").await;
    let guess = json!({"email": "ada@example.org", "password": "not this one"});
    for _ in 0..10 {
        let answer = app.client.post(app.url("/v1/auth/login")).json(&guess).send().await.expect("send");
        assert_eq!(answer.status(), 401);
    }
    let answer = app.client.post(app.url("/v1/auth/login")).json(&guess).send().await.expect("send");
    assert_eq!((answer.status().as_u16(), answer.headers().contains_key("retry-after")), (429, true));
    assert_eq!(answer.json::<Value>().await.expect("problem")["code"], "rate_limited");

    let browser = app.guest().await;
    let form = browser.post(app.url("/api/sign-in")).header("content-type", "application/x-www-form-urlencoded");
    form.body("email=ada%40example.org&password=correct+horse+battery").send().await.expect("send");
    let page = browser.get(app.url("/sign-in")).send().await.expect("send").text().await.expect("page");
    assert!(page.contains("Too many wrong passwords"), "the form says so");
    app.stop().await;
}
