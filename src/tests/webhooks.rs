//! Webhooks: signed, repeated until taken, and never to where they must not go.

use super::{TestApp, pictures};
use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::Redirect,
    routing::{any, post},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};
use tokio::{net::TcpListener, sync::mpsc};

/// Something that was received: path, headers, body.
type Received = (HeaderMap, Bytes);

/// Somebody else's server, which is busy at first and then takes what comes.
async fn receiver(failures: usize) -> (String, mpsc::UnboundedReceiver<Received>) {
    let (sender, received) = mpsc::unbounded_channel();
    let count = Arc::new(AtomicUsize::new(0));
    let take = move |State(sender): State<mpsc::UnboundedSender<Received>>, headers: HeaderMap, body: Bytes| async move {
        sender.send((headers, body)).expect("somebody waits");
        let busy = count.fetch_add(1, Ordering::Relaxed) < failures;
        if busy { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::NO_CONTENT }
    };
    let elsewhere = any(|| async { Redirect::temporary("/hook") });
    let router = Router::new().route("/hook", post(take)).route("/moved", elsewhere).with_state(sender);
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("bind");
    let base = format!("http://{}", listener.local_addr().expect("addr"));
    tokio::spawn(axum::serve(listener, router).into_future());
    (base, received)
}

async fn next(received: &mut mpsc::UnboundedReceiver<Received>) -> Received {
    tokio::time::timeout(Duration::from_secs(30), received.recv()).await.expect("in time").expect("a delivery")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_end_of_a_task_is_told_signed_and_again_until_it_is_taken() {
    let app = TestApp::start().await;
    let user = app.register("ada@example.org").await;
    let (base, mut received) = receiver(1).await;
    let secret = user.json("/v1/webhooks/secret").await["secret"].as_str().expect("a secret").to_owned();
    let image: Value = user.upload(pictures::png(16, 16)).await.json().await.expect("image");
    let body = json!({"task": "upscale", "inputs": {"image": image["id"]}, "webhook": format!("{base}/hook")});
    let accepted = user.post("/v1/predict").json(&body).send().await.expect("send");
    assert_eq!(accepted.status(), 202);
    let task: Value = accepted.json().await.expect("JSON");

    let (first, body) = next(&mut received).await;
    let text = |headers: &HeaderMap, name: &str| headers[name].to_str().expect("ASCII").to_owned();
    let key = STANDARD.decode(secret.strip_prefix("whsec_").expect("a prefix")).expect("base64");
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).expect("a key");
    let (id, timestamp) = (text(&first, "webhook-id"), text(&first, "webhook-timestamp"));
    mac.update(format!("{id}.{timestamp}.{}", std::str::from_utf8(&body).expect("UTF-8")).as_bytes());
    assert_eq!(text(&first, "webhook-signature"), format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes())));
    let told: Value = serde_json::from_slice(&body).expect("JSON");
    assert_eq!((&told["type"], &told["data"]["task_id"]), (&json!("task.succeeded"), &task["task_id"]));
    assert_eq!(told["data"]["images"][0]["width"], 32);
    assert_eq!(first["content-type"], "application/json");

    // It was too busy; a little later the same comes again, and then no more.
    let (second, again) = next(&mut received).await;
    assert_eq!((text(&second, "webhook-id"), again), (id, body));
    assert!(tokio::time::timeout(Duration::from_secs(3), received.recv()).await.is_err(), "it was taken");

    let renewed = user.post("/v1/webhooks/secret").send().await.expect("send").json::<Value>().await.expect("JSON");
    assert_ne!(renewed["secret"], secret.as_str());
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_that_is_canceled_is_told_too_and_redirects_are_not_followed() {
    let app = TestApp::with_workers(0).await;
    let user = app.register("ada@example.org").await;
    let (base, mut received) = receiver(0).await;
    let image: Value = user.upload(pictures::png(16, 16)).await.json().await.expect("image");
    for path in ["/moved", "/hook"] {
        let body = json!({"task": "upscale", "inputs": {"image": image["id"]}, "webhook": format!("{base}{path}")});
        let task: Value = user.post("/v1/predict").json(&body).send().await.expect("send").json().await.expect("JSON");
        let cancel = format!("/v1/tasks/{}/cancel", task["task_id"].as_str().expect("id"));
        assert_eq!(user.post(&cancel).send().await.expect("send").status(), 200);
    }
    let (_, body) = next(&mut received).await;
    assert_eq!(serde_json::from_slice::<Value>(&body).expect("JSON")["type"], "task.canceled");
    assert!(tokio::time::timeout(Duration::from_secs(2), received.recv()).await.is_err(), "the other was not followed");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn addresses_that_are_nobodys_business_are_refused_at_once() {
    let app = TestApp::with_workers(0).await;
    let user = app.register("ada@example.org").await;
    let image: Value = user.upload(pictures::png(16, 16)).await.json().await.expect("image");
    for url in [
        "https://10.0.0.1/",
        "https://169.254.169.254/",
        "https://[::1]/",
        "ftp://example.org/",
        "hook",
        "https://a:b@example.org/",
    ] {
        let body = json!({"task": "upscale", "inputs": {"image": image["id"]}, "webhook": url});
        let refused = user.post("/v1/predict").json(&body).send().await.expect("send");
        assert_eq!(refused.status(), 422, "{url}");
        assert_eq!(refused.json::<Value>().await.expect("problem")["errors"][0]["field"], "webhook");
    }
    assert_eq!(user.json("/v1/tasks").await["data"], json!([]));
    app.stop().await;
}
