//! The main road: a picture in, a task, a larger picture out.

use super::{TestApp, pictures};
use reqwest::multipart;
use serde_json::{Value, json};
use studio_domain::{Task, TaskState};

#[tokio::test(flavor = "multi_thread")]
async fn upscales_what_is_posted() {
    let app = TestApp::start().await;
    let user = app.register("ada@example.org").await;
    let answer = user.upscale(pictures::png(120, 80), "image/png", 2).send().await.expect("send");
    assert_eq!(answer.status(), 202);
    let location = answer.headers()["location"].to_str().expect("ascii").to_owned();
    let accepted: Value = answer.json().await.expect("JSON");
    assert_eq!(location, accepted["status_url"].as_str().expect("url"));

    let task = user.finished(accepted["task_id"].as_str().expect("id")).await;
    assert_eq!(task.state, TaskState::Succeeded, "{:?}", task.error);
    assert_eq!(task.progress, 1.0);
    let timings = task.timings_ms.expect("timings");
    assert!(timings.inference > 0.0 && timings.total >= timings.inference);
    let [result] = task.images.as_slice() else { panic!("one image, not {:?}", task.images) };
    assert_eq!((result.width, result.height), (240, 160));

    let file = user.get(&result.url).send().await.expect("send");
    assert_eq!(file.headers()["content-type"], "image/png");
    let etag = file.headers()["etag"].clone();
    let bytes = file.bytes().await.expect("bytes");
    assert_eq!(bytes.len() as u64, result.bytes);
    let picture = image::load_from_memory(&bytes).expect("a picture").to_rgb8();
    assert_eq!(picture.dimensions(), (240, 160));
    // It is this picture that was enlarged, not just any: shrunk again it is the input, nearly.
    let shrunk = image::imageops::resize(&picture, 120, 80, image::imageops::FilterType::Triangle);
    let original = pictures::picture(120, 80);
    let difference: u64 = shrunk.iter().zip(original.iter()).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
    let mean = difference as f64 / original.len() as f64;
    assert!(mean < 3.0, "mean difference {mean}");

    let again = user.get(&result.url).header("if-none-match", etag).send().await.expect("send");
    assert_eq!(again.status(), 304);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_again_is_answered_at_once() {
    let app = TestApp::start().await;
    let user = app.register("ada@example.org").await;
    let image: Value = user.upload(pictures::png(40, 30)).await.json().await.expect("image");
    let ask = async |more: Value| {
        let mut request = json!({"task": "upscale", "inputs": {"image": image["id"]}});
        request.as_object_mut().expect("object").extend(more.as_object().expect("object").clone());
        let answer = user.post("/v1/predict").header("prefer", "wait=30").json(&request).send().await.expect("send");
        answer.json::<Task>().await.expect("a task")
    };
    let first = ask(json!({})).await;
    let again = ask(json!({})).await;
    let anew = ask(json!({"cache": false})).await;
    assert_eq!([first.cached, again.cached, anew.cached], [false, true, false]);
    let files =
        async |task: &Task| user.get(&task.images[0].url).send().await.expect("send").bytes().await.expect("bytes");
    assert_eq!(files(&first).await, files(&again).await);
    let (once, twice) = (first.timings_ms.expect("timings"), again.timings_ms.expect("timings"));
    assert!(once.inference > 0.0 && twice.inference == 0.0);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn says_that_it_waits_and_where_to_look() {
    // Nobody works, so that it surely still waits when the answer is written.
    let app = TestApp::with_workers(0).await;
    let user = app.register("ada@example.org").await;
    let answer = user.upscale(pictures::png(40, 30), "image/png", 2).send().await.expect("send");
    assert_eq!(answer.status(), 202);
    let accepted: Value = answer.json().await.expect("JSON");
    assert_eq!((&accepted["state"], &accepted["queue_position"]), (&json!("queued"), &json!(1)));
    let task = user.json(accepted["status_url"].as_str().expect("url")).await;
    assert_eq!(task["task_id"], accepted["task_id"]);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn prefer_wait_answers_with_the_result() {
    let app = TestApp::start().await;
    let user = app.register("ada@example.org").await;
    let answer =
        user.upscale(pictures::jpeg(64, 48), "image/jpeg", 4).header("prefer", "wait=30").send().await.expect("send");
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["preference-applied"], "wait=30");
    let task: Task = answer.json().await.expect("task");
    assert_eq!(task.state, TaskState::Succeeded);
    assert_eq!((task.images[0].width, task.images[0].height), (256, 192));
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn takes_stored_images_and_data_urls() {
    use base64::{Engine, engine::general_purpose::STANDARD};
    let app = TestApp::start().await;
    let user = app.register("ada@example.org").await;
    let image: Value = user.upload(pictures::png(40, 30)).await.json().await.expect("image");
    let by_url = format!("data:image/png;base64,{}", STANDARD.encode(pictures::png(40, 30)));
    for input in [image["id"].clone(), json!(by_url)] {
        let body = json!({"task": "upscale", "inputs": {"image": input}, "parameters": {"output_format": "webp"}});
        let answer = user.post("/v1/predict").header("prefer", "wait=30").json(&body).send().await.expect("send");
        assert_eq!(answer.status(), 200);
        let task: Task = answer.json().await.expect("task");
        assert_eq!(task.images[0].media_type.as_str(), "image/webp");
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_idempotency_key_makes_one_task() {
    let app = TestApp::with_workers(0).await;
    let user = app.register("ada@example.org").await;
    let image: Value = user.upload(pictures::png(40, 30)).await.json().await.expect("image");
    let body = json!({"task": "upscale", "inputs": {"image": image["id"]}});
    let send = |body: Value| user.post("/v1/predict").header("idempotency-key", "k-1").json(&body).send();
    let first: Value = send(body.clone()).await.expect("send").json().await.expect("JSON");
    let second: Value = send(body).await.expect("send").json().await.expect("JSON");
    assert_eq!(first["task_id"], second["task_id"]);
    let other = json!({"task": "upscale", "inputs": {"image": image["id"]}, "parameters": {"scale": 4}});
    let refused = send(other).await.expect("send");
    assert_eq!(refused.status(), 422);
    assert_eq!(refused.json::<Value>().await.expect("problem")["code"], "idempotency_mismatch");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_is_accepted_whole_or_not_at_all() {
    let app = TestApp::start().await;
    let user = app.register("ada@example.org").await;
    let upscale = |image: &str, scale: u32| json!({"task": "upscale", "inputs": {"image": image}, "parameters": {"scale": scale}});
    let send = |requests: Value| {
        let part = multipart::Part::bytes(pictures::png(40, 30)).file_name("photo");
        let form =
            multipart::Form::new().text("request", json!({"requests": requests}).to_string()).part("photo", part);
        user.post("/v1/predict").header("idempotency-key", "batch").multipart(form)
    };
    // One bad request among good ones: nothing is stored, and the answer says which.
    let refused = send(json!([upscale("@photo", 2), upscale("@photo", 3)])).send().await.expect("send");
    assert_eq!(refused.status(), 422);
    let problem: Value = refused.json().await.expect("problem");
    assert_eq!(problem["errors"][0]["field"], "requests[1].parameters.scale");
    let nobody = "01936b2e-0000-7000-8000-000000000000";
    let refused = send(json!([upscale("@photo", 2), upscale(nobody, 2)])).send().await.expect("send");
    assert_eq!(refused.status(), 404);
    assert_eq!(refused.json::<Value>().await.expect("problem")["errors"][0]["field"], "requests[1].inputs.image");
    assert_eq!(user.json("/v1/tasks").await["data"], json!([]));
    assert_eq!(user.json("/v1/images").await["data"], json!([]));

    let good = || send(json!([upscale("@photo", 2), upscale("@photo", 4)]));
    let accepted = good().send().await.expect("send");
    assert_eq!(accepted.status(), 202);
    let accepted: Value = accepted.json().await.expect("JSON");
    let ids = |answer: &Value| -> Vec<Value> {
        answer["tasks"].as_array().expect("tasks").iter().map(|task| task["task_id"].clone()).collect()
    };
    assert_eq!(ids(&accepted).len(), 2);

    // Again, and now waiting: the same tasks, done, in the same order.
    let done = good().header("prefer", "wait=30").send().await.expect("send");
    assert_eq!(done.status(), 200);
    let done: Value = done.json().await.expect("JSON");
    assert_eq!(ids(&done), ids(&accepted));
    let widths: Vec<_> = [0, 1].map(|i| done["tasks"][i]["images"][0]["width"].clone()).into();
    assert_eq!(widths, [80, 160]);
    // The picture both were made from is there once.
    assert_eq!(user.json("/v1/images?kind=original").await["data"].as_array().expect("data").len(), 1);
    let single = user.upscale(pictures::png(40, 30), "image/png", 2).header("idempotency-key", "batch");
    assert_eq!(single.send().await.expect("send").status(), 422);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn cancels_what_waits_and_what_runs() {
    let app = TestApp::with_workers(1).await;
    let user = app.register("ada@example.org").await;
    let submit = || async {
        let answer = user.upscale(pictures::png(900, 900), "image/png", 4).send().await.expect("send");
        answer.json::<Value>().await.expect("JSON")["task_id"].as_str().expect("id").to_owned()
    };
    let (running, waiting) = (submit().await, submit().await);
    while user.json(&format!("/v1/tasks/{running}")).await["step"].is_null() {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    for id in [&waiting, &running] {
        let answer = user.post(&format!("/v1/tasks/{id}/cancel")).send().await.expect("send");
        assert_eq!(answer.status(), 200);
        assert_eq!(user.finished(id).await.state, TaskState::Canceled);
        let again = user.post(&format!("/v1/tasks/{id}/cancel")).send().await.expect("send");
        assert_eq!(again.status(), 409);
    }
    app.stop().await;
}
