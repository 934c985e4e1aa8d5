//! Workers that die or are told to stop, and what is left behind.

use super::{TestApp, app::User, pictures};
use serde_json::Value;
use std::time::Duration;
use studio_domain::{ErrorCode, Pool, TaskState};
use uuid::Uuid;

async fn submit(user: &User<'_>, side: u32, scale: u32) -> String {
    let answer = user.upscale(pictures::png(side, side), "image/png", scale).send().await.expect("send");
    answer.json::<Value>().await.expect("JSON")["task_id"].as_str().expect("id").to_owned()
}

/// Every stored file is one that a gallery entry points at, and the other way round.
async fn files_match_rows(app: &TestApp, user: &User<'_>) {
    app.services.sweep().await.expect("sweep");
    let images = user.json("/v1/images").await["data"].as_array().expect("data").len();
    assert_eq!(app.stored_files().len(), images * 2, "a file and a thumbnail each: {:?}", app.stored_files());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_outlives_its_worker() {
    let app = TestApp::with_workers(0).await;
    let user = app.register("ada@example.org").await;
    let id = submit(&user, 64, 2).await;
    // A worker that claims and is never heard of again.
    let claimed =
        app.services.queue().claim(Uuid::now_v7(), &Pool::ALL, 1).await.expect("claim").pop().expect("a task");
    assert_eq!(user.json(&format!("/v1/tasks/{id}")).await["state"], "running");

    let pool = app.add_workers(1);
    let task = tokio::time::timeout(Duration::from_secs(20), user.finished(&id)).await.expect("noticed in time");
    assert_eq!((task.state, task.images.len()), (TaskState::Succeeded, 1));

    // The first worker comes back from the dead and may not change anything.
    let problem = studio_domain::Problem::new(ErrorCode::Internal, "too late");
    assert!(!app.services.queue().fail(&claimed.lease, &problem).await.expect("fail"));
    assert_eq!(user.finished(&id).await.state, TaskState::Succeeded);
    files_match_rows(&app, &user).await;
    pool.drain().await;
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_that_kills_its_workers_fails_in_the_end() {
    let app = TestApp::with_workers(0).await;
    let user = app.register("ada@example.org").await;
    let id = submit(&user, 16, 2).await;
    for attempt in 1..=3 {
        let claimed = loop {
            match app.services.queue().claim(Uuid::now_v7(), &Pool::ALL, 1).await.expect("claim").pop() {
                Some(claimed) => break claimed,
                None => tokio::time::sleep(Duration::from_millis(200)).await,
            }
        };
        assert_eq!(claimed.attempt, attempt);
    }
    let task = user.finished(&id).await;
    assert_eq!(task.state, TaskState::Failed);
    assert_eq!(task.error.expect("a reason").code, ErrorCode::WorkerLost);
    files_match_rows(&app, &user).await;
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_drained_task_goes_back_to_the_queue() {
    let app = TestApp::with_workers(0).await;
    let user = app.register("ada@example.org").await;
    let id = submit(&user, 1000, 4).await;
    let pool = app.add_workers(1);
    while user.json(&format!("/v1/tasks/{id}")).await["state"] != "running" {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    pool.drain().await;
    assert_eq!(user.json(&format!("/v1/tasks/{id}")).await["state"], "queued");
    let claimed =
        app.services.queue().claim(Uuid::now_v7(), &Pool::ALL, 1).await.expect("claim").pop().expect("a task");
    assert_eq!(claimed.attempt, 1, "a drain does not spend an attempt");
    app.stop().await;
}
