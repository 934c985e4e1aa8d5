//! The event stream: everything that happens, nothing of others', and resuming where one was.

use super::{TestApp, pictures};
use futures::StreamExt;
use serde_json::Value;
use tokio_tungstenite::{
    connect_async,
    tungstenite::{Message, client::IntoClientRequest, http::HeaderValue},
};

pub async fn connect(app: &TestApp, token: &str, query: &str) -> impl futures::Stream<Item = Value> + use<> {
    let url = app.url(&format!("/v1/events{query}")).replacen("http", "ws", 1);
    let mut request = url.into_client_request().expect("request");
    let bearer = HeaderValue::from_str(&format!("Bearer {token}")).expect("header");
    request.headers_mut().insert("authorization", bearer);
    let (socket, _) = connect_async(request).await.expect("connect");
    socket.filter_map(|message| async move {
        match message.ok()? {
            Message::Text(text) => serde_json::from_str(&text).ok(),
            _ => None,
        }
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_is_followed_from_queue_to_result_and_resumed() {
    let app = TestApp::start().await;
    let (ada, eve) = (app.register("ada@example.org").await, app.register("eve@example.org").await);
    let mut events = Box::pin(connect(&app, &ada.tokens.access_token, "").await);
    let mut foreign = Box::pin(connect(&app, &eve.tokens.access_token, "").await);
    let accepted: Value =
        ada.upscale(pictures::png(500, 400), "image/png", 2).send().await.expect("send").json().await.expect("JSON");
    let (mut states, mut last_id, mut progress) = (Vec::new(), 0, 0.0);
    let mut first_id = None;
    while states.last().is_none_or(|s| s != "succeeded") {
        let event = events.next().await.expect("an event");
        assert_eq!(event["type"], "task");
        assert_eq!(event["data"]["task_id"], accepted["task_id"]);
        let id = event["id"].as_i64().expect("id");
        assert!(id >= last_id, "ids grow");
        first_id.get_or_insert(id);
        last_id = id;
        let now = event["data"]["progress"].as_f64().expect("progress");
        assert!(now >= progress, "progress grows");
        progress = now;
        let state = event["data"]["state"].as_str().expect("state").to_owned();
        if states.last() != Some(&state) {
            states.push(state);
        }
    }
    assert!(states.ends_with(&["running".into(), "succeeded".into()]), "{states:?}");

    // Whoever was away since the first event is told how it ended, first thing.
    let query = format!("?last_event_id={}", first_id.expect("an id"));
    let mut resumed = Box::pin(connect(&app, &ada.tokens.access_token, &query).await);
    let event = resumed.next().await.expect("an event");
    assert_eq!((event["data"]["state"].as_str(), event["id"].as_i64()), (Some("succeeded"), Some(last_id)));

    let nothing = tokio::time::timeout(std::time::Duration::from_millis(300), foreign.next()).await;
    assert!(nothing.is_err(), "someone else's event: {nothing:?}");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_painted_shows_before_it_is_done() {
    use base64::{Engine, engine::general_purpose::STANDARD};
    let app = TestApp::start().await;
    let user = app.register("ada@example.org").await;
    let mut events = Box::pin(connect(&app, &user.tokens.access_token, "").await);
    let body = serde_json::json!({
        "task": "text-to-image", "model": "tiny-sd", "inputs": {"prompt": "a boat"}, "parameters": {"steps": 150}
    });
    assert_eq!(user.post("/v1/predict").json(&body).send().await.expect("send").status(), 202);
    let mut previews = Vec::new();
    loop {
        let event = events.next().await.expect("an event");
        previews.extend(event["data"]["preview"].as_str().map(str::to_owned));
        if event["data"]["state"] == "succeeded" {
            break;
        }
    }
    let data = previews.first().expect("a preview").strip_prefix("data:image/jpeg;base64,").expect("a data URL");
    let picture = image::load_from_memory(&STANDARD.decode(data).expect("base64")).expect("a picture");
    assert!(picture.width() > 1 && picture.width() <= 96);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_events_come_as_server_sent_events() {
    let app = TestApp::start().await;
    let user = app.register("ada@example.org").await;
    let answer = user.get("/v1/events").header("accept", "text/event-stream").send().await.expect("send");
    assert_eq!(answer.headers()["content-type"], "text/event-stream");
    let mut stream = answer.bytes_stream();
    user.upscale(pictures::png(32, 32), "image/png", 2).send().await.expect("send");
    let mut text = String::new();
    while !text.contains("\"succeeded\"") {
        text.push_str(std::str::from_utf8(&stream.next().await.expect("more").expect("bytes")).expect("UTF-8"));
    }
    assert!(text.contains("id: ") && text.contains("data: {"), "{text}");
    app.stop().await;
}
