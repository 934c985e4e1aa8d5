//! Pictures in a bucket, and workers that share nothing with the server but it and the database.

use super::{TestApp, events::connect, pictures};
use futures::StreamExt;
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use studio_domain::TaskState;
use studio_services::testing::TestBucket;

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_elsewhere_paints_before_everybodys_eyes() {
    let bucket = TestBucket::start().await;
    let app = TestApp::in_bucket(&bucket, 0).await;
    let user = app.register("ada@example.org").await;
    let mut events = Box::pin(connect(&app, &user.tokens.access_token, "").await);
    let picture = pictures::png(64, 64);
    let uploaded: Value = user.upload(picture).await.json().await.expect("JSON");
    let body = json!({
        "task": "image-to-image", "model": "tiny-sd", "inputs": {"prompt": "a boat", "image": uploaded["id"]},
        "parameters": {"steps": 150, "strength": 1.0}
    });
    let accepted: Value = user.post("/v1/predict").json(&body).send().await.expect("send").json().await.expect("JSON");

    let folder = tempfile::tempdir().expect("a folder");
    let workers = app.add_workers_elsewhere(folder.path(), 1).await;
    let (mut previews, mut steps) = (0, 0);
    loop {
        let event = events.next().await.expect("an event");
        previews += usize::from(event["data"]["preview"].is_string());
        steps += usize::from(event["data"]["step"].as_u64().is_some_and(|step| step > 0));
        if event["data"]["state"] == "succeeded" {
            break;
        }
        assert_ne!(event["data"]["state"], "failed", "{event}");
    }
    assert!(previews > 0 && steps > 0, "{previews} previews, {steps} steps");

    let task = user.finished(accepted["task_id"].as_str().expect("id")).await;
    let file = user.get(&task.images[0].url).send().await.expect("send");
    assert_eq!(file.status(), 200);
    let etag = file.headers()["etag"].to_str().expect("text").to_owned();
    assert_eq!(file.content_length(), Some(task.images[0].bytes));
    assert!(image::load_from_memory(&file.bytes().await.expect("bytes")).is_ok());
    let again = user.get(&task.images[0].url).header("if-none-match", etag).send().await.expect("send");
    assert_eq!(again.status(), 304);
    let thumbnail = user.get(&format!("{}?variant=thumbnail", task.images[0].url)).send().await.expect("send");
    assert_eq!(thumbnail.status(), 200);
    assert_eq!((bucket.keys().len(), app.stored_files().len()), (4, 0));
    workers.drain().await;
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_bucket_is_away_requests_are_refused_and_tasks_wait() {
    let bucket = TestBucket::start().await;
    let app = TestApp::in_bucket(&bucket, 0).await;
    let user = app.register("ada@example.org").await;
    let photo = || pictures::png(64, 64);
    let answer = user.upscale(photo(), "image/png", 2).send().await.expect("send");
    let accepted: Value = answer.json().await.expect("JSON");
    let kept: Value = user.upload(photo()).await.json().await.expect("JSON");

    bucket.go_away().await;
    let began = Instant::now();
    let file = kept["url"].as_str().expect("an address");
    for answer in [
        user.upload(photo()).await,
        user.upscale(photo(), "image/png", 2).send().await.expect("send"),
        user.get(file).send().await.expect("send"),
    ] {
        assert_eq!((answer.status().as_u16(), &answer.headers()["retry-after"]), (503, &"5".parse().expect("value")));
        let problem: Value = answer.json().await.expect("JSON");
        assert_eq!(problem["code"], "storage_unavailable");
        assert!(!problem["detail"].as_str().expect("text").contains("s3://"), "{problem}");
    }
    let ready = app.client.get(app.url("/health/ready")).send().await.expect("send");
    assert_eq!(ready.status(), 503);
    let ready: Value = ready.json().await.expect("JSON");
    assert_eq!((&ready["database"], &ready["storage"]), (&json!("ok"), &json!("unreachable")));
    assert!(began.elapsed() < Duration::from_secs(15), "{:?}", began.elapsed());

    // A worker tries for a while, then gives the task back.
    let id = accepted["task_id"].as_str().expect("id");
    let workers = app.add_workers(1);
    let state = async || user.json(&format!("/v1/tasks/{id}")).await["state"].as_str().expect("text").to_owned();
    for wanted in ["running", "queued"] {
        while state().await != wanted {
            assert!(began.elapsed() < Duration::from_secs(60), "never {wanted}");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
    bucket.come_back().await;
    assert_eq!(user.finished(id).await.state, TaskState::Succeeded);
    assert_eq!(user.get(file).send().await.expect("send").status(), 200);
    assert_eq!(user.json("/v1/images").await["data"].as_array().map(Vec::len), Some(3), "nothing of what was refused");
    workers.drain().await;
    app.stop().await;
}
