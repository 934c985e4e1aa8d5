//! Tasks that go through the model together.

use super::{TestApp, app::User};
use serde_json::json;
use studio_domain::{Task, TaskState};

async fn submit(user: &User<'_>, prompt: &str, seed: u32) -> String {
    let body = json!({
        "task": "text-to-image", "model": "tiny-sd", "inputs": {"prompt": prompt},
        "parameters": {"steps": 2, "seed": seed}
    });
    let answer = user.post("/v1/predict").json(&body).send().await.expect("send");
    assert_eq!(answer.status(), 202);
    let accepted: serde_json::Value = answer.json().await.expect("JSON");
    accepted["task_id"].as_str().expect("an id").to_owned()
}

async fn pixels(user: &User<'_>, task: &Task) -> Vec<u8> {
    let bytes = user.get(&task.images[0].url).send().await.expect("send").bytes().await.expect("bytes");
    image::load_from_memory(&bytes).expect("a picture").into_rgb8().into_raw()
}

/// Prompts of one chunk and of two: the longer one must not change what the others see.
fn prompts() -> [(String, u32); 3] {
    [("a red boat".into(), 5), ("a lake, ".repeat(40), 6), ("a blue house".into(), 7)]
}

#[tokio::test(flavor = "multi_thread")]
async fn each_gets_the_picture_that_it_would_get_alone() {
    let app = TestApp::with_workers(0).await;
    let (ada, bob) = (app.register("ada@example.org").await, app.register("bob@example.org").await);
    let mut together = Vec::new();
    for (prompt, seed) in prompts() {
        together.push(submit(&ada, &prompt, seed).await);
    }
    let workers = app.add_workers(1);
    let mut tasks = Vec::new();
    for id in together {
        tasks.push(ada.finished(&id).await);
    }
    let last_start = tasks.iter().filter_map(|task| task.started_at).max();
    let first_end = tasks.iter().filter_map(|task| task.finished_at).min();
    assert!(last_start < first_end, "one worker has them all at once");

    for ((prompt, seed), together) in prompts().into_iter().zip(tasks) {
        assert_eq!(together.state, TaskState::Succeeded);
        let alone = bob.finished(&submit(&bob, &prompt, seed).await).await;
        let (alone, together) = (pixels(&bob, &alone).await, pixels(&ada, &together).await);
        let differs = alone.iter().zip(&together).map(|(a, b)| a.abs_diff(*b)).max();
        assert!(differs <= Some(1), "{prompt:.10}: by {differs:?}");
    }
    workers.drain().await;
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_one_fails_that_one() {
    let app = TestApp::with_workers(0).await;
    let user = app.register("ada@example.org").await;
    let (good, bad) = (submit(&user, "a boat", 1).await, submit(&user, "a lake", 2).await);
    app.execute(&format!("update tasks set parameters = parameters - 'seed' where id = '{bad}'")).await;
    let workers = app.add_workers(1);
    assert_eq!(user.finished(&good).await.state, TaskState::Succeeded);
    assert_eq!(user.finished(&bad).await.state, TaskState::Failed);
    workers.drain().await;
    app.stop().await;
}
