//! The gallery and opinions about what is in it.

use super::{TestApp, pictures};
use serde_json::{Value, json};
use std::collections::HashSet;

#[tokio::test(flavor = "multi_thread")]
async fn pages_hold_every_image_once() {
    let app = TestApp::with_workers(0).await;
    let user = app.register("ada@example.org").await;
    for _ in 0..7 {
        assert_eq!(user.upload(pictures::png(8, 8)).await.status(), 201);
    }
    let (mut seen, mut path) = (Vec::new(), "/v1/images?limit=3".to_owned());
    loop {
        let page = user.json(&path).await;
        let ids = page["data"].as_array().expect("data").iter().map(|i| i["id"].as_str().expect("id").to_owned());
        seen.extend(ids);
        match page["next_cursor"].as_str() {
            Some(cursor) => path = format!("/v1/images?limit=3&cursor={cursor}"),
            None => break,
        }
    }
    assert_eq!(seen.len(), 7);
    assert_eq!(seen.iter().collect::<HashSet<_>>().len(), 7);
    assert!(seen.is_sorted_by(|a, b| a > b), "newest first");
    assert_eq!(user.get("/v1/images?cursor=nonsense").send().await.expect("send").status(), 422);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn deleted_images_can_come_back() {
    let app = TestApp::with_workers(0).await;
    let user = app.register("ada@example.org").await;
    let image: Value = user.upload(pictures::png(8, 8)).await.json().await.expect("image");
    let path = format!("/v1/images/{}", image["id"].as_str().expect("id"));
    let favorite = app.client.patch(app.url(&path)).bearer_auth(&user.tokens.access_token);
    let favorite = favorite.json(&json!({"favorite": true, "title": "Harbour"})).send().await.expect("send");
    assert_eq!(favorite.json::<Value>().await.expect("image")["favorite"], true);
    assert_eq!(user.delete(&path).send().await.expect("send").status(), 204);
    // Its file is out of reach, the entry says since when.
    assert_eq!(user.get(&format!("{path}/file")).send().await.expect("send").status(), 404);
    assert!(user.json(&path).await["deleted_at"].is_string());
    assert_eq!(user.json("/v1/images").await["data"], json!([]));
    let restored = user.post(&format!("{path}/restore")).send().await.expect("send");
    assert_eq!(restored.json::<Value>().await.expect("image")["title"], "Harbour");
    assert_eq!(user.get(&format!("{path}/file")).send().await.expect("send").status(), 200);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_opinion_can_be_given_changed_and_withdrawn() {
    let app = TestApp::start().await;
    let user = app.register("ada@example.org").await;
    let answer =
        user.upscale(pictures::png(32, 32), "image/png", 2).header("prefer", "wait=30").send().await.expect("send");
    let task: Value = answer.json().await.expect("task");
    let image = task["images"][0]["id"].as_str().expect("id").to_owned();
    let put = |body: Value| user.post("/v1/feedback").json(&body).send();
    let first = put(json!({"task_id": task["task_id"], "rating": "like", "reasons": ["sharp"]})).await.expect("send");
    assert_eq!(first.status(), 201);
    let changed = json!({"image_id": image, "rating": "dislike", "reasons": ["blurry"], "comment": "soft", "consent_training": true});
    let second: Value = put(changed).await.expect("send").json().await.expect("feedback");
    let shown = user.json(&format!("/v1/images/{image}")).await;
    assert_eq!(shown["feedback"]["rating"], "dislike");
    assert_eq!(shown["feedback"]["comment"], "soft");
    assert_eq!(shown["feedback"]["id"], second["id"]);
    let path = format!("/v1/feedback/{}", second["id"].as_str().expect("id"));
    assert_eq!(user.delete(&path).send().await.expect("send").status(), 204);
    assert_eq!(user.json(&format!("/v1/images/{image}")).await["feedback"], Value::Null);

    for (body, field) in [
        (json!({"rating": "like"}), "image_id"),
        (json!({"image_id": image, "rating": "like", "comment": "x".repeat(2001)}), "comment"),
        (json!({"image_id": image, "rating": "like", "reasons": ["blurry"]}), "reasons"),
        (json!({"image_id": image, "rating": "love"}), "rating"),
    ] {
        let refused = put(body).await.expect("send");
        assert_eq!(refused.status(), 422);
        assert_eq!(refused.json::<Value>().await.expect("problem")["errors"][0]["field"], field);
    }
    app.stop().await;
}
